//! Oneself: name, company, roles, permissions, preferences.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use trellis_engine::records;
use trellis_identity::update_profile;
use trellis_model::{Json, JsonMap, Schema, wire};

use crate::{ApiError, ApiResult, caller::Caller, input::Body};

/// The largest set of preferences, in bytes of JSON.
const LARGEST_PREFERENCES: usize = 16 * 1024;

/// Who is calling, where, and with which rights.
pub async fn me(caller: Caller) -> ApiResult {
    let Caller { cx, principal, state } = caller;
    let companies = state.installation.companies_of(principal.account).await?;
    let here = companies.iter().find(|(_, user)| *user == cx.user).map(|(company, _)| company.clone());
    let users = cx.catalog().object("user").ok_or_else(ApiError::not_found)?;
    let mut conn = cx.company.store.reader().await?;
    let sent = records::get(&cx, &mut conn, users, cx.user, Some("name,department,department.name,email,phone,title")).await?;
    let person = cx.snapshot.people.get(cx.user).ok_or_else(ApiError::not_found)?;
    let mut user: Json = serde_json::from_str(&sent.body).unwrap_or_else(|_| Json::Object(JsonMap::new()));
    user["avatar"] = state.installation.avatar(principal.account).await?.into();
    Ok(Reply(wire::Me {
        user,
        company: here.ok_or_else(ApiError::not_found)?,
        companies: companies.into_iter().map(|(company, _)| company).collect(),
        roles: person.facts.roles.clone(),
        super_admin: person.facts.is_super,
        permissions: cx.access.effective(),
        preferences: state.installation.preferences(principal.account).await?,
    })
    .into_response())
}

/// Changes one's own name, phone, title or picture.
pub async fn patch_me(caller: Caller, body: Body) -> ApiResult {
    let Caller { cx, principal, state } = caller;
    let done = update_profile(&state.installation, &cx, principal.account, body.map).await;
    done.map_err(|error| ApiError::from(error).in_language(cx.language))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Replaces one's preferences: language, skin, theme, density, time zone.
pub async fn put_preferences(caller: Caller, body: Body) -> ApiResult {
    let preferences = Json::Object(body.map);
    if preferences.to_string().len() > LARGEST_PREFERENCES {
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "偏好设置过大", "The preferences are too large"));
    }
    caller.state.installation.set_preferences(caller.principal.account, &preferences).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
