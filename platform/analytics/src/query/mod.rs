//! What is asked, and its check against the object and the caller's rights.

mod chart;
mod path;
mod plan;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trellis_model::{
    Json, JsonMap,
    chart::{Group, Measure, Table},
};

pub use chart::{Span, rows_filter, span, within};
pub use path::Path;
pub use plan::{MOST_ROWS, Plan, PlannedGroup, PlannedMeasure, SortBy, plan};

/// An aggregation: `POST /analytics/query`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AggregateQuery {
    /// Whose records are counted.
    pub object: String,
    /// What is computed.
    pub measures: Vec<Measure>,
    /// What it is grouped by.
    #[serde(default)]
    pub by: Vec<Group>,
    /// Which records, as the API's filter.
    #[serde(default)]
    pub filter: Option<Json>,
    /// `measure` (the first), a measure's name such as `sum_amount`, or a group's path; with `-` the largest first. By group
    /// when absent.
    #[serde(default)]
    pub sort: Option<String>,
    /// At most so many rows.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A period: by name, or from day to day with both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Range {
    /// By name: `this_year`.
    Preset(String),
    /// From day to day.
    Days(Days),
}

/// From day to day, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// What is asked of a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartRequest {
    /// The period; the chart's own when absent. A chart that is about no date has none.
    #[serde(default)]
    pub range: Option<Range>,
    /// Whether the period before is wanted as well.
    #[serde(default)]
    pub compare: bool,
}

/// The numbers of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartData {
    /// Groups first, then measures.
    pub table: Table,
    /// What people read for the ids and codes among the groups, in the caller's language.
    pub labels: BTreeMap<String, String>,
    /// The rows of the period before.
    pub previous: Option<Vec<Vec<Json>>>,
    /// The days that were counted.
    pub range: Option<Days>,
}

/// The records behind a chart, or behind one of its marks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsRequest {
    /// The period; the chart's own when absent.
    #[serde(default)]
    pub range: Option<Range>,
    /// Group values by path.
    #[serde(default)]
    pub at: JsonMap,
    /// The fields of the rows; every visible one when absent.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The order of the rows.
    #[serde(default)]
    pub sort: Option<String>,
    /// Rows of a page.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the last page ended.
    #[serde(default)]
    pub cursor: Option<String>,
}
