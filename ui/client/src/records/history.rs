//! What happened to a record.

use std::rc::Rc;

use serde::Deserialize;
use trellis_model::Json;

use super::Page;
use crate::{
    ApiError, Row, http,
    path::{path, with_query},
};

/// One entry of a record's history.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Change {
    /// Its number in the company's change log.
    pub seq: i64,
    /// `create`, `update`, `delete` or `restore`.
    pub op: String,
    /// When.
    pub at: String,
    /// Who, by id.
    #[serde(default)]
    pub by: Option<String>,
    /// Who, by name.
    #[serde(rename = "by.name", default)]
    pub by_name: Option<String>,
    /// The business action that caused it.
    #[serde(default)]
    pub action: Option<String>,
    /// What changed.
    #[serde(default)]
    pub changes: Vec<FieldChange>,
}

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// The value before.
    #[serde(default)]
    pub before: Json,
    /// The value after.
    #[serde(default)]
    pub after: Json,
    /// What a reader sees for `before`, where that differs.
    #[serde(rename = "before.name", default)]
    pub before_name: Option<String>,
    /// What a reader sees for `after`, where that differs.
    #[serde(rename = "after.name", default)]
    pub after_name: Option<String>,
}

/// Something on a record's timeline.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TimelineEntry {
    /// The record was changed.
    Change(Rc<Change>),
    /// Something was noted about it.
    Record(Rc<Note>),
}

/// A note about a record, such as a follow-up.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Note {
    /// Its object.
    pub object: String,
    /// Its id.
    pub id: String,
    /// When it was made.
    pub at: String,
    /// Who made it, by name.
    #[serde(rename = "by.name", default)]
    pub by_name: Option<String>,
    /// As a list shows it.
    pub record: Row,
}

/// What happened to a record and was noted about it, newest first.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn timeline(object: &str, id: &str, cursor: Option<&str>) -> Result<Page<TimelineEntry>, ApiError> {
    http::get(&with_query(path(&["records", object, id, "timeline"]), &[("cursor", cursor)])).await
}

/// The history of a record, newest first.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn history(object: &str, id: &str, cursor: Option<&str>) -> Result<Page<Rc<Change>>, ApiError> {
    http::get(&with_query(path(&["records", object, id, "history"]), &[("cursor", cursor)])).await
}
