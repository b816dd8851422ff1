//! Dashboards and the numbers of their charts.

use std::collections::HashMap;

use gloo_net::http::Method;
use serde::{Deserialize, Serialize};
use trellis_model::{Dashboard, Json, JsonMap, chart::Table};

use crate::{ApiError, Key, Tag, http, path::path, records::Page};

/// The period of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Range {
    /// By name: `this_year`.
    Preset(String),
    /// From day to day, both included.
    Days {
        /// The first day.
        from: String,
        /// The last day.
        to: String,
    },
}

/// What is asked of a chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ChartQuery {
    /// The period; the chart's own when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Whether the period before is wanted as well.
    pub compare: bool,
}

/// A chart's numbers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ChartData {
    /// Groups first, then measures.
    pub table: Table,
    /// What people read for ids and codes.
    #[serde(default)]
    pub labels: HashMap<String, String>,
    /// The rows of the period before, when that was asked.
    #[serde(default)]
    pub previous: Option<Vec<Vec<Json>>>,
    /// The days that were counted.
    #[serde(default)]
    pub range: Option<Days>,
}

/// From day to day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Days {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// The rows behind a mark of a chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RowsQuery {
    /// The period; the chart's own when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Group values by path: only the rows of that mark.
    #[serde(skip_serializing_if = "JsonMap::is_empty")]
    pub at: JsonMap,
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of a page.
    pub limit: u32,
    /// The fields of the rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// The key of the list of dashboards.
pub fn list_key() -> Key {
    Key::new(path(&["dashboards"]), [Tag::Metadata])
}

/// The key of a chart's numbers.
pub fn data_key(dashboard: &str, chart: &str, query: &ChartQuery) -> Key {
    let asked = serde_json::to_string(query).unwrap_or_default();
    Key::new(format!("{} {asked}", chart_path(dashboard, chart, "data")), [Tag::Charts, Tag::Metadata])
}

/// The key of the rows behind a chart.
pub fn rows_key(dashboard: &str, chart: &str, query: &RowsQuery) -> Key {
    let asked = serde_json::to_string(query).unwrap_or_default();
    Key::new(format!("{} {asked}", chart_path(dashboard, chart, "rows")), [Tag::Charts, Tag::Metadata])
}

fn chart_path(dashboard: &str, chart: &str, what: &str) -> String {
    path(&["dashboards", dashboard, "charts", chart, what])
}

#[derive(Debug, Deserialize)]
struct Dashboards {
    items: Vec<Dashboard>,
}

/// Every dashboard that the caller may see.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn list() -> Result<Vec<Dashboard>, ApiError> {
    http::get::<Dashboards>(&path(&["dashboards"])).await.map(|dashboards| dashboards.items)
}

/// A chart's numbers.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn data(dashboard: &str, chart: &str, query: &ChartQuery) -> Result<ChartData, ApiError> {
    http::send(Method::POST, &chart_path(dashboard, chart, "data"), &body(query)?).await
}

/// The rows behind a chart, or behind one of its marks.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn rows(dashboard: &str, chart: &str, query: &RowsQuery) -> Result<Page, ApiError> {
    http::send(Method::POST, &chart_path(dashboard, chart, "rows"), &body(query)?).await
}

fn body(query: &impl Serialize) -> Result<Json, ApiError> {
    serde_json::to_value(query).map_err(|error| ApiError::unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_name_or_two_days() {
        let text = |range| serde_json::to_string(&ChartQuery { range, compare: true }).unwrap();
        assert_eq!(text(None), r#"{"compare":true}"#);
        assert_eq!(text(Some(Range::Preset("this_year".into()))), r#"{"range":"this_year","compare":true}"#);
        let days = Range::Days { from: "2026-01-01".into(), to: "2026-01-31".into() };
        assert_eq!(text(Some(days)), r#"{"range":{"from":"2026-01-01","to":"2026-01-31"},"compare":true}"#);
    }
}
