//! Everything that refers to a field: what an administrator is shown before it changes, each with a way to mend it.

mod find;
mod mend;
mod rename;

pub use find::{Reference, references};
pub(super) use find::{label_of, map, policy_references};
pub use mend::mend;
pub(super) use mend::remove_at;
pub(super) use rename::renamed;
