//! What one signs in with.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_model::wire;

use super::session::session_of;
use crate::{
    ApiError, ApiResult,
    caller::{SignedIn, language},
    client::Client,
    input::Body,
};

/// One's e-mail address and mobile number.
pub async fn list_logins(signed_in: SignedIn) -> ApiResult {
    let items = signed_in.state.installation.logins(signed_in.principal.account).await?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Adds or replaces one of them, by a code to the new one and the password.
pub async fn put_login(signed_in: SignedIn, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    let language = language(&headers);
    let changed = async {
        let session = session_of(&principal)?;
        let new: wire::Proved = body.read()?;
        state.installation.change_login(principal.account, session, &new, &client.key(), language).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    changed.await.map_err(|error: ApiError| error.in_language(language))
}
