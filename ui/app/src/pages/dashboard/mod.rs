//! A dashboard: `/dashboards/:name`.

mod card;
mod figures;
mod full;
mod page;
mod words;

pub use page::DashboardPage;
