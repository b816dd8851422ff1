//! Ad-hoc aggregation.

use axum::{Json as Reply, response::IntoResponse};
use trellis_analytics::AggregateQuery;

use crate::{ApiResult, caller::Caller, input::Body, records::localized};

/// Groups and measures of the records that the caller sees.
pub async fn query(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let query: AggregateQuery = body.read().map_err(|error| error.in_language(cx.language))?;
    let table = caller.state.analytics.query(cx, &query).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(table).into_response())
}
