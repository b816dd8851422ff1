//! From the file to the records, a step a call.

use axum::{Json as Reply, body::Body as Content, http::StatusCode, response::IntoResponse};
use trellis_engine::{Cx, imports, sheet::Format};
use trellis_model::wire::ImportMapping;

use crate::{
    ApiResult,
    caller::Caller,
    client::Client,
    input::{Body, Path, Query},
    records::{attached, localized},
};

/// The caller's imports.
pub async fn list(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    let items = imports::list(cx).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Where one stands.
pub async fn get(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    Ok(Reply(imports::get(cx, id).await.map_err(|error| localized(cx, error))?).into_response())
}

/// Which column fills which field.
pub async fn map(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let mapping: ImportMapping = body.read().map_err(|error| error.in_language(cx.language))?;
    Ok(Reply(imports::map(cx, id, mapping).await.map_err(|error| localized(cx, error))?).into_response())
}

/// Tries every row.
pub async fn check(caller: Caller, client: Client, path: Path, body: Body) -> ApiResult {
    start(caller, client, path, body, false).await
}

/// Carries it out.
pub async fn run(caller: Caller, client: Client, path: Path, body: Body) -> ApiResult {
    start(caller, client, path, body, true).await
}

async fn start(caller: Caller, client: Client, path: Path, body: Body, run: bool) -> ApiResult {
    let cx = caller.cx.from_address(&client.address());
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    body.empty().map_err(|error| error.in_language(cx.language))?;
    let info = imports::start(&cx, id, run).await.map_err(|error| localized(&cx, error))?;
    Ok((StatusCode::ACCEPTED, Reply(info)).into_response())
}

/// Gives it up.
pub async fn discard(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    imports::discard(cx, id).await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What was refused, to correct and send again.
pub async fn rejects(caller: Caller, path: Path, query: Query) -> ApiResult {
    let language = query.language().map_err(|error| error.in_language(caller.cx.language))?;
    let cx = &Cx { language: language.unwrap_or(caller.cx.language), ..caller.cx };
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let bytes = imports::rejects(cx, id).await.map_err(|error| localized(cx, error))?;
    Ok(attached(Format::Csv, "rejects", Content::from(bytes)))
}
