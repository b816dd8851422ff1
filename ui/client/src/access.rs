//! Why somebody may or may not.

use std::collections::BTreeMap;

use serde::Deserialize;
use trellis_model::Json;

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

/// The answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Explanation {
    /// Whether it is allowed.
    pub allowed: bool,
    /// Why, for programs.
    #[serde(default)]
    pub reason: String,
    /// Why, in a sentence.
    #[serde(default)]
    pub text: String,
    /// The policy lines that decide.
    #[serde(default)]
    pub lines: Vec<String>,
    /// The widest scope that the person has.
    #[serde(default)]
    pub scope: Option<String>,
    /// What the scope asks, one by one.
    #[serde(default)]
    pub clauses: Vec<Clause>,
    /// The line that would be needed.
    #[serde(default)]
    pub needed: Option<String>,
}

/// One condition of a scope.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Clause {
    /// `owner`, `team`, `department`, `department_tree`, `all` or `inherited`.
    pub clause: String,
    /// Whether it holds.
    pub held: bool,
    /// What it compared.
    #[serde(default)]
    pub detail: Json,
}

/// Somebody who may see a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Seer {
    /// The person.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// What they may do with it, with the scope that allows it.
    #[serde(default)]
    pub actions: BTreeMap<String, String>,
    /// The clause that holds.
    #[serde(default)]
    pub because: String,
}

#[derive(Deserialize)]
struct Seers {
    items: Vec<Seer>,
}

/// Why a record is missing from a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Missing {
    /// Whether it is missing at all.
    #[serde(default)]
    pub missing: bool,
    /// Why, in a sentence.
    #[serde(default)]
    pub text: String,
    /// The conditions, one by one.
    #[serde(default)]
    pub clauses: Vec<Clause>,
    /// The conditions of the view's filter that the record does not meet.
    #[serde(default)]
    pub conditions: Vec<Json>,
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
pub async fn who(object: &str, id: &str) -> Result<Vec<Seer>, ApiError> {
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
