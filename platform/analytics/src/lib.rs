//! Charts and aggregates, computed on columns in memory. The only crate that knows Polars.
//!
//! * [`Analytics`]: the door: one chart's numbers, an ad-hoc aggregation, the records behind a bar.
//! * `frame`: a company's records of one object as columns, kept fresh from the change log, within a budget of memory.
//! * `filter`: a filter as a Polars expression. SQL, memory and this are held to one meaning by a property test.
//! * `query`: what is asked, checked against the caller's rights before anything is computed.
//! * `compute`, `table`: groups and measures, exact; then order, gaps and names.
//!
//! Every number counts exactly the records that the caller's list would show: the same scope, the same filter, and no value
//! where a path leads to a record that the caller does not see.

mod analytics;
mod bucket;
mod compute;
mod filter;
mod frame;
mod number;
mod query;
mod table;

pub use analytics::Analytics;
pub use query::{AggregateQuery, ChartData, ChartRequest, Days, Range, RowsRequest};

use trellis_engine::{Error, Result};

/// A failure of Polars is a fault of ours: what is asked was checked before.
fn broken(error: polars::error::PolarsError) -> Error {
    Error::Internal(format!("aggregate: {error}"))
}

/// Runs work that would hold up an async thread.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> polars::error::PolarsResult<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome.map_err(broken),
        Err(error) => Err(Error::Internal(format!("aggregate: {error}"))),
    }
}
