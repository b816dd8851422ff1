//! The draft: reading and editing it.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use trellis_engine::designer;
use trellis_model::{Json, Schema};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::localized,
};

/// The objects of the draft, and how many files it changes.
pub async fn list_draft_objects(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let items: Vec<Json> = draft
        .catalog
        .objects()
        .map(|object| {
            let fields: Vec<_> = object.fields().iter().collect();
            serde_json::json!({
                "name": object.name, "label": object.label, "app": object.app, "options": object.options, "fields": fields,
                "layout": object.layout(), "is_new": cx.catalog().object(&object.name).is_none(),
            })
        })
        .collect();
    let changes = designer::changes(&draft);
    Ok(Reply(serde_json::json!({ "items": items, "next": null, "changes": changes, "base": draft.base })).into_response())
}

/// An object of the draft: its JSON Schema document.
pub async fn get_draft_object(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let document = designer::document(&mut conn, path.text("object"), "object").await.map_err(|error| localized(cx, error))?;
    Ok(Reply(document).into_response())
}

/// A field of the draft: its property of the object's document.
pub async fn get_draft_field(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let field = draft.catalog.object(path.text("object")).and_then(|object| object.field(path.text("field")));
    let field = field.ok_or_else(|| ApiError::not_found().in_language(cx.language))?;
    Ok(Reply(Json::Object(field.to_schema(&draft.catalog))).into_response())
}

/// Adds or changes a field.
pub async fn put_draft_field(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let put = cx.write(move |cx, conn| {
        let (object, field, map) = (object.clone(), field.clone(), body.map.clone());
        Box::pin(async move { designer::put_field(cx, conn, &object, &field, &map).await })
    });
    Ok(Reply(put.await.map_err(|error| localized(cx, error))?).into_response())
}

/// Retires a field that administrators added.
pub async fn delete_draft_field(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let deleted = cx.write(move |cx, conn| {
        let (object, field) = (object.clone(), field.clone());
        Box::pin(async move { designer::delete_field(cx, conn, &object, &field).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Adds or changes an object.
pub async fn put_draft_object(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let object = path.text("object").to_owned();
    let put = cx.write(move |cx, conn| {
        let (object, map) = (object.clone(), body.map.clone());
        Box::pin(async move { designer::put_object(cx, conn, &object, &map).await })
    });
    Ok(Reply(put.await.map_err(|error| localized(cx, error))?).into_response())
}

/// Retires an object that administrators added.
pub async fn delete_draft_object(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let object = path.text("object").to_owned();
    let deleted = cx.write(move |cx, conn| {
        let object = object.clone();
        Box::pin(async move { designer::delete_object(cx, conn, &object).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Adds or changes a list view.
pub async fn put_draft_view(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, view) = (path.text("object").to_owned(), path.text("view").to_owned());
    let put = cx.write(move |cx, conn| {
        let (object, view, json) = (object.clone(), view.clone(), Json::Object(body.map.clone()));
        Box::pin(async move { designer::put_view(cx, conn, &object, &view, &json).await })
    });
    put.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Changes a layout.
pub async fn put_draft_layout(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, layout) = (path.text("object").to_owned(), path.text("layout").to_owned());
    let put = cx.write(move |cx, conn| {
        let (object, layout, json) = (object.clone(), layout.clone(), Json::Object(body.map.clone()));
        Box::pin(async move { designer::put_layout(cx, conn, &object, &layout, &json).await })
    });
    put.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Throws the draft away.
pub async fn discard_draft(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let discarded = cx.write(|_, conn| Box::pin(async move { designer::discard(conn).await }));
    discarded.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
