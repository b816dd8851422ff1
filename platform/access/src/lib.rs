//! Who may do what to which records and fields.
//!
//! A [`Policy`] is a company's Casbin policy: the shipped lines with the company's own over them. It is asked once, when
//! it is made, which lines hold for each role; nothing asks it on the way of a request. [`Policy::compile`] turns the
//! lines of one person's roles, with the department tree, into an [`Access`]: for each object and action the records as
//! a filter that SQL, Polars and memory share, for each field a level. Keep an `Access` for as long as policy, person,
//! departments and catalog stay the same, and share it.
//!
//! **To change what a ready-made role may do:** its file in `policies/`, and a row in `policies/cases/`.

mod access;
mod check;
mod compare;
mod labels;
mod line;
mod org;
mod permissions;
mod policy;
mod rights;
mod scope;
mod shipped;

pub use access::{ADMINISTRATION, Access, Clause, Reach, VERBS};
pub use check::check;
pub use compare::{ActionChange, Difference, FieldChange};
pub use labels::verb_label;
pub use line::{LineError, PolicyLine};
pub use org::{Org, UserFacts};
pub use permissions::{actions_of, lines_for};
pub use policy::{Policy, PolicyError};
pub use scope::Scope;
pub use shipped::{Role, roles};
pub use trellis_model::wire::FieldLevel;
