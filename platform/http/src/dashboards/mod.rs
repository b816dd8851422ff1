//! Dashboards, their charts and ad-hoc aggregations.

mod charts;
mod list;
mod query;

pub use charts::{chart_data, chart_rows};
pub use list::{get_dashboard, list_dashboards};
pub use query::query;
