//! Where data lives: the installation's database, and one store a company.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::future::BoxFuture;
use sqlx::PgPool;

use crate::{
    Conn, Dialect, Result, Sql, StorageError, dialect,
    postgres::{self, PostgresStore},
    sqlite::SqliteStore,
};

pub use crate::postgres::IsRetry;

/// An installation's database: a data folder of SQLite files, or a PostgreSQL database.
#[derive(Clone)]
pub struct Database(Arc<Place>);

enum Place {
    Folder {
        path: PathBuf,
        /// Held as long as the process serves the folder: two processes writing one file would race.
        _lock: File,
    },
    Server(PgPool),
}

impl Database {
    /// A data folder. It is made when it is not there, and locked against other processes.
    ///
    /// # Errors
    /// [`StorageError::Locked`] when another process serves it.
    pub fn folder(path: &Path) -> Result<Self> {
        std::fs::create_dir_all(path.join("companies"))?;
        let lock = File::create(path.join("trellis.lock"))?;
        lock.try_lock().map_err(|_| StorageError::Locked(path.display().to_string()))?;
        Ok(Self(Arc::new(Place::Folder { path: path.to_owned(), _lock: lock })))
    }

    /// A PostgreSQL database.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn server(url: &str) -> Result<Self> {
        Ok(Self(Arc::new(Place::Server(postgres::connect(url).await?))))
    }

    /// The data folder, when it is one.
    pub fn folder_path(&self) -> Option<&Path> {
        match &*self.0 {
            Place::Folder { path, .. } => Some(path),
            Place::Server(_) => None,
        }
    }

    /// Opens the store with this name (`control`, or a company's id), making it when it is new. Names are ours, in
    /// lower-case letters, digits, `_` and `-`.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(&self, name: &str) -> Result<Store> {
        match &*self.0 {
            Place::Folder { path, .. } => {
                let file = if name == "control" { path.join("control.db") } else { path.join("companies").join(format!("{name}.db")) };
                Ok(Store(Arc::new(Kind::Sqlite(SqliteStore::open(&file).await?))))
            }
            Place::Server(pool) => {
                let schema = if name == "control" { name.to_owned() } else { format!("c_{}", name.replace('-', "")) };
                let store = Store(Arc::new(Kind::Postgres(PostgresStore { pool: pool.clone(), schema: schema.as_str().into() })));
                store.lock_and_run(format!("CREATE SCHEMA IF NOT EXISTS {}", dialect::quoted(&schema))).await?;
                Ok(store)
            }
        }
    }
}

/// The data of one company, or the control data. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Kind>);

enum Kind {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl Store {
    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        match &*self.0 {
            Kind::Sqlite(_) => Dialect::Sqlite,
            Kind::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A connection for reading. Every statement stands alone.
    ///
    /// # Errors
    /// [`StorageError::Busy`] when none becomes free in time.
    pub async fn reader(&self) -> Result<Conn> {
        match &*self.0 {
            Kind::Sqlite(store) => Ok(Conn::sqlite_reader(store.readers.acquire().await?)),
            Kind::Postgres(store) => store.conn().await,
        }
    }

    /// An empty statement for this store.
    pub fn sql(&self) -> Sql {
        match &*self.0 {
            Kind::Sqlite(_) => Sql::new(Dialect::Sqlite, None),
            Kind::Postgres(store) => Sql::new(Dialect::Postgres, Some(Arc::clone(&store.schema))),
        }
    }

    /// Runs the work in one transaction. When this returns `Ok`, the change survives power loss; when it returns an error,
    /// nothing was changed. A caller that goes away does not cancel it. The work may be run more than once and must have no
    /// effect but on the connection; it must not wait for anything but the database.
    ///
    /// # Errors
    /// The work's own error; otherwise what the database said.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + IsRetry + Send + 'static,
        F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
    {
        match &*self.0 {
            Kind::Sqlite(store) => store.write(work).await,
            Kind::Postgres(store) => store.write(work).await,
        }
    }

    async fn lock_and_run(&self, statement: String) -> Result<()> {
        self.write(move |conn| {
            let statement = statement.clone();
            Box::pin(async move {
                conn.raw("SELECT pg_advisory_xact_lock(7301)").await?;
                conn.raw(&statement).await
            })
        })
        .await
    }
}
