//! Who calls: the session cookie or the bearer token becomes a call context.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use trellis_engine::Cx;
use trellis_identity::{IdentityError, Principal, Via};
use trellis_model::Language;
use uuid::Uuid;

use crate::{ApiError, AppState};

/// The cookie's name, plain and behind TLS.
pub const COOKIE: &str = "trellis_session";
/// The prefix keeps other hosts from setting it.
pub const SECURE_COOKIE: &str = "__Host-trellis_session";

/// Somebody signed in to a company.
pub struct Caller {
    /// The call context.
    pub cx: Cx,
    /// The account and how it came in.
    pub principal: Principal,
    /// The state of the server.
    pub state: AppState,
}

/// Somebody signed in, perhaps without a company yet.
pub struct SignedIn {
    /// The account and how it came in.
    pub principal: Principal,
    /// The state of the server.
    pub state: AppState,
}

/// The caller's language: `Accept-Language`.
pub fn language(headers: &HeaderMap) -> Language {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Language::from_header).unwrap_or_default()
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let principal = principal(parts, state).await.map_err(|error| error.in_language(language(&parts.headers)))?;
        Ok(Self { principal, state: state.clone() })
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let language = language(&parts.headers);
        let found = async {
            let principal = principal(parts, state).await?;
            let (Some(company), Some(user)) = (principal.company, principal.user) else {
                return Err(IdentityError::NoCompany.into());
            };
            let cx = context(state, company, user, language).await?;
            Ok(Self { cx, principal, state: state.clone() })
        };
        found.await.map_err(|error: ApiError| error.in_language(language))
    }
}

/// The context of a person who must still be active: disabling ends a session with the next request.
async fn context(state: &AppState, company: Uuid, user: Uuid, language: Language) -> Result<Cx, ApiError> {
    let company = state.installation.company(company).await?;
    match Cx::new(company, user, language).await {
        Err(trellis_engine::Error::NotFound) => Err(IdentityError::NotSignedIn.into()),
        other => Ok(other?),
    }
}

async fn principal(parts: &Parts, state: &AppState) -> Result<Principal, ApiError> {
    let safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if let Some(token) = bearer(&parts.headers)? {
        let principal = state.installation.token(token).await?;
        if !safe && principal.via == (Via::Token { read_only: true }) {
            return Err(IdentityError::ReadOnly.into());
        }
        return Ok(principal);
    }
    let secret = session_cookie(&parts.headers).ok_or_else(ApiError::not_signed_in)?;
    if !safe {
        same_origin(&parts.headers)?;
    }
    Ok(state.installation.session(secret).await?)
}

/// Whether who sent these headers is still signed in; asking does not keep the session alive.
pub async fn goes_on(headers: &HeaderMap, state: &AppState) -> bool {
    if let Ok(Some(token)) = bearer(headers) {
        return state.installation.token(token).await.is_ok();
    }
    match session_cookie(headers) {
        Some(secret) => state.installation.is_live(secret).await.unwrap_or(false),
        None => false,
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
    token.map(str::trim).map(Some).ok_or_else(ApiError::not_signed_in)
}

/// The secret in the session cookie.
pub fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    let mut pairs = cookies.filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE || *name == SECURE_COOKIE).map(|(_, value)| value)
}

/// Refuses an unsafe request that a page of another origin sent with our cookie.
pub fn same_origin(headers: &HeaderMap) -> Result<(), ApiError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let refused = || ApiError::new(StatusCode::FORBIDDEN, "cross_origin", "不允许跨站请求", "Requests from another site are refused");
    if let Some(site) = text("sec-fetch-site") {
        return if matches!(site, "same-origin" | "none") { Ok(()) } else { Err(refused()) };
    }
    match (text("origin"), text("host")) {
        (None, _) => Ok(()),
        (Some(origin), Some(host)) if origin.split_once("://").is_some_and(|(_, rest)| rest == host) => Ok(()),
        _ => Err(refused()),
    }
}
