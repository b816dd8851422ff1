//! The parts of an object of the draft that are written one by one, each with a tag that says which declaration it is.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use trellis_engine::designer::{self, Declared, Part};
use trellis_model::{Json, Schema};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path, seen},
    records::localized,
};

/// A declaration with its tag.
pub(super) fn tagged(declaration: Json) -> Response {
    let tag = designer::tag_of(&declaration);
    with_tag(Declared { declaration, tag })
}

fn with_tag(found: Declared) -> Response {
    ([(header::ETAG, found.tag)], Reply(found.declaration)).into_response()
}

/// The entry that the path names.
fn entry(caller: &Caller, path: &Path) -> Result<Part, ApiError> {
    let named = |key: &str, part: fn(String) -> Part| Some(part(path.find(key)?.to_owned()));
    let found = named("view", Part::View)
        .or_else(|| named("layout", Part::Layout))
        .or_else(|| named("action", Part::Action))
        .or_else(|| named("conversion", Part::Conversion))
        .or_else(|| named("rule", Part::Rule));
    found.ok_or_else(|| ApiError::not_found().in_language(caller.cx.language))
}

async fn get(caller: &Caller, path: &Path, part: &Part) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let found = designer::part(&draft.catalog, path.text("object"), part);
    Ok(with_tag(found.ok_or_else(|| ApiError::not_found().in_language(cx.language))?))
}

async fn put(caller: &Caller, path: &Path, part: Part, headers: &HeaderMap, declaration: Option<Json>) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let (object, seen) = (path.text("object").to_owned(), seen(headers));
    let put = cx.write(move |cx, conn| {
        let (object, part, declaration, seen) = (object.clone(), part.clone(), declaration.clone(), seen.clone());
        Box::pin(async move { designer::put_part(cx, conn, &object, &part, declaration.as_ref(), &seen).await })
    });
    let kept = put.await.map_err(|error| localized(cx, error))?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(tag) = kept.and_then(|kept| kept.tag.parse().ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// A list view, layout, action, conversion or rule of the draft.
pub async fn get_draft_entry(caller: Caller, path: Path) -> ApiResult {
    get(&caller, &path, &entry(&caller, &path)?).await
}

/// Adds or changes a list view, layout or rule; changes an action or a conversion.
pub async fn put_draft_entry(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    put(&caller, &path, entry(&caller, &path)?, &headers, Some(Json::Object(body.map))).await
}

/// Takes a list view, layout or rule out of the draft.
pub async fn delete_draft_entry(caller: Caller, path: Path, headers: HeaderMap) -> ApiResult {
    put(&caller, &path, entry(&caller, &path)?, &headers, None).await
}

/// What all lists of an object share: columns, sort, scenes, the order of the views.
pub async fn get_draft_lists(caller: Caller, path: Path) -> ApiResult {
    get(&caller, &path, &Part::Lists).await
}

/// Changes what all lists of an object share.
pub async fn put_draft_lists(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    put(&caller, &path, Part::Lists, &headers, Some(Json::Object(body.map))).await
}

/// What an object says of itself: title, label, description, what it can do.
pub async fn get_draft_settings(caller: Caller, path: Path) -> ApiResult {
    get(&caller, &path, &Part::Settings).await
}

/// Changes what an object says of itself.
pub async fn put_draft_settings(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    put(&caller, &path, Part::Settings, &headers, Some(Json::Object(body.map))).await
}

/// Every part of an object of the draft, with the tags.
pub async fn get_draft_parts(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let object = draft.catalog.object(path.text("object")).ok_or_else(|| ApiError::not_found().in_language(cx.language))?;
    Ok(Reply(designer::parts(&draft.catalog, object)).into_response())
}
