//! Dashboards, their charts and ad-hoc aggregations.

mod list;

pub use list::{get_dashboard, list_dashboards};
