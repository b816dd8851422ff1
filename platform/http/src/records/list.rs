//! Lists of records, and of the records that look one up.

use trellis_engine::records;

use super::reply::{localized, send};
use crate::{
    ApiResult,
    caller::Caller,
    input::{Path, Query},
};

/// A page of records.
pub async fn list(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let query = query.list().map_err(|error| error.in_language(cx.language))?;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let page = records::list(cx, &mut conn, object, &query).await.map_err(|error| localized(cx, error))?;
    Ok(send(200, None, page.to_json()))
}

/// A page of the records that look one up.
pub async fn related(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let query = query.list().map_err(|error| error.in_language(cx.language))?;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let page = records::related(cx, &mut conn, object, path.id("id")?, path.text("relation"), &query).await;
    Ok(send(200, None, page.map_err(|error| localized(cx, error))?.to_json()))
}
