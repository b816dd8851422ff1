//! F1, F4: a server killed while it writes. What it answered is there when it is opened again. (A kill proves the order of
//! commit and answer; what survives power loss is a matter of `synchronous`, which the store asserts.)

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use trellis_engine::Clock;
use trellis_identity::{Installation, NewCompany};
use trellis_model::field::Shape;
use trellis_notify::{Notifier, NotifySettings};
use trellis_server::config::Config;
use trellis_storage::Database;
use trellis_test_support::PASSWORD;
use uuid::Uuid;

use crate::wire::Wire;

const FOLDER: &str = "TRELLIS_TEST_SERVED_FOLDER";
const CYCLES: u64 = 4;
const WRITERS: usize = 16;
const ACCOUNT: &str = "boss@test.example";

/// Not a test: the server that [`f01_a_killed_server_loses_nothing_that_it_answered`] starts and kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the killed server itself"]
async fn serve() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let listen = "127.0.0.1:0".parse().unwrap();
    let folder = PathBuf::from(folder);
    let messages = NotifySettings { outbox: folder.join("outbox"), ..NotifySettings::default() };
    let config = Config { data: folder, database_url: None, listen, secure: false, log_json: false, trusted_proxies: Vec::new(), messages };
    trellis_server::commands::serve(&config).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn f01_a_killed_server_loses_nothing_that_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let company = prepare(folder.path()).await;
    let answered = Arc::new(Mutex::new(Vec::new()));
    for cycle in 0..CYCLES {
        let (mut child, mut wire) = start(folder.path());
        sign_in(&mut wire).await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let (wire, answered) = (wire.clone(), Arc::clone(&answered));
            writers.spawn(async move {
                for n in 0.. {
                    let name = format!("{cycle}-{writer}-{n}");
                    match wire.send("POST", "/records/customer", &json!({ "name": name })).await {
                        Some(answer) if answer.status == 201 => answered.lock().unwrap().push(name),
                        Some(answer) => panic!("{} {}", answer.status, answer.body),
                        None => break,
                    }
                }
            });
        }
        tokio::time::sleep(Duration::from_millis(400 + cycle * 170)).await;
        // SIGKILL: nothing is flushed, nobody is told.
        child.kill().unwrap();
        child.wait().unwrap();
        writers.join_all().await;
        let names = answered.lock().unwrap().clone();
        verify(folder.path(), company, &names).await;
    }
    let count = answered.lock().unwrap().len();
    assert!(count > 50, "only {count} writes were answered");
}

/// Rows of the import that is killed, and how often.
const ROWS: u64 = 6_000;
const KILLS: u64 = 3;

#[tokio::test(flavor = "multi_thread")]
async fn f04_an_import_that_is_killed_goes_on_and_carries_out_every_row_once() {
    let folder = tempfile::tempdir().unwrap();
    let company = prepare(folder.path()).await;
    let (mut child, mut wire) = start(folder.path());
    sign_in(&mut wire).await;
    let rows: String = (0..ROWS).map(|n| format!("导入{n},{}\n", if n % 100 == 0 { "not a phone" } else { "" })).collect();
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"object\"\r\n\r\ncustomer\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nName,Phone\n{rows}\r\n--x--\r\n"
    );
    let import = wire.send_as("POST", "/imports", "multipart/form-data; boundary=x", &form).await.unwrap();
    assert_eq!(import.status, 201, "{}", import.body);
    let path = format!("/imports/{}", import.body["id"].as_str().unwrap());
    assert_eq!(wire.send("POST", &format!("{path}/run"), &json!({})).await.unwrap().status, 202);
    let (mut kills, mut before) = (0, 0);
    let last = loop {
        let info = wire.send("GET", &path, &json!({})).await.unwrap().body;
        let done = info["done"].as_u64().unwrap();
        if info["status"] != "running" {
            break info;
        }
        if kills < KILLS && done > before {
            (kills, before) = (kills + 1, done);
            child.kill().unwrap();
            child.wait().unwrap();
            (child, wire.server) = {
                let (child, next) = start(folder.path());
                (child, next.server)
            };
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert!(kills > 0, "it was over before it could be killed");
    let good = ROWS - ROWS / 100;
    assert_eq!(
        (&last["status"], &last["counts"]["created"], &last["counts"]["refused"]),
        (&json!("done"), &json!(good), &json!(ROWS / 100))
    );
    child.kill().unwrap();
    child.wait().unwrap();
    let names: Vec<String> = (0..ROWS).filter(|n| n % 100 != 0).map(|n| format!("导入{n}")).collect();
    verify(folder.path(), company, &names).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f03_publishing_that_is_killed_at_any_step_is_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path()).await;
    let field = |kind: &str, json_type: &str| json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "新", "en": "New" } });
    let (mut child, mut wire) = start(folder.path());
    sign_in(&mut wire).await;
    let path = "/designer/draft/objects/customer/fields/c_size";
    assert_eq!(wire.send("PUT", path, &field("text", "string")).await.unwrap().status, 200);
    assert_eq!(wire.send("POST", "/designer/draft/publish", &json!({})).await.unwrap().status, 200);
    let made = wire.send("POST", "/records/customer", &json!({ "name": "甲", "c_size": "12" })).await.unwrap();
    let record = format!("/records/customer/{}", made.body["id"].as_str().unwrap());
    assert_eq!(wire.send("PUT", path, &field("integer", "integer")).await.unwrap().status, 200);
    child.kill().unwrap();
    child.wait().unwrap();
    for point in ["publish.begun", "publish.tables", "publish.values", "publish.version"] {
        let (mut child, next) = start_at(folder.path(), Some(point));
        wire.server = next.server;
        assert!(wire.send("POST", "/designer/draft/publish", &json!({})).await.is_none(), "{point}: the server was to die there");
        child.wait().unwrap();
        let (mut child, next) = start(folder.path());
        wire.server = next.server;
        let read = wire.send("GET", &record, &json!({})).await.unwrap();
        assert_eq!((read.status, &read.body["c_size"]), (200, &json!("12")), "{point}: version n, whole");
        let versions = wire.send("GET", "/designer/versions", &json!({})).await.unwrap().body;
        assert_eq!(versions["items"][0]["version"], 1, "{point}");
        let written = wire.send("PATCH", &record, &json!({ "c_size": "12" })).await.unwrap();
        assert_eq!(written.status, 200, "{point}: {}", written.body);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let (mut child, next) = start(folder.path());
    wire.server = next.server;
    assert_eq!(wire.send("POST", "/designer/draft/publish", &json!({})).await.unwrap().status, 200);
    let read = wire.send("GET", &record, &json!({})).await.unwrap();
    assert_eq!(read.body["c_size"], 12, "the draft survived every kill, and version n + 1 is whole");
    child.kill().unwrap();
    child.wait().unwrap();
}

