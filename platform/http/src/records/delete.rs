//! To the recycle bin and back.

use axum::{
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_engine::records;

use super::reply::{localized, once, sent};
use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path, version},
};

/// Deletes a record to the recycle bin.
pub async fn delete(caller: Caller, path: Path, headers: HeaderMap) -> ApiResult {
    let cx = &caller.cx;
    let name = path.text("object").to_owned();
    cx.object(&name).map_err(|error| localized(cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let version = version(&headers).map_err(|error| error.in_language(cx.language))?;
    let deleted = cx.write(move |cx, conn| {
        let name = name.clone();
        Box::pin(async move { records::delete(cx, conn, cx.object(&name)?, id, version).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Restores a record from the recycle bin.
pub async fn restore(caller: Caller, path: Path, body: Body) -> ApiResult {
    let name = path.text("object").to_owned();
    caller.cx.object(&name).map_err(|error| localized(&caller.cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(caller.cx.language))?;
    once(&caller.cx, body.key, move |cx, conn| {
        let name = name.clone();
        Box::pin(async move {
            let object = cx.object(&name)?;
            let record = records::restore(cx, conn, object, id).await?;
            Ok(sent(200, records::show(cx, object, &record)))
        })
    })
    .await
}
