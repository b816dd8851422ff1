//! The audit log: what is in it, who reads it, and that a changed entry is found.

use serde_json::{Value as Json, json};
use trellis_engine::Error;
use trellis_storage::Arg;
use trellis_test_support::{PASSWORD, TestApp, on_both};

/// Runs a statement on the company's store, as somebody with the database in hand would.
async fn tamper(app: &TestApp, before: &'static str, after: &'static str, seq: i64) {
    let company = app.installation.company(app.company).await.unwrap();
    let work = company.store.write::<_, Error, _>(move |conn| {
        Box::pin(async move {
            let mut sql = conn.sql();
            sql.push(before).table("sys_audit").push(after).arg(Arg::Integer(seq));
            assert_eq!(conn.execute(&sql).await?, 1);
            Ok(())
        })
    });
    work.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_people_rights_and_data_is_logged() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let (nora_id, _) = app.person(&boss, "nora", None, &["sales"]).await;
        boss.post("/roles", json!({ "label": { "zh-CN": "新", "en": "New" } })).await;
        let customer = anna.post("/records/customer", json!({ "name": "甲" })).await.id();
        anna.delete(&format!("/records/customer/{customer}")).await;
        anna.post(&format!("/records/customer/{customer}/restore"), json!({})).await;
        anna.patch(&format!("/records/customer/{customer}"), json!({ "owner": nora_id })).await;
        let token = anna.post("/me/tokens", json!({ "name": "脚本" })).await.id();
        anna.delete(&format!("/me/tokens/{token}")).await;
        boss.put(
            "/picklists/industry",
            json!({ "label": { "zh-CN": "行业", "en": "Industry" }, "options": [{ "code": "x", "label": { "zh-CN": "甲", "en": "X" } }] }),
        )
        .await;
        boss.post(&format!("/users/{id}/disable"), json!({})).await;
        boss.post(&format!("/users/{id}/restore"), json!({})).await;
        let export = boss.get("/audit/export?format=csv").await;
        assert!(export.status == 200 && export.text.contains("\"user_disabled\""), "{}", export.text);
        let log = boss.get("/audit?limit=500").await;
        let events = log.column("event");
        for event in [
            "sign_in",
            "user_added",
            "role_changed",
            "permissions_changed",
            "record_deleted",
            "record_restored",
            "transfer",
            "token_made",
            "token_ended",
            "metadata_published",
            "user_disabled",
            "user_restored",
            "export",
        ] {
            assert!(events.iter().any(|it| it == event), "{event}: {events:?}");
        }
        let transfer = log.items().into_iter().find(|item| item["event"] == "transfer").unwrap();
        assert_eq!((&transfer["user.name"], &transfer["target.name"]), (&json!("anna"), &json!("甲")));
        // Filters and pages.
        assert_eq!(boss.get(&format!("/audit?user={id}&event=transfer")).await.items().len(), 1);
        assert_eq!(boss.get("/audit?to=2020-01-01T00:00:00Z").await.items().len(), 0);
        let first = boss.get("/audit?limit=2").await;
        let second = boss.get(&format!("/audit?limit=2&cursor={}", first.json["next"].as_str().unwrap())).await;
        assert_eq!(second.items()[0]["seq"].as_i64(), first.items()[1]["seq"].as_i64().map(|seq| seq - 1));
        assert_eq!(boss.get("/audit?event=party").await.errors(), ["/event option"]);
        assert_eq!(anna.get("/audit").await.status, 401, "disabled and restored: signed out");
        let seller = app.sign_in("nora@test.example").await;
        for path in ["/audit", "/audit/verify", "/audit/export"] {
            assert_eq!(seller.get(path).await.status, 403);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_entry_breaks_the_chain() {
    on_both(async |app| {
        let boss = app.boss().await;
        for n in 0..5 {
            let body = json!({ "account": format!("p{n}@test.example"), "password": PASSWORD, "name": format!("p{n}") });
            boss.post("/users", body).await;
        }
        let whole = boss.get("/audit/verify").await.json;
        assert_eq!(whole["ok"], json!(true), "{whole}");
        let check = async || -> Json { boss.get("/audit/verify").await.json };
        tamper(app, "UPDATE ", " SET \"event\" = 'sign_out' WHERE seq = ", 3).await;
        assert_eq!(check().await["broken_at"], json!(3));
        tamper(app, "UPDATE ", " SET \"event\" = 'user_added' WHERE seq = ", 3).await;
        assert_eq!(check().await["ok"], json!(true), "put back as it was");
        tamper(app, "DELETE FROM ", " WHERE seq = ", 2).await;
        assert_eq!(check().await["broken_at"], json!(2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_of_many_at_once_make_one_chain() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut ids = Vec::new();
        for n in 0..24 {
            ids.push(boss.post("/records/customer", json!({ "name": format!("客户{n}") })).await.id());
        }
        let deletes = ids.iter().map(|id| {
            let (boss, path) = (boss.clone(), format!("/records/customer/{id}"));
            async move { boss.delete(&path).await.status }
        });
        let statuses = futures_util::future::join_all(deletes).await;
        assert!(statuses.iter().all(|status| *status == 204), "{statuses:?}");
        assert_eq!(boss.get("/audit/verify").await.json["ok"], json!(true));
        assert_eq!(boss.get("/audit?event=record_deleted&limit=100").await.items().len(), 24);
    })
    .await;
}
