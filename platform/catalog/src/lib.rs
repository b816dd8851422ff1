//! Declarations become a [`Catalog`]: the objects, dictionaries, dashboards and apps of one company, immutable and shared.
//!
//! The shipped declarations are compiled in. A company's changes are an overlay on them, a JSON merge patch a file, so
//! that an upgrade of the product and a company's own fields never collide. Whatever is wrong anywhere is reported at
//! once, as a list of [`Problem`]s with file, JSON pointer and suggestion; what can be read is in the catalog all the
//! same, so that one bad file never takes a company down.
//!
//! **To add a kind of declaration:** a meta-schema in `metadata/schema/`, a variant of [`FileKind`] with its place, how it
//! is read in `read.rs`, and a file in `check/` for what it refers to.

mod catalog;
mod check;
pub mod computed;
mod files;
mod meta;
mod overlay;
mod problem;
mod read;
mod record_schema;

pub use catalog::{Catalog, Relation, load};
pub use files::{FileKind, Files, read_folder, shipped};
pub use overlay::{difference, file, merge, relied_upon, stack};
pub use problem::Problem;
pub use record_schema::record_schema;