async fn sign_in(wire: &mut Wire) {
    let login = wire.send("POST", "/auth/login", &json!({ "account": ACCOUNT, "password": PASSWORD })).await.unwrap();
    assert_eq!(login.status, 200, "{}", login.body);
    let cookie = login.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    wire.cookie = cookie.split(';').next().unwrap().to_owned();
}

/// A data folder with one company, closed again.
async fn prepare(folder: &Path) -> Uuid {
    let database = Database::folder(folder).unwrap();
    let notifier = Notifier::new(NotifySettings { outbox: folder.join("outbox"), ..NotifySettings::default() }).unwrap();
    let installation =
        Installation::open(database, Clock::System, trellis_server::modules::registry(), notifier, trellis_engine::FileStore::memory())
            .await
            .unwrap();
    let new = NewCompany {
        company: "测试公司".to_owned(),
        name: "老板".to_owned(),
        account: ACCOUNT.to_owned(),
        password: PASSWORD.to_owned(),
        department: "总部".to_owned(),
    };
    installation.create_company(&new).await.unwrap()
}

/// A server in a process of its own.
fn start(folder: &Path) -> (Child, Wire) {
    start_at(folder, None)
}

/// [`start`], to die where the program passes this point.
fn start_at(folder: &Path, point: Option<&str>) -> (Child, Wire) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "killed::serve", "--ignored", "--nocapture"]).env(FOLDER, folder).env("TRELLIS_LOG", "error");
    if let Some(point) = point {
        command.env("TRELLIS_FAILPOINT", point);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| line.unwrap().split_once("http://").map(|(_, address)| address.to_owned())).unwrap();
    (child, Wire { server: address.parse().unwrap(), cookie: String::new() })
}

/// The file is sound, and every answered record is in it once, with its entry in the change log.
async fn verify(folder: &Path, company: Uuid, answered: &[String]) {
    let database = Database::folder(folder).unwrap();
    let store = database.open(&company.to_string()).await.unwrap();
    let mut conn = store.reader().await.unwrap();
    let mut texts = async |statement: &str| -> Vec<String> {
        let mut sql = conn.sql();
        sql.push(statement);
        let rows = conn.fetch(&sql, &[Shape::Text]).await.unwrap();
        rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect()
    };
    assert_eq!(texts("SELECT integrity_check FROM pragma_integrity_check").await, ["ok"]);
    assert_eq!(texts("SELECT \"table\" FROM pragma_foreign_key_check").await, Vec::<String>::new());
    let mut stored = texts("SELECT \"f_01\" FROM customer ORDER BY 1").await;
    let lost: Vec<&String> = answered.iter().filter(|name| stored.binary_search(name).is_err()).collect();
    assert!(lost.is_empty(), "answered and lost: {lost:?}");
    let mut logged = texts("SELECT c.record FROM sys_change c WHERE c.object = 'customer' AND c.op = 'create' ORDER BY 1").await;
    assert_eq!(logged, texts("SELECT id FROM customer ORDER BY 1").await, "each record has its entry");
    let (records, entries) = (stored.len(), logged.len());
    stored.dedup();
    logged.dedup();
    assert_eq!((stored.len(), logged.len()), (records, entries), "nothing is there twice");
}
