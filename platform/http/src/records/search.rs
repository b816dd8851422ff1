//! One keyword across all objects.

use axum::{Json as Reply, response::IntoResponse};
use trellis_engine::records;
use trellis_model::{Violation, violation::Code};

use super::reply::localized;
use crate::{ApiError, ApiResult, caller::Caller, input::Query};

/// Most hits of an object, and those of a request that does not say.
const MOST: usize = 20;
const USUAL: usize = 5;

/// Records of any object with the keyword.
pub async fn search(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let read = || {
        let most = query.number::<usize>("limit")?.unwrap_or(USUAL);
        if most == 0 || most > MOST {
            let code = if most == 0 { Code::TooSmall } else { Code::TooLarge };
            return Err(ApiError::invalid(Violation::new("limit", code).with("min", 1).with("max", MOST)));
        }
        let objects = query.get("objects").map(|names| names.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>());
        Ok((most, objects))
    };
    let (most, objects) = read().map_err(|error: ApiError| error.in_language(cx.language))?;
    let hits = records::search(cx, query.get("q").unwrap_or_default(), objects.as_deref(), most).await;
    let hits = hits.map_err(|error| localized(cx, error))?;
    Ok(Reply(serde_json::json!({ "items": hits, "next": null })).into_response())
}
