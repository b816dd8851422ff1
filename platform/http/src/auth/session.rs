//! Signing in, choosing a company, signing out.

use axum::{
    Json as Reply,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use trellis_engine::audit::Event;
use trellis_identity::{IdentityError, Principal, Via};
use trellis_model::wire;
use uuid::Uuid;

use crate::{
    ApiError, ApiResult, AppState,
    caller::{COOKIE, SECURE_COOKIE, SignedIn, language, same_origin},
    client::Client,
    input::Body,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Login {
    account: String,
    password: String,
}

/// Signs in. With exactly one company that session is bound to it at once.
pub async fn login(State(state): State<AppState>, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let language = language(&headers);
    sign_in(&state, &client, &headers, body).await.map_err(|error| error.in_language(language))
}

async fn sign_in(state: &AppState, client: &Client, headers: &HeaderMap, body: Body) -> ApiResult {
    same_origin(headers)?;
    let login: Login = body.read()?;
    let signed_in = state.installation.sign_in(&login.account, &login.password, &client.key()).await;
    if matches!(signed_in, Err(IdentityError::WrongPassword)) {
        let (state, account, address) = (state.clone(), login.account.clone(), client.device(headers).address);
        tokio::spawn(async move { state.installation.note_failed_sign_in(&account, &address).await });
    }
    let account = signed_in?;
    let companies = state.installation.companies_of(account).await?;
    let only = match companies.as_slice() {
        [(company, user)] => Uuid::try_parse(&company.id).ok().map(|id| (id, *user)),
        _ => None,
    };
    let secret = state.installation.begin_session(account, only, &client.device(headers)).await?;
    let companies: Vec<wire::Company> = companies.into_iter().map(|(company, _)| company).collect();
    let company = only.and_then(|_| companies.first().cloned());
    Ok(with_cookie(state, &secret, Reply(wire::SignedIn { companies, company }).into_response()))
}

/// The companies of the caller's account, and the one of this session: what switching asks, without a second password.
pub async fn list_companies(signed_in: SignedIn) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    session_of(&principal)?;
    let companies = state.installation.companies_of(principal.account).await?;
    let companies: Vec<wire::Company> = companies.into_iter().map(|(company, _)| company).collect();
    let here = principal.company.map(|id| id.to_string());
    let company = companies.iter().find(|company| Some(&company.id) == here.as_ref()).cloned();
    Ok(Reply(wire::SignedIn { companies, company }).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    company_id: String,
}

/// Chooses a company, or switches to another: a new session, so that an old secret never reaches a second company.
pub async fn choose_company(signed_in: SignedIn, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let language = language(&headers);
    choose(signed_in, &client, &headers, body).await.map_err(|error| error.in_language(language))
}

async fn choose(signed_in: SignedIn, client: &Client, headers: &HeaderMap, body: Body) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    let old = session_of(&principal)?;
    let choice: Choice = body.read()?;
    let companies = state.installation.companies_of(principal.account).await?;
    let chosen = companies.iter().find(|(company, _)| company.id == choice.company_id).cloned();
    let (company, user) = chosen.ok_or_else(ApiError::not_found)?;
    let id = Uuid::try_parse(&company.id).map_err(|_| ApiError::not_found())?;
    let secret = state.installation.begin_session(principal.account, Some((id, user)), &client.device(headers)).await?;
    state.installation.end_session(old).await?;
    let companies = companies.into_iter().map(|(company, _)| company).collect();
    Ok(with_cookie(&state, &secret, Reply(wire::SignedIn { companies, company: Some(company) }).into_response()))
}

/// Signs out.
pub async fn logout(signed_in: SignedIn, client: Client, headers: HeaderMap) -> ApiResult {
    let SignedIn { principal, state } = signed_in;
    state.installation.end_session(session_of(&principal)?).await?;
    state.installation.note_own(&principal, &client.device(&headers).address, Event::SignOut, serde_json::json!({})).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&state, &mut response, "", "; Max-Age=0");
    Ok(response)
}

/// The browser session that the caller came with. A token is bound to its company and ends where it was made: it can
/// neither switch nor change how somebody signs in.
pub(super) fn session_of(principal: &Principal) -> Result<&str, ApiError> {
    match &principal.via {
        Via::Session(digest) => Ok(digest),
        Via::Token { .. } => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "sessions_only",
            "令牌不能执行此操作，请在浏览器中登录",
            "A token cannot do this; sign in with a browser",
        )),
    }
}

/// A reply that signs the browser in.
pub(super) fn with_cookie(state: &AppState, secret: &str, mut response: Response) -> Response {
    set_cookie(state, &mut response, secret, "");
    response
}

fn set_cookie(state: &AppState, response: &mut Response, value: &str, more: &str) {
    let (name, secure) = if state.settings.secure { (SECURE_COOKIE, "; Secure") } else { (COOKIE, "") };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
