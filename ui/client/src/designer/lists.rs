//! The list views of the draft's objects, and the objects as they would be.

use gloo_net::http::Method;
use trellis_model::{Json, view::Views, wire::ObjectList};

use crate::{ApiError, Key, Metadata, Tag, http, metadata::Meta, path::path};

fn views_path(object: &str) -> String {
    path(&["designer", "draft", "objects", object, "parts", "views"])
}

/// The key of [`views`].
pub fn views_key(object: &str) -> Key {
    Key::new(views_path(object), [Tag::Draft, Tag::Metadata])
}

/// What the draft declares of an object's lists; nothing for an object that declares none.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn views(object: &str) -> Result<Option<Views>, ApiError> {
    let declared = http::get::<Json>(&views_path(object)).await?;
    if declared.as_object().is_none_or(|map| map.is_empty()) {
        return Ok(None);
    }
    serde_json::from_value(declared).map(Some).map_err(|error| ApiError::unreadable(error.to_string()))
}

/// Adds or changes a list view in the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_view(object: &str, view: &str, declaration: &Json) -> Result<(), ApiError> {
    http::send::<Json>(Method::PUT, &path(&["designer", "draft", "objects", object, "views", view]), declaration).await.map(drop)
}

/// Takes a list view out of the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn delete_view(object: &str, view: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["designer", "draft", "objects", object, "views", view]), &Json::Null).await.map(drop)
}

/// Changes what all lists of an object share: `columns`, `sort`, `scenes`, and the `order` of the views.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_lists(object: &str, declaration: &Json) -> Result<(), ApiError> {
    http::send::<Json>(Method::PUT, &path(&["designer", "draft", "objects", object, "views"]), declaration).await.map(drop)
}

/// The key of [`drafted`]: the preview is kept in another form under its own.
pub fn drafted_key() -> Key {
    Key::new(format!("{}#drafted", path(&["designer", "draft", "preview"])), [Tag::Draft, Tag::Metadata])
}

/// The objects as they would be if the draft were published.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn drafted() -> Result<Meta, ApiError> {
    http::get::<ObjectList>(&path(&["designer", "draft", "preview"])).await.map(|list| Meta::new(Metadata::new(list)))
}
