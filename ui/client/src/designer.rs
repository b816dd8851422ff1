//! The designer's draft: changes to objects that nobody sees before they are published.

mod drafted;
mod parts;
mod whole;

pub use drafted::{drafted, drafted_key};
pub use parts::{Part, Parts, Tags, part, parts, parts_key, remove, save};
pub use whole::{Usage, delete_object, usage, usage_key};

use gloo_net::http::Method;
use serde::Deserialize;
use serde_json::json;
use trellis_model::{Field, Json, Label, Layout, object::Options, wire::ObjectList};

use crate::{
    ApiError, Key, Tag,
    http::{self, Over},
    path::{path, with_query},
};

/// What publishing the draft would do.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Plan {
    /// Step by step.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What should be known before.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Rows whose data would go.
    #[serde(default)]
    pub losses: Vec<Loss>,
    /// Everything that refers to what changes or goes.
    #[serde(default)]
    pub references: Vec<Reference>,
}

/// A place that refers to a field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Reference {
    /// What kind of place: `view`, `layout`, `formula`, `rollup`, `rule`, `policy`, `dashboard`, …
    pub kind: String,
    /// The object that it belongs to.
    #[serde(default)]
    pub object: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What people read.
    #[serde(default)]
    pub label: Label,
    /// The file of the declaration, and the place in it.
    #[serde(default)]
    pub file: String,
    /// See [`Reference::file`].
    #[serde(default)]
    pub pointer: String,
    /// Whether the server can mend it by itself.
    #[serde(default)]
    pub mendable: bool,
}

/// A field or object that was retired, with its data.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Retired {
    /// The object.
    pub object: String,
    /// The field; none for a whole object.
    #[serde(default)]
    pub field: Option<String>,
    /// What people read.
    #[serde(default)]
    pub label: Label,
    /// What the field held.
    #[serde(default)]
    pub kind: Option<String>,
    /// How many records have a value there.
    #[serde(default)]
    pub rows: u64,
    /// Which of the columns that the field has had.
    #[serde(default)]
    pub column: Option<String>,
    /// Whether it is what the field held before its kind was changed, which only an older version brings back.
    #[serde(default)]
    pub earlier: bool,
}

#[derive(Debug, Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

/// One step, as a sentence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Step {
    /// What it does, for programs: `object`, `field`, `change`, `rename`, `retire` or `definition`.
    pub kind: String,
    /// The object that it changes.
    #[serde(default)]
    pub object: Option<String>,
    /// The field that it changes.
    #[serde(default)]
    pub field: Option<String>,
    /// The sentence.
    pub text: Label,
}

/// Something to know before publishing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Warning {
    /// The sentence.
    pub text: Label,
    /// What else refers to the changed thing.
    #[serde(default)]
    pub refers: Vec<Json>,
}

/// Data that publishing would take out of sight.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Loss {
    /// The object.
    pub object: String,
    /// The field.
    #[serde(default)]
    pub field: Option<String>,
    /// How many rows have a value there.
    pub rows: u64,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Version {
    /// Its number.
    pub version: i64,
    /// What whoever published it said.
    #[serde(default)]
    pub comment: String,
    /// When; what the product ships has no date.
    #[serde(default)]
    pub at: Option<String>,
    /// Who, by id.
    #[serde(default)]
    pub by: Option<String>,
    /// Who, by name.
    #[serde(rename = "by.name", default)]
    pub by_name: Option<String>,
}

/// The draft: every object as it would be after publishing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Draft {
    /// The objects.
    pub items: Vec<DraftObject>,
    /// How many things differ from what is published.
    #[serde(default)]
    pub changes: usize,
}

/// An object of the draft.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DraftObject {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The app that it belongs to.
    #[serde(default)]
    pub app: String,
    /// What it can do.
    pub options: Options,
    /// Its fields in order, the system's last.
    pub fields: Vec<Field>,
    /// The layouts of form and page, `default` among them.
    #[serde(default)]
    pub layouts: Vec<NamedLayout>,
    /// Which declarations its parts are.
    #[serde(default)]
    pub tags: Tags,
    /// What its JSON Schema says it is, for those who use the API.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is not published yet.
    #[serde(default)]
    pub is_new: bool,
}

/// A layout with its name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NamedLayout {
    /// Its name; `default` is everybody's who has no other.
    pub name: String,
    /// The layout, with the roles that it is for.
    pub layout: Layout,
}

impl DraftObject {
    /// The layout with this name.
    pub fn layout(&self, name: &str) -> Option<&Layout> {
        self.layouts.iter().find(|it| it.name == name).map(|it| &it.layout)
    }
}

impl Draft {
    /// The objects that people shape. Lines are kept like an object of their own, but shaped with the field that holds them.
    pub fn shaped(&self) -> impl Iterator<Item = &DraftObject> {
        self.items.iter().filter(|object| object.options.line_of.is_none())
    }

    /// The object with this name.
    pub fn object(&self, name: &str) -> Option<&DraftObject> {
        self.items.iter().find(|object| object.name == name)
    }
}

/// The key of the draft.
pub fn draft_key() -> Key {
    Key::new(path(&["designer", "draft", "objects"]), [Tag::Draft, Tag::Metadata])
}

/// The draft.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn draft() -> Result<Draft, ApiError> {
    http::get(&path(&["designer", "draft", "objects"])).await
}

/// The key of the plan.
pub fn plan_key() -> Key {
    Key::new(plan_path(), [Tag::Draft, Tag::Metadata])
}

