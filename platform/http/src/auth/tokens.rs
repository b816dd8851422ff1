//! Personal access tokens.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use trellis_engine::audit::Event;
use trellis_model::{Violation, field::datetime::parse_instant, violation::Code};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewToken {
    name: String,
    #[serde(default)]
    expires_at: Option<String>,
    #[serde(default)]
    read_only: bool,
}

/// Makes a token; it is shown this once.
pub async fn create_token(caller: Caller, body: Body) -> ApiResult {
    let new: NewToken = body.read().map_err(|error| error.in_language(caller.cx.language))?;
    let expires = match &new.expires_at {
        None => None,
        Some(text) => Some(instant(text)?),
    };
    let made = caller.state.installation.create_token(&caller.principal, &new.name, expires, new.read_only).await;
    let made = made.map_err(|error| ApiError::from(error).in_language(caller.cx.language))?;
    let detail = serde_json::json!({ "token": made.id, "name": new.name, "read_only": new.read_only });
    caller.state.installation.note_own(&caller.principal, &caller.cx.address, Event::TokenMade, detail).await?;
    Ok((StatusCode::CREATED, Reply(made)).into_response())
}

fn instant(text: &str) -> Result<DateTime<Utc>, ApiError> {
    parse_instant(text).ok_or_else(|| ApiError::invalid(Violation::new("expires_at", Code::Format).with("expected", "datetime")))
}

/// One's own tokens in this company.
pub async fn list_tokens(caller: Caller) -> ApiResult {
    let items = caller.state.installation.tokens(&caller.principal).await?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Ends one of one's own tokens.
pub async fn delete_token(caller: Caller, path: Path) -> ApiResult {
    let id = path.id("id")?;
    caller.state.installation.delete_token(&caller.principal, id).await?;
    caller
        .state
        .installation
        .note_own(&caller.principal, &caller.cx.address, Event::TokenEnded, serde_json::json!({ "token": id }))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
