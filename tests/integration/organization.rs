//! Departments, people, roles, and what they may do.

use serde_json::json;
use trellis_test_support::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_without_a_role_is_not_activated() {
    on_both(async |app| {
        let boss = app.boss().await;
        let made = boss.post("/users", json!({ "account": "new@test.example", "password": "correct horse", "name": "新人" })).await;
        assert_eq!(made.json["status"], "inactive");
        let login = json!({ "account": "new@test.example", "password": "correct horse" });
        assert_eq!(app.anonymous().post("/auth/login", login.clone()).await.code(), "not_activated");
        boss.put(&format!("/users/{}/roles", made.id()), json!({ "roles": ["sales"] })).await;
        assert_eq!(app.anonymous().post("/auth/login", login).await.status, 200);
        let again = boss.post("/users", json!({ "account": "NEW@test.example", "password": "correct horse", "name": "重复" })).await;
        assert_eq!(again.errors(), ["/account unique"]);
        assert_eq!(boss.get("/users?q=重复").await.items().len(), 0, "a refused person is not there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_reach_as_far_as_the_tree() {
    on_both(async |app| {
        let boss = app.boss().await;
        let sales = app.department(&boss, "销售", None).await;
        let east = app.department(&boss, "华东", Some(&sales)).await;
        let north = app.department(&boss, "华北", Some(&sales)).await;
        let (_, chief) = app.person(&boss, "chief", Some(&sales), &["sales_manager"]).await;
        let (_, manager) = app.person(&boss, "manager", Some(&east), &["sales_manager"]).await;
        let (anna_id, anna) = app.person(&boss, "anna", Some(&east), &["sales"]).await;
        let (_, nora) = app.person(&boss, "nora", Some(&north), &["sales"]).await;
        let (_, analyst) = app.person(&boss, "analyst", None, &["analyst"]).await;
        let mine = anna.post("/records/customer", json!({ "name": "安娜的", "phone": "13812341234" })).await.id();
        let path = format!("/records/customer/{mine}");
        let seen = async |client: &trellis_test_support::Client| {
            let (one, many) = (client.get(&path).await.status, client.get("/records/customer?count=exact").await);
            assert_eq!(one == 200, many.items().len() == 1, "{}", many.text);
            assert_eq!(many.json["count"]["value"], many.items().len());
            one == 200
        };
        assert!(seen(&anna).await && seen(&manager).await && seen(&chief).await && seen(&analyst).await);
        assert!(!seen(&nora).await);
        assert_eq!(nora.get("/records/customer?q=安娜").await.items().len(), 0);
        assert_eq!(nora.patch(&path, json!({ "city": "x" })).await.status, 404);
        assert_eq!(analyst.patch(&path, json!({ "city": "x" })).await.status, 403);
        // A team member sees and, with the right, edits.
        let nora_id = boss.get("/users?q=nora").await.items()[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(anna.put(&format!("{path}/team"), json!({ "members": [{ "user": nora_id, "right": "read" }] })).await.status, 200);
        assert!(seen(&nora).await);
        assert_eq!(nora.patch(&path, json!({ "city": "x" })).await.status, 403);
        anna.put(&format!("{path}/team"), json!({ "members": [{ "user": nora_id, "right": "edit" }] })).await;
        assert_eq!(nora.patch(&path, json!({ "city": "宁波" })).await.status, 200);
        assert_eq!(nora.delete(&path).await.status, 403);
        // The owner moves: the department's scope follows at once.
        assert_eq!(boss.patch(&format!("/users/{anna_id}"), json!({ "department": north })).await.status, 200);
        assert!(!seen(&manager).await && seen(&chief).await);
        // What is masked is masked everywhere and used for nothing.
        let masked = analyst.get(&path).await;
        assert_eq!(masked.json["phone"], "138****1234");
        assert_eq!(analyst.get("/records/customer?q=13812341234").await.items().len(), 0);
        assert_eq!(analyst.filter("customer", &json!({ "phone": { "eq": "13812341234" } })).await.status, 422);
        assert_eq!(analyst.get("/records/customer?sort=phone").await.status, 422);
        assert!(!analyst.get(&format!("{path}/history")).await.text.contains("13812341234"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_grants_more_than_they_have() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (_, manager) = app.person(&boss, "manager", None, &["sales_manager"]).await;
        let (victim, _) = app.person(&boss, "victim", None, &["sales"]).await;
        assert_eq!(manager.put(&format!("/users/{victim}/roles"), json!({ "roles": ["sysadmin"] })).await.status, 403);
        let (_, admin) = app.person(&boss, "admin", None, &["sysadmin"]).await;
        assert_eq!(admin.put(&format!("/users/{victim}/roles"), json!({ "roles": ["sales_manager"] })).await.status, 200);
        assert_eq!(
            admin.put(&format!("/users/{victim}/roles"), json!({ "roles": ["emperor"] })).await.errors(),
            ["/roles/0 unknown_reference"]
        );
        let boss_id = boss.get("/me").await.json["user"]["id"].as_str().unwrap().to_owned();
        assert_eq!(admin.put(&format!("/users/{boss_id}/roles"), json!({ "roles": [] })).await.code(), "super_admin");
        assert_eq!(admin.patch(&format!("/users/{boss_id}"), json!({ "name": "x" })).await.code(), "super_admin");
        assert_eq!(boss.patch(&format!("/records/user/{victim}"), json!({ "name": "x" })).await.code(), "system_object");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn departments_are_a_tree() {
    on_both(async |app| {
        let boss = app.boss().await;
        let a = app.department(&boss, "甲", None).await;
        let b = app.department(&boss, "乙", Some(&a)).await;
        assert_eq!(boss.patch(&format!("/departments/{a}"), json!({ "parent": b })).await.errors(), ["/parent cycle"]);
        assert_eq!(boss.delete(&format!("/departments/{a}")).await.code(), "department_has_children");
        app.person(&boss, "someone", Some(&b), &["sales"]).await;
        assert_eq!(boss.delete(&format!("/departments/{b}")).await.code(), "department_has_people");
        let c = app.department(&boss, "丙", None).await;
        assert_eq!(boss.delete(&format!("/departments/{c}")).await.status, 204);
        assert_eq!(boss.get("/departments?q=丙").await.items().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_a_record_away_is_transfer() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (anna_id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let (nora_id, nora) = app.person(&boss, "nora", None, &["sales"]).await;
        let mine = anna.post("/records/customer", json!({ "name": "甲" })).await.id();
        let given = anna.post("/records/customer/actions/transfer", json!({ "ids": [mine], "params": { "owner": nora_id } })).await;
        assert_eq!(given.json["done"], json!([mine]), "{}", given.text);
        assert_eq!(anna.get(&format!("/records/customer/{mine}")).await.status, 404);
        assert_eq!(nora.get(&format!("/records/customer/{mine}")).await.json["owner"], json!(nora_id));
        let back = anna.post("/records/customer/actions/transfer", json!({ "ids": [mine], "params": { "owner": anna_id } })).await;
        assert_eq!(back.json["refused"][0]["code"], "not_found");
        let nobody = nora.patch(&format!("/records/customer/{mine}"), json!({ "owner": "00000000-0000-7000-8000-000000000000" })).await;
        assert_eq!(nobody.errors(), ["/owner lookup"]);
    })
    .await;
}
