//! The control store's tables.

use trellis_model::field::Shape;
use trellis_storage::{Arg, Conn, Dialect, dialect::quoted};

/// A table as name, columns, constraints.
type Table = (&'static str, &'static [(&'static str, Shape)], &'static str);

const TABLES: &[Table] = &[
    ("account", &[("id", Shape::Id), ("password", Shape::Text), ("created_at", Shape::DateTime)], "PRIMARY KEY (id)"),
    // Every e-mail address and mobile number that signs in, in one form.
    ("login", &[("login", Shape::Text), ("account", Shape::Id)], "PRIMARY KEY (login)"),
    ("company", &[("id", Shape::Id), ("name", Shape::Text), ("created_at", Shape::DateTime)], "PRIMARY KEY (id)"),
    (
        "membership",
        &[("account", Shape::Id), ("company", Shape::Id), ("user_id", Shape::Id)],
        "PRIMARY KEY (account, company), UNIQUE (company, user_id)",
    ),
    (
        "session",
        &[
            ("digest", Shape::Text),
            ("account", Shape::Id),
            ("company", Shape::Id),
            ("user_id", Shape::Id),
            ("created_at", Shape::DateTime),
            ("seen_at", Shape::DateTime),
            ("agent", Shape::Text),
            ("id", Shape::Id),
            ("address", Shape::Text),
        ],
        "PRIMARY KEY (digest)",
    ),
    (
        "token",
        &[
            ("id", Shape::Id),
            ("digest", Shape::Text),
            ("account", Shape::Id),
            ("company", Shape::Id),
            ("user_id", Shape::Id),
            ("name", Shape::Text),
            ("read_only", Shape::Bool),
            ("created_at", Shape::DateTime),
            ("expires_at", Shape::DateTime),
        ],
        "PRIMARY KEY (id), UNIQUE (digest)",
    ),
    // What a company bought; without a row it has the free edition.
    ("licence", &[("company", Shape::Id), ("edition", Shape::Text), ("seats", Shape::Integer)], "PRIMARY KEY (company)"),
    ("avatar", &[("account", Shape::Id), ("image", Shape::Text)], "PRIMARY KEY (account)"),
    // The live code of a purpose and an address, as its seal.
    (
        "code",
        &[
            ("purpose", Shape::Text),
            ("address", Shape::Text),
            ("seal", Shape::Text),
            ("tries", Shape::Integer),
            ("sent_at", Shape::DateTime),
        ],
        "PRIMARY KEY (purpose, address)",
    ),
    // How often something was tried: names are seals, too.
    (
        "throttle",
        &[("bucket", Shape::Text), ("hits", Shape::Integer), ("since", Shape::DateTime), ("until", Shape::DateTime)],
        "PRIMARY KEY (bucket)",
    ),
    // What an installation on PostgreSQL keeps secret; in a data folder it is a file.
    ("secret", &[("name", Shape::Text), ("value", Shape::Text)], "PRIMARY KEY (name)"),
    ("preference", &[("account", Shape::Id), ("name", Shape::Text), ("value", Shape::Text)], "PRIMARY KEY (account, name)"),
];

/// Columns that came after their table: an installation from before gets them, empty.
const ADDED: &[(&str, &str, Shape)] = &[("session", "id", Shape::Id), ("session", "address", Shape::Text)];

/// Makes the tables and columns that are not there yet.
pub async fn create_tables(conn: &mut Conn) -> trellis_storage::Result<()> {
    let dialect = conn.dialect();
    let prefix = conn.schema().map(|schema| format!("{}.", quoted(schema))).unwrap_or_default();
    for (name, columns, constraints) in TABLES {
        let columns: Vec<String> =
            columns.iter().map(|(name, shape)| format!("{} {}", quoted(name), dialect.column_type(*shape))).collect();
        let text = format!("CREATE TABLE IF NOT EXISTS {prefix}{name} ({}, {constraints}){}", columns.join(", "), dialect.table_options());
        conn.run(&text).await?;
    }
    for (table, column, shape) in ADDED {
        if conn.dialect() == Dialect::Sqlite && has_column(conn, table, column).await? {
            continue;
        }
        let unless = if conn.dialect() == Dialect::Postgres { "IF NOT EXISTS " } else { "" };
        let definition = format!("{} {}", quoted(column), dialect.column_type(*shape));
        conn.run(&format!("ALTER TABLE {prefix}{table} ADD COLUMN {unless}{definition}")).await?;
    }
    Ok(())
}

async fn has_column(conn: &mut Conn, table: &str, column: &str) -> trellis_storage::Result<bool> {
    let mut sql = conn.sql();
    sql.push("SELECT name FROM pragma_table_info(").arg(Arg::Text(table.to_owned())).push(") WHERE name = ");
    sql.arg(Arg::Text(column.to_owned()));
    Ok(conn.fetch_one(&sql, &[Shape::Text]).await?.is_some())
}
