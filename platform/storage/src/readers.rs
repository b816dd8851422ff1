//! The connections that read a SQLite file.
//!
//! sqlx's own pool asks a connection for a sign of life when it is taken and again when it is given back. Here such a
//! connection is a thread of this process, and each question costs as much as reading a record by its id.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Result, StorageError};

/// How many readers a file has at most.
const MOST: usize = 4;
/// How long a caller waits for one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The readers of one file, opened when they are needed.
pub(crate) struct Readers {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    permits: Arc<Semaphore>,
}

/// A reader in use; it goes back when it is dropped.
pub(crate) struct Reader {
    conn: Option<SqliteConnection>,
    home: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    pub(crate) fn new(options: SqliteConnectOptions) -> Arc<Self> {
        Arc::new(Self { options, idle: Mutex::default(), permits: Arc::new(Semaphore::new(MOST)) })
    }

    /// Takes a reader.
    pub(crate) async fn acquire(self: &Arc<Self>) -> Result<Reader> {
        let permit = tokio::time::timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned()).await;
        let permit = permit.ok().and_then(std::result::Result::ok).ok_or(StorageError::Busy)?;
        // The one that was used last has the most in its cache.
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.options.connect().await?,
        };
        Ok(Reader { conn: Some(conn), home: Arc::clone(self), _permit: permit })
    }
}

impl Reader {
    /// The connection.
    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    pub(crate) fn get(&mut self) -> &mut SqliteConnection {
        self.conn.as_mut().expect("a reader has its connection")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // A statement whose caller went away was reset by its own drop: the connection is as good as new.
        self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(self.conn.take());
    }
}
