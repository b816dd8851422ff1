//! What every reply carries, and what every request leaves behind: security headers, a log line, a count.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::{AppState, caller::language, problem::spoken};

/// Scripts and styles from here only; WebAssembly may be compiled; nothing is framed; forms go nowhere else.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// Adds the headers, puts errors into the caller's language, logs the request, counts it.
pub async fn around(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/");
    let language = language(request.headers());
    let mut response = next.run(request).await;
    if is_api {
        response = spoken(response, language);
    }
    let headers = response.headers_mut();
    // A file that somebody uploaded has a stricter policy of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CSP));
    let mut set = |name: header::HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if state.settings.secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if is_api {
        set(header::CACHE_CONTROL, "no-store");
    }
    let took = began.elapsed();
    let status = response.status().as_u16();
    state.metrics.record(method.as_str(), &route, status, took);
    if status >= 500 {
        tracing::error!(%method, route, status, micros = took.as_micros() as u64, "request");
    } else {
        tracing::debug!(%method, route, status, micros = took.as_micros() as u64, "request");
    }
    response
}
