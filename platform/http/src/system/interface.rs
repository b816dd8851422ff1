//! The interface: files that are compiled in. Their names carry a hash of their content, so browsers keep them.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{ApiError, ApiResult};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Files;

/// Any page of the interface: the one document, whatever its path; the interface itself reads the path.
pub async fn page(request: Request) -> ApiResult {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return Err(ApiError::not_found().in_language(crate::caller::language(request.headers())));
    }
    let name = path.trim_start_matches('/');
    if let Some(response) = file(name, request.headers()) {
        return Ok(response);
    }
    match file("index.html", request.headers()) {
        Some(response) => Ok(response),
        None => Ok((StatusCode::NOT_FOUND, "The interface is not built: run `cargo xtask ui`.").into_response()),
    }
}

/// A file of the interface, compressed when the browser takes that.
pub async fn asset(request: Request) -> ApiResult {
    let name = request.uri().path().trim_start_matches('/').to_owned();
    file(&name, request.headers()).ok_or_else(ApiError::not_found)
}

fn file(name: &str, headers: &HeaderMap) -> Option<Response> {
    if name.is_empty() || name.ends_with(".br") {
        return None;
    }
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes_brotli = accepts.split(',').any(|coding| coding.trim().split(';').next() == Some("br"));
    let compressed: Option<EmbeddedFile> = if takes_brotli { Files::get(&format!("{name}.br")) } else { None };
    let is_compressed = compressed.is_some();
    let found = compressed.or_else(|| Files::get(name))?;
    let mut response = found.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Some(response)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "json" | "webmanifest" => "application/json",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "ftl" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
