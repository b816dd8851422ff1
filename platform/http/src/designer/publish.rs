//! Plan, publish, versions.

use std::{sync::Arc, time::Duration};

use axum::{Json as Reply, response::IntoResponse};
use serde::Deserialize;
use trellis_engine::{Cx, designer};

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
    Ok(Reply(designer::plan(&mut conn).await.map_err(|error| localized(cx, error))?).into_response())
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
    let published = designer::publish(cx, &wanted.comment, wanted.accept_losses).await.map_err(|error| localized(cx, error))?;
    take_effect(cx).await?;
    Ok(Reply(published).into_response())
}

/// How long the reply waits for computed fields: small companies see them at once, large ones a little later.
const PATIENCE: Duration = Duration::from_secs(2);

/// Lets what was published take effect: the new objects at once, their computed fields as soon as they are computed.
pub async fn take_effect(cx: &Cx) -> Result<(), ApiError> {
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    let company = Arc::clone(&cx.company);
    let computed = tokio::spawn(async move {
        if let Err(error) = company.backfill().await {
            tracing::error!(%error, "computed fields are not complete");
        }
    });
    // Whoever does not wait any longer leaves the work going on.
    let _ = tokio::time::timeout(PATIENCE, computed).await;
    Ok(())
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
    let rolled = cx.write_metadata(move |cx, conn| Box::pin(async move { designer::rollback(cx, conn, version).await }));
    let published = rolled.await.map_err(|error| localized(cx, error))?;
    take_effect(cx).await?;
    Ok(Reply(published).into_response())
}
