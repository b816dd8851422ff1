//! Imports as they are kept: one row says where it stands, the rows of its file wait in chunks. A chunk goes away in the
//! transaction that carries it out, so that no row is ever carried out twice.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use trellis_model::{
    Language, Value,
    field::Shape,
    value::format_instant,
    wire::{Duplicates, ImportColumn, ImportCounts, ImportInfo, ImportProblem, ImportStatus},
};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{Result, sheet::SheetRow};

/// Rows of a chunk: what is carried out in one transaction.
pub const CHUNK: usize = 500;
/// Problems that are shown at once; the file of refused rows has them all.
const SHOWN: u32 = 100;

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: Uuid,
    /// Who imports, and with whose rights.
    pub user: Uuid,
    pub object: String,
    pub status: ImportStatus,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub info: Info,
}

/// What else is known of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Info {
    pub file: String,
    pub rows: u32,
    pub chunks: u32,
    /// The chunk that comes next.
    pub next: u32,
    pub columns: Vec<ImportColumn>,
    pub duplicates: Duplicates,
    pub done: u32,
    pub counts: ImportCounts,
    pub failure: Option<String>,
    pub language: Language,
    pub address: String,
}

/// A refused row with what is wrong with it: the column's title and a message.
pub type Reject = (SheetRow, Vec<(Option<String>, String)>);

impl Import {
    /// As it goes over the wire.
    pub fn wire(&self, problems: Vec<ImportProblem>) -> ImportInfo {
        let info = self.info.clone();
        ImportInfo {
            id: self.id.to_string(),
            object: self.object.clone(),
            file: info.file,
            status: self.status,
            rows: info.rows,
            columns: info.columns,
            duplicates: info.duplicates,
            done: info.done,
            counts: info.counts,
            problems,
            failure: info.failure,
            created_at: format_instant(self.created_at),
            updated_at: format_instant(self.updated_at),
        }
    }
}

const COLUMNS: &str = "id, user_id, \"object\", \"status\", \"info\", created_at, updated_at";
const SHAPES: [Shape; 7] = [Shape::Id, Shape::Id, Shape::Text, Shape::Text, Shape::Text, Shape::DateTime, Shape::DateTime];

fn read(row: &[Value]) -> Option<Import> {
    let [id, user, Value::Text(object), Value::Text(status), Value::Text(info), Value::DateTime(created), Value::DateTime(updated)] = row
    else {
        return None;
    };
    Some(Import {
        id: id.as_id()?,
        user: user.as_id()?,
        object: object.clone(),
        status: serde_json::from_value(status.as_str().into()).ok()?,
        created_at: *created,
        updated_at: *updated,
        info: serde_json::from_str(info).ok()?,
    })
}

/// The import with this id.
pub async fn load(conn: &mut Conn, id: Uuid) -> Result<Option<Import>> {
    let mut sql = conn.sql();
    sql.push("SELECT ").push(COLUMNS).push(" FROM ").table("sys_import").push(" WHERE id = ").arg(Arg::Id(id));
    Ok(conn.fetch_one(&sql, &SHAPES).await?.and_then(|row| read(&row)))
}

/// A person's imports, the newest first.
pub async fn of_user(conn: &mut Conn, user: Uuid, limit: u32) -> Result<Vec<Import>> {
    let mut sql = conn.sql();
    sql.push("SELECT ").push(COLUMNS).push(" FROM ").table("sys_import").push(" WHERE user_id = ").arg(Arg::Id(user));
    sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").arg(Arg::Integer(limit.into()));
    Ok(conn.fetch(&sql, &SHAPES).await?.iter().filter_map(|row| read(row)).collect())
}

/// The imports that go on by themselves.
pub async fn busy(conn: &mut Conn) -> Result<Vec<Uuid>> {
    let mut sql = conn.sql();
    sql.push("SELECT id FROM ").table("sys_import").push(" WHERE \"status\" IN ('checking', 'running')");
    Ok(conn.fetch(&sql, &[Shape::Id]).await?.iter().filter_map(|row| row[0].as_id()).collect())
}

/// Writes an import that is new.
pub async fn insert(conn: &mut Conn, import: &Import) -> Result<()> {
    let row = vec![
        Arg::Id(import.id),
        Arg::Id(import.user),
        Arg::Text(import.object.clone()),
        Arg::Text(import.status.as_str().to_owned()),
        Arg::Text(serde_json::to_string(&import.info).unwrap_or_default()),
        Arg::DateTime(import.created_at),
        Arg::DateTime(import.updated_at),
    ];
    let columns = ["id", "user_id", "object", "status", "info", "created_at", "updated_at"];
    Ok(conn.insert_many("sys_import", &columns, vec![row]).await?)
}

/// Writes where an import stands now.
pub async fn save(conn: &mut Conn, import: &Import) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("UPDATE ").table("sys_import").push(" SET \"status\" = ").arg(Arg::Text(import.status.as_str().to_owned()));
    sql.push(", \"info\" = ").arg(Arg::Text(serde_json::to_string(&import.info).unwrap_or_default()));
    sql.push(", updated_at = ").arg(Arg::DateTime(import.updated_at)).push(" WHERE id = ").arg(Arg::Id(import.id));
    conn.execute(&sql).await?;
    Ok(())
}

/// Takes an import away, with everything that it has.
pub async fn delete(conn: &mut Conn, id: Uuid) -> Result<()> {
    for (table, column) in [("sys_import_chunk", "import"), ("sys_import_reject", "import"), ("sys_import", "id")] {
        let mut sql = conn.sql();
        sql.push("DELETE FROM ").table(table).push(" WHERE ").push(column).push(" = ").arg(Arg::Id(id));
        conn.execute(&sql).await?;
    }
    Ok(())
}

