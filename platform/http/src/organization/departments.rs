//! The department tree.

use axum::{
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use trellis_engine::{once::Reply, records};

use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path, Query, etag, version},
    records::{localized, once, send},
};

/// The departments, as a list of records.
pub async fn list_departments(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let query = query.list().map_err(|error| error.in_language(cx.language))?;
    let object = cx.object("department").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let page = records::list(cx, &mut conn, object, &query).await.map_err(|error| localized(cx, error))?;
    Ok(send(200, None, page.to_json()))
}

/// Every department at once, with how many people are in each.
pub async fn department_tree(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    let mut conn = cx.company.store.reader().await?;
    let items = trellis_identity::department_tree(cx, &mut conn).await.map_err(|error| localized(cx, error))?;
    Ok(axum::Json(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Adds a department.
pub async fn create_department(caller: Caller, body: Body) -> ApiResult {
    let response = once(&caller.cx, body.key, move |cx, conn| {
        let input = body.map.clone();
        Box::pin(async move {
            let record = trellis_identity::create_department(cx, conn, &input).await?;
            let sent = records::show(cx, cx.object("department")?, &record);
            Ok(Reply { status: 201, etag: Some(etag(sent.version)), body: sent.body })
        })
    });
    let response = response.await?;
    caller.cx.company.reload().await.map_err(|error| localized(&caller.cx, error))?;
    Ok(response)
}

/// Renames or moves a department.
pub async fn update_department(caller: Caller, path: Path, body: Body) -> ApiResult {
    let id = path.id("id").map_err(|error| error.in_language(caller.cx.language))?;
    let response = once(&caller.cx, body.key, move |cx, conn| {
        let (input, version) = (body.map.clone(), body.version);
        Box::pin(async move {
            let record = trellis_identity::update_department(cx, conn, id, &input, version).await?;
            let sent = records::show(cx, cx.object("department")?, &record);
            Ok(Reply { status: 200, etag: Some(etag(sent.version)), body: sent.body })
        })
    });
    let response = response.await?;
    caller.cx.company.reload().await.map_err(|error| localized(&caller.cx, error))?;
    Ok(response)
}

/// Deletes an empty department.
pub async fn delete_department(caller: Caller, path: Path, headers: HeaderMap) -> ApiResult {
    let cx = &caller.cx;
    version(&headers).map_err(|error| error.in_language(cx.language))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let deleted = cx.write(move |cx, conn| Box::pin(async move { trellis_identity::delete_department(cx, conn, id).await }));
    deleted.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
