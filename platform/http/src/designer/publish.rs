//! Plan, publish, versions.

use axum::{Json as Reply, response::IntoResponse};
use serde::Deserialize;
use trellis_engine::designer;

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::localized,
};

/// What publishing the draft would do.
pub async fn get_plan(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    Ok(Reply(designer::plan(cx, &mut conn).await.map_err(|error| localized(cx, error))?).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Publish {
    #[serde(default)]
    comment: String,
    #[serde(default)]
    accept_losses: bool,
}

/// Publishes the draft. Requests that are under way finish on the version they began with.
pub async fn publish_draft(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    let wanted: Publish = body.read().map_err(|error| error.in_language(cx.language))?;
    let published = cx.write(move |cx, conn| {
        let comment = wanted.comment.clone();
        Box::pin(async move { designer::publish(cx, conn, &comment, wanted.accept_losses).await })
    });
    let published = published.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok(Reply(published).into_response())
}

/// Every published version.
pub async fn list_versions(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let items = designer::versions(cx, &mut conn).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Publishes a new version that is equal to an older one.
pub async fn rollback_to(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    let version: i64 = path.text("version").parse().map_err(|_| ApiError::not_found().in_language(cx.language))?;
    let rolled = cx.write(move |cx, conn| Box::pin(async move { designer::rollback(cx, conn, version).await }));
    let published = rolled.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok(Reply(published).into_response())
}
