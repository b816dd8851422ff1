//! Dictionaries.

use gloo_net::http::Method;
use trellis_model::{Json, Picklist};

use crate::{ApiError, Key, Tag, http, path::path};

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

/// Replaces a dictionary. Codes in use must stay, if only as retired options.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save(picklist: &Picklist) -> Result<(), ApiError> {
    let body = serde_json::to_value(picklist).map_err(|error| ApiError::unreadable(error.to_string()))?;
    http::send::<Json>(Method::PUT, &path(&["picklists", &picklist.name]), &body).await.map(drop)
}
