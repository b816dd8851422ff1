//! An open company: its store, and the snapshot of what decides every request.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;
use trellis_access::{Access, Policy, PolicyLine, Role};
use trellis_catalog::{Catalog, Files};
use trellis_model::{Value, field::Shape, time::Zone};
use trellis_storage::{Arg, Conn, Dialect, StorageError, Store, tables};
use uuid::Uuid;

use crate::{
    Clock, Error, FileStore, Result, Vault, actions::Registry, clock::CompanyZone, imports, live::Live, people::People, records::Counts,
    roles, settings,
};

/// How long a snapshot is used before the store is asked whether it is still current. A change made on another node is in
/// force everywhere after this time.
const FRESH_FOR: Duration = Duration::from_millis(500);

/// How often uploads that nobody saved are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

/// The setting that grows with every change of metadata, policy, roles, people or departments.
const GENERATION: &str = "generation";

/// The lock of whoever changes what is published, or the tables for it. Whoever wants the draft's as well takes this first.
pub(crate) const PUBLISHING: &str = "publish";

/// One company that is being served.
pub struct Company {
    /// Its id.
    pub id: Uuid,
    /// Where its data is.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Business actions.
    pub registry: Arc<Registry>,
    /// How many records lists have.
    pub(crate) counts: Counts,
    /// The key over its secrets.
    pub vault: Vault,
    /// Where the bytes of its files are.
    pub files: FileStore,
    /// Who is told of changes as they happen.
    pub live: Live,
    snapshot: ArcSwap<Snapshot>,
    /// The newest version that was published here, or was about to be.
    newest: AtomicI64,
    checked: Mutex<Instant>,
    reload: tokio::sync::Mutex<()>,
}

/// What decides a request, all of one moment: metadata, policy, people. A request keeps the one it began with.
pub struct Snapshot {
    generation: i64,
    /// Objects, dictionaries, dashboards.
    pub catalog: Arc<Catalog>,
    /// The roles' lines.
    pub policy: Arc<Policy>,
    /// Those of them that are the company's own.
    lines: Vec<PolicyLine>,
    /// Departments and people.
    pub people: People,
    /// The shipped roles and the company's own.
    pub roles: Vec<Role>,
    /// The company's clock.
    pub zone: CompanyZone,
    access: Mutex<HashMap<Uuid, Arc<Access>>>,
}

