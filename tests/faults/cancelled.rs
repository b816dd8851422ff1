//! F9: clients that go away at any moment.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tokio::net::TcpListener;
use trellis_model::{Value, field::Shape};
use trellis_test_support::TestApp;

use crate::wire::Wire;

/// How many requests are dropped, and how many are under way at once.
const REQUESTS: u64 = 500;
const AT_ONCE: usize = 32;

#[tokio::test(flavor = "multi_thread")]
async fn f09_a_dropped_request_leaves_no_transaction_and_loses_no_answered_write() {
    let Some(app) = TestApp::postgres().await else { return };
    let boss = app.boss().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let wire = Wire { server: listener.local_addr().unwrap(), cookie: boss.cookie().to_owned() };
    let router = app.router.clone();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    let permits = Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
    let mut requests = tokio::task::JoinSet::new();
    for n in 0..REQUESTS {
        let (wire, permits) = (wire.clone(), Arc::clone(&permits));
        requests.spawn(async move {
            let _permit = permits.acquire().await.unwrap();
            let name = format!("customer {n}");
            let body = json!({ "name": name });
            let sent = wire.send("POST", "/records/customer", &body);
            // Any moment from before the request is read until after it is answered.
            let patience = Duration::from_micros(n * 7919 % 60_000);
            let answer = if n % 5 == 0 { sent.await } else { tokio::time::timeout(patience, sent).await.ok().flatten() };
            answer.filter(|answer| answer.status == 201).map(|_| name)
        });
    }
    let answered: Vec<String> = requests.join_all().await.into_iter().flatten().collect();
    assert!(answered.len() >= 100, "{} were answered", answered.len());

    let company = app.installation.company(app.company).await.unwrap();
    let mut conn = company.store.reader().await.unwrap();
    let mut count = async |text: &str| {
        let mut sql = conn.sql();
        sql.push(text);
        match conn.fetch_one(&sql, &[Shape::Integer]).await.unwrap().as_deref() {
            Some([Value::Integer(count)]) => *count,
            _ => 0,
        }
    };
    // What was under way when its client left goes on to its end by itself.
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()";
    for _ in 0..100 {
        if count(open).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(count(idle).await, 0, "a transaction was left open");
    assert_eq!(count(open).await, 0, "a transaction does not end");
    drop(conn);

    let mut stored = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = boss.get(&format!("/records/customer?limit=500&fields=name&cursor={cursor}")).await;
        stored.extend(page.column("name"));
        match page.json["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let lost: Vec<&String> = answered.iter().filter(|name| !stored.contains(name)).collect();
    assert!(lost.is_empty(), "answered and lost: {lost:?}");
    let distinct: std::collections::HashSet<&String> = stored.iter().collect();
    assert_eq!(distinct.len(), stored.len(), "nothing is there twice");
    assert_eq!(boss.post("/records/customer", json!({ "name": "afterwards" })).await.status, 201);
    server.abort();
}
