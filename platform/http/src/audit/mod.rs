//! The audit log.

mod export;
mod list;

pub use export::export;
pub use list::{list, verify};
