//! Dictionaries.

use gloo_net::http::Method;
use trellis_model::{Json, Picklist};

use crate::{
    ApiError, Key, Tag,
    http::{self, Over, Reply},
    path::path,
};

/// The key of one dictionary.
pub fn key(name: &str) -> Key {
    Key::new(path(&["picklists", name]), [Tag::Metadata])
}

/// One dictionary with all its options, also when they are too many to come with the metadata.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn get(name: &str) -> Result<Picklist, ApiError> {
    http::get(&path(&["picklists", name])).await
}

/// The key of [`declared`]: the same is kept without its tag under its own.
pub fn declared_key(name: &str) -> Key {
    Key::new(format!("{}#declared", path(&["picklists", name])), [Tag::Metadata])
}

/// One dictionary as it is declared, with its tag.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn declared(name: &str) -> Result<Reply<Json>, ApiError> {
    http::get_versioned(&path(&["picklists", name])).await
}

/// Replaces a dictionary. Codes in use must stay, if only as retired options.
///
/// # Errors
/// When the server refuses or cannot be reached; [`ApiError::is_outdated`] when somebody else changed it meanwhile.
pub async fn save(name: &str, declaration: &Json, over: &Over) -> Result<Reply<Json>, ApiError> {
    http::send_over(Method::PUT, &path(&["picklists", name]), declaration, over).await
}
