//! The whole installation: the control store and the companies that are open.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use trellis_engine::{Clock, Company, Error, FileStore, Vault, actions::Registry};
use trellis_model::{Value, field::Shape};
use trellis_notify::Notifier;
use trellis_storage::{Arg, Database, StorageError, Store};
use uuid::Uuid;

use crate::{Principal, Result, control, pepper::Pepper, secret, throttle};

/// The control store, the open companies, and what they share.
pub struct Installation {
    /// The databases.
    pub database: Database,
    /// Accounts, companies, sessions.
    pub control: Store,
    /// The time.
    pub clock: Clock,
    /// Business actions.
    pub registry: Arc<Registry>,
    /// Mail and SMS.
    pub notifier: Notifier,
    /// What codes are sealed with.
    pub(crate) pepper: Pepper,
    files: FileStore,
    /// Whose turn it is to try a password.
    pub(crate) turns: [tokio::sync::Mutex<()>; throttle::TURNS],
    companies: tokio::sync::Mutex<HashMap<Uuid, Arc<Company>>>,
    /// Principals by the digest of their secret, for a second: every request asks.
    pub(crate) principals: Mutex<HashMap<String, (Instant, Principal)>>,
}

impl Installation {
    /// Opens the installation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(database: Database, clock: Clock, registry: Registry, notifier: Notifier, files: FileStore) -> Result<Arc<Self>> {
        let control = database.open("control").await?;
        control.write::<_, StorageError, _>(|conn| Box::pin(control::create_tables(conn))).await?;
        let pepper = Pepper::open(&database, &control).await?;
        Ok(Arc::new(Self {
            notifier,
            files,
            pepper,
            turns: std::array::from_fn(|_| tokio::sync::Mutex::default()),
            database,
            control,
            clock,
            registry: Arc::new(registry),
            companies: tokio::sync::Mutex::default(),
            principals: Mutex::default(),
        }))
    }

    /// The open company with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn company(&self, id: Uuid) -> Result<Arc<Company>> {
        let mut companies = self.companies.lock().await;
        if let Some(company) = companies.get(&id) {
            return Ok(Arc::clone(company));
        }
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT id FROM ").table("company").push(" WHERE id = ").arg(Arg::Id(id));
        if conn.fetch_one(&sql, &[Shape::Id]).await?.is_none() {
            return Err(Error::NotFound.into());
        }
        drop(conn);
        let store = self.database.open(&id.to_string()).await?;
        let company = Company::open(id, store, self.clock.clone(), Arc::clone(&self.registry), self.vault(id), self.files.clone()).await?;
        companies.insert(id, Arc::clone(&company));
        Ok(company)
    }

    /// The key over a company's secrets: it follows from the installation's own, which is in no company's store.
    fn vault(&self, company: Uuid) -> Vault {
        let mut key = [0; 32];
        key.copy_from_slice(&self.pepper.seal(&["vault", &company.to_string()]));
        Vault::new(key)
    }

    /// Every company by id and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn companies(&self) -> Result<Vec<(Uuid, String)>> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT id, name FROM ").table("company").push(" ORDER BY created_at, id");
        let rows = conn.fetch(&sql, &[Shape::Id, Shape::Text]).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| match row.as_slice() {
                [Value::Id(id), Value::Text(name)] => Some((*id, name.clone())),
                _ => None,
            })
            .collect())
    }

    /// The seal of these parts as text.
    pub(crate) fn sealed(&self, parts: &[&str]) -> String {
        secret::hex(&self.pepper.seal(parts))
    }

    /// Forgets who secrets belong to, so that the store is asked again.
    pub(crate) fn forget_principals(&self) {
        self.principals.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
