//! Changes as they happen: who is told of what, and when a stream ends.

use std::time::Duration;

use serde_json::{Value as Json, json};
use trellis_test_support::{Client, Events, on_both};

/// Long enough for a slow machine; what must come comes at once.
const SOON: Duration = Duration::from_secs(5);
/// Nothing comes within this time.
const QUIET: Duration = Duration::from_millis(900);

async fn listening(client: &Client) -> Events {
    let mut events = client.listen("/events", None).await;
    assert_eq!(events.next(SOON).await.unwrap().name, "ready");
    events
}

fn record(object: &str, id: &str, op: &str) -> Json {
    json!({ "object": object, "id": id, "op": op })
}

#[tokio::test(flavor = "multi_thread")]
async fn t14_changes_are_told_to_who_sees_the_record_with_the_rights_of_now() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let mut hears = listening(&anna).await;
        // Somebody else's: not a word.
        let other = boss.post("/records/customer", json!({ "name": "甲", "phone": "13800001111" })).await.id();
        assert_eq!(hears.next(QUIET).await, None, "{}", hears.raw);
        // Given to her: now she sees it.
        boss.patch(&format!("/records/customer/{other}"), json!({ "owner": id })).await;
        assert_eq!(hears.next(SOON).await.unwrap().data, record("customer", &other, "update"));
        boss.delete(&format!("/records/customer/{other}")).await;
        assert_eq!(hears.next(SOON).await.unwrap().data, record("customer", &other, "delete"));
        boss.post(&format!("/records/customer/{other}/restore"), json!({})).await;
        assert_eq!(hears.next(SOON).await.unwrap().data, record("customer", &other, "restore"));
        // A change of what is hidden from her is no change.
        app.policy(&["p2, sales, customer.city, hidden".to_owned()]).await;
        assert!(hears.until("rights", SOON).await.is_some());
        boss.patch(&format!("/records/customer/{other}"), json!({ "city": "深圳" })).await;
        assert_eq!(hears.next(QUIET).await, None, "{}", hears.raw);
        // A role taken away: nothing more of what it showed.
        boss.put(&format!("/users/{id}/roles"), json!({ "roles": ["office"] })).await;
        assert!(hears.until("rights", SOON).await.is_some());
        boss.patch(&format!("/records/customer/{other}"), json!({ "name": "乙" })).await;
        assert_eq!(hears.next(QUIET).await, None, "{}", hears.raw);
        assert!(!hears.raw.contains("13800001111") && !hears.raw.contains('乙'), "events carry no values: {}", hears.raw);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t51_a_client_that_comes_back_hears_what_it_missed_and_may_know() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let ready = anna.listen("/events", None).await.next(SOON).await.unwrap().id.unwrap();
        let hers = boss.post("/records/customer", json!({ "name": "甲", "owner": id })).await.id();
        boss.post("/records/customer", json!({ "name": "乙" })).await;
        let mut hears = anna.listen("/events", Some(&ready)).await;
        assert_eq!(hears.next(SOON).await.unwrap().data, record("customer", &hers, "create"));
        assert_eq!(hears.next(SOON).await.unwrap().name, "ready", "{}", hears.raw);
        // By the query as well, for those who cannot set headers; too much is told at once.
        for _ in 0..2 {
            let operations: Vec<Json> = (0..600).map(|n| json!({ "op": "create", "record": { "name": format!("丙{n}") } })).collect();
            assert_eq!(boss.post("/records/customer/batch", json!({ "operations": operations })).await.status, 200);
        }
        assert_eq!(boss.listen(&format!("/events?after={ready}"), None).await.next(SOON).await.unwrap().name, "resync");
        for bad in ["x", "-1", "99999999999999999999"] {
            assert_eq!(boss.get(&format!("/events?after={bad}")).await.code(), "cursor");
        }
        // A number that this company has not come to is nothing.
        assert_eq!(boss.listen("/events?after=999999999", None).await.next(SOON).await.unwrap().name, "ready");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn published_metadata_is_told() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut hears = listening(&boss).await;
        boss.put(
            "/picklists/industry",
            json!({ "label": { "zh-CN": "行业", "en": "Industry" }, "options": [{ "code": "x", "label": { "zh-CN": "甲", "en": "X" } }] }),
        )
        .await;
        assert_eq!(hears.until("metadata", SOON).await.unwrap().data, json!({ "version": 1 }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t39_t40_a_stream_ends_with_its_session_and_its_person() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let mut hears = listening(&anna).await;
        let began = std::time::Instant::now();
        boss.post(&format!("/users/{id}/disable"), json!({})).await;
        assert!(hears.until("end", SOON).await.is_some() && hears.ends(SOON).await);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        let ben = app.person(&boss, "ben", None, &["sales"]).await.1;
        let mut hears = listening(&ben).await;
        ben.post("/auth/logout", json!({})).await;
        assert!(hears.until("end", SOON).await.is_some() && hears.ends(SOON).await);
        // Six at once and no more; each that ends makes room.
        let mut open = Vec::new();
        for _ in 0..6 {
            open.push(listening(&boss).await);
        }
        assert_eq!((boss.get("/events").await.status, boss.get("/events").await.code()), (429, "too_many_streams"));
        open.pop();
        assert_eq!(boss.get("/events").await.status, 200);
    })
    .await;
}
