//! What happened to a record, read from the change log: each caller sees the changes of the fields that they see.

use chrono::{DateTime, Utc};
use serde::Serialize;
use trellis_model::{Field, FieldKind, Json, JsonMap, Object, Value, value::format_instant, wire::FieldLevel};
use trellis_storage::{
    Conn,
    changes::{self, Change},
};
use uuid::Uuid;

use super::{compute::COMPUTED, find::find, lines};
use crate::{Cx, Error, Result};

/// A page of a record's history, the newest first.
#[derive(Debug, Serialize)]
pub struct HistoryPage {
    /// The changes.
    pub items: Vec<HistoryEntry>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// One change.
#[derive(Debug, Serialize)]
pub struct HistoryEntry {
    /// Its number in the company.
    pub seq: i64,
    /// `create`, `update`, `delete`, `restore` or `team`.
    pub op: String,
    /// When.
    pub at: String,
    /// Who.
    pub by: Option<Uuid>,
    /// The person's name.
    #[serde(rename = "by.name")]
    pub by_name: Option<String>,
    /// The business action that did it.
    pub action: Option<String>,
    /// What changed, of what the caller sees.
    pub changes: Vec<FieldChange>,
}

/// One field's change.
#[derive(Debug, Serialize)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Before.
    pub before: Json,
    /// After.
    pub after: Json,
}

/// A page of what happened to a record.
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see the record.
pub async fn history(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, before: Option<i64>, limit: u32) -> Result<HistoryPage> {
    find(cx, conn, object, id, "view").await?;
    let mut found = changes::of_record(conn, &object.name, id, before, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = if more { found.last().map(|change| change.seq.to_string()) } else { None };
    let items = found.iter().map(|change| entry(cx, object, change)).filter(is_seen).collect();
    Ok(HistoryPage { items, next })
}

/// A change of nothing that the caller sees is not there.
pub(super) fn is_seen(entry: &HistoryEntry) -> bool {
    entry.op != "update" || !entry.changes.is_empty()
}

pub(super) fn entry(cx: &Cx, object: &Object, change: &Change) -> HistoryEntry {
    HistoryEntry {
        seq: change.seq,
        op: change.op.clone(),
        at: format_instant(change.at),
        by: change.user,
        by_name: change.user.and_then(|user| cx.snapshot.people.name(user)).map(str::to_owned),
        action: change.action.clone(),
        changes: visible_changes(cx, object, change),
    }
}

fn visible_changes(cx: &Cx, object: &Object, change: &Change) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    for field in object.fields().iter().filter(|field| field.name != "deleted_at") {
        let level = cx.level(object, field);
        let (before, after) = (change.before.get(&field.id), change.after.get(&field.id));
        if level == FieldLevel::Hidden || (before.is_none() && after.is_none()) {
            continue;
        }
        if field.untracked || (change.action.as_deref() == Some(COMPUTED) && field.kind.is_computed()) {
            continue;
        }
        let shown = |json: Option<&Json>| shown(cx, object, field, level, json);
        changes.push(FieldChange { field: field.name.clone(), before: shown(before), after: shown(after) });
    }
    changes
}

fn shown(cx: &Cx, object: &Object, field: &Field, level: FieldLevel, json: Option<&Json>) -> Json {
    let json = json.cloned().unwrap_or(Json::Null);
    if level > FieldLevel::Masked && field.kind == FieldKind::Lines && !json.is_null() {
        return lines::visible_json(cx, object, field, &json);
    }
    if level > FieldLevel::Masked {
        return json;
    }
    let value = field.parse(&json, cx.catalog()).unwrap_or(Value::Null);
    field.mask.unwrap_or(trellis_model::field::Mask::Text).apply(&value).to_json()
}

/// The record as it was at a moment: what it is now, with the changes since undone one by one.
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see the record, or it was not there yet.
pub async fn as_of(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, at: DateTime<Utc>) -> Result<JsonMap> {
    let record = find(cx, conn, object, id, "view").await?;
    let mut values: JsonMap = object.fields().iter().map(|field| (field.id.clone(), record.get(&field.name).to_json())).collect();
    let mut before = None;
    'pages: loop {
        let page = changes::of_record(conn, &object.name, id, before, 500).await?;
        for change in &page {
            if change.at <= at {
                break 'pages;
            }
            if change.op == "create" {
                return Err(Error::NotFound);
            }
            for name in change.after.keys() {
                values.insert(name.clone(), change.before.get(name).cloned().unwrap_or(Json::Null));
            }
        }
        match page.last() {
            Some(last) if page.len() == 500 => before = Some(last.seq),
            _ => break,
        }
    }
    let visible = object.fields().iter().filter(|field| {
        // What the log does not keep cannot be told of another moment.
        !matches!(field.name.as_str(), "deleted_at" | "version" | "updated_at" | "updated_by")
            && cx.level(object, field) > FieldLevel::Hidden
    });
    Ok(visible.map(|field| (field.name.clone(), shown(cx, object, field, cx.level(object, field), values.get(&field.id)))).collect())
}
