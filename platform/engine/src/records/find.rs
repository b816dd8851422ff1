//! One record.

use trellis_model::{Filter, Object, Record, Test, Value};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select, Sort},
};
use uuid::Uuid;

use super::{
    fill::fill,
    lines,
    page::write_row,
    query::{Shown, columns},
};
use crate::{Cx, Error, Reason, Result};

/// A record as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The record as a JSON object: what the caller may see of it.
    pub body: String,
    /// Its version.
    pub version: i64,
}

/// The whole record, when the caller may do `action` to it. For the engine and actions; what is sent goes through [`get`].
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see it, [`Error::Forbidden`] when it is seen but the action is not allowed.
pub async fn find(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, action: &str) -> Result<Record> {
    let record = in_scope(cx, conn, object, id, cx.scope(object, "view"), Deleted::Live).await?.ok_or(Error::NotFound)?;
    allowed(cx, conn, object, id, action).await?;
    Ok(record)
}

/// The live record with this id as it is stored, whatever the caller sees of it. Only for hooks and services, about what
/// the system keeps; nothing of it is sent.
///
/// # Errors
/// When the store fails.
pub async fn stored(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid) -> Result<Option<Record>> {
    in_scope(cx, conn, object, id, Filter::True, Deleted::Live).await
}

/// The largest value of a field among the live records that pass, whatever the caller sees of them; no value when none has
/// one. Only for hooks and services, as [`stored`].
///
/// # Errors
/// When the store fails.
pub async fn largest(cx: &Cx, conn: &mut Conn, object: &Object, field: &str, filter: Filter) -> Result<Value> {
    let column = object.field(field).map(Column::Own).ok_or(Error::NotFound)?;
    let sort = vec![Sort { column: column.clone(), descending: true }];
    let columns = vec![column];
    let select = Select { object, schema: cx.catalog(), filter, columns, sort, after: None, skip: 0, limit: 1, deleted: Deleted::Live };
    Ok(select.rows(conn).await?.into_iter().flatten().next().unwrap_or(Value::Null))
}

/// Refuses an action on a visible record that is outside the action's scope.
async fn allowed(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, action: &str) -> Result<()> {
    let (view, scope) = (cx.scope(object, "view"), cx.scope(object, action));
    if action == "view" || scope == view || exists(cx, conn, object, id, scope, Deleted::Live).await? {
        Ok(())
    } else {
        Err(Error::Forbidden(Reason::NotAllowed))
    }
}

/// The whole record with this id, when it passes.
pub async fn in_scope(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, scope: Filter, deleted: Deleted) -> Result<Option<Record>> {
    let columns = object.stored().map(Column::Own).collect();
    let rows = one(cx, object, id, scope, columns, deleted).rows(conn).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let mut record = Record(object.stored().map(|field| field.name.clone()).zip(row).collect());
    lines::load(cx.catalog(), conn, object, &mut record).await?;
    Ok(Some(record))
}

/// Whether the record with this id passes.
pub async fn exists(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, scope: Filter, deleted: Deleted) -> Result<bool> {
    let columns = object.field("id").map(Column::Own).into_iter().collect();
    Ok(!one(cx, object, id, scope, columns, deleted).rows(conn).await?.is_empty())
}

fn one<'a>(cx: &'a Cx, object: &'a Object, id: Uuid, scope: Filter, columns: Vec<Column<'a>>, deleted: Deleted) -> Select<'a> {
    let filter = Filter::all([Filter::field("id", Test::Eq(Value::Id(id))), scope]);
    Select { object, schema: cx.catalog(), filter, columns, sort: Vec::new(), after: None, skip: 0, limit: 1, deleted }
}

/// The record as the caller sees it.
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see it.
pub async fn get(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, fields: Option<&str>) -> Result<Sent> {
    cx.require(&object.name, "view").map_err(|_| Error::NotFound)?;
    let mut violations = Vec::new();
    let shown = columns(cx, object, fields, &mut violations);
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let mut selected: Vec<Column<'_>> = shown.iter().map(|shown| shown.column.clone()).collect();
    selected.extend(object.field("version").map(Column::Own));
    let mut rows = one(cx, object, id, cx.scope(object, "view"), selected, Deleted::Live).rows(conn).await?;
    fill(cx, conn, object, &shown, &mut rows).await?;
    let mut row = rows.into_iter().next().ok_or(Error::NotFound)?;
    let version = match row.pop() {
        Some(Value::Integer(version)) => version,
        _ => 0,
    };
    let mut body = String::with_capacity(512);
    write_row(row, &shown, &mut body);
    Ok(Sent { body, version })
}

/// A record that was just written, as its writer sees it.
pub fn show(cx: &Cx, object: &Object, record: &Record) -> Sent {
    let mut violations = Vec::new();
    let shown = columns(cx, object, None, &mut violations);
    let value = |shown: &Shown<'_>| match record.get(&shown.name) {
        lines @ Value::Lines(_) if !shown.masked => lines::visible(cx, object, shown.field, lines.clone()),
        value => value.clone(),
    };
    let row = shown.iter().map(value).collect();
    let mut body = String::with_capacity(512);
    write_row(row, &shown, &mut body);
    Sent { body, version: record.version() }
}
