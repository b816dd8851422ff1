//! The rules between the fields of the draft's objects.

use gloo_net::http::Method;
use trellis_model::{Json, object::Rule};

use crate::{ApiError, Key, Tag, http, path::path};

/// The key of [`rules`].
pub fn rules_key(object: &str) -> Key {
    Key::new(path(&["designer", "draft", "objects", object]), [Tag::Draft, Tag::Metadata])
}

/// The rules that the draft declares between an object's fields, in their order.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn rules(object: &str) -> Result<Vec<Rule>, ApiError> {
    let declared = super::object(object).await?;
    let named = declared.get("x-rules").and_then(Json::as_object).into_iter().flatten();
    let read = |(name, json): (&String, &Json)| {
        let rule: Rule = serde_json::from_value(json.clone()).map_err(|error| ApiError::unreadable(error.to_string()))?;
        Ok(Rule { name: name.clone(), ..rule })
    };
    named.map(read).collect()
}

/// Adds or changes a rule in the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_rule(object: &str, rule: &str, declaration: &Json) -> Result<(), ApiError> {
    http::send::<Json>(Method::PUT, &path(&["designer", "draft", "objects", object, "rules", rule]), declaration).await.map(drop)
}

/// Takes a rule out of the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn delete_rule(object: &str, rule: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["designer", "draft", "objects", object, "rules", rule]), &Json::Null).await.map(drop)
}
