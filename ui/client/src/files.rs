//! Files: sent once, named by id from then on.

use js_sys::{Function, Promise};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

use crate::{
    ApiError, Key,
    http::{self, language},
    path::path,
};

/// A file that the server keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileInfo {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    #[serde(default)]
    pub size: u64,
    /// What it holds, as the server found out.
    #[serde(rename = "type", default)]
    pub media_type: String,
}

/// Where a file's content is.
pub fn address(id: &str) -> String {
    path(&["files", id])
}

/// The key of what is known of a file.
pub fn info_key(id: &str) -> Key {
    Key::new(path(&["files", id, "info"]), [])
}

/// What is known of a file.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn info(id: &str) -> Result<FileInfo, ApiError> {
    http::get(&path(&["files", id, "info"])).await
}

/// Sends a file. `progress` hears how much has gone, from nothing to one. A fetch cannot tell that; the older way can.
///
/// # Errors
/// When the server refuses it (its kind or size) or cannot be reached.
pub async fn upload(file: &File, progress: impl Fn(f64) + 'static) -> Result<FileInfo, ApiError> {
    let lost = |_: JsValue| ApiError::network();
    let form = FormData::new().map_err(lost)?;
    form.append_with_blob_and_filename("file", file, &file.name()).map_err(lost)?;
    let request = XmlHttpRequest::new().map_err(lost)?;
    request.open_with_async("POST", &path(&["files"]), true).map_err(lost)?;
    request.set_request_header("Accept", "application/json").map_err(lost)?;
    if let Some(language) = language() {
        request.set_request_header("Accept-Language", &language).map_err(lost)?;
    }
    let moved = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            progress(event.loaded() / event.total());
        }
    });
    request.upload().map_err(lost)?.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    let mut ended = None;
    let done = Promise::new(&mut |resolve: Function, _| {
        let closure = Closure::<dyn FnMut()>::new(move || drop(resolve.call0(&JsValue::NULL)));
        // Answered, failed or broken off: what came of it is asked below.
        request.set_onloadend(Some(closure.as_ref().unchecked_ref()));
        ended = Some(closure);
    });
    request.send_with_opt_form_data(Some(&form)).map_err(lost)?;
    JsFuture::from(done).await.map_err(lost)?;
    // Heard for the last time.
    drop((moved, ended));
    let status = request.status().unwrap_or_default();
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match status {
        0 => Err(ApiError::network()),
        200..300 => serde_json::from_str(&text).map_err(|error| ApiError::unreadable(error.to_string())),
        _ => Err(ApiError::from_reply(status, &text)),
    }
}
