//! Roles and what they allow.

use std::collections::BTreeMap;

use gloo_net::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trellis_model::{Json, Label, wire::FieldLevel};

use crate::{ApiError, Key, Tag, http, path::path};

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// Its name in policies.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// What it is for.
    #[serde(default)]
    pub description: Option<Label>,
    /// Whether the product brings it; those cannot be deleted.
    #[serde(default)]
    pub shipped: bool,
    /// How many people have it.
    #[serde(default)]
    pub users: u32,
}

#[derive(Deserialize)]
struct Roles {
    items: Vec<Role>,
}

/// Scopes by action, by object or part of the administration.
pub type Scopes = BTreeMap<String, BTreeMap<String, String>>;

/// What a role allows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Permissions {
    /// By object, by action: whose records.
    #[serde(default)]
    pub objects: Scopes,
    /// By part of the administration, by action: `all` or `none`.
    #[serde(default)]
    pub administration: Scopes,
    /// By `<object>.<field>`: how much.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldLevel>,
}

/// What a role allows, with what could be allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct RolePermissions {
    /// What it allows.
    #[serde(flatten)]
    pub permissions: Permissions,
    /// By object: what can be done with its records.
    #[serde(default)]
    pub actions: BTreeMap<String, Vec<ActionInfo>>,
}

/// Something that can be done with records.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ActionInfo {
    /// Its name in policies.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// Whether it can reach some records and not others.
    #[serde(default)]
    pub scoped: bool,
}

/// What a change would do, person by person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Preview {
    /// The people concerned, the first fifty.
    pub users: Vec<PreviewUser>,
    /// How many people are concerned.
    #[serde(default)]
    pub users_total: u32,
}

/// What a change would do for a person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PreviewUser {
    /// The person.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// Records gained and lost.
    #[serde(default)]
    pub objects: Vec<PreviewObject>,
    /// Fields seen otherwise.
    #[serde(default)]
    pub fields: Vec<PreviewField>,
}

/// Records gained and lost for an action.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PreviewObject {
    /// The object.
    pub object: String,
    /// The action.
    pub action: String,
    /// Records that come into reach.
    #[serde(default)]
    pub gained: u32,
    /// Records that go out of reach.
    #[serde(default)]
    pub lost: u32,
}

/// A field seen otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PreviewField {
    /// `<object>.<field>`.
    pub field: String,
    /// The level now.
    pub from: FieldLevel,
    /// The level then.
    pub to: FieldLevel,
}

/// The key of [`roles`].
pub fn roles_key() -> Key {
    Key::new(path(&["roles"]), [Tag::Roles, Tag::Organization])
}

/// The roles.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn roles() -> Result<Vec<Role>, ApiError> {
    http::get::<Roles>(&path(&["roles"])).await.map(|found| found.items)
}

/// Makes a role, perhaps with the rights of another; gives its name.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn create(label: &Label, description: &Label, copy: Option<&str>) -> Result<Role, ApiError> {
    let mut body = json!({ "label": label });
    if !description.zh.is_empty() || !description.en.is_empty() {
        body["description"] = json!(description);
    }
    if let Some(copy) = copy {
        body["copy"] = copy.into();
    }
    http::send(Method::POST, &path(&["roles"]), &body).await
}

/// Renames a role.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn update(name: &str, label: &Label, description: &Label) -> Result<(), ApiError> {
    let body = json!({ "label": label, "description": description });
    http::send::<Json>(Method::PATCH, &path(&["roles", name]), &body).await.map(drop)
}

/// Deletes a role that nobody has.
///
/// # Errors
/// When the server refuses or cannot be reached; with `role_in_use` when somebody has it.
pub async fn delete(name: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["roles", name]), &Json::Null).await.map(drop)
}

/// The key of [`permissions`].
pub fn permissions_key(name: &str) -> Key {
    Key::new(path(&["roles", name, "permissions"]), [Tag::Roles, Tag::Metadata])
}

/// What a role allows.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn permissions(name: &str) -> Result<RolePermissions, ApiError> {
    http::get(&path(&["roles", name, "permissions"])).await
}

/// Changes what a role allows.
///
/// # Errors
/// When the server refuses or cannot be reached; nobody can give what they have not.
pub async fn save_permissions(name: &str, permissions: &Permissions) -> Result<(), ApiError> {
    http::send::<Json>(Method::PUT, &path(&["roles", name, "permissions"]), &json!(permissions)).await.map(drop)
}

/// What a change of what a role allows would do.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn preview(name: &str, permissions: &Permissions) -> Result<Preview, ApiError> {
    http::send(Method::POST, &path(&["roles", name, "permissions", "preview"]), &json!(permissions)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_travel_there_and_back() {
        let json = json!({
            "objects": { "customer": { "view": "own" } }, "administration": { "users": { "view": "all" } },
            "fields": { "customer.phone": "masked" },
            "actions": { "customer": [{ "name": "view", "label": { "zh-CN": "查看", "en": "View" }, "scoped": true }] },
        });
        let read: RolePermissions = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(read.actions["customer"][0].name, "view");
        let sent = json!(read.permissions);
        assert_eq!((&sent["objects"], &sent["fields"], sent.get("actions")), (&json["objects"], &json["fields"], None));
    }
}
