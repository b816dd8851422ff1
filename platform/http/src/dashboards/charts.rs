//! The numbers of a chart, and the records behind it.

use axum::{Json as Reply, response::IntoResponse};
use trellis_analytics::{ChartRequest, RowsRequest};

use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::{localized, send},
};

/// The numbers of a chart.
pub async fn chart_data(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("dashboards", "view").map_err(|error| localized(cx, error))?;
    let request: ChartRequest = body.read().map_err(|error| error.in_language(cx.language))?;
    let data = caller.state.analytics.chart(cx, path.text("name"), path.text("chart"), &request).await;
    Ok(Reply(data.map_err(|error| localized(cx, error))?).into_response())
}

/// The records behind a chart, or behind one of its marks.
pub async fn chart_rows(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("dashboards", "view").map_err(|error| localized(cx, error))?;
    let request: RowsRequest = body.read().map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let page = caller.state.analytics.rows(cx, &mut conn, path.text("name"), path.text("chart"), &request).await;
    Ok(send(200, None, page.map_err(|error| localized(cx, error))?.to_json()))
}
