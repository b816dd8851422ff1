//! What happened to a record.

use axum::{Json as Reply, response::IntoResponse};
use trellis_engine::{Error, Reason, records};

use super::reply::localized;
use crate::{
    ApiResult,
    caller::Caller,
    input::{Path, Query},
};

/// Changes of a page.
const PAGE: u32 = 50;

/// What happened to a record and was noted about it, the newest first.
pub async fn timeline(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let page = records::timeline(cx, &mut conn, object, id, query.get("cursor"), PAGE).await;
    Ok(Reply(page.map_err(|error| localized(cx, error))?).into_response())
}

/// What happened to a record, the newest first.
pub async fn history(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let before = match query.get("cursor") {
        None => None,
        Some(text) => Some(text.parse::<i64>().map_err(|_| localized(cx, Error::Malformed(Reason::Cursor)))?),
    };
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let page = records::history(cx, &mut conn, object, id, before, PAGE).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(page).into_response())
}
