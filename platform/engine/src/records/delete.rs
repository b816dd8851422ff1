//! Deleting to the recycle bin, and restoring from it.
//!
//! A record in the bin is read by nobody but those who could delete it. Lookups that lead to it read as no value in filters
//! and rules; they come back with it. Records that are deleted along with their parent come back with it as well.

use futures_util::future::BoxFuture;
use serde_json::json;
use trellis_catalog::Relation;
use trellis_model::{Filter, Object, Record, Schema, Test, Value, field::OnDelete};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use super::{
    find::{find, in_scope},
    lookups::leads_to,
    save,
};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
    hooks::Op,
};

/// Most records that go along with one.
const MOST: u32 = 10_000;

/// Deletes a record to the recycle bin, with what cascades from it.
///
/// # Errors
/// [`Error::Conflict`] while something that forbids it still refers to it.
pub async fn delete(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, version: Option<i64>) -> Result<()> {
    if object.options.system {
        return Err(Error::Forbidden(Reason::SystemObject));
    }
    let before = find(cx, conn, object, id, "delete").await?;
    if version.is_some_and(|version| version != before.version()) {
        return Err(Error::Precondition);
    }
    delete_found(cx, conn, object, &before).await?;
    audit::record(cx, conn, Event::RecordDeleted, Some(format!("{}:{id}", object.name)), json!({})).await
}

fn delete_found<'a>(cx: &'a Cx, conn: &'a mut Conn, object: &'a Object, before: &'a Record) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let relations = || {
            let fields = |relation: &'a Relation| {
                let child = cx.catalog().object(&relation.object)?;
                Some((relation.on_delete, child, child.field(&relation.field)?))
            };
            cx.catalog().relations_to(&object.name).filter_map(fields)
        };
        for (_, child, field) in relations().filter(|(on_delete, ..)| *on_delete == OnDelete::Restrict) {
            if !all(cx, conn, child, leads_to(field, &object.name, before.id()), Deleted::Live).await?.is_empty() {
                return Err(Error::Conflict(Reason::HasRelated));
            }
        }
        // Before its children: what is kept in it about them is of no use any more.
        let mut changes = Record::default();
        changes.set("deleted_at", Value::DateTime(cx.now));
        save::update(cx, conn, object, before, changes, Op::Delete).await?;
        // Whoever may delete the parent takes the children along, whosever they are: the declaration says so.
        for (_, child, field) in relations().filter(|(on_delete, ..)| *on_delete == OnDelete::Cascade) {
            for record in &all(cx, conn, child, leads_to(field, &object.name, before.id()), Deleted::Live).await? {
                delete_found(cx, conn, child, record).await?;
            }
        }
        Ok(())
    })
}

/// Restores a record from the recycle bin, with what was deleted along with it.
///
/// # Errors
/// [`Error::NotFound`] when the caller could not have deleted it.
pub async fn restore(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid) -> Result<Record> {
    let before = in_scope(cx, conn, object, id, cx.bin(object), Deleted::Bin).await?.ok_or(Error::NotFound)?;
    let record = restore_found(cx, conn, object, before).await?;
    audit::record(cx, conn, Event::RecordRestored, Some(format!("{}:{id}", object.name)), json!({})).await?;
    Ok(record)
}

fn restore_found<'a>(cx: &'a Cx, conn: &'a mut Conn, object: &'a Object, before: Record) -> BoxFuture<'a, Result<Record>> {
    Box::pin(async move {
        let mut changes = Record::default();
        changes.set("deleted_at", Value::Null);
        let after = save::update(cx, conn, object, &before, changes, Op::Restore).await?;
        for relation in cx.catalog().relations_to(&object.name).filter(|relation| relation.on_delete == OnDelete::Cascade) {
            let Some(child) = cx.catalog().object(&relation.object) else { continue };
            let Some(field) = child.field(&relation.field) else { continue };
            let together = Filter::field("deleted_at", Test::Eq(before.get("deleted_at").clone()));
            let filter = Filter::all([leads_to(field, &object.name, before.id()), together]);
            for record in all(cx, conn, child, filter, Deleted::Bin).await? {
                restore_found(cx, conn, child, record).await?;
            }
        }
        Ok(after)
    })
}

async fn all(cx: &Cx, conn: &mut Conn, object: &Object, filter: Filter, deleted: Deleted) -> Result<Vec<Record>> {
    let columns = object.stored().map(Column::Own).collect();
    let select = Select { object, schema: cx.catalog(), filter, columns, sort: Vec::new(), after: None, skip: 0, limit: MOST + 1, deleted };
    let rows = select.rows(conn).await?;
    if rows.len() > MOST as usize {
        return Err(Error::Conflict(Reason::HasRelated));
    }
    let record = |row: Vec<Value>| Record(object.stored().map(|field| field.name.clone()).zip(row).collect());
    Ok(rows.into_iter().map(record).collect())
}
