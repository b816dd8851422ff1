//! One's sessions.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_identity::Via;

use super::session::session_of;
use crate::{
    ApiError, ApiResult,
    caller::{SignedIn, language},
    input::Path,
};

/// One's live sessions, the last used first.
pub async fn list_sessions(signed_in: SignedIn) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    let current = if let Via::Session(digest) = &principal.via { digest.as_str() } else { "" };
    let items = state.installation.sessions(principal.account, current).await?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Ends one of them.
pub async fn end_session(signed_in: SignedIn, headers: HeaderMap, path: Path) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    let ended = async {
        session_of(&principal)?;
        state.installation.end_session_by_id(principal.account, path.id("id")?).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    ended.await.map_err(|error: ApiError| error.in_language(language(&headers)))
}

/// Ends all but the one that asks.
pub async fn end_other_sessions(signed_in: SignedIn, headers: HeaderMap) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    let ended = async {
        state.installation.end_other_sessions(principal.account, session_of(&principal)?).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    ended.await.map_err(|error: ApiError| error.in_language(language(&headers)))
}
