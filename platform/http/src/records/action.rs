//! Business actions, on one record or on many.

use futures_util::{StreamExt, stream};
use trellis_engine::{Cx, actions, once::Reply, records};
use trellis_model::{Json, JsonMap, Violation, field::lookup::parse_id, violation::Code, wire::Problem};
use uuid::Uuid;

use super::reply::{localized, once, send};
use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
};

/// The most records of one call, and how many are worked on at once.
const MOST: usize = 500;
const AT_ONCE: usize = 16;
/// What can be done to many records beside an object's own actions.
const BUILT_IN: &[&str] = &["delete", "transfer"];

/// Runs an action on one record.
pub async fn act(caller: Caller, path: Path, body: Body) -> ApiResult {
    let name = path.text("object").to_owned();
    let action = path.text("action").to_owned();
    caller.cx.object(&name).map_err(|error| localized(&caller.cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(caller.cx.language))?;
    once(&caller.cx, body.key, move |cx, conn| {
        let (name, action, params) = (name.clone(), action.clone(), body.map.clone());
        Box::pin(async move {
            let done = actions::run(cx, conn, cx.object(&name)?, id, &action, &params).await?;
            Ok(Reply { status: 200, etag: None, body: done.to_string() })
        })
    })
    .await
}

/// Runs an action on many records, each in a transaction of its own: `done` and `refused` say which.
pub async fn act_many(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let (ids, params) = many(&body.map).map_err(|error| error.in_language(cx.language))?;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let action = path.text("action");
    if !BUILT_IN.contains(&action) && object.action(action).is_none() {
        return Err(ApiError::not_found().in_language(cx.language));
    }
    let works: Vec<_> = ids.iter().map(|id| one(cx.clone(), object.name.clone(), action.to_owned(), *id, params.clone())).collect();
    let outcomes = stream::iter(works).buffered(AT_ONCE);
    let outcomes: Vec<Result<(), ApiError>> = outcomes.collect().await;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (id, outcome) in ids.iter().zip(outcomes) {
        match outcome {
            Ok(()) => done.push(id.to_string()),
            Err(error) => {
                let problem = error.in_language(cx.language).problem();
                refused.push(refusal(*id, &problem));
            }
        }
    }
    Ok(send(200, None, serde_json::json!({ "done": done, "refused": refused }).to_string()))
}

fn refusal(id: Uuid, problem: &Problem) -> Json {
    let first = problem.errors.first().map(|error| error.message.clone());
    serde_json::json!({ "id": id, "code": problem.code, "message": first.unwrap_or_else(|| problem.detail.clone()) })
}

async fn one(cx: Cx, name: String, action: String, id: Uuid, params: JsonMap) -> Result<(), ApiError> {
    let done = cx.write(move |cx, conn| {
        let (name, action, params) = (name.clone(), action.clone(), params.clone());
        Box::pin(async move {
            let object = cx.object(&name)?;
            match action.as_str() {
                "delete" => records::delete(cx, conn, object, id, None).await,
                "transfer" => records::transfer(cx, conn, object, id, &params).await.map(|_| ()),
                action => actions::run(cx, conn, object, id, action, &params).await.map(|_| ()),
            }
        })
    });
    done.await.map_err(|error| localized(&cx, error))
}

fn many(body: &JsonMap) -> Result<(Vec<Uuid>, JsonMap), ApiError> {
    let wrong = |name: &str, expected: &str| ApiError::invalid(Violation::new(name, Code::Shape).with("expected", expected));
    if let Some(name) = body.keys().find(|name| !matches!(name.as_str(), "ids" | "params")) {
        return Err(ApiError::invalid(trellis_model::record::unknown_field(name, ["ids", "params"])));
    }
    let ids = body.get("ids").and_then(Json::as_array).ok_or_else(|| wrong("ids", "array"))?;
    if ids.len() > MOST {
        return Err(ApiError::invalid(Violation::new("ids", Code::TooMany).with("max", MOST)));
    }
    let parse = |(at, json): (usize, &Json)| {
        let id = json.as_str().and_then(parse_id);
        id.ok_or_else(|| ApiError::invalid(Violation::at(format!("/ids/{at}"), Code::Format).with("expected", "id")))
    };
    let ids: Result<Vec<Uuid>, ApiError> = ids.iter().enumerate().map(parse).collect();
    let params = match body.get("params") {
        None => JsonMap::new(),
        Some(Json::Object(params)) => params.clone(),
        Some(_) => return Err(wrong("params", "object")),
    };
    Ok((ids?, params))
}
