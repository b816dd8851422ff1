//! Files that become records.

use gloo_net::http::Method;
use trellis_model::{
    Json,
    wire::{ImportInfo, ImportMapping},
};
use wasm_bindgen::JsValue;
use web_sys::{File, FormData};

use crate::{
    ApiError, http,
    path::{path, with_query},
};

/// Sends a file of records of an object.
///
/// # Errors
/// When it is refused or cannot be sent.
pub async fn upload(object: &str, file: &File) -> Result<ImportInfo, ApiError> {
    let form = || -> Result<FormData, JsValue> {
        let form = FormData::new()?;
        form.append_with_str("object", object)?;
        form.append_with_blob_and_filename("file", file, &file.name())?;
        Ok(form)
    };
    http::send_form(&path(&["imports"]), &form().map_err(|_| ApiError::network())?).await
}

/// Where an import stands.
///
/// # Errors
/// When it is not there.
pub async fn get(id: &str) -> Result<ImportInfo, ApiError> {
    http::get(&path(&["imports", id])).await
}

/// Says which column fills which field.
///
/// # Errors
/// When that is refused.
pub async fn map(id: &str, mapping: &ImportMapping) -> Result<ImportInfo, ApiError> {
    let body = serde_json::to_value(mapping).unwrap_or(Json::Null);
    http::send(Method::PUT, &path(&["imports", id, "mapping"]), &body).await
}

/// Tries it, or carries it out.
///
/// # Errors
/// When that is refused.
pub async fn start(id: &str, run: bool) -> Result<ImportInfo, ApiError> {
    http::send(Method::POST, &path(&["imports", id, if run { "run" } else { "check" }]), &Json::Null).await
}

/// Gives it up.
///
/// # Errors
/// When that is refused.
pub async fn discard(id: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["imports", id]), &Json::Null).await.map(|_| ())
}

/// Where the refused rows can be had as a file.
pub fn rejects_path(id: &str, language: &str) -> String {
    with_query(path(&["imports", id, "rejects"]), &[("language", Some(language))])
}
