//! What the caller may see of the objects.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use trellis_engine::Cx;
use trellis_model::{
    Field, Object,
    wire::{App, FieldLevel, ObjectInfo, ObjectList},
};

use crate::{ApiResult, caller::Caller, input::Path, records::localized};

/// What can be done with the records of any object.
const VERBS: &[&str] = &["view", "create", "edit", "delete", "import", "export", "transfer"];

/// Every object that the caller may view, with apps and dictionaries: what the interface begins with.
pub async fn list_objects(caller: Caller, headers: HeaderMap) -> ApiResult {
    let cx = &caller.cx;
    let visible: Vec<&Object> = cx.catalog().objects().map(AsRef::as_ref).filter(|object| cx.object(&object.name).is_ok()).collect();
    let app = |app: &App| {
        let objects: Vec<String> = app.objects.iter().filter(|name| visible.iter().any(|object| object.name == **name)).cloned().collect();
        (!objects.is_empty()).then(|| App { objects, ..app.clone() })
    };
    let list = ObjectList {
        items: visible.iter().map(|object| describe(cx, object)).collect(),
        next: None,
        apps: cx.catalog().apps().iter().filter_map(app).collect(),
        picklists: cx.catalog().picklists().cloned().collect(),
        version: cx.catalog().version(),
    };
    Ok(tagged(cx, &headers, Reply(list).into_response()))
}

/// One object.
pub async fn get_object(caller: Caller, path: Path, headers: HeaderMap) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    Ok(tagged(cx, &headers, Reply(describe(cx, object)).into_response()))
}

/// The JSON Schema of an object's records, of the fields that the caller sees.
pub async fn get_schema(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    Ok(Reply(visible_schema(cx, object)).into_response())
}

/// The record schema without what the caller may not see.
pub fn visible_schema(cx: &Cx, object: &Object) -> serde_json::Value {
    let mut schema = trellis_catalog::record_schema(object, cx.catalog());
    let hidden: Vec<&str> =
        object.fields().iter().filter(|field| cx.level(object, field) == FieldLevel::Hidden).map(|field| field.name.as_str()).collect();
    if let Some(properties) = schema.get_mut("properties").and_then(|json| json.as_object_mut()) {
        properties.retain(|name, _| !hidden.contains(&name.as_str()));
    }
    if let Some(required) = schema.get_mut("required").and_then(|json| json.as_array_mut()) {
        required.retain(|name| !name.as_str().is_some_and(|name| hidden.contains(&name)));
    }
    schema
}

fn describe(cx: &Cx, object: &Object) -> ObjectInfo {
    let visible = |field: &Field| {
        let level = cx.level(object, field);
        (level > FieldLevel::Hidden).then(|| Field { level: Some(level), ..field.clone() })
    };
    let allowed = |action: &&str| cx.access.can(&object.name, action);
    ObjectInfo {
        name: object.name.clone(),
        label: object.label.clone(),
        app: object.app.clone(),
        options: object.options.clone(),
        fields: object.fields().iter().filter_map(visible).collect(),
        views: object.views.clone(),
        layout: object.layout().cloned().unwrap_or_default(),
        actions: object.actions.iter().filter(|action| cx.access.can(&object.name, &action.name)).cloned().collect(),
        can: VERBS.iter().filter(|action| allowed(action)).map(|action| (*action).to_owned()).collect(),
    }
}

/// Metadata is the same until somebody publishes or changes rights: the tag says so, and an unchanged answer is short.
fn tagged(cx: &Cx, headers: &HeaderMap, response: Response) -> Response {
    let tag = format!("\"m{}-{}\"", cx.snapshot.generation(), cx.user.simple());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(&tag);
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { response };
    if let Ok(tag) = tag.parse() {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
