//! The typed client of the API, and the hooks that keep its answers.
//!
//! A page asks with [`use_query`] and writes with [`use_mutation`]; it never builds an address or reads a status.
//! Answers are kept by key and shown at once when asked again, while a newer one is fetched (stale-while-revalidate).
//! Every kept answer carries [`Tag`]s; a write invalidates tags, and what is on screen fetches itself again.
//!
//! **To add a call:** put a function into the file of its noun. It builds the path with [`path`], calls
//! [`http::get`] or [`http::send`], and gives a type of `trellis_model` or one declared beside it.

pub mod access;
pub mod account;
pub mod audit;
pub mod company;
pub mod dashboards;
pub mod designer;
mod error;
pub mod files;
pub mod http;
pub mod imports;
mod live;
mod metadata;
mod mutation;
pub mod organization;
pub mod packages;
pub mod path;
pub mod picklists;
mod query;
pub mod records;
pub mod roles;
mod row;
pub mod search;
pub mod session;
mod store;
mod zone;

pub use error::ApiError;
pub use live::use_live;
pub use metadata::{Meta, Metadata, MetadataProvider, MetadataProviderProps, use_metadata};
pub use mutation::{Mutation, use_mutation};
pub use query::{Key, Query, forget_all, invalidate, use_query};
pub use row::Row;
pub use store::Tag;
pub use zone::CompanyZone;
