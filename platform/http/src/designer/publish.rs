//! Plan, publish, versions.

use std::{sync::Arc, time::Duration};

use axum::{Json as Reply, response::IntoResponse};
use serde::Deserialize;
use trellis_engine::{Cx, Error, designer, once};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::{localized, once_publishing},
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
    let key = body.key.clone();
    let wanted: Publish = body.read().map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    // A reply that is only given again needs no look.
    let is_again = match &key {
        Some(key) => once::replay(cx, &mut conn, key).await.map_err(|error| localized(cx, error))?.is_some(),
        None => false,
    };
    let looked_at = match wanted.accept_losses || is_again {
        true => None,
        false => Some(Arc::new(designer::look(&mut conn).await.map_err(|error| localized(cx, error))?)),
    };
    drop(conn);
    let published = once_publishing(cx, key, move |cx, conn| {
        let (comment, looked_at) = (wanted.comment.clone(), looked_at.clone());
        Box::pin(async move { reply(&designer::publish(cx, conn, &comment, looked_at.as_deref()).await?) })
    });
    let published = published.await?;
    take_effect(cx).await?;
    Ok(published)
}

fn reply(published: &designer::Published) -> trellis_engine::Result<once::Reply> {
    let body = serde_json::to_string(published).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(once::Reply { status: 200, etag: None, body })
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
pub async fn rollback_to(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    body.empty().map_err(|error| error.in_language(cx.language))?;
    let version: i64 = path.text("version").parse().map_err(|_| ApiError::not_found().in_language(cx.language))?;
    let rolled =
        once_publishing(cx, body.key, move |cx, conn| Box::pin(async move { reply(&designer::rollback(cx, conn, version).await?) }));
    let rolled = rolled.await?;
    take_effect(cx).await?;
    Ok(rolled)
}
