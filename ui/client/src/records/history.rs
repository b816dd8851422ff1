//! What happened to a record.

use std::rc::Rc;

use serde::Deserialize;
use trellis_model::Json;

use super::Page;
use crate::{
    ApiError, http,
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

/// The history of a record, newest first.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn history(object: &str, id: &str, cursor: Option<&str>) -> Result<Page<Rc<Change>>, ApiError> {
    http::get(&with_query(path(&["records", object, id, "history"]), &[("cursor", cursor)])).await
}
