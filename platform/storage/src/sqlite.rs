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

/// One writer's work inside the group's transaction.
pub(crate) trait Job: Send {
    /// Does the work, and says whether it is to be kept. Done again, it forgets how it went before.
    fn run<'a>(&'a mut self, conn: &'a mut Conn) -> BoxFuture<'a, bool>;
    /// Tells whoever waits how it went, once that is certain: `failure` when the commit failed.
    fn answer(self: Box<Self>, failure: Option<StorageError>);
}

/// A write with whoever waits for it.
struct Write<T, E, F> {
    work: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Write<T, E, F>
where
    T: Send + 'static,
    E: From<StorageError> + Send + 'static,
    F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
{
    fn run<'a>(&'a mut self, conn: &'a mut Conn) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let outcome = AssertUnwindSafe((self.work)(conn)).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| Err(StorageError::Abandoned.into()));
            self.outcome.insert(outcome).is_ok()
        })
    }

    fn answer(self: Box<Self>, failure: Option<StorageError>) {
        let answer = match (failure, self.outcome) {
            (None, Some(outcome)) => outcome,
            (failure, _) => Err(failure.unwrap_or(StorageError::Abandoned).into()),
        };
        // Whoever asked may have gone; the write stands.
        let _ = self.reply.send(answer);
    }
}

/// An open file.
pub(crate) struct SqliteStore {
    pub(crate) readers: Arc<Readers>,
    pub(crate) jobs: mpsc::Sender<Box<dyn Job>>,
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
        F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Write { work, outcome: None, reply });
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
async fn run(mut conn: Conn, mut queue: mpsc::Receiver<Box<dyn Job>>) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        let result = match commit_together(&mut conn, &mut group).await {
            Ok(false) => commit_one_by_one(&mut conn, &mut group).await,
            result => result.map(drop),
        };
        let failure = result.err().map(|error| {
            tracing::error!(%error, "cannot write");
            error.to_string()
        });
        for job in group.drain(..) {
            job.answer(failure.as_ref().map(|text| StorageError::Database(sqlx::Error::Protocol(text.clone()))));
        }
    }
}

/// Runs the jobs in one transaction. When one fails after it has written something, or a row that waited for others is
/// refused, all is undone, and the answer is `false`: a savepoint for each would undo that one alone, but costs every write
/// a third more.
async fn commit_together(conn: &mut Conn, group: &mut [Box<dyn Job>]) -> Result<bool> {
    conn.raw("BEGIN IMMEDIATE").await?;
    conn.begin_group();
    let mut is_whole = true;
    for job in group {
        conn.has_written = false;
        if !job.run(conn).await && conn.has_written {
            is_whole = false;
            break;
        }
    }
    if !conn.end_group().await || !is_whole {
        conn.raw("ROLLBACK").await?;
        return Ok(false);
    }
    commit(conn).await.map(|()| true)
}

/// Runs the jobs in one transaction, each undone alone when it fails.
async fn commit_one_by_one(conn: &mut Conn, group: &mut [Box<dyn Job>]) -> Result<()> {
    conn.raw("BEGIN IMMEDIATE").await?;
    for job in group {
        conn.raw("SAVEPOINT job").await?;
        let end = if job.run(conn).await { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
        if let Err(error) = conn.raw(end).await {
            let _ = conn.raw("ROLLBACK").await;
            return Err(error);
        }
    }
    commit(conn).await
}

async fn commit(conn: &mut Conn) -> Result<()> {
    let result = conn.raw("COMMIT").await;
    if result.is_err() {
        // Full disks and the like leave the transaction open.
        let _ = conn.raw("ROLLBACK").await;
    }
    result
}

#[cfg(test)]
mod tests;
