//! Why somebody may or may not.

use serde::Deserialize;
use trellis_model::wire::{Explanation, Missing, WhoInfo};

use crate::{
    ApiError, Key, Tag, http,
    path::{path, with_query},
};

/// What is asked about a person and a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The person.
    pub user: String,
    /// The record's object.
    pub object: String,
    /// The record.
    pub id: String,
    /// What is to be done; `view` when empty.
    pub action: String,
    /// Instead of an action: the field that is to be seen or changed.
    pub field: Option<String>,
}

#[derive(Deserialize)]
struct Seers {
    items: Vec<WhoInfo>,
}

impl Question {
    fn path(&self, what: &str) -> String {
        let action = Some(self.action.as_str()).filter(|action| !action.is_empty() && self.field.is_none());
        let pairs = [
            ("user", Some(self.user.as_str()).filter(|user| !user.is_empty())),
            ("object", Some(self.object.as_str())),
            ("id", Some(self.id.as_str())),
            ("action", action),
            ("field", self.field.as_deref()),
        ];
        with_query(path(&["access", what]), &pairs)
    }
}

/// The key of [`explain`].
pub fn explain_key(question: &Question) -> Key {
    Key::new(question.path("explain"), [Tag::Roles, Tag::Organization, Tag::Record(question.object.clone(), question.id.clone())])
}

/// Whether a person may do something with a record, and why.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn explain(question: &Question) -> Result<Explanation, ApiError> {
    http::get(&question.path("explain")).await
}

fn who_path(object: &str, id: &str) -> String {
    with_query(path(&["access", "who"]), &[("object", Some(object)), ("id", Some(id))])
}

/// The key of [`who`].
pub fn who_key(object: &str, id: &str) -> Key {
    Key::new(who_path(object, id), [Tag::Roles, Tag::Organization, Tag::Record(object.to_owned(), id.to_owned())])
}

/// Who may see a record, and what they may do with it.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn who(object: &str, id: &str) -> Result<Vec<WhoInfo>, ApiError> {
    http::get::<Seers>(&who_path(object, id)).await.map(|found| found.items)
}

fn missing_path(user: &str, object: &str, id: &str, view: &str) -> String {
    let pairs = [("user", Some(user)), ("object", Some(object)), ("id", Some(id)), ("view", Some(view))];
    with_query(path(&["access", "missing"]), &pairs)
}

/// The key of [`missing`].
pub fn missing_key(user: &str, object: &str, id: &str, view: &str) -> Key {
    Key::new(missing_path(user, object, id, view), [Tag::Roles, Tag::Organization, Tag::Record(object.to_owned(), id.to_owned())])
}

/// Why a record is missing from a person's list view.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn missing(user: &str, object: &str, id: &str, view: &str) -> Result<Missing, ApiError> {
    http::get(&missing_path(user, object, id, view)).await
}
