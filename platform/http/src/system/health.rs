//! Whether the server lives, is ready, and what it has done.

use axum::{
    Json as Reply,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use crate::{ApiResult, AppState};

/// The process answers.
pub async fn live() -> ApiResult {
    Ok(Reply(serde_json::json!({ "status": "ok" })).into_response())
}

/// The database answers too.
pub async fn ready(State(state): State<AppState>) -> ApiResult {
    let answered = state.installation.companies().await.is_ok();
    let (status, text) = if answered { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "database") };
    Ok((status, Reply(serde_json::json!({ "status": text }))).into_response())
}

/// Counters in Prometheus' text format.
pub async fn metrics(State(state): State<AppState>) -> ApiResult {
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.render()).into_response())
}
