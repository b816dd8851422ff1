//! The company itself.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use trellis_model::{Violation, field::lookup::parse_id, violation::Code};

use crate::{ApiError, ApiResult, caller::Caller, input::Body};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    time_zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Transfer {
    to: String,
    password: String,
}

/// What the company is called, who is in charge, its seats.
pub async fn get_company(caller: Caller) -> ApiResult {
    let info = caller.state.installation.company_info(&caller.cx).await;
    Ok(Reply(info.map_err(|error| ApiError::from(error).in_language(caller.cx.language))?).into_response())
}

/// Gives the company another name or time zone.
pub async fn update_company(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let change: Change = body.read().map_err(|error| error.in_language(cx.language))?;
    let installation = &caller.state.installation;
    let refused = |error| ApiError::from(error).in_language(cx.language);
    if let Some(zone) = &change.time_zone {
        installation.set_time_zone(cx, zone).await.map_err(refused)?;
    }
    if let Some(name) = &change.name {
        installation.rename_company(cx, name).await.map_err(refused)?;
    }
    let info = installation.company_info(cx).await.map_err(|error| ApiError::from(error).in_language(cx.language))?;
    Ok(Reply(info).into_response())
}

/// Makes somebody else the super administrator.
pub async fn transfer_company(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let transfer: Transfer = body.read().map_err(|error| error.in_language(cx.language))?;
    let unknown = || ApiError::invalid(Violation::new("to", Code::Lookup)).in_language(cx.language);
    let to = parse_id(&transfer.to).ok_or_else(unknown)?;
    let done = caller.state.installation.transfer_company(cx, caller.principal.account, to, &transfer.password).await;
    done.map_err(|error| ApiError::from(error).in_language(cx.language))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
