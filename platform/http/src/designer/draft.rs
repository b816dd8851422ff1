//! The draft: reading and editing it.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use trellis_engine::designer::{self, Part};
use trellis_model::{Json, Schema};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path, Query},
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
        .filter(|object| object.options.line_of.is_none())
        .map(|object| {
            let fields: Vec<_> = object.fields().iter().collect();
            let layouts: Vec<Json> =
                object.layouts.iter().map(|(name, layout)| serde_json::json!({ "name": name, "layout": layout })).collect();
            serde_json::json!({
                "name": object.name, "label": object.label, "app": object.app, "options": object.options, "fields": fields,
                "layouts": layouts, "description": draft.catalog.description(&object.name), "is_new": cx.catalog().object(&object.name).is_none(),
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

/// A declaration with its tag.
fn tagged(declaration: Json) -> Response {
    let tag = designer::tag_of(&declaration);
    ([(header::ETAG, tag)], Reply(declaration)).into_response()
}

/// Adds or changes a field; with `If-Match` only the declaration that the caller has read.
pub async fn put_draft_field(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let tag = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()).filter(|tag| *tag != "*").map(str::to_owned);
    let put = cx.write(move |cx, conn| {
        let (object, field, map, tag) = (object.clone(), field.clone(), body.map.clone(), tag.clone());
        Box::pin(async move { designer::put_field(cx, conn, &object, &field, &map, tag.as_deref()).await })
    });
    Ok(tagged(put.await.map_err(|error| localized(cx, error))?))
}

/// Gives a field another name; what mentions it follows.
pub async fn rename_draft_field(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    let Rename { name } = body.read().map_err(|error| error.in_language(cx.language))?;
    let renamed = cx.write(move |cx, conn| {
        let (object, field, name) = (object.clone(), field.clone(), name.clone());
        Box::pin(async move { designer::rename_field(cx, conn, &object, &field, &name).await })
    });
    renamed.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    name: String,
}

/// Retires a field that administrators added; `?mend=true` takes out of the draft what refers to it.
pub async fn delete_draft_field(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, field) = (path.text("object").to_owned(), path.text("field").to_owned());
    query.only(&["mend"]).map_err(|error| error.in_language(cx.language))?;
    let mending = query.flag("mend").map_err(|error| error.in_language(cx.language))?;
    let deleted = cx.write(move |cx, conn| {
        let (object, field) = (object.clone(), field.clone());
        Box::pin(async move { designer::delete_field(cx, conn, &object, &field, mending).await })
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

/// Retires an object that administrators added; `?mend=true` takes out of the draft what is about it alone.
pub async fn delete_draft_object(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let object = path.text("object").to_owned();
    query.only(&["mend"]).map_err(|error| error.in_language(cx.language))?;
    let mending = query.flag("mend").map_err(|error| error.in_language(cx.language))?;
    let deleted = cx.write(move |cx, conn| {
        let object = object.clone();
        Box::pin(async move { designer::delete_object(cx, conn, &object, mending).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Writes one entry of a part of an object.
async fn put_part(caller: &Caller, path: &Path, part: Part, key: &str, declaration: Option<Json>) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, name) = (path.text("object").to_owned(), path.text(key).to_owned());
    let put = cx.write(move |cx, conn| {
        let (object, name, declaration) = (object.clone(), name.clone(), declaration.clone());
        Box::pin(async move { designer::put_part(cx, conn, &object, part, &name, declaration.as_ref()).await })
    });
    put.await.map_err(|error| localized(cx, error))?;
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

/// Adds or changes a list view.
pub async fn put_draft_view(caller: Caller, path: Path, body: Body) -> ApiResult {
    put_part(&caller, &path, Part::View, "view", Some(Json::Object(body.map))).await
}

/// Takes a list view out of the draft.
pub async fn delete_draft_view(caller: Caller, path: Path) -> ApiResult {
    put_part(&caller, &path, Part::View, "view", None).await
}

/// Changes what all lists of an object share: columns, sort, scenes, the order of the views.
pub async fn put_draft_lists(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let object = path.text("object").to_owned();
    let put = cx.write(move |cx, conn| {
        let (object, map) = (object.clone(), body.map.clone());
        Box::pin(async move { designer::put_lists(cx, conn, &object, &map).await })
    });
    put.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Adds or changes a layout.
pub async fn put_draft_layout(caller: Caller, path: Path, body: Body) -> ApiResult {
    put_part(&caller, &path, Part::Layout, "layout", Some(Json::Object(body.map))).await
}

/// Takes a layout out of the draft.
pub async fn delete_draft_layout(caller: Caller, path: Path) -> ApiResult {
    put_part(&caller, &path, Part::Layout, "layout", None).await
}

/// Adds or changes a rule between fields.
pub async fn put_draft_rule(caller: Caller, path: Path, body: Body) -> ApiResult {
    put_part(&caller, &path, Part::Rule, "rule", Some(Json::Object(body.map))).await
}

/// Takes a rule out of the draft.
pub async fn delete_draft_rule(caller: Caller, path: Path) -> ApiResult {
    put_part(&caller, &path, Part::Rule, "rule", None).await
}

/// Changes an action's label, icon, placement, condition and question.
pub async fn put_draft_action(caller: Caller, path: Path, body: Body) -> ApiResult {
    put_part(&caller, &path, Part::Action, "action", Some(Json::Object(body.map))).await
}

/// Changes what a conversion copies.
pub async fn put_draft_conversion(caller: Caller, path: Path, body: Body) -> ApiResult {
    put_part(&caller, &path, Part::Conversion, "conversion", Some(Json::Object(body.map))).await
}

/// Throws the draft away.
pub async fn discard_draft(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let discarded = cx.write(|_, conn| Box::pin(async move { designer::discard(conn).await }));
    discarded.await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
