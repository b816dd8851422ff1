//! Tasks: who takes part in one, and what follows from its being done.

use serde_json::json;
use trellis_test_support::{TestApp, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_to_do_a_task_sees_and_completes_it() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let (boss_id, (wang, wang_client)) =
            (boss.get("/me").await.json["user"]["id"].clone(), app.person(&boss, "wang", None, &["office"]).await);
        let (_, li) = app.person(&boss, "li", None, &["sales"]).await;
        let made = boss.post("/records/task", json!({ "subject": "准备样品", "assignee": wang })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.json["owner"], boss_id);
        let path = format!("/records/task/{}", made.id());
        assert_eq!(wang_client.get(&path).await.status, 200);
        assert_eq!(li.get(&path).await.status, 404, "nobody else");
        for view in ["all", "participating", "assigned_to_me"] {
            assert_eq!(wang_client.get(&format!("/records/task?view={view}&count=exact")).await.json["count"]["value"], 1, "{view}");
        }
        assert_eq!(wang_client.get("/records/task?view=mine").await.items().len(), 0);
        assert_eq!(wang_client.delete(&path).await.status, 403, "to take part is not to own");

        let why = boss.get(&format!("/access/explain?user={wang}&object=task&id={}&action=edit", made.id())).await.json;
        let held = |name: &str| why["clauses"].as_array().unwrap().iter().any(|clause| clause["clause"] == name && clause["held"] == true);
        assert_eq!((&why["allowed"], held("team"), held("owner")), (&json!(true), true, false), "{why}");

        let done = wang_client.post(&format!("{path}/actions/complete"), json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text);
        let task = wang_client.get(&path).await.json;
        assert_eq!((&task["status"], &task["progress"]), (&json!("done"), &json!(100)));
        assert!(task["completed_at"].is_string(), "{task}");
        assert_eq!(wang_client.post(&format!("{path}/actions/complete"), json!({})).await.code(), "not_applicable");

        // Given to somebody else, it is theirs.
        let (zhao, zhao_client) = app.person(&boss, "zhao", None, &["office"]).await;
        assert_eq!(boss.patch(&path, json!({ "assignee": zhao })).await.status, 200);
        assert_eq!((wang_client.get(&path).await.status, zhao_client.get(&path).await.status), (404, 200));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_a_task_was_completed_follows_its_status() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let made = boss.post("/records/task", json!({ "subject": "回访", "status": "done" })).await;
        assert!(made.json["completed_at"].is_string(), "{}", made.text);
        let path = format!("/records/task/{}", made.id());
        let again = boss.patch(&path, json!({ "status": "doing", "progress": 40 })).await.json;
        assert_eq!((&again["completed_at"], &again["progress"]), (&json!(null), &json!(40)));
        let ids = json!({ "ids": [made.id()] });
        assert_eq!(boss.post("/records/task/actions/complete", ids).await.json["done"], json!([made.id()]));
        assert_eq!(boss.get(&path).await.json["progress"], 100);
        assert_eq!(boss.get(&format!("{path}/history")).await.items()[0]["action"], "complete");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_field_tells_nobody_who_takes_part() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let (wang, _) = app.person(&boss, "wang", None, &["office"]).await;
        let (_, li) = app.person(&boss, "li", None, &["sales"]).await;
        app.policy(&["p2, sales, task.assignee, hidden".to_owned(), "p, sales, task, view, all".to_owned()]).await;
        boss.post("/records/task", json!({ "subject": "准备样品", "assignee": wang })).await;
        assert_eq!(li.get("/records/task").await.items().len(), 1);
        assert_eq!(li.filter("task", &json!({ "team": { "eq": wang } })).await.items().len(), 0);
        assert_eq!(boss.filter("task", &json!({ "team": { "eq": wang } })).await.items().len(), 1);
    })
    .await;
}
