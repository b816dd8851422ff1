//! Departments and people.

use std::collections::BTreeMap;

use gloo_net::http::Method;
use serde::Deserialize;
use serde_json::json;
use trellis_model::{Json, JsonMap, wire::DepartmentInfo};

use crate::{
    ApiError, Key, Row, Tag, http,
    path::{path, with_query},
};

#[derive(Deserialize)]
struct Departments {
    items: Vec<DepartmentInfo>,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct People {
    /// The people as records, each with `roles`, `status` and `super_admin`.
    pub items: Vec<Row>,
    /// Where the next page begins.
    #[serde(default)]
    pub next: Option<String>,
}

/// Which people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleQuery {
    /// Words in name, e-mail or phone.
    pub words: String,
    /// Only of these departments; all when empty.
    pub departments: Vec<String>,
    /// Only with this status.
    pub status: Option<String>,
    /// Only who has this role.
    pub role: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
}

/// How many people a page has.
const PAGE: &str = "50";
/// What is asked of a person.
const FIELDS: &str = "name,email,phone,title,department,department.name,status,manager,manager.name";

impl PeopleQuery {
    fn path(&self) -> String {
        let mut tests = Vec::new();
        if !self.departments.is_empty() {
            tests.push(json!({ "department": { "in": self.departments } }));
        }
        if let Some(status) = &self.status {
            tests.push(json!({ "status": { "eq": status } }));
        }
        let filter = (!tests.is_empty()).then(|| json!({ "and": tests }).to_string());
        let words = Some(self.words.trim()).filter(|words| !words.is_empty());
        let pairs = [
            ("q", words),
            ("filter", filter.as_deref()),
            ("role", self.role.as_deref()),
            ("fields", Some(FIELDS)),
            ("sort", Some("name")),
            ("limit", Some(PAGE)),
            ("cursor", self.cursor.as_deref()),
        ];
        with_query(path(&["users"]), &pairs)
    }
}

/// The key of [`departments`].
pub fn departments_key() -> Key {
    Key::new(path(&["departments", "tree"]), [Tag::Organization])
}

/// The departments, each after nothing in particular: their `parent` makes the tree.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn departments() -> Result<Vec<DepartmentInfo>, ApiError> {
    http::get::<Departments>(&path(&["departments", "tree"])).await.map(|found| found.items)
}

/// Adds a department.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn create_department(values: JsonMap) -> Result<Row, ApiError> {
    http::send(Method::POST, &path(&["departments"]), &Json::Object(values)).await
}

/// Renames or moves a department, or gives it a manager.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn update_department(id: &str, changes: JsonMap) -> Result<Row, ApiError> {
    http::send(Method::PATCH, &path(&["departments", id]), &Json::Object(changes)).await
}

/// Deletes an empty department.
///
/// # Errors
/// When the server refuses or cannot be reached; with `department_has_people` or `department_has_children`.
pub async fn delete_department(id: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["departments", id]), &Json::Null).await.map(drop)
}

/// The key of [`people`].
pub fn people_key(query: &PeopleQuery) -> Key {
    Key::new(query.path(), [Tag::Organization])
}

/// A page of people.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn people(query: &PeopleQuery) -> Result<People, ApiError> {
    http::get(&query.path()).await
}

/// Adds a person and sends the invitation; without a role they are not activated.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn create_user(values: JsonMap) -> Result<Row, ApiError> {
    http::send(Method::POST, &path(&["users"]), &Json::Object(values)).await
}

/// Changes a person's fields.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn update_user(id: &str, changes: JsonMap) -> Result<Row, ApiError> {
    http::send(Method::PATCH, &path(&["users", id]), &Json::Object(changes)).await
}

/// Gives a person these roles and no others.
///
/// # Errors
/// When the server refuses or cannot be reached; with `no_seats` when activating needs one more than there are.
pub async fn set_roles(id: &str, roles: &[String]) -> Result<(), ApiError> {
    http::send::<Json>(Method::PUT, &path(&["users", id, "roles"]), &json!({ "roles": roles })).await.map(drop)
}

/// Ends a person's access, or gives it back.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn set_disabled(id: &str, disabled: bool) -> Result<(), ApiError> {
    let verb = if disabled { "disable" } else { "restore" };
    http::send::<Json>(Method::POST, &path(&["users", id, verb]), &Json::Null).await.map(drop)
}

#[derive(Deserialize)]
struct Moved {
    moved: BTreeMap<String, u64>,
}

/// Hands everything that a person owns to another; gives how many records moved, by object.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn hand_over(id: &str, to: &str) -> Result<BTreeMap<String, u64>, ApiError> {
    http::send::<Moved>(Method::POST, &path(&["users", id, "handover"]), &json!({ "to": to })).await.map(|reply| reply.moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_narrows_the_people() {
        let plain = PeopleQuery::default().path();
        assert!(plain.starts_with("/api/v1/users?fields=name") && !plain.contains("filter"));
        let narrowed = PeopleQuery { words: " 王 ".into(), departments: vec!["d".into()], ..PeopleQuery::default() }.path();
        assert!(narrowed.contains("q=%E7%8E%8B&filter=") && narrowed.contains("department"));
    }
}
