//! SQLite: one file a store, many readers, one writer that commits concurrent writers together.

use std::{panic::AssertUnwindSafe, path::Path, sync::Arc, time::Duration};

use futures_util::{FutureExt, future::BoxFuture};
use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::sync::{mpsc, oneshot};
use trellis_model::field::Shape;

use crate::{Conn, Result, StorageError, readers::Readers};

/// The oldest SQLite that may open a file: older ones can corrupt a WAL (sqlite.org/wal.html#walresetbug).
const OLDEST: (u32, u32, u32) = (3, 51, 3);
/// How many writers are committed together at most.
const GROUP: usize = 64;
/// How many writers may wait.
const QUEUE: usize = 1024;

/// What a job of the writer reports to whoever waits, once its fate is known: `None` when the commit failed.
type Report = Box<dyn FnOnce(Option<StorageError>) + Send>;
/// One writer's work inside the group's transaction. The flag says whether it is to be kept.
pub(crate) type Job = Box<dyn for<'a> FnOnce(&'a mut Conn) -> BoxFuture<'a, (bool, Report)> + Send>;

/// An open file.
pub(crate) struct SqliteStore {
    pub(crate) readers: Arc<Readers>,
    pub(crate) jobs: mpsc::Sender<Job>,
}

impl SqliteStore {
    /// Opens or creates the file and starts its writer.
    pub(crate) async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL loses acknowledged writes at power loss.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("journal_size_limit", "67108864")
            .pragma("wal_autocheckpoint", "1000")
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "MEMORY")
            .statement_cache_capacity(256)
            .disable_statement_logging();
        let mut writer = Conn::sqlite_writer(options.clone().connect().await?);
        assert_settings(&mut writer).await?;
        let readers = Readers::new(options.read_only(true).create_if_missing(false).pragma("query_only", "ON"));
        let (jobs, queue) = mpsc::channel(QUEUE);
        tokio::spawn(run(writer, queue));
        Ok(Self { readers, jobs })
    }

    /// Queues a write and waits until it is durable or undone.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
        F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            Box::pin(async move {
                let outcome = AssertUnwindSafe(work(conn)).catch_unwind().await;
                let outcome = outcome.unwrap_or_else(|_| Err(StorageError::Abandoned.into()));
                let keep = outcome.is_ok();
                let report: Report = Box::new(move |failure| {
                    let answer = match failure {
                        Some(error) => Err(error.into()),
                        None => outcome,
                    };
                    // Whoever asked may have gone; the write stands.
                    let _ = reply.send(answer);
                });
                (keep, report)
            })
        });
        self.jobs.try_send(job).map_err(|_| E::from(StorageError::Busy))?;
        answer.await.unwrap_or_else(|_| Err(StorageError::Abandoned.into()))
    }
}

/// Refuses to serve from a file that would not keep its word.
async fn assert_settings(conn: &mut Conn) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("SELECT sqlite_version()");
    let version = conn.fetch_one(&sql, &[Shape::Text]).await?.unwrap_or_default();
    let text = version.first().and_then(|value| value.as_text()).unwrap_or_default().to_owned();
    let mut parts = text.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    let found = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if found < OLDEST {
        return Err(StorageError::Database(sqlx::Error::Configuration(format!("SQLite {text} is too old").into())));
    }
    for (pragma, expected) in [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")] {
        let mut sql = conn.sql();
        sql.push("SELECT CAST(").push(pragma).push(" AS TEXT) FROM pragma_").push(pragma);
        let row = conn.fetch_one(&sql, &[Shape::Text]).await?.unwrap_or_default();
        let value = row.first().and_then(|value| value.as_text()).unwrap_or_default();
        if value != expected {
            let message = format!("SQLite has {pragma}={value}, not {expected}");
            return Err(StorageError::Database(sqlx::Error::Configuration(message.into())));
        }
    }
    Ok(())
}

/// The writer: takes what waits, commits it together, then answers. Ends when the store is dropped.
async fn run(mut conn: Conn, mut queue: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut batch, GROUP).await > 0 {
        let (reports, result) = commit_group(&mut conn, &mut batch).await;
        let failure = result.err().map(|error| error.to_string());
        for report in reports {
            report(failure.as_ref().map(|text| StorageError::Database(sqlx::Error::Protocol(text.clone()))));
        }
    }
}

/// Runs the jobs in one transaction. A failing job is undone alone; a failing commit undoes all, and all are told.
async fn commit_group(conn: &mut Conn, batch: &mut Vec<Job>) -> (Vec<Report>, Result<()>) {
    let mut reports = Vec::with_capacity(batch.len());
    if let Err(error) = conn.raw("BEGIN IMMEDIATE").await {
        // Dropping a job drops its reply, which its writer reads as abandoned.
        batch.clear();
        tracing::error!(%error, "cannot begin a write");
        return (reports, Err(error));
    }
    for job in batch.drain(..) {
        conn.pristine = true;
        let (keep, report) = job(conn).await;
        reports.push(report);
        let wrote = !std::mem::take(&mut conn.pristine);
        if wrote
            && !keep
            && let Err(error) = conn.raw("ROLLBACK TO job").await
        {
            tracing::error!(%error, "cannot undo a failed write");
            let _ = conn.raw("ROLLBACK").await;
            return (reports, Err(error));
        }
    }
    let result = conn.raw("COMMIT").await;
    if let Err(error) = &result {
        tracing::error!(%error, "cannot commit");
        let _ = conn.raw("ROLLBACK").await;
    }
    (reports, result)
}
