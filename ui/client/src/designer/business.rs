//! What an object is and does as a whole: its retirement, its actions and what a conversion copies.

use gloo_net::http::Method;
use serde::Deserialize;
use trellis_model::{Action, Json, JsonMap};

use super::{Reference, object_path};
use crate::{
    ApiError, Key, Tag, http,
    path::{path, with_query},
};

/// What stands around a whole object.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Usage {
    /// What refers to it.
    pub items: Vec<Reference>,
    /// How many records it has.
    #[serde(default)]
    pub rows: u64,
}

fn usage_path(object: &str) -> String {
    with_query(path(&["designer", "draft", "references"]), &[("object", Some(object))])
}

/// The key of what stands around a whole object.
pub fn usage_key(object: &str) -> Key {
    Key::new(usage_path(object), [Tag::Draft, Tag::Metadata])
}

/// What refers to a whole object, and how many records it has.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn usage(object: &str) -> Result<Usage, ApiError> {
    http::get(&usage_path(object)).await
}

/// Retires an object in the draft; what is about it alone goes along.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn delete_object(object: &str) -> Result<(), ApiError> {
    let path = with_query(object_path(object), &[("mend", Some("true"))]);
    http::send::<Json>(Method::DELETE, &path, &Json::Null).await.map(drop)
}

fn business_path(object: &str, part: &str) -> String {
    path(&["designer", "draft", "objects", object, "parts", part])
}

/// The key of an object's actions.
pub fn actions_key(object: &str) -> Key {
    Key::new(business_path(object, "actions"), [Tag::Draft, Tag::Metadata])
}

/// The object's actions as the draft has them, in order.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn actions(object: &str) -> Result<Vec<Action>, ApiError> {
    let file: Json = http::get(&business_path(object, "actions")).await?;
    let named = |(name, declared): (&String, &Json)| {
        let read = serde_json::from_value::<Action>(declared.clone()).map_err(|error| ApiError::unreadable(error.to_string()))?;
        Ok(Action { name: name.clone(), ..read })
    };
    file.get("actions").and_then(Json::as_object).into_iter().flatten().map(named).collect()
}

/// Changes an action in the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_action(object: &str, action: &Action) -> Result<(), ApiError> {
    let mut declared = serde_json::to_value(action).map_err(|error| ApiError::unreadable(error.to_string()))?;
    // The name is the address.
    if let Json::Object(declared) = &mut declared {
        declared.shift_remove("name");
    }
    let path = path(&["designer", "draft", "objects", object, "actions", &action.name]);
    http::send::<Json>(Method::PUT, &path, &declared).await.map(drop)
}

/// The key of an object's conversions.
pub fn conversions_key(object: &str) -> Key {
    Key::new(business_path(object, "conversions"), [Tag::Draft, Tag::Metadata])
}

/// The object's conversions as the draft has them: by action, by target object, target field → source field.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn conversions(object: &str) -> Result<JsonMap, ApiError> {
    let mut file: JsonMap = http::get(&business_path(object, "conversions")).await?;
    Ok(file.shift_remove("conversions").and_then(|found| found.as_object().cloned()).unwrap_or_default())
}

/// Changes what a conversion copies in the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_conversion(object: &str, conversion: &str, declared: &Json) -> Result<(), ApiError> {
    let path = path(&["designer", "draft", "objects", object, "conversions", conversion]);
    http::send::<Json>(Method::PUT, &path, declared).await.map(drop)
}
