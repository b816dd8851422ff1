//! What happened to a record and what was noted about it, together, the newest first.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::Serialize;
use trellis_model::{Field, Filter, Json, Object, Schema, Test, Value, field::Shape, filter::Caller, object::Inherit, value::Reference};
use trellis_storage::{Conn, changes};
use uuid::Uuid;

use super::{
    find::find,
    history::{HistoryEntry, entry, is_seen},
    page::{cursor, write_row},
    query::{ListQuery, prepare},
};
use crate::{Cx, Error, Reason, Result};

/// A page of a record's timeline, the newest first.
#[derive(Debug, Serialize)]
pub struct TimelinePage {
    /// The items.
    pub items: Vec<TimelineItem>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// Something on a timeline.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TimelineItem {
    /// The record was changed.
    Change(HistoryEntry),
    /// Something was noted about it, such as a follow-up.
    Record {
        /// The object of the note.
        object: String,
        /// Its id.
        id: String,
        /// When it was made.
        at: String,
        /// Who made it.
        by: Option<Uuid>,
        /// That person's name.
        #[serde(rename = "by.name")]
        by_name: Option<String>,
        /// As a list shows it.
        record: Json,
    },
}

/// Where each of the things stands that make up a timeline: the changes, and the notes of each object.
type Place = (Option<i64>, BTreeMap<String, Option<String>>);

/// A page of a record's timeline.
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see the record.
pub async fn timeline(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, from: Option<&str>, limit: u32) -> Result<TimelinePage> {
    find(cx, conn, object, id, "view").await?;
    let (mut seq, mut notes) = from.map(place).transpose()?.unwrap_or_default();
    let most = limit as usize;
    let mut merged: Vec<(DateTime<Utc>, TimelineItem, Step)> = Vec::new();
    let found = changes::of_record(conn, &object.name, id, seq, limit + 1).await?;
    let unread = found.last().filter(|_| found.len() > most).map(|change| change.seq);
    let seen = found.iter().map(|change| (change, entry(cx, object, change))).filter(|(_, entry)| is_seen(entry));
    merged.extend(seen.map(|(change, entry)| (change.at, TimelineItem::Change(entry), Step::Change(change.seq))));
    let nothing_seen = merged.is_empty();
    for (child, field) in noted(cx, object) {
        let from = notes.get(&child.name).cloned().flatten();
        merged.extend(notes_of(cx, conn, child, field, (object, id), from, limit).await?);
    }
    // A stable order: a change comes before what was noted in the same moment.
    merged.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let more = merged.len() > most || unread.is_some();
    merged.truncate(most);
    let mut items = Vec::with_capacity(merged.len());
    for (_, item, step) in merged {
        match step {
            Step::Change(at) => seq = Some(at),
            Step::Note(object, at) => {
                notes.insert(object, Some(at));
            }
        }
        items.push(item);
    }
    // A whole page of changes that the caller does not see is behind.
    if nothing_seen && unread.is_some() {
        seq = unread;
    }
    let next = more.then(|| URL_SAFE_NO_PAD.encode(serde_json::to_string(&(seq, notes)).unwrap_or_default()));
    Ok(TimelinePage { items, next })
}

/// How far a page has come with one of its items.
enum Step {
    Change(i64),
    Note(String, String),
}

fn place(text: &str) -> Result<Place> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Malformed(Reason::Cursor))?;
    serde_json::from_slice(&bytes).map_err(|_| Error::Malformed(Reason::Cursor))
}

/// The objects whose records are notes about this one's: they have its rights, through a lookup that may lead to several
/// objects.
fn noted<'a>(cx: &'a Cx, object: &'a Object) -> Vec<(&'a Object, &'a Field)> {
    let relations = cx.catalog().relations_to(&object.name);
    let note = |relation: &trellis_catalog::Relation| {
        let child = cx.catalog().object(&relation.object).filter(|child| cx.access.can(&child.name, "view"))?;
        let field = child.field(&relation.field).filter(|field| field.shape() == Shape::Reference && cx.may_ask(child, field))?;
        let inherits = matches!(&child.options.access, Some(Inherit::Inherit(lookup)) if *lookup == field.name);
        inherits.then_some((child, field))
    };
    relations.filter_map(note).collect()
}

/// Notes of one object about a record, from a place on; one more than asked when there are more.
async fn notes_of(
    cx: &Cx,
    conn: &mut Conn,
    child: &Object,
    field: &Field,
    (object, id): (&Object, Uuid),
    from: Option<String>,
    limit: u32,
) -> Result<Vec<(DateTime<Utc>, TimelineItem, Step)>> {
    let about = Value::Reference(Reference { object: object.name.clone(), id });
    let query = ListQuery { sort: Some("-created_at".to_owned()), limit: Some(limit), cursor: from, ..ListQuery::default() };
    let prepared = prepare(cx, child, &query, Filter::field(&field.name, Test::Eq(about)))?;
    let rows = prepared.select.rows(conn).await?;
    let place = |name: &str| prepared.shown.iter().position(|shown| shown.name == name);
    let (at, by, own) = (place("created_at"), place("created_by"), place("id"));
    let item = |row: Vec<Value>| {
        let step = Step::Note(child.name.clone(), cursor(&prepared.order, &row[prepared.shown.len()..]));
        let text = |at: Option<usize>| at.and_then(|at| row.get(at)).map(Value::to_json).and_then(|json| json.as_str().map(str::to_owned));
        let by = by.and_then(|at| row.get(at)).and_then(Value::as_id);
        let made = at.and_then(|at| row.get(at)).and_then(|value| if let Value::DateTime(at) = value { Some(*at) } else { None });
        let (at, id) = (text(at).unwrap_or_default(), text(own).unwrap_or_default());
        let mut json = String::new();
        write_row(row, &prepared.shown, &mut json);
        let item = TimelineItem::Record {
            object: child.name.clone(),
            id,
            at,
            by,
            by_name: by.and_then(|by| cx.snapshot.people.name(by)).map(str::to_owned),
            record: serde_json::from_str(&json).unwrap_or(Json::Null),
        };
        (made.unwrap_or_default(), item, step)
    };
    Ok(rows.into_iter().map(item).collect())
}