impl Company {
    /// Opens a company: makes or brings up to date its tables, and reads its snapshot.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open(id: Uuid, store: Store, clock: Clock, registry: Arc<Registry>, vault: Vault, files: FileStore) -> Result<Arc<Self>> {
        store.write::<_, StorageError, _>(|conn| Box::pin(prepare(conn))).await?;
        let upgraded = store.write::<_, Error, _>(|conn| {
            Box::pin(async move {
                // Another node may start as well, or publish.
                conn.lock(PUBLISHING).await?;
                let (catalog, _) = Catalog::with_overlay(&overlay(conn).await?.1);
                Ok(migrate(conn, &catalog).await?)
            })
        });
        upgraded.await?;
        let snapshot = Snapshot::read(&mut store.reader().await?, None).await?;
        let company = Arc::new(Self {
            id,
            store,
            clock,
            registry,
            vault,
            files,
            counts: Counts::default(),
            live: Live::default(),
            newest: AtomicI64::new(snapshot.catalog.version()),
            snapshot: ArcSwap::from_pointee(snapshot),
            checked: Mutex::new(Instant::now()),
            reload: tokio::sync::Mutex::new(()),
        });
        // What a stopped server left to be computed goes on.
        let resumed = Arc::clone(&company);
        tokio::spawn(async move {
            if let Err(error) = resumed.backfill().await {
                tracing::warn!(%error, "computed fields are not complete");
            }
        });
        imports::resume(&company).await?;
        // While anybody holds the company, what was uploaded and never saved is swept away.
        let held = Arc::downgrade(&company);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP_EVERY).await;
                let Some(company) = held.upgrade() else { return };
                if let Err(error) = crate::files::sweep(&company, company.clock.now()).await {
                    tracing::warn!(%error, "uploads that nobody saved are still there");
                }
            }
        });
        Ok(company)
    }

    /// The current snapshot, read anew when something that it is made of has changed on any node.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>> {
        if self.is_due() {
            let mut conn = self.store.reader().await?;
            if generation(&mut conn).await? != self.snapshot.load().generation {
                drop(conn);
                self.reload().await?;
            }
        }
        Ok(self.snapshot.load_full())
    }

    /// Reads the snapshot anew. Whoever changes what it is made of calls this after the commit, so that the change is in
    /// force here at once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reload(&self) -> Result<()> {
        let _one_at_a_time = self.reload.lock().await;
        let before = self.snapshot.load_full();
        let snapshot = Snapshot::read(&mut self.store.reader().await?, Some(&before)).await?;
        self.snapshot.store(Arc::new(snapshot));
        self.live.wake();
        Ok(())
    }

    /// Holds the version that a write worked with against the one that is in force in its transaction.
    ///
    /// # Errors
    /// [`Error::Outdated`] when somebody published since.
    pub(crate) async fn require_current(&self, conn: &mut Conn, version: i64) -> Result<()> {
        if self.is_surely_current(version) {
            return Ok(());
        }
        if newest_version(conn).await? == version { Ok(()) } else { Err(Error::Outdated) }
    }

    /// Whether a version is in force as far as can be told without asking: a data folder has one process and one writer, and
    /// whatever is published comes by [`Company::publishes`] first.
    pub(crate) fn is_surely_current(&self, version: i64) -> bool {
        self.store.dialect() == Dialect::Sqlite && self.newest.load(Ordering::Acquire) == version
    }

    /// Notes, within its transaction, that a version is being published.
    pub(crate) fn publishes(&self, version: i64) {
        self.newest.store(version, Ordering::Release);
    }

    /// Forgets what is kept in memory about records, as after a change that the change log does not tell of.
    pub fn forget(&self) {
        self.counts.forget();
    }

    fn is_due(&self) -> bool {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let due = checked.elapsed() > FRESH_FOR;
        if due {
            *checked = Instant::now();
        }
        due
    }
}

impl Snapshot {
    /// Reads what decides requests. Metadata and policy are made anew only when they differ from those `before`: people come
    /// and go far more often.
    async fn read(conn: &mut Conn, before: Option<&Self>) -> Result<Self> {
        // The generation first: what is read after it is at least as new.
        let generation = generation(conn).await?;
        let (version, overlay) = overlay(conn).await?;
        let catalog = match before.filter(|before| before.catalog.version() == version) {
            Some(before) => Arc::clone(&before.catalog),
            None => {
                let (catalog, problems) = Catalog::with_overlay(&overlay);
                for problem in problems {
                    tracing::warn!(%problem, "metadata");
                }
                Arc::new(catalog.with_version(version))
            }
        };
        let lines = policy_lines(conn).await?;
        let policy = match before.filter(|before| before.lines == lines) {
            Some(before) => Arc::clone(&before.policy),
            None => Arc::new(Policy::load(&lines).await.map_err(|error| Error::Internal(error.to_string()))?),
        };
        let people = People::read(conn, &catalog).await?;
        let roles = roles::read(conn).await?;
        let zone = settings::time_zone(conn).await?;
        Ok(Self { generation, catalog, policy, lines, people, roles, zone: CompanyZone(zone), access: Mutex::default() })
    }

    /// This snapshot with other objects.
    pub(crate) fn with_catalog(&self, catalog: Catalog) -> Self {
        Self {
            generation: self.generation,
            catalog: Arc::new(catalog),
            policy: Arc::clone(&self.policy),
            lines: self.lines.clone(),
            people: self.people.clone(),
            roles: self.roles.clone(),
            zone: self.zone,
            access: Mutex::default(),
        }
    }

