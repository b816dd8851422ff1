//! Writing records: plain rows. Who may, and what follows, is the engine's.

use chrono::{DateTime, Utc};
use trellis_model::{Object, Record, Value, field::Shape};
use uuid::Uuid;

use crate::{
    Arg, Conn, Result,
    changes::{self, Change},
    tables::column,
};

/// Inserts a whole record and its entry in the change log.
///
/// # Errors
/// [`Unique`](crate::StorageError::Unique) when another record has a value that only one may have.
pub async fn insert(conn: &mut Conn, object: &Object, record: &Record, change: &Change) -> Result<()> {
    // Every column every time: one statement an object, prepared once.
    let row = object.stored().map(|field| Arg::value(record.get(&field.name), field.shape())).collect();
    conn.insert(&object.name, object.stored().map(column), row).await?;
    changes::insert(conn, change).await
}

/// Inserts many whole records with few statements.
///
/// # Errors
/// As [`insert`].
pub async fn insert_rows(conn: &mut Conn, object: &Object, records: &[Record]) -> Result<()> {
    let columns: Vec<&str> = object.stored().map(column).collect();
    let row = |record: &Record| object.stored().map(|field| Arg::value(record.get(&field.name), field.shape())).collect();
    conn.insert_many(&object.name, &columns, records.iter().map(row).collect()).await
}

/// Changes the named fields of the record with this id and version, and writes its entry in the change log; says whether
/// it was there. If it was not, the caller must give up the whole write.
///
/// # Errors
/// As [`insert`].
pub async fn update(conn: &mut Conn, object: &Object, id: Uuid, version: i64, values: &Record, change: &Change) -> Result<bool> {
    let mut sql = conn.sql();
    sql.push("UPDATE ").table(&object.name).push(" SET ");
    let fields = object.stored().filter_map(|field| Some((field, values.0.get(&field.name)?)));
    for (at, (field, value)) in fields.enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).push(&crate::dialect::quoted(column(field))).push(" = ").value(value, field.shape());
    }
    sql.push(" WHERE \"id\" = ").arg(Arg::Id(id)).push(" AND \"version\" = ").arg(Arg::Integer(version));
    let log = changes::statement(sql.fresh(), change);
    Ok(conn.execute_all(&[sql, log]).await?.first() == Some(&1))
}

/// The people who take part in a record, with whether they may edit it.
///
/// # Errors
/// When the database fails.
pub async fn team(conn: &mut Conn, object: &str, record: Uuid) -> Result<Vec<(Uuid, bool)>> {
    let mut sql = conn.sql();
    sql.push("SELECT user_id, may_edit FROM ").table("sys_team").push(" WHERE object = ").arg(Arg::Text(object.to_owned()));
    sql.push(" AND record = ").arg(Arg::Id(record)).push(" ORDER BY user_id");
    let rows = conn.fetch(&sql, &[Shape::Id, Shape::Bool]).await?;
    Ok(rows.iter().filter_map(|row| Some((row[0].as_id()?, row[1] == Value::Bool(true)))).collect())
}

/// Replaces the team of a record.
///
/// # Errors
/// When the database fails.
pub async fn set_team(conn: &mut Conn, object: &str, record: Uuid, members: &[(Uuid, bool)]) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_team").push(" WHERE object = ").arg(Arg::Text(object.to_owned()));
    sql.push(" AND record = ").arg(Arg::Id(record));
    conn.execute(&sql).await?;
    let row = |(user, edit): &(Uuid, bool)| vec![Arg::Text(object.to_owned()), Arg::Id(record), Arg::Id(*user), Arg::Bool(*edit)];
    conn.insert_many("sys_team", &["object", "record", "user_id", "may_edit"], members.iter().map(row).collect()).await
}

/// Gives every record of one owner, live or deleted, to another, with an entry each in the change log; says how many.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(conn: &mut Conn, object: &Object, from: Uuid, to: Uuid, at: DateTime<Utc>, by: Uuid) -> Result<u64> {
    let name = |field: &str| object.field(field).map(|field| crate::dialect::quoted(column(field))).unwrap_or_default();
    let mut sql = conn.sql();
    sql.push("UPDATE ").table(&object.name).push(" SET ").push(&name("owner")).push(" = ").arg(Arg::Id(to));
    sql.push(", ").push(&name("updated_at")).push(" = ").arg(Arg::DateTime(at));
    sql.push(", ").push(&name("updated_by")).push(" = ").arg(Arg::Id(by));
    sql.push(", \"version\" = \"version\" + 1 WHERE ").push(&name("owner")).push(" = ").arg(Arg::Id(from)).push(" RETURNING \"id\"");
    let moved = conn.fetch_changed(&sql, &[Shape::Id]).await?;
    let owner = object.field("owner").map(|field| field.id.clone()).unwrap_or_default();
    let change = |row: &Vec<Value>| {
        let owned_by = |user: Uuid| [(owner.clone(), user.to_string().into())].into_iter().collect();
        Some(Change {
            seq: 0,
            object: object.name.clone(),
            record: row[0].as_id()?,
            op: "update".to_owned(),
            at,
            user: Some(by),
            action: Some("handover".to_owned()),
            before: owned_by(from),
            after: owned_by(to),
        })
    };
    let log: Vec<Change> = moved.iter().filter_map(change).collect();
    changes::append(conn, &log).await?;
    Ok(moved.len() as u64)
}
