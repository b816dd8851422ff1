//! The HTTP door: routes, call context, problem replies, the embedded interface.
//!
//! [`routes::table`] is the one list of routes, each with who may call it and what it does; the router, the OpenAPI document
//! and the tests are made from it. Handlers read the request, call one function of the engine, and answer.

mod access;
mod audit;
mod auth;
mod caller;
mod client;
mod dashboards;
mod designer;
mod files;
mod headers;
mod imports;
mod input;
mod metrics;
mod organization;
mod problem;
mod records;
pub mod routes;
mod state;
mod system;

pub use problem::ApiError;
pub use routes::router;
pub use state::{AppState, Settings};
pub use system::public_document;

/// What handlers answer.
pub type ApiResult<T = axum::response::Response> = Result<T, ApiError>;
