//! New passwords.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_model::wire;

use super::session::session_of;
use crate::{
    ApiError, ApiResult, AppState,
    caller::{SignedIn, language, same_origin},
    client::Client,
    input::Body,
};

/// Sets a forgotten password anew by a code.
pub async fn reset_password(State(state): State<AppState>, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let reset = async {
        same_origin(&headers)?;
        let proved: wire::Proved = body.read()?;
        state.installation.reset_password(&proved, &client.key()).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    reset.await.map_err(|error: ApiError| error.in_language(language(&headers)))
}

/// Changes one's own password.
pub async fn put_password(signed_in: SignedIn, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    let changed = async {
        let session = session_of(&principal)?;
        let change: wire::PasswordChange = body.read()?;
        state.installation.change_password(principal.account, session, &change, &client.key()).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    changed.await.map_err(|error: ApiError| error.in_language(language(&headers)))
}
