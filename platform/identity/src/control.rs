//! The control store's tables.

use trellis_model::field::Shape;
use trellis_storage::{Conn, dialect::quoted};

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
    ("preference", &[("account", Shape::Id), ("name", Shape::Text), ("value", Shape::Text)], "PRIMARY KEY (account, name)"),
];

/// Makes the tables that are not there yet.
pub async fn create_tables(conn: &mut Conn) -> trellis_storage::Result<()> {
    let dialect = conn.dialect();
    let prefix = conn.schema().map(|schema| format!("{}.", quoted(schema))).unwrap_or_default();
    for (name, columns, constraints) in TABLES {
        let columns: Vec<String> =
            columns.iter().map(|(name, shape)| format!("{} {}", quoted(name), dialect.column_type(*shape))).collect();
        let text = format!("CREATE TABLE IF NOT EXISTS {prefix}{name} ({}, {constraints}){}", columns.join(", "), dialect.table_options());
        conn.run(&text).await?;
    }
    Ok(())
}
