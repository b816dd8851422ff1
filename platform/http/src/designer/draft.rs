//! The draft: reading and editing it.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use serde::Deserialize;
use trellis_engine::designer;
use trellis_model::{Json, Schema};

use super::parts::tagged;
use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path, Query, seen},
    records::{localized, nothing, once},
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
        .filter(|object| object.options.line_of.is_none())
        .map(|object| {
            let fields: Vec<_> = object.fields().iter().collect();
            let layouts: Vec<Json> =
                object.layouts.iter().map(|(name, layout)| serde_json::json!({ "name": name, "layout": layout })).collect();
            serde_json::json!({
                "name": object.name, "label": object.label, "app": object.app, "options": object.options, "fields": fields,
                "layouts": layouts, "tags": designer::tags(&draft.catalog, object), "description": draft.catalog.description(&object.name), "is_new": cx.catalog().object(&object.name).is_none(),
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
    Ok(tagged(document))
}

/// A field of the draft: its property of the object's document, with a tag that says which declaration it is.
pub async fn get_draft_field(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let field = draft.catalog.object(path.text("object")).and_then(|object| object.field(path.text("field")));
    let field = field.ok_or_else(|| ApiError::not_found().in_language(cx.language))?;
    Ok(tagged(Json::Object(field.to_schema(&draft.catalog))))
}

/// Adds or changes a field.
pub async fn put_draft_field(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let seen = seen(&headers);
    let put = cx.write(move |cx, conn| {
        let (object, field, map, seen) = (object.clone(), field.clone(), body.map.clone(), seen.clone());
        Box::pin(async move { designer::put_field(cx, conn, &object, &field, &map, &seen).await })
    });
    Ok(tagged(put.await.map_err(|error| localized(cx, error))?))
}

/// Gives a field another name; what mentions it follows.
pub async fn rename_draft_field(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let key = body.key.clone();
    let Rename { name } = body.read()?;
    once(cx, key, move |cx, conn| {
        let (object, field, name) = (object.clone(), field.clone(), name.clone());
        Box::pin(async move { designer::rename_field(cx, conn, &object, &field, &name).await.map(nothing) })
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    name: String,
}

/// Retires a field that administrators added; `?mend=true` takes out of the draft what refers to it.
pub async fn delete_draft_field(caller: Caller, path: Path, headers: HeaderMap, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let mending = query.flag("mend").map_err(|error| error.in_language(cx.language))?;
    let seen = seen(&headers);
    let deleted = cx.write(move |cx, conn| {
        let (object, field, seen) = (object.clone(), field.clone(), seen.clone());
        Box::pin(async move { designer::delete_field(cx, conn, &object, &field, mending, &seen).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Adds or changes an object.
pub async fn put_draft_object(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let object = path.text("object").to_owned();
    let seen = seen(&headers);
    let put = cx.write(move |cx, conn| {
        let (object, map, seen) = (object.clone(), body.map.clone(), seen.clone());
        Box::pin(async move { designer::put_object(cx, conn, &object, &map, &seen).await })
    });
    Ok(tagged(put.await.map_err(|error| localized(cx, error))?))
}

/// Retires an object that administrators added; `?mend=true` takes out of the draft what is about it alone.
pub async fn delete_draft_object(caller: Caller, path: Path, headers: HeaderMap, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let object = path.text("object").to_owned();
    let mending = query.flag("mend").map_err(|error| error.in_language(cx.language))?;
    let seen = seen(&headers);
    let deleted = cx.write(move |cx, conn| {
        let (object, seen) = (object.clone(), seen.clone());
        Box::pin(async move { designer::delete_object(cx, conn, &object, mending, &seen).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A part of an object of the draft as its file declares it: `views`, `layouts`, `actions` or `conversions`.
pub async fn get_draft_part(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let part = path.text("part");
    if !["views", "layouts", "actions", "conversions"].contains(&part) {
        return Err(ApiError::not_found().in_language(cx.language));
    }
    let mut conn = cx.company.store.reader().await?;
    let document = designer::document(&mut conn, path.text("object"), part).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(document).into_response())
}

/// Throws the draft away.
pub async fn discard_draft(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let discarded = cx.write(|_, conn| Box::pin(async move { designer::discard(conn).await }));
    discarded.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
