//! From declarations to screens: inputs and values by field kind, forms, filters, views, charts, record details and
//! action dialogs. No object and no field is known here by name.
//!
//! **To add a field kind:** write `fields/<kind>.rs` with a type that implements [`fields::Renderer`] and add its line in
//! `fields/mod.rs`; the compiler names the place. **To add a chart kind:** write `charts/<kind>.rs` with one pure function
//! from numbers to a drawing, and add its line in `charts/mod.rs`.

pub mod actions;
pub mod charts;
mod failure;
pub mod fields;
pub mod filters;
pub mod forms;
pub mod layouts;
mod link;
pub mod rules;
mod scope;
pub mod views;

pub use failure::{Failure, FailureProps, explain};
pub use link::{Go, Link, LinkProps, RecordLink, RecordLinkProps, is_plain_click, record_path, set_unsaved, use_go};
pub use scope::{Scope, choices, use_scope};
