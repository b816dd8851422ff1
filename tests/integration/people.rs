//! People who come, leave and come back; seats; the company and its super administrator.

use futures_util::future::join_all;
use serde_json::json;
use trellis_identity::Licence;
use trellis_test_support::{Client, PASSWORD, TestApp, differing, on_both};

async fn me(client: &Client) -> String {
    client.get("/me").await.json["user"]["id"].as_str().unwrap_or_default().to_owned()
}

async fn seats(app: &TestApp, seats: u64) {
    app.installation.set_licence(app.company, &Licence { edition: "free".into(), seats }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_what_a_person_may_do_follows_the_state() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mine = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let invited = boss.post("/users", json!({ "account": "invited@test.example", "password": PASSWORD, "name": "invited" })).await;
        let (admin_id, admin) = app.person(&boss, "admin", None, &["sysadmin"]).await;
        let (disabled_id, disabled) = app.person(&boss, "disabled", None, &["sysadmin"]).await;
        assert_eq!(boss.post(&format!("/users/{disabled_id}/disable"), json!({})).await.status, 204);
        // The former super administrator, now with an ordinary role, or with none.
        let boss_id = me(&boss).await;
        assert_eq!(boss.put(&format!("/users/{boss_id}/roles"), json!({ "roles": ["sales"] })).await.status, 200);
        assert_eq!(boss.post("/company/transfer", json!({ "to": admin_id, "password": PASSWORD })).await.status, 204);
        let former = boss.clone();
        for (who, client, expected) in
            [("disabled", &disabled, 401), ("former super administrator", &former, 403), ("super administrator", &admin, 0)]
        {
            let calls = [
                client.get("/roles/sales/permissions").await,
                client.get("/audit").await,
                client.get("/audit/verify").await,
                client.post("/roles", json!({ "label": { "zh-CN": "甲", "en": "x" } })).await,
                client.post("/users", json!({ "account": format!("{}@test.example", expected), "password": PASSWORD, "name": "x" })).await,
                client.post("/departments", json!({ "name": "x" })).await,
                client.patch("/company", json!({ "name": "新" })).await,
                client.put("/designer/draft/objects/c_x", json!({})).await,
                client.get(&format!("/access/who?object=customer&id={mine}")).await,
            ];
            for reply in calls {
                let fine = if expected == 0 { !matches!(reply.status, 401 | 403) } else { reply.status == expected };
                assert!(fine, "{who}: {} {}", reply.status, reply.text);
            }
        }
        let login = |name: &str| json!({ "account": format!("{name}@test.example"), "password": PASSWORD });
        for (name, code) in [("invited", "not_activated"), ("disabled", "")] {
            let reply = app.anonymous().post("/auth/login", login(name)).await;
            assert_eq!(reply.status, 403, "{name}: {}", reply.text);
            assert!(code.is_empty() || reply.code() == code);
        }
        // Nobody gives a record to somebody who is not active.
        for id in [invited.id(), disabled_id.clone()] {
            assert_eq!(admin.patch(&format!("/records/customer/{mine}"), json!({ "owner": id })).await.errors(), ["/owner lookup"]);
            assert_eq!(admin.post("/company/transfer", json!({ "to": id, "password": PASSWORD })).await.errors(), ["/to lookup"]);
            assert_eq!(admin.post(&format!("/users/{boss_id}/handover"), json!({ "to": id })).await.errors(), ["/to lookup"]);
        }
        assert_eq!(admin.post(&format!("/users/{}/restore", invited.id()), json!({})).await.code(), "person_state");
        assert_eq!(admin.post(&format!("/users/{disabled_id}/restore"), json!({})).await.status, 204);
        assert_eq!(disabled.get("/me").await.status, 401, "an old session does not come back to life");
        assert_eq!(app.anonymous().post("/auth/login", login("disabled")).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t29_the_super_administrator_is_touched_by_nobody() {
    on_both(async |app| {
        let boss = app.boss().await;
        let id = me(&boss).await;
        let (admin_id, admin) = app.person(&boss, "admin", None, &["sysadmin"]).await;
        let (_, seller) = app.person(&boss, "seller", None, &["sales"]).await;
        let before = app.state().await;
        for client in [&admin, &seller] {
            for reply in [
                client.patch(&format!("/users/{id}"), json!({ "name": "x" })).await,
                client.put(&format!("/users/{id}/roles"), json!({ "roles": ["office"] })).await,
                client.post(&format!("/users/{id}/disable"), json!({})).await,
                client.post(&format!("/users/{id}/restore"), json!({})).await,
                client.post(&format!("/users/{id}/handover"), json!({ "to": admin_id })).await,
                client.post("/company/transfer", json!({ "to": admin_id, "password": PASSWORD })).await,
            ] {
                assert_eq!(reply.status, 403, "{}", reply.text);
            }
        }
        assert_eq!(boss.post(&format!("/users/{id}/disable"), json!({})).await.code(), "super_admin_stays");
        assert_eq!(
            boss.post("/company/transfer", json!({ "to": admin_id, "password": "wrong horse" })).await.errors(),
            ["/password refused"]
        );
        assert_eq!(boss.post("/company/transfer", json!({ "to": id, "password": PASSWORD })).await.errors(), ["/to lookup"]);
        assert_eq!(admin.post(&format!("/users/{admin_id}/disable"), json!({})).await.code(), "oneself");
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t30_of_two_transfers_at_once_one_happens() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut people = Vec::new();
        for name in ["one", "two", "three", "four"] {
            people.push(app.person(&boss, name, None, &["sales"]).await);
        }
        let transfers = people.iter().map(|(id, _)| boss.post("/company/transfer", json!({ "to": id, "password": PASSWORD })));
        let statuses: Vec<u16> = join_all(transfers).await.iter().map(|reply| reply.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 204 | 401 | 403)), "{statuses:?}");
        let winner = people[statuses.iter().position(|status| *status == 204).unwrap()].0.clone();
        for (id, client) in &people {
            let me = client.get("/me").await;
            assert_eq!(me.json["super_admin"], json!(*id == winner));
            assert_eq!(client.get("/company").await.json["super_admin"]["id"], json!(winner));
        }
        assert_eq!(boss.get("/me").await.status, 401, "without a role of their own, the former one is not activated");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t40_a_disabled_person_s_next_request_is_refused() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let token = anna.post("/me/tokens", json!({ "name": "脚本" })).await.json["token"].as_str().unwrap().to_owned();
        let program = app.anonymous().with_token(&token);
        let second = app.sign_in("anna@test.example").await;
        for client in [&anna, &second, &program] {
            assert_eq!(client.get("/records/customer").await.status, 200);
        }
        assert_eq!(boss.post(&format!("/users/{id}/disable"), json!({})).await.status, 204);
        for client in [&anna, &second, &program] {
            assert_eq!(client.get("/records/customer").await.status, 401);
            assert_eq!(client.post("/records/customer", json!({ "name": "x" })).await.status, 401);
        }
        assert_eq!(boss.post(&format!("/users/{id}/disable"), json!({})).await.code(), "person_state");
        assert_eq!(boss.post(&format!("/users/{id}/restore"), json!({})).await.status, 204);
        assert_eq!(anna.get("/me").await.status, 401, "sessions and tokens of before are gone");
        assert_eq!(program.get("/me").await.status, 401);
        assert_eq!(app.sign_in("anna@test.example").await.get("/me").await.json["roles"], json!(["sales"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_seat_is_given_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut ids = Vec::new();
        for n in 0..6 {
            let body = json!({ "account": format!("p{n}@test.example"), "password": PASSWORD, "name": format!("p{n}") });
            ids.push(boss.post("/users", body).await.id());
        }
        seats(app, 2).await;
        let give = |id: &String| {
            let (boss, path) = (boss.clone(), format!("/users/{id}/roles"));
            async move { boss.put(&path, json!({ "roles": ["sales"] })).await }
        };
        let replies = join_all(ids.iter().map(give)).await;
        let given = replies.iter().filter(|reply| reply.status == 200).count();
        assert_eq!(given, 1, "{:?}", replies.iter().map(|reply| (reply.status, reply.code().to_owned())).collect::<Vec<_>>());
        assert!(replies.iter().all(|reply| reply.status == 200 || reply.code() == "no_seats"));
        assert_eq!(boss.get("/company").await.json["seats"], json!({ "used": 2, "total": 2 }));
        // Leaving frees the seat; coming back needs one.
        let holder = &ids[replies.iter().position(|reply| reply.status == 200).unwrap()];
        let other = ids.iter().find(|id| *id != holder).unwrap();
        assert_eq!(boss.post(&format!("/users/{holder}/disable"), json!({})).await.status, 204);
        assert_eq!(give(other).await.status, 200);
        assert_eq!(boss.post(&format!("/users/{holder}/restore"), json!({})).await.code(), "no_seats");
        seats(app, 3).await;
        assert_eq!(boss.post(&format!("/users/{holder}/restore"), json!({})).await.status, 204);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_somebody_owns_is_handed_over_at_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (anna_id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let (nora_id, nora) = app.person(&boss, "nora", None, &["sales"]).await;
        let mut customers = Vec::new();
        for n in 0..12 {
            customers.push(anna.post("/records/customer", json!({ "name": format!("客户{n}") })).await.id());
        }
        anna.post("/records/task", json!({ "subject": "回访" })).await;
        anna.delete(&format!("/records/customer/{}", customers[0])).await;
        assert_eq!(nora.post(&format!("/users/{anna_id}/handover"), json!({ "to": nora_id })).await.status, 403);
        boss.post(&format!("/users/{anna_id}/disable"), json!({})).await;
        let moved = boss.post(&format!("/users/{anna_id}/handover"), json!({ "to": nora_id })).await;
        assert_eq!(moved.json["moved"], json!({ "customer": 12, "task": 1 }), "{}", moved.text);
        assert_eq!(nora.get("/records/customer?limit=100").await.items().len(), 11);
        assert_eq!(nora.get("/records/customer?deleted=true").await.items().len(), 1);
        let history = nora.get(&format!("/records/customer/{}/history", customers[1])).await;
        assert_eq!(history.items()[0]["action"], "handover", "{}", history.text);
        assert_eq!(nora.get(&format!("/records/customer/{}", customers[1])).await.header("etag"), "\"v2\"");
        let entry = boss.get("/audit?event=handover").await.items()[0].clone();
        assert_eq!((&entry["target"], &entry["detail"]["moved"]["customer"]), (&json!(format!("user:{anna_id}")), &json!(12)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_company_and_its_departments_say_how_they_stand() {
    on_both(async |app| {
        let boss = app.boss().await;
        let sales = app.department(&boss, "销售", None).await;
        let east = app.department(&boss, "华东", Some(&sales)).await;
        let (id, anna) = app.person(&boss, "anna", Some(&east), &["sales"]).await;
        let tree = anna.get("/departments/tree").await;
        let of = |id: &str| tree.items().into_iter().find(|item| item["id"] == id).unwrap();
        assert_eq!((&of(&east)["parent"], &of(&east)["people"], &of(&sales)["people"]), (&json!(sales), &json!(1), &json!(0)));
        assert_eq!(boss.delete(&format!("/departments/{sales}")).await.code(), "department_has_children");
        assert_eq!(boss.delete(&format!("/departments/{east}")).await.code(), "department_has_people");
        let company = boss.get("/company").await.json;
        assert_eq!((&company["seats"], &company["edition"]), (&json!({ "used": 2, "total": 50 }), &json!("free")));
        assert_eq!(anna.patch("/company", json!({ "name": "x" })).await.status, 403);
        assert_eq!(boss.patch("/company", json!({ "name": "  新名  " })).await.json["name"], "新名");
        assert_eq!(boss.patch("/company", json!({ "time_zone": "Mars/Olympus" })).await.errors(), ["/time_zone unknown_reference"]);
        assert_eq!(boss.get("/objects").await.json["time_zone"], "Asia/Shanghai");
        assert_eq!(boss.patch("/company", json!({ "time_zone": "America/New_York" })).await.json["time_zone"], "America/New_York");
        assert_eq!(boss.get("/objects").await.json["time_zone"], "America/New_York", "in force at once");
        let listed = boss.get("/users?fields=name").await;
        let anna_listed = listed.items().into_iter().find(|item| item["id"] == id.as_str()).unwrap();
        assert_eq!(
            (&anna_listed["roles"], &anna_listed["status"], &anna_listed["super_admin"]),
            (&json!(["sales"]), &json!("active"), &json!(false))
        );
        assert!(anna.get("/users").await.items()[0].get("roles").is_none(), "roles are for those who manage people");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_listed_by_role_to_those_who_manage_them() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales", "analyst"]).await;
        app.person(&boss, "ben", None, &["office"]).await;
        let listed = boss.get("/users?role=analyst").await;
        assert_eq!(listed.status, 200, "{}", listed.text);
        assert_eq!(listed.json["items"].as_array().unwrap().iter().map(|it| &it["id"]).collect::<Vec<_>>(), [&json!(id)]);
        assert_eq!(boss.get("/users?role=nothing").await.json["items"], json!([]));
        // Who has which role is not for everybody.
        assert_eq!(anna.get("/users?role=analyst").await.status, 403);
    })
    .await;
}
