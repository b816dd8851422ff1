//! The API's description as a page to read: plain HTML, no scripts.

use axum::response::{Html, IntoResponse};
use minijinja::{Environment, context};
use trellis_engine::Error;

use super::openapi::public_document;
use crate::ApiResult;

const TEMPLATE: &str = include_str!("docs.html");

/// The API to read.
pub async fn docs() -> ApiResult {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    let page = environment.render_str(TEMPLATE, context! { api => minijinja::Value::from(minijinja::value::Serde(public_document())) });
    Ok(Html(page.map_err(|error| Error::Internal(error.to_string()))?).into_response())
}
