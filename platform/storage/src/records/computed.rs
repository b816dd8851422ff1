//! What is kept along with other records: roll-ups and formulas, written without a new version of the record; and lines,
//! which have no life of their own.

use chrono::{DateTime, Utc};
use trellis_model::{Field, Filter, Object, Record, Schema, Value, field::RollupFunction, field::Shape, object::PARENT};
use uuid::Uuid;

use super::filter::{Path, Target, compile};
use crate::{
    Arg, Conn, Dialect, Result,
    changes::{self, Change},
    dialect::quoted,
    tables::column,
};

/// Waits until no other transaction is changing the record, so that what is counted next holds until this one ends. SQLite
/// has one writer and needs none.
///
/// # Errors
/// When the lock does not come free in time.
pub async fn lock(conn: &mut Conn, object: &Object, id: Uuid) -> Result<()> {
    if conn.dialect() == Dialect::Postgres {
        let mut sql = conn.sql();
        sql.push("SELECT \"id\" FROM ").table(&object.name).push(" WHERE \"id\" = ").arg(Arg::Id(id)).push(" FOR UPDATE");
        conn.fetch_one(&sql, &[Shape::Id]).await?;
    }
    Ok(())
}

/// A count, sum, smallest or largest of the live records that pass. No value where there is nothing to take the smallest
/// or largest of.
///
/// # Errors
/// When the database fails.
pub async fn roll_up(
    conn: &mut Conn,
    schema: &dyn Schema,
    object: &Object,
    filter: &Filter,
    function: RollupFunction,
    field: Option<&Field>,
) -> Result<Value> {
    let dialect = conn.dialect();
    let mut sql = conn.sql();
    let shape = field.map_or(Shape::Integer, Field::shape);
    let place = field.map(|field| format!("t.{}", quoted(column(field)))).unwrap_or_default();
    let expression = match function {
        RollupFunction::Count => "count(*)".to_owned(),
        RollupFunction::Sum if dialect == Dialect::Postgres && shape == Shape::Integer => format!("COALESCE(sum({place}), 0)::bigint"),
        RollupFunction::Sum => format!("COALESCE(sum({place}), 0)"),
        RollupFunction::Min => format!("min({place})"),
        RollupFunction::Max => format!("max({place})"),
    };
    sql.push("SELECT ").push(&dialect.select(&expression, shape)).push(" FROM ").table(&object.name).push(" t WHERE ");
    sql.column("t", "deleted_at").push(" IS NULL AND ");
    compile(&mut sql, filter, Target { object, schema, alias: "t", path: Path::Free });
    let row = conn.fetch_one(&sql, &[shape]).await?;
    Ok(row.and_then(|row| row.into_iter().next()).unwrap_or_default())
}

/// Writes computed values of a record and its entry in the change log. The version stays: nobody edited the record.
///
/// # Errors
/// When the database fails.
pub async fn update_computed(conn: &mut Conn, object: &Object, id: Uuid, values: &Record, change: &Change) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("UPDATE ").table(&object.name).push(" SET ");
    set(&mut sql, object, values);
    sql.push(" WHERE \"id\" = ").arg(Arg::Id(id));
    let log = changes::statement(sql.fresh(), change);
    conn.execute_all(&[sql, log]).await?;
    Ok(())
}

fn set(sql: &mut crate::Sql, object: &Object, values: &Record) {
    let fields = object.stored().filter_map(|field| Some((field, values.0.get(&field.name)?)));
    for (at, (field, value)) in fields.enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).push(&quoted(column(field))).push(" = ").value(value, field.shape());
    }
}

/// The lines of these records, by the record and in their order: the values of `fields`, behind the record's id.
///
/// # Errors
/// When the database fails.
pub async fn lines(conn: &mut Conn, object: &Object, fields: &[&Field], parents: &[Uuid]) -> Result<Vec<Vec<Value>>> {
    let (Some(parent), false) = (object.field(PARENT), parents.is_empty()) else { return Ok(Vec::new()) };
    let dialect = conn.dialect();
    let mut sql = conn.sql();
    sql.push("SELECT ");
    let columns = std::iter::once(&parent).chain(fields);
    let mut shapes = Vec::with_capacity(fields.len() + 1);
    for (at, field) in columns.enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push(&dialect.select(&format!("t.{}", quoted(column(field))), field.shape()));
        shapes.push(field.shape());
    }
    sql.push(" FROM ").table(&object.name).push(" t WHERE ").column("t", column(parent)).push(" IN ");
    sql.set(Arg::Ids(parents.to_vec()));
    sql.push(" AND ").column("t", "deleted_at").push(" IS NULL ORDER BY ");
    let position = object.field(trellis_model::object::POSITION).map_or("id", |field| column(field));
    sql.column("t", column(parent)).push(", ").column("t", position);
    conn.fetch(&sql, &shapes).await
}

/// Changes a line.
///
/// # Errors
/// When the database fails.
pub async fn update_line(conn: &mut Conn, object: &Object, id: Uuid, values: &Record, change: &Change) -> Result<()> {
    update_computed(conn, object, id, values, change).await
}

/// Takes a line away; the change log keeps what it was.
///
/// # Errors
/// When the database fails.
pub async fn delete_line(conn: &mut Conn, object: &Object, id: Uuid, change: &Change) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table(&object.name).push(" WHERE \"id\" = ").arg(Arg::Id(id));
    let log = changes::statement(sql.fresh(), change);
    conn.execute_all(&[sql, log]).await?;
    Ok(())
}

/// Writes one field of many records, with an entry each in the change log.
///
/// # Errors
/// When the database fails.
pub async fn write_field(
    conn: &mut Conn,
    object: &Object,
    field: &Field,
    values: &[(Uuid, Value)],
    at: DateTime<Utc>,
    user: Option<Uuid>,
) -> Result<()> {
    for some in values.chunks(200) {
        let mut statements = Vec::with_capacity(some.len());
        let mut log = Vec::with_capacity(some.len());
        for (id, value) in some {
            let mut sql = conn.sql();
            sql.push("UPDATE ").table(&object.name).push(" SET ").push(&quoted(column(field))).push(" = ").value(value, field.shape());
            sql.push(" WHERE \"id\" = ").arg(Arg::Id(*id));
            statements.push(sql);
            log.push(Change {
                seq: 0,
                object: object.name.clone(),
                record: *id,
                op: "update".to_owned(),
                at,
                user,
                action: Some("publish".to_owned()),
                before: trellis_model::JsonMap::new(),
                after: [(field.id.clone(), value.to_json())].into_iter().collect(),
            });
        }
        conn.execute_all(&statements).await?;
        changes::append(conn, &log).await?;
    }
    Ok(())
}
