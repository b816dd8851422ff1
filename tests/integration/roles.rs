//! Roles: the matrix, what it changes, and that nobody grants, changes or takes away what they lack.

use serde_json::{Value as Json, json};
use trellis_test_support::{Client, Reply, TestApp, differing, on_both};

/// The permissions of a role as they are sent back.
async fn permissions(client: &Client, role: &str) -> Json {
    let reply = client.get(&format!("/roles/{role}/permissions")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    json!({ "objects": reply.json["objects"], "administration": reply.json["administration"], "fields": reply.json["fields"] })
}

async fn put(client: &Client, role: &str, permissions: &Json) -> Reply {
    client.put(&format!("/roles/{role}/permissions"), permissions.clone()).await
}

/// A role of the company that may manage people and roles, and see customers of its own.
async fn keeper(app: &TestApp, boss: &Client) -> (String, Client) {
    let made = boss.post("/roles", json!({ "label": { "zh-CN": "人事", "en": "Keeper" } })).await;
    assert_eq!((made.status, made.json["name"].as_str()), (201, Some("c_keeper")), "{}", made.text);
    let mut matrix = permissions(boss, "c_keeper").await;
    for part in ["users", "roles"] {
        for action in ["view", "create", "edit", "delete"] {
            if matrix["administration"][part].get(action).is_some() {
                matrix["administration"][part][action] = json!("all");
            }
        }
    }
    matrix["objects"]["customer"]["view"] = json!("own");
    assert_eq!(put(boss, "c_keeper", &matrix).await.status, 200);
    app.person(boss, "keeper", None, &["c_keeper"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_does_what_its_matrix_says() {
    on_both(async |app| {
        let boss = app.boss().await;
        let copied = boss.post("/roles", json!({ "label": { "zh-CN": "渠道销售", "en": "Channel" }, "copy": "sales" })).await;
        assert_eq!((copied.status, copied.json["shipped"].as_bool()), (201, Some(false)), "{}", copied.text);
        assert_eq!(permissions(&boss, "c_channel").await, permissions(&boss, "sales").await);
        let (id, anna) = app.person(&boss, "anna", None, &["c_channel"]).await;
        let mine = anna.post("/records/customer", json!({ "name": "甲", "phone": "13800001111" })).await.id();
        let path = format!("/records/customer/{mine}");
        let mut matrix = permissions(&boss, "c_channel").await;
        matrix["objects"]["customer"]["delete"] = json!("none");
        matrix["objects"]["customer"]["view"] = json!("all");
        matrix["fields"]["customer.phone"] = json!("masked");
        boss.post("/records/customer", json!({ "name": "老板的" })).await;
        let preview = boss.post("/roles/c_channel/permissions/preview", matrix.clone()).await;
        assert_eq!(preview.json["users_total"], 1, "{}", preview.text);
        let user = &preview.json["users"][0];
        assert_eq!((user["id"].as_str(), user["objects"].as_array().unwrap().len()), (Some(id.as_str()), 2));
        let of = |action: &str| user["objects"].as_array().unwrap().iter().find(|it| it["action"] == action).unwrap().clone();
        assert_eq!((&of("view")["gained"], &of("view")["lost"]), (&json!(1), &json!(0)));
        assert_eq!((&of("delete")["gained"], &of("delete")["lost"]), (&json!(0), &json!(1)));
        assert_eq!(user["fields"], json!([{ "field": "customer.phone", "from": "edit", "to": "masked" }]));
        assert_eq!(anna.get("/records/customer").await.items().len(), 1, "a preview changes nothing");
        let saved = put(&boss, "c_channel", &matrix).await;
        assert_eq!((saved.status, &saved.json["objects"]), (200, &matrix["objects"]), "{}", saved.text);
        assert_eq!(anna.get("/records/customer").await.items().len(), 2);
        assert_eq!(anna.get(&path).await.json["phone"], "138****1111");
        assert_eq!(anna.delete(&path).await.status, 403);
        // A shipped role is changed the same way, and reads back.
        let mut matrix = permissions(&boss, "sales").await;
        matrix["objects"]["lead"]["export"] = json!("none");
        matrix["fields"] = json!({});
        assert_eq!(put(&boss, "sales", &matrix).await.status, 200);
        assert_eq!(permissions(&boss, "sales").await["objects"], matrix["objects"]);
        // Renaming, deleting.
        assert_eq!(boss.patch("/roles/sales", json!({ "label": { "zh-CN": "x", "en": "x" } })).await.code(), "shipped_role");
        assert_eq!(boss.delete("/roles/sales").await.code(), "shipped_role");
        assert_eq!(boss.patch("/roles/c_channel", json!({ "label": { "zh-CN": "新名", "en": "New" } })).await.json["label"]["en"], "New");
        assert_eq!(boss.delete("/roles/c_channel").await.code(), "role_in_use");
        assert_eq!(boss.put(&format!("/users/{id}/roles"), json!({ "roles": ["office"] })).await.status, 200);
        assert_eq!(boss.delete("/roles/c_channel").await.status, 204);
        assert_eq!(boss.get("/roles/c_channel/permissions").await.status, 404);
        assert_eq!(boss.get("/roles").await.column("name"), ["sysadmin", "sales_manager", "sales", "analyst", "office"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matrix_that_cannot_be_is_refused_cell_by_cell() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut matrix = permissions(&boss, "sales").await;
        matrix["objects"]["user"]["view"] = json!("none");
        matrix["objects"]["product"]["edit"] = json!("own");
        matrix["objects"]["nothing"] = json!({});
        matrix["administration"]["users"]["fly"] = json!("all");
        matrix["fields"]["customer.name"] = json!("hidden");
        let before = app.state().await;
        let mut errors = put(&boss, "sales", &matrix).await.errors();
        errors.sort();
        let expected = [
            "/administration/users/fly unknown_reference",
            "/fields/customer.name refused",
            "/objects/nothing unknown_reference",
            "/objects/product/edit option",
            "/objects/user/view refused",
        ];
        assert_eq!(errors, expected);
        for body in [
            json!({ "roles": {} }),
            json!({ "objects": [] }),
            json!({ "fields": { "customer.phone": "some" } }),
            json!({ "is_super": true }),
        ] {
            assert_eq!(put(&boss, "sales", &body).await.status, 422, "{body}");
        }
        assert_eq!(put(&boss, "nobody", &json!({})).await.status, 404);
        assert_eq!(boss.post("/roles", json!({ "label": { "zh-CN": " ", "en": "" } })).await.errors(), ["/label required"]);
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t20_nobody_grants_a_right_they_lack() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (own, keeper) = keeper(app, &boss).await;
        let (victim, _) = app.person(&boss, "victim", None, &["office"]).await;
        let roles = |id: &str| format!("/users/{id}/roles");
        // By a role, by a role of one's own, by copying, by editing one's own role, by a field, by extra members.
        let before = app.state().await;
        assert_eq!(keeper.put(&roles(&victim), json!({ "roles": ["office", "sales"] })).await.code(), "exceeds_own_rights");
        assert_eq!(keeper.put(&roles(&own), json!({ "roles": ["c_keeper", "sysadmin"] })).await.code(), "exceeds_own_rights");
        assert_eq!(
            keeper.post("/roles", json!({ "label": { "zh-CN": "副本", "en": "Copy" }, "copy": "sysadmin" })).await.code(),
            "exceeds_own_rights"
        );
        for (object, action, scope) in [("customer", "view", "all"), ("customer", "edit", "own"), ("lead", "view", "own")] {
            let mut wider = permissions(&keeper, "c_keeper").await;
            wider["objects"][object][action] = json!(scope);
            assert_eq!(put(&keeper, "c_keeper", &wider).await.code(), "exceeds_own_rights", "{object} {action}");
            assert_eq!(keeper.post("/roles/c_keeper/permissions/preview", wider).await.code(), "exceeds_own_rights");
        }
        let mut designer = permissions(&keeper, "c_keeper").await;
        designer["administration"]["designer"]["publish"] = json!("all");
        assert_eq!(put(&keeper, "c_keeper", &designer).await.code(), "exceeds_own_rights");
        for body in [
            json!({ "roles": ["office"], "is_super": true }),
            json!({ "roles": ["office"], "permissions": { "objects": {} } }),
            json!({ "roles": "office" }),
        ] {
            assert_eq!(keeper.put(&roles(&victim), body).await.status, 422);
        }
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
        // What one has, one may give.
        let small = keeper.post("/roles", json!({ "label": { "zh-CN": "小", "en": "Small" } })).await;
        assert_eq!(small.status, 201, "{}", small.text);
        let mut matrix = permissions(&keeper, "c_small").await;
        matrix["objects"]["customer"]["view"] = json!("own");
        assert_eq!(put(&keeper, "c_small", &matrix).await.status, 200);
        assert_eq!(keeper.put(&roles(&victim), json!({ "roles": ["office", "c_small"] })).await.status, 200);
        // A field that is masked for the giver is not given in the clear.
        let mut masked = permissions(&boss, "c_keeper").await;
        masked["fields"]["customer.phone"] = json!("masked");
        assert_eq!(put(&boss, "c_keeper", &masked).await.status, 200);
        let mut clear = permissions(&keeper, "c_keeper").await;
        clear["fields"] = json!({});
        assert_eq!(put(&keeper, "c_keeper", &clear).await.code(), "exceeds_own_rights");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t21_system_columns_are_never_assigned() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (victim, _) = app.person(&boss, "victim", None, &["office"]).await;
        let department = app.department(&boss, "部门", None).await;
        let columns = [
            "id",
            "company_id",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
            "version",
            "deleted_at",
            "is_super",
            "super_admin",
            "status",
            "roles",
            "owner",
            "seats",
        ];
        let before = app.state().await;
        for column in columns {
            let value = if column == "roles" { json!(["sysadmin"]) } else { json!("active") };
            for path in [format!("/users/{victim}"), format!("/departments/{department}"), "/company".to_owned()] {
                let reply = boss.patch(&path, json!({ column: value })).await;
                assert_eq!(reply.status, 422, "{path} {column}: {}", reply.text);
            }
            let user = json!({ "account": "more@test.example", "password": "correct horse", "name": "x", column: value });
            assert_eq!(boss.post("/users", user).await.status, 422, "{column}");
            assert_eq!(boss.post("/departments", json!({ "name": "x", column: value })).await.status, 422, "{column}");
            assert_eq!(boss.post("/roles", json!({ "label": { "zh-CN": "x", "en": "x" }, column: value })).await.status, 422, "{column}");
            let handover = json!({ "to": victim, column: value });
            assert_eq!(boss.post(&format!("/users/{victim}/handover"), handover).await.status, 422, "{column}");
            assert_eq!(boss.post(&format!("/users/{victim}/disable"), json!({ column: value })).await.status, 422, "{column}");
            let transfer = json!({ "to": victim, "password": "correct horse", column: value });
            assert_eq!(boss.post("/company/transfer", transfer).await.status, 422, "{column}");
        }
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t22_taking_away_is_checked_like_giving() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (_, keeper) = keeper(app, &boss).await;
        let (seller, _) = app.person(&boss, "seller", None, &["sales", "office"]).await;
        let path = format!("/users/{seller}/roles");
        let before = app.state().await;
        // Removing, replacing, replacing with nothing.
        for roles in [json!(["office"]), json!(["office", "c_keeper"]), json!([])] {
            assert_eq!(keeper.put(&path, json!({ "roles": roles })).await.code(), "exceeds_own_rights");
        }
        // A right that the keeper lacks is not taken out of a role either, nor the whole role.
        let mut narrower = permissions(&keeper, "sales").await;
        narrower["objects"]["lead"]["view"] = json!("none");
        assert_eq!(put(&keeper, "sales", &narrower).await.code(), "exceeds_own_rights");
        assert_eq!(put(&keeper, "sales", &json!({ "objects": { "user": { "view": "all" } } })).await.status, 422);
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
        boss.post("/roles", json!({ "label": { "zh-CN": "副本", "en": "Copy" }, "copy": "sales" })).await;
        assert_eq!(keeper.delete("/roles/c_copy").await.code(), "exceeds_own_rights");
        assert_eq!(boss.put(&path, json!({ "roles": [] })).await.status, 200);
        let user = boss.get("/users?q=seller").await.items()[0].clone();
        assert_eq!((user["status"].as_str(), &user["roles"]), (Some("inactive"), &json!([])));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t23_who_is_below_changes_nobody_above() {
    on_both(async |app| {
        let boss = app.boss().await;
        let top = app.department(&boss, "总部销售", None).await;
        let (own, keeper) = keeper(app, &boss).await;
        let (admin, _) = app.person(&boss, "admin", None, &["sysadmin"]).await;
        let (seller, _) = app.person(&boss, "seller", None, &["sales"]).await;
        let before = app.state().await;
        let path = |action: &str| format!("/users/{admin}{action}");
        assert_eq!(keeper.patch(&path(""), json!({ "name": "x" })).await.code(), "exceeds_own_rights");
        assert_eq!(keeper.post(&path("/disable"), json!({})).await.code(), "exceeds_own_rights");
        assert_eq!(keeper.put(&path("/roles"), json!({ "roles": ["sysadmin", "c_keeper"] })).await.code(), "exceeds_own_rights");
        assert_eq!(keeper.post(&path("/handover"), json!({ "to": seller })).await.code(), "exceeds_own_rights");
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
        // Nobody reaches further by moving themselves.
        let mut wide = permissions(&boss, "c_keeper").await;
        wide["objects"]["customer"]["view"] = json!("department_tree");
        assert_eq!(put(&boss, "c_keeper", &wide).await.status, 200);
        assert_eq!(boss.patch(&format!("/users/{seller}"), json!({ "department": top })).await.status, 200);
        let before = app.state().await;
        assert_eq!(keeper.patch(&format!("/users/{own}"), json!({ "department": top })).await.code(), "exceeds_own_rights");
        assert_eq!(keeper.patch(&format!("/departments/{top}"), json!({ "manager": own })).await.code(), "exceeds_own_rights");
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
        // Ids of another company are nobody's here.
        let other = trellis_identity::NewCompany {
            company: "别家".into(),
            name: "别人".into(),
            account: "other@test.example".into(),
            password: trellis_test_support::PASSWORD.into(),
            department: "部".into(),
        };
        app.installation.create_company(&other).await.unwrap();
        let foreign = app.sign_in("other@test.example").await;
        let id = foreign.get("/me").await.json["user"]["id"].as_str().unwrap().to_owned();
        for reply in [
            boss.put(&format!("/users/{id}/roles"), json!({ "roles": ["sales"] })).await,
            boss.post(&format!("/users/{id}/disable"), json!({})).await,
            boss.post(&format!("/users/{id}/restore"), json!({})).await,
            boss.post(&format!("/users/{id}/handover"), json!({ "to": seller })).await,
            boss.get(&format!("/access/explain?user={id}&object=customer&id={id}")).await,
            foreign.get("/roles/c_keeper/permissions").await,
        ] {
            assert_eq!(reply.status, 404, "{}", reply.text);
        }
        let transfer = json!({ "to": id, "password": trellis_test_support::PASSWORD });
        assert_eq!(boss.post("/company/transfer", transfer).await.errors(), ["/to lookup"]);
    })
    .await;
}
