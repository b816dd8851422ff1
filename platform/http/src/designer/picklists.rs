//! Dictionaries.

use axum::{
    Json as Reply,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use trellis_engine::{Error, designer};
use trellis_model::{JsonMap, Picklist, Schema, Violation, violation::Code};

use super::parts::tagged;
use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path, seen},
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
    Ok(with_tag(picklist))
}

/// A dictionary with the tag that says which declaration it is.
fn with_tag(picklist: &Picklist) -> Response {
    tagged(serde_json::to_value(picklist).unwrap_or_default())
}

/// Replaces a dictionary, at once. An option that is no longer named is retired.
pub async fn put_picklist(caller: Caller, path: Path, headers: HeaderMap, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    let name = path.text("name").to_owned();
    whole(&name, &body.map)?;
    let (owned, seen) = (name.clone(), seen(&headers));
    let published = cx.write_metadata(move |cx, conn| {
        let (name, map, seen) = (owned.clone(), body.map.clone(), seen.clone());
        Box::pin(async move { designer::put_picklist(cx, conn, &name, &map, &seen).await })
    });
    published.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    let snapshot = cx.company.snapshot().await.map_err(|error| localized(cx, error))?;
    let picklist = snapshot.catalog.picklist(&name).ok_or_else(|| ApiError::not_found().in_language(cx.language))?;
    Ok(with_tag(picklist))
}

/// Refuses what is no whole dictionary: what a body leaves out would stay as it is, and it would be no replacement. A name is
/// that of the address.
fn whole(name: &str, map: &JsonMap) -> Result<(), ApiError> {
    let missing = ["label", "options"].into_iter().filter(|key| !map.contains_key(*key));
    let mut violations: Vec<Violation> = missing.map(|key| Violation::new(key, Code::Required)).collect();
    if map.get("name").is_some_and(|own| own.as_str() != Some(name)) {
        let (zh, en) = (format!("须与地址中的“{name}”一致"), format!("must be `{name}`, as in the address"));
        violations.push(Violation::new("name", Code::Refused).with("reason_zh", zh).with("reason_en", en));
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations).into()) }
}
