//! Dashboards and their charts.

use serde::{Deserialize, Serialize};

use crate::{Json, Label};

/// Charts on a grid of twelve columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dashboard {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The charts by name, in reading order.
    pub charts: serde_json::Map<String, Json>,
}

impl Dashboard {
    /// The chart with this name; `None` when there is none or it cannot be read, which `trellis check` reports.
    pub fn chart(&self, name: &str) -> Option<Chart> {
        let mut chart: Chart = serde_json::from_value(self.charts.get(name)?.clone()).ok()?;
        chart.name = name.to_owned();
        Some(chart)
    }
}

/// One chart: what is counted, of which records, grouped how, drawn how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// Its name, unique in the dashboard.
    #[serde(default)]
    pub name: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Its title.
    pub label: Label,
    /// Whose records are counted.
    pub object: String,
    /// What is computed.
    pub measures: Vec<Measure>,
    /// What it is grouped by.
    #[serde(default)]
    pub by: Vec<Group>,
    /// Which records, as the API's filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
    /// The date that the range is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_field: Option<String>,
    /// The period that is chosen at first, such as `this_year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// At most so many groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `-measure`: the largest first; otherwise by group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Its place.
    pub grid: Grid,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// One number with its change against the period before.
    Number,
    /// A trend.
    Line,
    /// Bars.
    Bar,
    /// Shares of a whole.
    Pie,
    /// Stages that narrow.
    Funnel,
    /// Names with bars, the largest first.
    Ranking,
    /// Rows and columns.
    Table,
}

/// A computed number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// How it is computed.
    #[serde(rename = "fn")]
    pub function: Function,
    /// Of which field; none for `count`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// How a measure is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// How many records.
    Count,
    /// The exact sum.
    Sum,
    /// The mean of the values that are there, rounded half-even to two digits more than the field has.
    Avg,
    /// The smallest.
    Min,
    /// The largest.
    Max,
}

/// What records are grouped by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// A field, or a path through one lookup.
    pub field: String,
    /// For days and instants: how long a group is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

/// How long a group of days is. Weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A day.
    Day,
    /// Seven days from Monday.
    Week,
    /// A calendar month.
    Month,
    /// Three months.
    Quarter,
    /// A calendar year.
    Year,
}

/// A place on the grid, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Column of the left edge, 0 to 11.
    pub x: u16,
    /// Row of the top edge.
    pub y: u16,
    /// Width in columns, 1 to 12.
    pub w: u16,
    /// Height in rows.
    pub h: u16,
}

/// The numbers of a chart or an ad-hoc aggregation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Groups first, then measures.
    pub columns: Vec<TableColumn>,
    /// One row a group; group values as records hold them, numbers exact.
    pub rows: Vec<Vec<Json>>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// The group's path, or `fn_field`.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// Whether it is a measure.
    pub measure: bool,
}
