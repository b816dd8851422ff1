//! Registering a company.

use axum::{
    Json as Reply,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_model::wire;

use super::session::with_cookie;
use crate::{
    ApiError, ApiResult, AppState,
    caller::{language, same_origin},
    client::Client,
    input::Body,
};

/// Registers a company and signs its first person in.
pub async fn register(State(state): State<AppState>, client: Client, headers: HeaderMap, body: Body) -> ApiResult {
    let language = language(&headers);
    let registered = async {
        same_origin(&headers)?;
        let new: wire::Registration = body.read()?;
        let made = state.installation.register(&new, &client.key(), language).await?;
        let bound = Some((made.company, made.user));
        let secret = state.installation.begin_session(made.account, bound, &client.device(&headers)).await?;
        let companies = state.installation.companies_of(made.account).await?;
        let company = companies.iter().find(|(_, user)| *user == made.user).map(|(company, _)| company.clone());
        let companies = companies.into_iter().map(|(company, _)| company).collect();
        let reply = (StatusCode::CREATED, Reply(wire::SignedIn { companies, company })).into_response();
        Ok(with_cookie(&state, &secret, reply))
    };
    registered.await.map_err(|error: ApiError| error.in_language(language))
}
