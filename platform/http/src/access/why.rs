//! Why somebody may do something to a record, or not.

use axum::{Json as Reply, response::IntoResponse};
use trellis_engine::why;
use trellis_model::{Violation, field::lookup::parse_id, violation::Code};
use uuid::Uuid;

use crate::{ApiError, ApiResult, caller::Caller, input::Query, records::localized};

fn id(query: &Query, name: &str) -> Result<Uuid, ApiError> {
    let text = query.get(name).ok_or_else(|| ApiError::invalid(Violation::new(name, Code::Required)))?;
    parse_id(text).ok_or_else(|| ApiError::invalid(Violation::new(name, Code::Format).with("expected", "id")))
}

fn object(query: &Query) -> Result<&str, ApiError> {
    query.get("object").ok_or_else(|| ApiError::invalid(Violation::new("object", Code::Required)))
}

/// Why a person may do an action to a record, or not, or something with one of its fields.
pub async fn explain(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let read = || Ok((id(&query, "user")?, object(&query)?, id(&query, "id")?));
    let (user, object, record) = read().map_err(|error: ApiError| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let action = query.get("action").unwrap_or("view");
    let found = why::explain(cx, &mut conn, user, object, record, action, query.get("field")).await;
    Ok(Reply(found.map_err(|error| localized(cx, error))?).into_response())
}

/// Who sees a record and what they may do to it.
pub async fn who(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let read = || Ok((object(&query)?, id(&query, "id")?));
    let (object, record) = read().map_err(|error: ApiError| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let items = why::who(cx, &mut conn, object, record).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Why a record is missing from a person's list.
pub async fn missing(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let read = || Ok((id(&query, "user")?, object(&query)?, id(&query, "id")?));
    let (user, object, record) = read().map_err(|error: ApiError| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let found = why::missing(cx, &mut conn, user, object, record, query.get("view")).await;
    Ok(Reply(found.map_err(|error| localized(cx, error))?).into_response())
}
