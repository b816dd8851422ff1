//! An object as a whole: what stands around it, and its retirement.

use gloo_net::http::Method;
use serde::Deserialize;
use trellis_model::Json;

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