/// The key of the published versions.
pub fn versions_key() -> Key {
    Key::new(path(&["designer", "versions"]), [Tag::Metadata])
}

fn object_path(object: &str) -> String {
    path(&["designer", "draft", "objects", object])
}

fn plan_path() -> String {
    path(&["designer", "draft", "plan"])
}

/// Adds an object to the draft.
///
/// # Errors
/// When the server refuses or cannot be reached; [`ApiError::is_outdated`] when there is one with that name.
pub async fn add_object(object: &str, declaration: &Json) -> Result<(), ApiError> {
    http::send_over::<Json>(Method::PUT, &object_path(object), declaration, &Over::Nothing).await.map(drop)
}

/// Gives a field another name in the draft. Everything that refers to it follows.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn rename_field(object: &str, field: &str, name: &str) -> Result<(), ApiError> {
    let path = path(&["designer", "draft", "objects", object, "fields", field, "rename"]);
    http::send::<Json>(Method::POST, &path, &json!({ "name": name })).await.map(drop)
}

/// The key of what refers to a field.
pub fn references_key(object: &str, field: &str) -> Key {
    Key::new(references_path(object, field), [Tag::Draft, Tag::Metadata])
}

fn references_path(object: &str, field: &str) -> String {
    with_query(path(&["designer", "draft", "references"]), &[("object", Some(object)), ("field", Some(field))])
}

/// Everything that refers to a field.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn references(object: &str, field: &str) -> Result<Vec<Reference>, ApiError> {
    http::get::<Items<Reference>>(&references_path(object, field)).await.map(|found| found.items)
}

/// Mends a place that refers to what changes or goes; with `field`, only what it says of that field.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn mend(file: &str, pointer: &str, field: Option<&str>) -> Result<(), ApiError> {
    let mut body = json!({ "file": file, "pointer": pointer });
    if let Some(field) = field {
        body["field"] = field.into();
    }
    http::send::<Json>(Method::POST, &path(&["designer", "draft", "mend"]), &body).await.map(drop)
}

/// Where the rows are that would lose a value, as a file.
pub fn loss_rows(object: &str, field: &str) -> String {
    with_query(path(&["designer", "draft", "plan", "rows"]), &[("object", Some(object)), ("field", Some(field)), ("format", Some("csv"))])
}

/// The key of the retired fields.
pub fn retired_key() -> Key {
    Key::new(path(&["designer", "retired"]), [Tag::Draft, Tag::Metadata])
}

/// The retired fields whose data is still there.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn retired() -> Result<Vec<Retired>, ApiError> {
    http::get::<Items<Retired>>(&path(&["designer", "retired"])).await.map(|found| found.items)
}

fn retired_path(it: &Retired, step: Option<&str>) -> String {
    let parts: Vec<&str> = ["designer", "retired", &it.object].into_iter().chain(it.field.as_deref()).chain(step).collect();
    with_query(path(&parts), &[("column", it.column.as_deref())])
}

/// Brings a retired field, or a whole object, back into the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn restore_retired(it: &Retired) -> Result<(), ApiError> {
    http::send::<Json>(Method::POST, &retired_path(it, Some("restore")), &Json::Null).await.map(drop)
}

/// Deletes the data of a retired field, or of a whole object, for good.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn empty_retired(it: &Retired) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &retired_path(it, None), &Json::Null).await.map(drop)
}

fn compare_path(a: i64, b: i64) -> String {
    path(&["designer", "versions", &a.to_string(), "compare", &b.to_string()])
}

/// The key of a comparison.
pub fn compare_key(a: i64, b: i64) -> Key {
    Key::new(compare_path(a, b), [])
}

/// What leads from one version to another.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn compare(a: i64, b: i64) -> Result<Plan, ApiError> {
    http::get(&compare_path(a, b)).await
}

fn preview_path(role: Option<&str>) -> String {
    with_query(path(&["designer", "draft", "preview"]), &[("role", role)])
}

/// The key of [`preview`].
pub fn preview_key(role: Option<&str>) -> Key {
    Key::new(preview_path(role), [Tag::Draft, Tag::Metadata, Tag::Roles])
}

/// The objects as they would be after publishing, for oneself or for somebody who has only a role.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn preview(role: Option<&str>) -> Result<ObjectList, ApiError> {
    http::get(&preview_path(role)).await
}

/// What publishing would do.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn plan() -> Result<Plan, ApiError> {
    http::get(&plan_path()).await
}

/// Publishes the draft.
///
/// # Errors
/// When the server refuses or cannot be reached; losses that were not accepted refuse it.
pub async fn publish(comment: &str, accept_losses: bool) -> Result<Json, ApiError> {
    let body = json!({ "comment": comment, "accept_losses": accept_losses });
    http::send(Method::POST, &path(&["designer", "draft", "publish"]), &body).await
}

/// Throws the draft away.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn discard() -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["designer", "draft"]), &Json::Null).await.map(drop)
}

/// The published versions, newest first.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn versions() -> Result<Vec<Version>, ApiError> {
    http::get::<Items<Version>>(&path(&["designer", "versions"])).await.map(|versions| versions.items)
}

/// Publishes a new version that equals an old one.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn roll_back(version: i64) -> Result<(), ApiError> {
    let path = path(&["designer", "versions", &version.to_string(), "rollback"]);
    http::send::<Json>(Method::POST, &path, &Json::Null).await.map(drop)
}
