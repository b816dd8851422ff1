//! Dictionaries.

use axum::{Json as Reply, response::IntoResponse};
use trellis_engine::designer;
use trellis_model::Schema;

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::localized,
};

/// Every dictionary. Everybody reads them: without options no form works.
pub async fn list_picklists(caller: Caller) -> ApiResult {
    let items: Vec<_> = caller.cx.catalog().picklists().collect();
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// One dictionary.
pub async fn get_picklist(caller: Caller, path: Path) -> ApiResult {
    let picklist = caller.cx.catalog().picklist(path.text("name"));
    let picklist = picklist.ok_or_else(|| ApiError::not_found().in_language(caller.cx.language))?;
    Ok(Reply(picklist).into_response())
}

/// Replaces a dictionary, at once. An option that is no longer named is retired.
pub async fn put_picklist(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    let name = path.text("name").to_owned();
    let owned = name.clone();
    let published = cx.write(move |cx, conn| {
        let (name, map) = (owned.clone(), body.map.clone());
        Box::pin(async move { designer::put_picklist(cx, conn, &name, &map).await })
    });
    published.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    let snapshot = cx.company.snapshot().await.map_err(|error| localized(cx, error))?;
    Ok(Reply(snapshot.catalog.picklist(&name)).into_response())
}