    /// What a person may do, compiled once a snapshot; `None` for somebody who is not an active person of the company.
    pub fn access(&self, user: Uuid) -> Option<Arc<Access>> {
        let mut cache = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(access) = cache.get(&user) {
            return Some(Arc::clone(access));
        }
        let person = self.people.get(user).filter(|person| person.active)?;
        let access = Arc::new(self.policy.compile(&self.catalog, &person.facts, &self.people.org));
        cache.insert(user, Arc::clone(&access));
        Some(access)
    }

    /// Grows with every change of what the snapshot is made of.
    pub fn generation(&self) -> i64 {
        self.generation
    }

    /// The company's clock.
    pub fn zone(&self) -> &dyn Zone {
        &self.zone
    }
}

/// Makes the system tables.
async fn prepare(conn: &mut Conn) -> trellis_storage::Result<()> {
    tables::create_system_tables(conn).await
}

/// Brings the objects' tables to what the catalog asks for.
///
/// # Errors
/// When the database refuses a step.
pub async fn migrate(conn: &mut Conn, catalog: &Catalog) -> trellis_storage::Result<()> {
    let desired = tables::TableSet::of(catalog.objects().map(AsRef::as_ref));
    let steps = tables::plan(&tables::current(conn).await?, &desired);
    tables::apply(conn, &steps).await
}

/// Notes, in the caller's transaction, that snapshots are out of date.
///
/// # Errors
/// When the store fails.
pub async fn touch(conn: &mut Conn) -> Result<()> {
    // One statement: two transactions at once must not both make the same of what they read.
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_setting").push(" AS s (\"name\", \"value\") VALUES (").arg(Arg::Text(GENERATION.to_owned()));
    sql.push(", '1') ON CONFLICT (\"name\") DO UPDATE SET \"value\" = CAST(CAST(s.\"value\" AS BIGINT) + 1 AS TEXT)");
    conn.execute(&sql).await?;
    Ok(())
}

/// The super administrator, as stored now.
///
/// # Errors
/// When the store fails.
pub async fn super_admin(conn: &mut Conn) -> Result<Option<Uuid>> {
    Ok(settings::get(conn, settings::SUPER_ADMIN).await?.and_then(|text| Uuid::try_parse(&text).ok()))
}

async fn generation(conn: &mut Conn) -> Result<i64> {
    Ok(settings::get(conn, GENERATION).await?.and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// The newest published version; 0 when there is none.
async fn newest_version(conn: &mut Conn) -> Result<i64> {
    let mut sql = conn.sql();
    sql.push("SELECT max(\"version\") FROM ").table("sys_version");
    let row = conn.fetch_one(&sql, &[Shape::Integer]).await?;
    Ok(row.and_then(|row| if let Value::Integer(version) = row[0] { Some(version) } else { None }).unwrap_or_default())
}

/// The newest published overlay and its version.
///
/// # Errors
/// When the store fails.
pub async fn overlay(conn: &mut Conn) -> Result<(i64, Files)> {
    let mut sql = conn.sql();
    sql.push("SELECT \"version\", \"files\" FROM ").table("sys_version").push(" ORDER BY \"version\" DESC LIMIT 1");
    let row = conn.fetch_one(&sql, &[Shape::Integer, Shape::Text]).await?;
    Ok(match row.as_deref() {
        Some([Value::Integer(version), Value::Text(files)]) => (*version, serde_json::from_str(files).unwrap_or_default()),
        _ => (0, Files::new()),
    })
}

/// The company's own policy lines.
pub(crate) async fn policy_lines(conn: &mut Conn) -> Result<Vec<PolicyLine>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"kind\", \"role\", \"target\", \"action\", \"value\" FROM ").table("sys_policy");
    sql.push(" ORDER BY \"kind\", \"role\", \"target\", \"action\"");
    let rows = conn.fetch(&sql, &[Shape::Text; 5]).await?;
    let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    Ok(rows
        .iter()
        .filter_map(|row| {
            let [kind, role, target, action, value] = row.as_slice() else { return None };
            let line = match kind.as_text()? {
                "p" => format!("p, {}, {}, {}, {}", text(role), text(target), text(action), text(value)),
                kind => format!("{kind}, {}, {}, {}", text(role), text(target), text(value)),
            };
            line.parse().ok()
        })
        .collect())
}
