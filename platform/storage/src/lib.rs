//! The only crate that writes SQL.
//!
//! * [`Store`]: where one company's data (or the control data) lives: a SQLite file or a PostgreSQL schema. Reads take a
//!   [`Conn`] of their own; writes go through [`Store::write`], one transaction each, and are durable when it returns.
//! * [`tables`]: what tables the objects ask for, and the plan that makes the database so.
//! * [`records`]: rows of objects: select, count, insert, update; a filter becomes SQL in `records::filter`.
//! * [`changes`]: the change log.
//!
//! Dialects differ by concern in [`dialect`]; nothing outside this crate knows which database it is.

pub mod changes;
mod conn;
pub mod dialect;
mod error;
mod postgres;
mod readers;
pub mod records;
mod sql;
mod sqlite;
mod store;
pub mod tables;

pub use conn::Conn;
pub use dialect::Dialect;
pub use error::StorageError;
pub use sql::{Arg, Sql};
pub use store::{Database, IsRetry, Store};

/// What storage calls answer.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;
