//! Reading the audit log, and proving it.

use axum::{Json as Reply, response::IntoResponse};
use chrono::{DateTime, Utc};
use trellis_engine::audit::{self, AuditQuery};
use trellis_model::{
    Violation,
    field::{datetime::parse_instant, lookup::parse_id},
    violation::Code,
};

use crate::{ApiError, ApiResult, caller::Caller, input::Query, records::localized};

/// The most entries of a page, and those of one that does not say.
const MOST: u32 = 500;
const USUAL: u32 = 50;

/// A page of the audit log, the newest first.
pub async fn list(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let read = || {
        let limit = query.number::<u32>("limit")?.unwrap_or(USUAL);
        if limit == 0 || limit > MOST {
            let code = if limit == 0 { Code::TooSmall } else { Code::TooLarge };
            return Err(ApiError::invalid(Violation::new("limit", code).with("min", 1).with("max", MOST)));
        }
        let cursor = || ApiError::malformed("cursor", "分页游标无效", "The cursor is not one that this list gave");
        let before = query.get("cursor").map(|text| text.parse().map_err(|_| cursor())).transpose()?;
        Ok(AuditQuery { before, limit, ..filter(&query)? })
    };
    let asked = read().map_err(|error: ApiError| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let (items, next) = audit::page(cx, &mut conn, &asked).await.map_err(|error| localized(cx, error))?;
    let next = next.map(|seq| seq.to_string());
    Ok(Reply(serde_json::json!({ "items": items, "next": next })).into_response())
}

/// Which entries the query asks for.
pub fn filter(query: &Query) -> Result<AuditQuery, ApiError> {
    let wrong = |name: &str, expected: &str| ApiError::invalid(Violation::new(name, Code::Format).with("expected", expected));
    let instant = |name: &str| -> Result<Option<DateTime<Utc>>, ApiError> {
        query.get(name).map(|text| parse_instant(text).ok_or_else(|| wrong(name, "datetime"))).transpose()
    };
    let user = query.get("user").map(|text| parse_id(text).ok_or_else(|| wrong("user", "id"))).transpose()?;
    Ok(AuditQuery {
        user,
        event: query.get("event").map(str::to_owned),
        from: instant("from")?,
        to: instant("to")?,
        before: None,
        limit: USUAL,
    })
}

/// Whether every entry is as it was written.
pub async fn verify(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    let mut conn = cx.company.store.reader().await?;
    Ok(Reply(audit::verify(cx, &mut conn).await.map_err(|error| localized(cx, error))?).into_response())
}
