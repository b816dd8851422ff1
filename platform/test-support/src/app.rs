//! A server of its own for each test.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::Router;
use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};
use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;
use trellis_engine::{Clock, FileStore};
use trellis_http::{AppState, Settings, router};
use trellis_identity::{Installation, NewCompany};
use trellis_notify::{Notifier, NotifySettings};
use trellis_storage::Database;
use uuid::Uuid;

use crate::Client;

/// The password of everybody in tests.
pub const PASSWORD: &str = "correct horse";

/// A server with one company, whose super administrator is `boss@test.example`.
pub struct TestApp {
    /// The server.
    pub router: Router,
    /// The installation behind it.
    pub installation: Arc<Installation>,
    /// The clock that it goes by.
    pub clock: Clock,
    /// The company.
    pub company: Uuid,
    /// `sqlite` or `postgres`.
    pub backend: &'static str,
    pub(crate) folder: TempDir,
    pub(crate) state: AppState,
    database: Option<String>,
}

impl TestApp {
    /// A server on SQLite.
    pub async fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::folder(folder.path()).unwrap();
        let messages = outbox_of(&folder);
        Self::new(database, "sqlite", folder, messages).await
    }

    /// A server on SQLite whose mail and SMS go out as these settings say.
    pub async fn sending(settings: NotifySettings) -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::folder(folder.path()).unwrap();
        let messages = NotifySettings { smtp: settings.smtp, sms: settings.sms, ..outbox_of(&folder) };
        Self::new(database, "sqlite", folder, messages).await
    }

    /// A server on PostgreSQL, when `TRELLIS_TEST_POSTGRES` names one.
    pub async fn postgres() -> Option<Self> {
        let url = std::env::var("TRELLIS_TEST_POSTGRES").ok()?;
        let database = fresh_database(&url).await;
        let folder = TempDir::new().unwrap();
        let messages = outbox_of(&folder);
        let app = Self::new(Database::server(&database).await.unwrap(), "postgres", folder, messages).await;
        Some(Self { database: Some(database), ..app })
    }

    /// Another node of this installation, which shares nothing with it but the database; none on SQLite, which serves one node.
    pub async fn node(&self) -> Option<Self> {
        let database = self.database.as_ref()?;
        let folder = TempDir::new().unwrap();
        let notifier = Notifier::new(outbox_of(&folder)).unwrap();
        let opened = Database::server(database).await.unwrap();
        let modules = trellis_server::modules::registry();
        let installation = Installation::open(opened, self.clock.clone(), modules, notifier, FileStore::memory()).await.unwrap();
        let state = AppState::new(Arc::clone(&installation), Settings::default());
        Some(Self {
            router: router(state.clone()),
            installation,
            clock: self.clock.clone(),
            company: self.company,
            backend: self.backend,
            folder,
            state,
            database: self.database.clone(),
        })
    }
}

/// Runs a test on SQLite, and on PostgreSQL when `TRELLIS_TEST_POSTGRES` names a server (`cargo xtask test` starts one).
pub async fn on_both(test: impl AsyncFn(&TestApp)) {
    test(&TestApp::sqlite().await).await;
    if let Some(app) = TestApp::postgres().await {
        test(&app).await;
    }
}

/// Messages stay in the test's own folder.
fn outbox_of(folder: &TempDir) -> NotifySettings {
    let public_url = Some("https://crm.test.example".to_owned());
    NotifySettings { outbox: folder.path().join("outbox"), public_url, ..NotifySettings::default() }
}

/// A new database on the server, so that tests do not meet.
async fn fresh_database(url: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut conn = PgConnection::connect(url).await.unwrap();
    conn.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

impl TestApp {
    async fn new(database: Database, backend: &'static str, folder: TempDir, messages: NotifySettings) -> Self {
        let start: DateTime<Utc> = "2026-03-10T02:00:00Z".parse().unwrap();
        let clock = Clock::fixed(start);
        let notifier = Notifier::new(messages).unwrap();
        let installation =
            Installation::open(database, clock.clone(), trellis_server::modules::registry(), notifier, FileStore::memory()).await.unwrap();
        let new = NewCompany {
            company: "测试公司".to_owned(),
            name: "老板".to_owned(),
            account: "boss@test.example".to_owned(),
            password: PASSWORD.to_owned(),
            department: "总部".to_owned(),
        };
        let company = installation.create_company(&new).await.unwrap();
        let state = AppState::new(Arc::clone(&installation), Settings::default());
        Self { router: router(state.clone()), installation, clock, company, backend, folder, state, database: None }
    }

    /// A client that is nobody.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A client signed in with this account.
    pub async fn sign_in(&self, account: &str) -> Client {
        let mut client = self.anonymous();
        let reply = client.post("/auth/login", json!({ "account": account, "password": PASSWORD })).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        client.take_cookie(&reply);
        client
    }

    /// The super administrator.
    pub async fn boss(&self) -> Client {
        self.sign_in("boss@test.example").await
    }

    /// Adds a department below another; gives its id.
    pub async fn department(&self, boss: &Client, name: &str, parent: Option<&str>) -> String {
        let reply = boss.post("/departments", json!({ "name": name, "parent": parent })).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.id()
    }

    /// Adds a person with roles; gives the id and a client signed in as that person.
    pub async fn person(&self, boss: &Client, name: &str, department: Option<&str>, roles: &[&str]) -> (String, Client) {
        let account = format!("{name}@test.example");
        let fields: Json = json!({ "account": account, "password": PASSWORD, "name": name, "department": department });
        let reply = boss.post("/users", fields).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let id = reply.id();
        let given = boss.put(&format!("/users/{id}/roles"), json!({ "roles": roles })).await;
        assert_eq!(given.status, 200, "{}", given.text);
        (id, self.sign_in(&account).await)
    }
}
