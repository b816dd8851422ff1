//! What a follow-up says of the record that it is about.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use trellis_test_support::{Client, TestApp, on_both};

async fn follow_up(client: &Client, object: &str, id: &str, more: Json) -> String {
    let mut body = json!({ "content": "电话沟通", "related": { "object": object, "id": id } });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    let made = client.post("/records/follow_up", body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.id()
}

async fn last(client: &Client, object: &str, id: &str) -> Json {
    client.get(&format!("/records/{object}/{id}")).await.json["last_followed_at"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_knows_when_it_was_followed_up_last() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let other = boss.post("/records/customer", json!({ "name": "乙" })).await.id();
        assert_eq!(last(&boss, "customer", &customer).await, json!(null));
        follow_up(&boss, "customer", &customer, json!({})).await;
        let first = last(&boss, "customer", &customer).await;
        assert!(first.is_string(), "{first}");
        app.clock.advance(TimeDelta::hours(3));
        let second = follow_up(&boss, "customer", &customer, json!({ "next_contact_at": "2026-04-01T01:00:00Z" })).await;
        let then = last(&boss, "customer", &customer).await;
        assert!(then.as_str() > first.as_str(), "{then}");
        assert_eq!(boss.get(&format!("/records/customer/{customer}")).await.json["next_contact_at"], "2026-04-01T01:00:00Z");
        assert_eq!(last(&boss, "customer", &other).await, json!(null));

        // Moved to another record, taken back, and restored: each record says what is so.
        let path = format!("/records/follow_up/{second}");
        let moved = boss.patch(&path, json!({ "related": { "object": "customer", "id": other } })).await;
        assert_eq!(moved.status, 200, "{}", moved.text);
        assert_eq!((last(&boss, "customer", &customer).await, last(&boss, "customer", &other).await), (first.clone(), then.clone()));
        boss.delete(&path).await;
        assert_eq!(last(&boss, "customer", &other).await, json!(null));
        boss.post(&format!("{path}/restore"), json!({})).await;
        assert_eq!(last(&boss, "customer", &other).await, then);

        // A customer is deleted and restored along with what was said about it.
        let path = format!("/records/customer/{other}");
        assert_eq!(boss.delete(&path).await.status, 204);
        assert_eq!(boss.post(&format!("{path}/restore"), json!({})).await.status, 200);
        assert_eq!(last(&boss, "customer", &other).await, then);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_object_that_declares_it_has_it_and_who_only_reads_keeps_it_too() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let lead = boss.post("/records/lead", json!({ "name": "王芳", "company": "华辰" })).await.id();
        let contact = boss.post("/records/contact", json!({ "name": "李雷", "customer": customer })).await.id();
        let made = boss.post("/records/opportunity", json!({ "name": "一期", "customer": customer, "stage": "prospecting" })).await;
        let (id, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        for (object, record) in [("lead", lead), ("contact", contact), ("opportunity", made.id())] {
            // On the team to read: may say what happened, may not change the record.
            let path = format!("/records/{object}/{record}");
            let team = boss.put(&format!("{path}/team"), json!({ "members": [{ "user": id, "right": "read" }] })).await;
            assert_eq!(team.status, 200, "{}", team.text);
            follow_up(&sales, object, &record, json!({})).await;
            assert!(last(&boss, object, &record).await.is_string(), "{object}");
            let refused = sales.patch(&path, json!({ "last_followed_at": null })).await;
            assert!(matches!(refused.status, 403 | 422), "{}", refused.text);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_follow_up_leaves_the_record_as_it_was() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let about = json!({ "object": "customer", "id": customer });
        let operations = json!({ "operations": [
            { "op": "create", "record": { "content": "说了", "related": about } },
            { "op": "create", "record": { "content": "", "related": about } },
        ] });
        assert_eq!(boss.post("/records/follow_up/batch", operations).await.status, 422);
        let after = boss.get(&format!("/records/customer/{customer}")).await.json;
        assert_eq!((&after["last_followed_at"], &after["version"]), (&json!(null), &json!(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_has_changes_and_follow_ups_together_page_by_page() {
    on_both(async |app| {
        let boss = app.boss().await;
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let path = format!("/records/customer/{customer}");
        for n in 0..40 {
            app.clock.advance(TimeDelta::seconds(1));
            boss.patch(&path, json!({ "city": format!("城{n}") })).await;
            app.clock.advance(TimeDelta::milliseconds(300));
            let note = json!({ "content": format!("跟进{n}"), "related": { "object": "customer", "id": customer } });
            assert_eq!(boss.post("/records/follow_up", note).await.status, 201);
        }
        let (mut cursor, mut items) = (String::new(), Vec::new());
        loop {
            let page = boss.get(&format!("{path}/timeline?cursor={cursor}")).await;
            assert_eq!(page.status, 200, "{}", page.text);
            items.extend(page.items());
            match page.json["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        let notes: Vec<String> = items
            .iter()
            .filter(|item| item["type"] == "record")
            .map(|item| item["record"]["content"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(notes, (0..40).rev().map(|n| format!("跟进{n}")).collect::<Vec<_>>());
        let times: Vec<chrono::DateTime<chrono::Utc>> = items.iter().map(|item| item["at"].as_str().unwrap().parse().unwrap()).collect();
        assert!(times.is_sorted_by(|one, other| one >= other), "{times:?}");
        let changes = items.iter().filter(|item| item["type"] == "change").count();
        let history = items.iter().filter(|item| item["op"] == "create").count();
        assert!(changes > 40 && history == 1, "{changes} changes, the first is the making");
        assert_eq!(boss.get(&format!("{path}/timeline?cursor=x")).await.code(), "cursor");
    })
    .await;
}
