//! What can go wrong below the engine.

use sqlx::error::ErrorKind;

/// A failure of the database or of what is in it.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A unique index refused a row. The name is `uq_<table>_<column>`.
    #[error("unique index `{index}` refused a row")]
    Unique {
        /// The index.
        index: String,
    },
    /// Too many writers wait; try again later.
    #[error("the write queue is full")]
    Busy,
    /// The transaction met another one and may be tried again.
    #[error("the transaction must be tried again")]
    Retry,
    /// A stored value does not fit its column's kind.
    #[error("column {column} holds {found}, which is not a {expected}")]
    Inconsistent {
        /// Position in the select list.
        column: usize,
        /// The shape it should have.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// The data folder belongs to another process, or is on a file system without locks.
    #[error("the data folder `{0}` is in use by another process")]
    Locked(String),
    /// A write ended without a result: it panicked or the store was closed. Nothing was changed.
    #[error("the write was abandoned")]
    Abandoned,
    /// The database said something else.
    #[error("database: {0}")]
    Database(sqlx::Error),
    /// A file could not be read or written.
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            if database.kind() == ErrorKind::UniqueViolation {
                let index = database.constraint().map(str::to_owned).or_else(|| sqlite_index(database.message()));
                return Self::Unique { index: index.unwrap_or_default() };
            }
            // serialization failure, deadlock
            if matches!(database.code().as_deref(), Some("40001" | "40P01")) {
                return Self::Retry;
            }
            // "cached plan must not change result type": a table changed under a prepared statement.
            let routine = database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().and_then(sqlx::postgres::PgDatabaseError::routine);
            if routine == Some("RevalidateCachedQuery") {
                return Self::Retry;
            }
        }
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            other => Self::Database(other),
        }
    }
}

/// SQLite names the index only in its message, and only when it is on an expression.
fn sqlite_index(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("UNIQUE constraint failed: ")?;
    match rest.strip_prefix("index '") {
        Some(index) => index.strip_suffix('\'').map(str::to_owned),
        None => {
            let (table, column) = rest.split(',').next()?.split_once('.')?;
            Some(format!("uq_{table}_{column}"))
        }
    }
}
