//! Dictionaries.

use gloo_net::http::Method;
use trellis_model::{Json, Picklist};

use crate::{ApiError, http, path::path};

/// Replaces a dictionary. Codes in use must stay, if only as retired options.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save(picklist: &Picklist) -> Result<(), ApiError> {
    let body = serde_json::to_value(picklist).map_err(|error| ApiError::unreadable(error.to_string()))?;
    http::send::<Json>(Method::PUT, &path(&["picklists", &picklist.name]), &body).await.map(drop)
}
