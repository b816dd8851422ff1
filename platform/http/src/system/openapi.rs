//! The API's description as OpenAPI 3.1, made from the table of routes and the company's objects.

use axum::{Json as Reply, response::IntoResponse};
use serde_json::json;
use trellis_engine::Cx;
use trellis_model::{Json, JsonMap, Object};

use crate::{
    ApiResult,
    caller::Caller,
    designer::visible_schema,
    routes::{Guard, Route, table},
};

/// The description: with the company's own objects for whoever is signed in, the public part for others.
pub async fn openapi(caller: Result<Caller, crate::ApiError>) -> ApiResult {
    let document = match &caller {
        Ok(caller) => document(&caller.cx),
        Err(_) => public_document(),
    };
    Ok(Reply(document).into_response())
}

/// The part that is the same for everybody.
pub fn public_document() -> Json {
    describe(&JsonMap::new(), Vec::new())
}

/// The description for a caller: every object that they may see has its own paths and schema.
pub fn document(cx: &Cx) -> Json {
    let objects: Vec<&Object> = cx.catalog().objects().map(AsRef::as_ref).filter(|object| cx.object(&object.name).is_ok()).collect();
    let schemas = objects.iter().map(|object| (object.name.clone(), component(cx, object))).collect();
    describe(&schemas, objects)
}

/// A record schema as a component: references stay inside the document.
fn component(cx: &Cx, object: &Object) -> Json {
    let mut schema = visible_schema(cx, object);
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("$schema");
        map.shift_remove("$id");
    }
    schema
}

fn describe(schemas: &JsonMap, objects: Vec<&Object>) -> Json {
    let mut paths = JsonMap::new();
    for route in table() {
        let path = format!("/api{}", route.path);
        let generic = path.contains("{object}") && path.contains("/records/");
        if generic && !objects.is_empty() {
            for object in &objects {
                add(&mut paths, path.replace("{object}", &object.name), &route, Some(object));
            }
        } else {
            add(&mut paths, path, &route, None);
        }
    }
    let mut all = schemas.clone();
    all.insert("Problem".into(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Trellis",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "One API for the browser, scripts and other systems. Errors are RFC 9457 problems; lists reply items and next; \
                records and declarations carry an ETag, and a change with If-Match is refused when somebody else was there before; POST takes an \
                Idempotency-Key.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "schemas": all,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A personal access token" },
                "session": { "type": "apiKey", "in": "cookie", "name": crate::routes::COOKIE, "description": "The browser's session" },
            },
        },
    })
}

fn add(paths: &mut JsonMap, path: String, route: &Route, object: Option<&Object>) {
    let parameters: Vec<Json> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .chain(
            route
                .query
                .iter()
                .map(|(name, text)| json!({ "name": name, "in": "query", "description": text, "schema": { "type": "string" } })),
        )
        .collect();
    let record =
        object.map_or_else(|| json!({ "type": "object" }), |object| json!({ "$ref": format!("#/components/schemas/{}", object.name) }));
    let body = match route.reply {
        crate::routes::Shape::Record => record.clone(),
        crate::routes::Shape::Page => json!({
            "type": "object", "required": ["items", "next"],
            "properties": {
                "items": { "type": "array", "items": { "type": "object" } },
                "next": { "type": ["string", "null"] },
                "count": { "type": "object", "properties": { "value": { "type": "integer" }, "exact": { "type": "boolean" } } },
            },
        }),
        crate::routes::Shape::File(_) | crate::routes::Shape::Events => json!({ "type": "string" }),
        crate::routes::Shape::Object | crate::routes::Shape::Nothing => json!({ "type": "object" }),
    };
    let media = match route.reply {
        crate::routes::Shape::File(media) => media,
        crate::routes::Shape::Events => "text/event-stream",
        _ => "application/json",
    };
    let (status, description) = match (route.reply, route.creates) {
        (crate::routes::Shape::Nothing, _) => ("204", "Done"),
        (_, true) => ("201", "Made"),
        _ if route.accepts => ("202", "Will be done"),
        _ => ("200", "As asked"),
    };
    let mut reply = json!({ "description": description });
    if status != "204" {
        reply["content"] = json!({ media: { "schema": body } });
        if route.query.iter().any(|(name, text)| *name == "format" && text.contains("xlsx")) {
            reply["content"][trellis_engine::sheet::Format::Xlsx.media()] = json!({});
        }
    }
    let problem = |text: &str| json!({ "description": text, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let mut responses = JsonMap::new();
    responses.insert(status.into(), reply);
    if route.guard != Guard::Public {
        responses.insert("401".into(), problem("Not signed in"));
        responses.insert("403".into(), problem("Not allowed"));
        responses.insert("404".into(), problem("Absent, or not visible to the caller"));
    }
    if route.guard != Guard::Public || route.takes_body {
        responses.insert("422".into(), problem("Invalid: each violation with its pointer"));
    }
    if route.guard == Guard::Public && route.takes_body {
        responses.insert("429".into(), problem("Too often: Retry-After says how many seconds to wait"));
    }
    let mut operation =
        json!({ "summary": route.summary, "operationId": operation_id(route, object), "parameters": parameters, "responses": responses });
    if let Some(object) = object {
        operation["tags"] = json!([object.label.en]);
    }
    if route.guard == Guard::Public {
        operation["security"] = json!([]);
    }
    if route.takes_body {
        // A change names only some fields; what a new record needs is in the record's schema.
        let schema = if route.creates && route.reply == crate::routes::Shape::Record { record } else { json!({ "type": "object" }) };
        operation["requestBody"] = if let Some(parts) = route.takes_file {
            let mut file =
                json!({ "type": "object", "required": ["file"], "properties": { "file": { "type": "string", "format": "binary" } } });
            for part in parts {
                file["properties"][*part] = json!({ "type": "string" });
            }
            json!({ "required": true, "content": { "multipart/form-data": { "schema": file } } })
        } else {
            json!({ "required": true, "content": { "application/json": { "schema": schema } } })
        };
    }
    let methods = paths.entry(path).or_insert_with(|| Json::Object(JsonMap::new()));
    if let Json::Object(methods) = methods {
        methods.insert(route.method.as_str().to_ascii_lowercase(), operation);
    }
}

fn operation_id(route: &Route, object: Option<&Object>) -> String {
    object.map_or_else(|| route.name.to_owned(), |object| format!("{}_{}", route.name, object.name))
}

fn problem_schema() -> Json {
    json!({
        "type": "object", "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "detail": { "type": "string" }, "code": { "type": "string" },
            "errors": { "type": "array", "items": {
                "type": "object", "required": ["pointer", "code", "message"],
                "properties": { "pointer": { "type": "string" }, "code": { "type": "string" }, "message": { "type": "string" } },
            } },
        },
    })
}
