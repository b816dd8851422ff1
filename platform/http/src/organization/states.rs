//! People who leave and come back.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use serde_json::json;

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::localized,
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
    let moved = cx.write(move |cx, conn| {
        let input = body.map.clone();
        Box::pin(async move { trellis_identity::hand_over(cx, conn, id, &input).await })
    });
    let moved = moved.await.map_err(|error| localized(cx, error))?;
    Ok(Reply(json!({ "moved": moved })).into_response())
}
