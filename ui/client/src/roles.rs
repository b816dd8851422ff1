//! Roles and what they allow.

use gloo_net::http::Method;
use serde::Deserialize;
use serde_json::json;
use trellis_model::{
    Json, Label,
    wire::{Permissions, Preview, RoleInfo, RolePermissions},
};

use crate::{ApiError, Key, Tag, http, path::path};

#[derive(Deserialize)]
struct Roles {
    items: Vec<RoleInfo>,
}

/// The key of [`roles`].
pub fn roles_key() -> Key {
    Key::new(path(&["roles"]), [Tag::Roles, Tag::Organization])
}

/// The roles.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn roles() -> Result<Vec<RoleInfo>, ApiError> {
    http::get::<Roles>(&path(&["roles"])).await.map(|found| found.items)
}

/// Makes a role, perhaps with the rights of another; gives its name.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn create(label: &Label, description: &Label, copy: Option<&str>) -> Result<RoleInfo, ApiError> {
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
