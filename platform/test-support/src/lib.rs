//! What integration tests stand on: the real router on a fresh database of either kind, clients that speak HTTP to it, and
//! a clock that tests move.
//!
//! ```ignore
//! #[tokio::test(flavor = "multi_thread")]
//! async fn a_record_is_read_back() {
//!     on_both(async |app| {
//!         let boss = app.boss().await;
//!         let made = boss.post("/records/customer", json!({ "name": "甲" })).await;
//!         assert_eq!(made.status, 201);
//!     })
//!     .await;
//! }
//! ```
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails where it stands")]

mod app;
mod client;
mod events;
mod outbox;
mod rights;
mod smtp;
mod state;

pub use app::{PASSWORD, TestApp, on_both};
pub use client::{Client, Reply, encoded};
pub use events::{Events, Told};
pub use outbox::Sent;
pub use smtp::SmtpServer;
pub use state::{State, differing};
