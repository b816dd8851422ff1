//! Codes.

use axum::{
    Json as Reply,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_identity::{AGAIN_AFTER, Login};
use trellis_model::{
    Violation,
    violation::Code,
    wire::{Channel, CodeSent, NewCode},
};

use crate::{
    ApiError, ApiResult, AppState,
    caller::{language, same_origin},
    client::Client,
    input::Body,
};

/// Sends a code. The reply is the same whether or not there is an account.
pub async fn request_code(State(state): State<AppState>, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let language = language(&headers);
    let asked = async {
        same_origin(&headers)?;
        let new: NewCode = body.read()?;
        let login = address(&new)?;
        state.installation.request_code(&login, new.purpose, &client.key(), language).await?;
        Ok((StatusCode::ACCEPTED, Reply(CodeSent { wait: AGAIN_AFTER })).into_response())
    };
    asked.await.map_err(|error: ApiError| error.in_language(language))
}

/// The address, when the channel reaches it.
fn address(new: &NewCode) -> Result<Login, ApiError> {
    let expected = match new.channel {
        Channel::Email => "email",
        Channel::Sms => "phone",
    };
    let login = Login::parse(&new.address).filter(|login| login.kind() == expected);
    login.ok_or_else(|| ApiError::invalid(Violation::new("address", Code::Format).with("expected", expected)))
}
