//! Several nodes over one database: what is changed on one is in force on the others within a second.

use std::time::{Duration, Instant};

use serde_json::json;
use trellis_test_support::{Client, TestApp};

/// The promise; a test machine that is busy is given twice as long before it counts as broken.
const PROMISED: Duration = Duration::from_secs(2);

/// Asks again and again until the reply has this status.
async fn soon(client: &Client, path: &str, status: u16) {
    let began = Instant::now();
    loop {
        let reply = client.get(path).await;
        if reply.status == status {
            return;
        }
        assert!(began.elapsed() < PROMISED, "{path} is still {} after {:?}: {}", reply.status, began.elapsed(), reply.text);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Two nodes, with somebody who sells signed in on the second.
async fn two_nodes() -> Option<(TestApp, TestApp, String, Client)> {
    let here = TestApp::postgres().await?;
    let there = here.node().await?;
    let (id, _) = here.person(&here.boss().await, "anna", None, &["sales"]).await;
    let anna = there.sign_in("anna@test.example").await;
    // The other node has everything in its memory before it changes.
    assert_eq!(anna.get("/records/customer").await.status, 200);
    Some((here, there, id, anna))
}

#[tokio::test(flavor = "multi_thread")]
async fn t39_who_is_disabled_on_one_node_is_out_on_every_node() {
    let Some((here, _there, id, anna)) = two_nodes().await else { return };
    let boss = here.boss().await;
    let mut hears = anna.listen("/events", None).await;
    assert!(hears.until("ready", PROMISED).await.is_some());
    let gone = boss.post(&format!("/users/{id}/disable"), json!({})).await;
    assert!(gone.status < 300, "{}", gone.text);
    assert!(hears.until("end", PROMISED).await.is_some() && hears.ends(PROMISED).await);
    soon(&anna, "/records/customer", 401).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_and_a_published_object_are_in_force_on_every_node() {
    let Some((here, there, id, anna)) = two_nodes().await else { return };
    let boss = here.boss().await;
    let there_boss = there.boss().await;
    assert_eq!(there_boss.get("/objects/c_asset").await.status, 404);

    assert_eq!(boss.put(&format!("/users/{id}/roles"), json!({ "roles": ["office"] })).await.status, 200);
    soon(&anna, "/records/customer", 404).await;

    let name = json!({ "x-type": "text", "type": "string", "x-label": { "zh-CN": "名称", "en": "Name" } });
    let object = json!({
        "title": "Asset", "x-label": { "zh-CN": "资产", "en": "Asset" }, "x-object": { "icon": "box", "name_field": "c_name" },
        "required": ["c_name"], "properties": { "c_name": name },
    });
    let put = boss.put("/designer/draft/objects/c_asset", object).await;
    assert_eq!(put.status, 200, "{}", put.text);
    assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);
    soon(&there_boss, "/objects/c_asset", 200).await;
    let made = there_boss.post("/records/c_asset", json!({ "c_name": "甲" })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    // What one node wrote, the other reads.
    assert_eq!(boss.get(&format!("/records/c_asset/{}", made.id())).await.json["c_name"], "甲");
}
