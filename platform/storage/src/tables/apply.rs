//! What tables there are, and making them so.

use std::collections::BTreeSet;

use trellis_model::{Value, field::Shape};

use super::{Column, Index, Step, Table, TableSet, render};
use crate::{Arg, Conn, Dialect, Result};

/// The tables of the store that belong to objects (system tables are `sys_*`).
///
/// # Errors
/// When the database cannot be asked.
pub async fn current(conn: &mut Conn) -> Result<TableSet> {
    let schema = conn.schema().unwrap_or_default().to_owned();
    let mut columns = conn.sql();
    match conn.dialect() {
        Dialect::Sqlite => columns.push(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' \
             AND t.name NOT LIKE 'sys\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid",
        ),
        Dialect::Postgres => columns
            .push(
                "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_name NOT LIKE 'sys\\_%' \
                 AND table_schema = ",
            )
            .arg(Arg::Text(schema.clone()))
            .push(" ORDER BY table_name, ordinal_position"),
    };
    let mut set = TableSet::default();
    for row in conn.fetch(&columns, &[Shape::Text, Shape::Text]).await? {
        let (table, name) = pair(&row);
        let table: &mut Table = set.0.entry(table).or_default();
        table.columns.push(Column { name, shape: None, not_null: false });
    }
    let mut indexes = conn.sql();
    match conn.dialect() {
        Dialect::Sqlite => indexes.push("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"),
        Dialect::Postgres => indexes
            .push("SELECT tablename::text, indexname::text FROM pg_indexes WHERE (indexname LIKE 'ix\\_%' OR indexname LIKE 'uq\\_%') AND schemaname = ")
            .arg(Arg::Text(schema)),
    };
    for row in conn.fetch(&indexes, &[Shape::Text, Shape::Text]).await? {
        let (table, name) = pair(&row);
        if let Some(table) = set.0.get_mut(&table) {
            let added: &mut BTreeSet<Index> = &mut table.indexes;
            added.insert(Index { name, columns: Vec::new(), unique: None });
        }
    }
    Ok(set)
}

fn pair(row: &[Value]) -> (String, String) {
    let text = |at: usize| row.get(at).and_then(Value::as_text).unwrap_or_default().to_owned();
    (text(0), text(1))
}

/// Carries out the steps inside the caller's transaction.
///
/// # Errors
/// When the database refuses one, such as a unique index over rows that are alike; nothing is kept then.
pub async fn apply(conn: &mut Conn, steps: &[Step]) -> Result<()> {
    let (dialect, schema) = (conn.dialect(), conn.schema().map(str::to_owned));
    for statement in steps.iter().flat_map(|step| render(step, dialect, schema.as_deref())) {
        conn.run(&statement).await?;
    }
    Ok(())
}

/// How many there are of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Live rows of the table.
    pub rows: u64,
    /// Those of them that have a value in the column; all when none was asked for.
    pub values: u64,
}

/// How many live rows a table has, and how many of them have a value in a column; of one moment. There is nothing in what
/// an administrator empties at this very moment.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut Conn, table: &str, column: Option<&str>) -> Result<Counted> {
    match count_now(conn, table, column).await {
        Ok(counted) => Ok(counted),
        Err(error) => match current(conn).await?.0.get(table) {
            None => Ok(Counted { rows: 0, values: 0 }),
            Some(table) if column.is_some_and(|column| !table.has(column)) => Ok(Counted { rows: 0, values: 0 }),
            Some(_) => Err(error),
        },
    }
}

async fn count_now(conn: &mut Conn, table: &str, column: Option<&str>) -> Result<Counted> {
    let mut sql = conn.sql();
    sql.push("SELECT count(*), count(");
    match column {
        Some(column) => sql.column("t", column),
        None => sql.push("*"),
    };
    sql.push(") FROM ").table(table).push(" t WHERE ").column("t", "deleted_at").push(" IS NULL");
    let row = conn.fetch_one(&sql, &[Shape::Integer; 2]).await?;
    let number = |value: &Value| if let Value::Integer(number) = value { number.unsigned_abs() } else { 0 };
    Ok(match row.as_deref() {
        Some([rows, values]) => Counted { rows: number(rows), values: number(values) },
        _ => Counted { rows: 0, values: 0 },
    })
}