/// Takes away what nobody came back to.
pub async fn delete_older(conn: &mut Conn, than: DateTime<Utc>) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("SELECT id FROM ").table("sys_import").push(" WHERE updated_at < ").arg(Arg::DateTime(than));
    let old: Vec<Uuid> = conn.fetch(&sql, &[Shape::Id]).await?.iter().filter_map(|row| row[0].as_id()).collect();
    for id in old {
        delete(conn, id).await?;
    }
    Ok(())
}

/// Rows as they are kept.
pub fn chunk_text(rows: &[SheetRow]) -> String {
    let rows: Vec<(u32, &[String])> = rows.iter().map(|row| (row.number, row.cells.as_slice())).collect();
    serde_json::to_string(&rows).unwrap_or_default()
}

/// Keeps rows, from the chunk `first` on.
pub async fn insert_chunks(conn: &mut Conn, id: Uuid, first: usize, chunks: &[String]) -> Result<()> {
    let row = |(at, text): (usize, &String)| {
        vec![Arg::Id(id), Arg::Integer(i64::try_from(first + at).unwrap_or_default()), Arg::Text(text.clone())]
    };
    Ok(conn.insert_many("sys_import_chunk", &["import", "chunk", "rows"], chunks.iter().enumerate().map(row).collect()).await?)
}

/// The rows of a chunk.
pub async fn chunk(conn: &mut Conn, id: Uuid, chunk: u32) -> Result<Vec<SheetRow>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"rows\" FROM ").table("sys_import_chunk").push(" WHERE import = ").arg(Arg::Id(id));
    sql.push(" AND chunk = ").arg(Arg::Integer(chunk.into()));
    let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
    let text = row.as_ref().and_then(|row| row[0].as_text()).unwrap_or("[]");
    let rows: Vec<(u32, Vec<String>)> = serde_json::from_str(text).unwrap_or_default();
    Ok(rows.into_iter().map(|(number, cells)| SheetRow { number, cells }).collect())
}

/// Takes a chunk away.
pub async fn delete_chunk(conn: &mut Conn, id: Uuid, chunk: u32) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_import_chunk").push(" WHERE import = ").arg(Arg::Id(id));
    sql.push(" AND chunk = ").arg(Arg::Integer(chunk.into()));
    conn.execute(&sql).await?;
    Ok(())
}

/// Keeps refused rows.
pub async fn insert_rejects(conn: &mut Conn, id: Uuid, rejects: &[Reject]) -> Result<()> {
    let row = |(row, reasons): &Reject| {
        let json = |value: serde_json::Result<String>| Arg::Text(value.unwrap_or_default());
        vec![Arg::Id(id), Arg::Integer(row.number.into()), json(serde_json::to_string(&row.cells)), json(serde_json::to_string(reasons))]
    };
    Ok(conn.insert_many("sys_import_reject", &["import", "row", "cells", "reasons"], rejects.iter().map(row).collect()).await?)
}

/// Takes every refused row away.
pub async fn delete_rejects(conn: &mut Conn, id: Uuid) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_import_reject").push(" WHERE import = ").arg(Arg::Id(id));
    conn.execute(&sql).await?;
    Ok(())
}

/// Refused rows behind the row with this number.
pub async fn rejects(conn: &mut Conn, id: Uuid, after: u32, limit: u32) -> Result<Vec<Reject>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"row\", \"cells\", \"reasons\" FROM ").table("sys_import_reject").push(" WHERE import = ").arg(Arg::Id(id));
    sql.push(" AND \"row\" > ").arg(Arg::Integer(after.into())).push(" ORDER BY \"row\" LIMIT ").arg(Arg::Integer(limit.into()));
    let rows = conn.fetch(&sql, &[Shape::Integer, Shape::Text, Shape::Text]).await?;
    let reject = |row: &Vec<Value>| {
        let [Value::Integer(number), Value::Text(cells), Value::Text(reasons)] = row.as_slice() else { return None };
        let row = SheetRow { number: u32::try_from(*number).ok()?, cells: serde_json::from_str(cells).ok()? };
        Some((row, serde_json::from_str(reasons).ok()?))
    };
    Ok(rows.iter().filter_map(reject).collect())
}

/// The first problems, as they are shown.
pub async fn problems(conn: &mut Conn, id: Uuid) -> Result<Vec<ImportProblem>> {
    let rejects = rejects(conn, id, 0, SHOWN).await?;
    let problems = rejects
        .into_iter()
        .flat_map(|(row, reasons)| reasons.into_iter().map(move |(column, message)| ImportProblem { row: row.number, column, message }));
    Ok(problems.take(SHOWN as usize).collect())
}

/// What the titles of an object's files meant the last time.
pub async fn titles(conn: &mut Conn, object: &str) -> Result<Vec<(String, String)>> {
    let mut sql = conn.sql();
    sql.push("SELECT title, field FROM ").table("sys_import_title").push(" WHERE \"object\" = ").arg(Arg::Text(object.to_owned()));
    let rows = conn.fetch(&sql, &[Shape::Text; 2]).await?;
    Ok(rows.iter().filter_map(|row| Some((row[0].as_text()?.to_owned(), row[1].as_text()?.to_owned()))).collect())
}

/// Remembers what a title means.
pub async fn remember_title(conn: &mut Conn, object: &str, title: &str, field: &str) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_import_title").push(" (\"object\", title, field) VALUES (");
    sql.args([object, title, field].map(|text| Arg::Text(text.to_owned())));
    sql.push(") ON CONFLICT (\"object\", title) DO UPDATE SET field = excluded.field");
    conn.execute(&sql).await?;
    Ok(())
}
