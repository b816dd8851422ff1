//! People who leave and come back.

use axum::{http::StatusCode, response::IntoResponse};
use serde_json::json;
use trellis_engine::once::Reply;

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::once,
};

/// Disables a person.
pub async fn disable_user(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    body.empty().map_err(|error| error.in_language(cx.language))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let disabled = trellis_identity::disable_user(&caller.state.installation, cx, id).await;
    disabled.map_err(|error| ApiError::from(error).in_language(cx.language))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Lets a disabled person in again.
pub async fn restore_user(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    body.empty().map_err(|error| error.in_language(cx.language))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let restored = trellis_identity::restore_user(&caller.state.installation, cx, id).await;
    restored.map_err(|error| ApiError::from(error).in_language(cx.language))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Gives everything that a person owns to somebody else.
pub async fn hand_over(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    once(cx, body.key, move |cx, conn| {
        let input = body.map.clone();
        Box::pin(async move {
            let moved = trellis_identity::hand_over(cx, conn, id, &input).await?;
            Ok(Reply { status: 200, etag: None, body: json!({ "moved": moved }).to_string() })
        })
    })
    .await
}
