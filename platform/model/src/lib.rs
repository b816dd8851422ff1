//! The vocabulary of Trellis: objects, fields, values, filters, views, layouts, and the rules that check a record.
//!
//! Pure: no I/O, no clock, no randomness, no async. The server and the browser run this very code, so a form says
//! exactly what the server will say.
//!
//! **To add a field kind:** write `field/<kind>.rs` with a type that implements [`field::Kind`], add it to the
//! [`field::FieldKind`] enum and to its `rules()` list in `field/mod.rs`; the compiler then names every other layer that
//! must know it.

pub mod action;
pub mod chart;
pub mod decimal;
pub mod expression;
pub mod field;
pub mod filter;
pub mod json;
pub mod label;
pub mod layout;
pub mod object;
pub mod picklist;
pub mod record;
pub mod time;
pub mod typed;
pub mod value;
pub mod view;
pub mod violation;
pub mod wire;

pub use action::Action;
pub use chart::{Chart, Dashboard};
pub use decimal::Decimal;
pub use field::{Field, FieldKind};
pub use filter::{Filter, Test};
pub use label::{Label, Language};
pub use layout::Layout;
pub use object::{Object, Schema};
pub use picklist::Picklist;
pub use record::Record;
pub use value::Value;
pub use view::ListView;
pub use violation::Violation;

/// JSON as `serde_json` knows it, with numbers kept exact.
pub type Json = serde_json::Value;
/// A JSON object in document order.
pub type JsonMap = serde_json::Map<String, Json>;
