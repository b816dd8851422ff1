//! What the API says about objects, as the interface and other clients read it.

mod access;
mod organization;

use serde::{Deserialize, Serialize};

pub use access::*;
pub use organization::*;

use crate::{Action, Field, Json, Label, Layout, ListView, Picklist, Violation, object::Options};

/// What a caller may see of an object: `GET /objects/{object}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectInfo {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The app that it belongs to.
    pub app: String,
    /// What it can do.
    pub options: Options,
    /// The fields that the caller may see, in order, system fields last; each with the caller's level.
    pub fields: Vec<Field>,
    /// List views, scenes first.
    pub views: Vec<ListView>,
    /// The layout of form and page.
    pub layout: Layout,
    /// The actions that the caller may run on some records.
    pub actions: Vec<Action>,
    /// What the caller may do with some records: `view create edit delete transfer …`.
    pub can: Vec<String>,
}

/// What somebody may do with a field, each level including the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldLevel {
    /// Absent everywhere.
    Hidden,
    /// Shown masked; usable for nothing else.
    Masked,
    /// Shown.
    Read,
    /// Shown and changed.
    Edit,
}

/// An app: a group of the rail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What people read.
    pub label: Label,
    /// A lucide icon.
    pub icon: String,
    /// Its objects in order.
    pub objects: Vec<String>,
}

/// `GET /objects`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectList {
    /// The objects that the caller may view.
    pub items: Vec<ObjectInfo>,
    /// Never more than one page.
    pub next: Option<String>,
    /// The apps in order.
    pub apps: Vec<App>,
    /// Every dictionary.
    pub picklists: Vec<Picklist>,
    /// The version of the metadata.
    pub version: i64,
}

/// A company that an account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The reply to `POST /auth/login` and `/auth/company`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The companies of the account, by name.
    pub companies: Vec<Company>,
    /// The one that the session is bound to now.
    pub company: Option<Company>,
}

/// `GET /me`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The person: `id`, `name`, `department`, `email`, `phone`.
    pub user: Json,
    /// The company of this session.
    pub company: Company,
    /// The account's companies, to switch to.
    pub companies: Vec<Company>,
    /// Names of the roles.
    pub roles: Vec<String>,
    /// Whether this is the super administrator.
    pub super_admin: bool,
    /// By object, the actions that are allowed on some records, with their scope.
    pub permissions: serde_json::Map<String, Json>,
    /// Language, skin and the like.
    pub preferences: Json,
}

/// An error reply (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problem {
    /// Always `about:blank`: the code says what happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in the caller's language.
    #[serde(default)]
    pub detail: String,
    /// What happened, for programs.
    pub code: String,
    /// What is wrong with the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One thing wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemField {
    /// JSON pointer into the input.
    pub pointer: String,
    /// What is wrong, for programs.
    pub code: String,
    /// What is wrong, in the caller's language.
    pub message: String,
}

impl ProblemField {
    /// A violation in the caller's language.
    pub fn new(violation: &Violation, language: crate::Language) -> Self {
        Self { pointer: violation.pointer.clone(), code: violation.code.as_str().to_owned(), message: violation.message(language) }
    }
}
