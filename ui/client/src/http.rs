//! Requests and replies as JSON.

use gloo_net::http::{Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use trellis_model::Json;

use crate::ApiError;

/// The event on `window` that says the session is over; the application then shows the sign-in page.
pub const SIGNED_OUT: &str = "trellis:signed-out";

/// What was answered, with the version that it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T> {
    /// The body.
    pub body: T,
    /// The `ETag`, to be sent back as `If-Match`.
    pub etag: Option<String>,
}

/// What a write goes over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Over {
    /// Whatever there is.
    #[default]
    Anything,
    /// Nothing: it is new.
    Nothing,
    /// The version with this `ETag`.
    Version(String),
}

impl From<Option<String>> for Over {
    fn from(etag: Option<String>) -> Self {
        etag.map_or(Self::Anything, Self::Version)
    }
}

/// Reads.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    get_versioned(path).await.map(|reply| reply.body)
}

/// Reads something that has a version.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn get_versioned<T: DeserializeOwned>(path: &str) -> Result<Reply<T>, ApiError> {
    let request = request(Method::GET, path).build().map_err(|_| ApiError::network())?;
    read(request.send().await.map_err(|_| ApiError::network())?).await
}

/// Writes; a reply without a body reads as `null`.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn send<T: DeserializeOwned>(method: Method, path: &str, body: &Json) -> Result<T, ApiError> {
    send_over(method, path, body, &Over::Anything).await.map(|reply| reply.body)
}

/// Writes only over what was read.
///
/// # Errors
/// When the server refuses or cannot be reached; something else than that gives [`ApiError::is_outdated`].
pub async fn send_over<T: DeserializeOwned>(method: Method, path: &str, body: &Json, over: &Over) -> Result<Reply<T>, ApiError> {
    let builder = request(method, path).header("Content-Type", "application/json");
    let builder = match over {
        Over::Anything => builder,
        Over::Nothing => builder.header("If-None-Match", "*"),
        Over::Version(etag) => builder.header("If-Match", etag),
    };
    let text = if body.is_null() { "{}".to_owned() } else { body.to_string() };
    let request = builder.body(text).map_err(|_| ApiError::network())?;
    read(request.send().await.map_err(|_| ApiError::network())?).await
}

/// Sends a form with a file.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn send_form<T: DeserializeOwned>(path: &str, form: &web_sys::FormData) -> Result<T, ApiError> {
    // The browser itself names the type, with the line that parts the form.
    let request = request(Method::POST, path).body(form).map_err(|_| ApiError::network())?;
    read(request.send().await.map_err(|_| ApiError::network())?).await.map(|reply| reply.body)
}

/// Sends a file as it is.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn send_file<T: DeserializeOwned>(path: &str, file: &web_sys::File) -> Result<T, ApiError> {
    let builder = request(Method::POST, path).header("Content-Type", "application/octet-stream");
    let request = builder.body(file).map_err(|_| ApiError::network())?;
    read(request.send().await.map_err(|_| ApiError::network())?).await.map(|reply| reply.body)
}

fn request(method: Method, path: &str) -> RequestBuilder {
    let builder = RequestBuilder::new(path).method(method).header("Accept", "application/json");
    match language() {
        Some(language) => builder.header("Accept-Language", &language),
        None => builder,
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<Reply<T>, ApiError> {
    let (status, etag) = (response.status(), response.headers().get("etag"));
    let text = response.text().await.map_err(|_| ApiError::network())?;
    if !(200..300).contains(&status) {
        if status == 401 {
            announce_signed_out();
        }
        let retry_after = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
        return Err(ApiError { retry_after, ..ApiError::from_reply(status, &text) });
    }
    let text = if text.is_empty() { "null" } else { &text };
    let body = serde_json::from_str(text).map_err(|error| ApiError::unreadable(error.to_string()))?;
    Ok(Reply { body, etag })
}

/// The language of the page, so that messages come in it.
pub(crate) fn language() -> Option<String> {
    web_sys::window()?.document()?.document_element()?.get_attribute("lang")
}

fn announce_signed_out() {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::CustomEvent::new(SIGNED_OUT)) {
        // Nobody listening is no fault: the sign-in page itself asks as a stranger.
        let _ = window.dispatch_event(&event);
    }
}
