//! What dashboards there are.

use axum::{Json as Reply, response::IntoResponse};
use trellis_engine::Cx;
use trellis_model::{Dashboard, Json};

use crate::{ApiError, ApiResult, caller::Caller, input::Path, records::localized};

/// The dashboards with the charts that the caller may see.
pub async fn list_dashboards(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("dashboards", "view").map_err(|error| localized(cx, error))?;
    let items: Vec<Dashboard> = cx.catalog().dashboards().iter().map(|dashboard| visible(cx, dashboard)).collect();
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// One dashboard.
pub async fn get_dashboard(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("dashboards", "view").map_err(|error| localized(cx, error))?;
    let dashboard = cx.catalog().dashboard(path.text("name")).ok_or_else(|| ApiError::not_found().in_language(cx.language))?;
    Ok(Reply(visible(cx, dashboard)).into_response())
}

/// Without the charts of objects that the caller may not view.
fn visible(cx: &Cx, dashboard: &Dashboard) -> Dashboard {
    let may = |chart: &Json| chart.get("object").and_then(Json::as_str).is_some_and(|object| cx.access.can(object, "view"));
    let charts = dashboard.charts.iter().filter(|(_, chart)| may(chart)).map(|(name, chart)| (name.clone(), chart.clone())).collect();
    Dashboard { charts, ..dashboard.clone() }
}
