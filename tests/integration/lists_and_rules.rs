//! What the designer says of lists, and the rules between fields that forms judge by themselves.

use serde_json::{Value as Json, json};
use trellis_test_support::{Client, differing, on_both};

fn rule(check: &str, field: Option<&str>) -> Json {
    let mut rule = json!({ "check": check, "message": { "zh-CN": "不符合规则", "en": "Against the rule" } });
    if let Some(field) = field {
        rule["field"] = field.into();
    }
    rule
}

async fn put_rule(boss: &Client, name: &str, rule: Json) {
    let put = boss.put(&format!("/designer/draft/objects/customer/rules/{name}"), rule).await;
    assert_eq!(put.status, 204, "{}", put.text);
}

async fn publish(boss: &Client) {
    let published = boss.post("/designer/draft/publish", json!({})).await;
    assert_eq!(published.status, 200, "{}", published.text);
}

/// The rules that a caller's forms judge, each with the field that it marks.
async fn told(client: &Client) -> Vec<(String, Json)> {
    let info = client.get("/objects/customer").await.json;
    let rules = info["rules"].as_array().unwrap().clone();
    rules.iter().map(|rule| (rule["name"].as_str().unwrap().to_owned(), rule["field"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_told_only_the_rules_that_read_what_its_person_sees_whole() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (sales_id, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        put_rule(&boss, "seen", rule("level != 'c'", Some("level"))).await;
        put_rule(&boss, "hidden", rule("credit_code != 'bad'", Some("level"))).await;
        put_rule(&boss, "masked", rule("phone != '10000000000'", Some("phone"))).await;
        put_rule(&boss, "marks_hidden", rule("level != 'b'", Some("credit_code"))).await;
        publish(&boss).await;
        app.policy(&["p2, sales, customer.credit_code, hidden".to_owned(), "p2, sales, customer.phone, masked".to_owned()]).await;
        let all =
            [("seen", json!("level")), ("hidden", json!("level")), ("masked", json!("phone")), ("marks_hidden", json!("credit_code"))];
        assert_eq!(told(&boss).await, all.map(|(name, field)| (name.to_owned(), field)));
        assert_eq!(
            told(&sales).await,
            [("seen", json!("level")), ("marks_hidden", Json::Null)].map(|(name, field)| (name.to_owned(), field))
        );
        let listed = sales.get("/objects").await.text;
        assert!(!listed.contains("bad") && !listed.contains("10000000000"), "no list of objects tells it either");
        // What a form does not judge the server does, for everybody; what marks a hidden field is told without it.
        let id = boss.post("/records/customer", json!({ "name": "甲", "credit_code": "bad", "level": "a", "owner": sales_id })).await;
        assert_eq!(id.errors(), ["/level refused"]);
        let made = boss.post("/records/customer", json!({ "name": "甲", "level": "a", "owner": sales_id })).await.id();
        assert_eq!(sales.patch(&format!("/records/customer/{made}"), json!({ "level": "b" })).await.errors(), [" refused"]);
        assert_eq!(boss.patch(&format!("/records/customer/{made}"), json!({ "level": "b" })).await.errors(), ["/credit_code refused"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_judges_what_is_computed_as_it_will_be() {
    on_both(async |app| {
        let boss = app.boss().await;
        let label = json!({ "zh-CN": "字段", "en": "Field" });
        let fields = [
            ("c_price", json!({ "x-type": "integer", "type": "integer", "x-label": label })),
            ("c_double", json!({ "x-type": "formula", "x-formula": { "expression": "c_price * 2", "kind": "integer" }, "x-label": label })),
        ];
        for (name, field) in fields {
            let put = boss.put(&format!("/designer/draft/objects/customer/fields/{name}"), field).await;
            assert_eq!(put.status, 200, "{}", put.text);
        }
        put_rule(&boss, "most", rule("c_double <= 10", Some("c_price"))).await;
        put_rule(&boss, "owned", rule("owner is not none", None)).await;
        publish(&boss).await;
        let refused = boss.post("/records/customer", json!({ "name": "甲", "c_price": 6 })).await;
        assert_eq!(refused.errors(), ["/c_price refused"]);
        let made = boss.post("/records/customer", json!({ "name": "甲", "c_price": 5 })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let path = format!("/records/customer/{}", made.id());
        assert_eq!(boss.patch(&path, json!({ "c_price": 6 })).await.errors(), ["/c_price refused"]);
        assert_eq!(boss.patch(&path, json!({ "c_price": 4 })).await.status, 200);
    })
    .await;
}

/// Fields of a customer that are computed from its lines, and lines that are computed from their customer.
fn fields_of_lines() -> [(&'static str, Json); 7] {
    let label = json!({ "zh-CN": "字段", "en": "Field" });
    let line = |kind: &str, json_type: &str| json!({ "x-type": kind, "type": json_type, "x-label": label });
    let rated = json!({ "expression": "price * count * parent.c_rate", "kind": "currency" });
    let properties = json!({
        "price": line("currency", "number"),
        "count": line("integer", "integer"),
        "total": { "x-type": "formula", "x-formula": rated, "x-label": label },
    });
    let large = json!({ "count": { "ge": 10 } });
    let why = json!({ "x-type": "text", "type": "string", "x-required": "c_total > 80", "x-label": label });
    [
        ("c_half_rate", json!({ "x-type": "integer", "type": "integer", "default": 1, "x-label": label })),
        ("c_rate", json!({ "x-type": "formula", "x-formula": { "expression": "c_half_rate * 2", "kind": "integer" }, "x-label": label })),
        ("c_items", json!({ "x-type": "lines", "type": "array", "x-lines": { "properties": properties }, "x-label": label })),
        ("c_total", json!({ "x-type": "rollup", "x-rollup": { "relation": "c_items", "fn": "sum", "field": "total" }, "x-label": label })),
        ("c_large", json!({ "x-type": "rollup", "x-rollup": { "relation": "c_items", "fn": "count", "filter": large }, "x-label": label })),
        ("c_cents", json!({ "x-type": "formula", "x-formula": { "expression": "c_total * 100", "kind": "integer" }, "x-label": label })),
        ("c_why", why),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_judges_the_sums_of_lines_as_they_will_be() {
    on_both(async |app| {
        let boss = app.boss().await;
        for (name, field) in fields_of_lines() {
            let put = boss.put(&format!("/designer/draft/objects/customer/fields/{name}"), field).await;
            assert_eq!(put.status, 200, "{name}: {}", put.text);
        }
        publish(&boss).await;
        let items =
            |lines: &[(i64, i64)]| -> Json { lines.iter().map(|(price, count)| json!({ "price": price, "count": count })).collect() };
        let old = boss.post("/records/customer", json!({ "name": "旧", "c_why": "早", "c_items": items(&[(100, 1)]) })).await;
        assert_eq!((old.status, &old.json["c_total"], &old.json["c_cents"]), (201, &json!(200), &json!(20000)), "{}", old.text);
        put_rule(&boss, "most", rule("c_cents <= 10000", Some("c_items"))).await;
        put_rule(&boss, "large", rule("c_large <= 1 and c_total >= 0", None)).await;
        publish(&boss).await;

        let refused = async |write: (&str, Json), errors: &[&str]| {
            let before = app.state().await;
            let (path, body) = write;
            let reply = if path.ends_with("/customer") { boss.post(path, body).await } else { boss.patch(path, body).await };
            assert_eq!(reply.errors(), errors, "{}", reply.text);
            assert_eq!(differing(&before, &app.state().await), [""; 0]);
        };
        let all = "/records/customer";
        refused((all, json!({ "name": "甲", "c_items": items(&[(1, 1), (50, 1)]) })), &["/c_why required", "/c_items refused"]).await;
        refused((all, json!({ "name": "甲", "c_items": items(&[(1, 10), (2, 10)]) })), &[" refused"]).await;
        let made = boss.post(all, json!({ "name": "甲", "c_items": items(&[(1, 10), (20, 1)]) })).await;
        assert_eq!((made.status, &made.json["c_total"], &made.json["c_large"]), (201, &json!(60), &json!(1)), "{}", made.text);
        assert_eq!(made.json["c_items"][1]["total"], json!(40));
        let one = format!("{all}/{}", made.id());
        refused((&one, json!({ "c_items": items(&[(51, 1)]), "c_why": "大" })), &["/c_items refused"]).await;
        refused((&one, json!({ "c_items": items(&[(41, 1)]) })), &["/c_why required"]).await;
        // The lines stay, and what they are computed from changes.
        refused((&one, json!({ "c_half_rate": 2, "c_why": "倍" })), &["/c_items refused"]).await;
        let kept = boss.patch(&one, json!({ "c_half_rate": 2, "c_items": items(&[(25, 1)]), "c_why": "倍" })).await;
        assert_eq!((kept.status, &kept.json["c_total"], &kept.json["c_cents"]), (200, &json!(100), &json!(10000)), "{}", kept.text);
        assert_eq!(boss.get(&one).await.json["c_items"][0]["total"], json!(100));
        // What was against the rule before it was there may come nearer to it in one step alone.
        let old = format!("{all}/{}", old.id());
        refused((&old, json!({ "name": "新" })), &["/c_items refused"]).await;
        assert_eq!(boss.patch(&old, json!({ "c_items": items(&[(50, 1)]) })).await.json["c_total"], json!(100));
        assert_eq!(boss.patch(&old, json!({ "c_items": null })).await.json["c_total"], json!(0));
        // A record has what its rules were judged on, also where there are no lines at all.
        let bare = boss.post(all, json!({ "name": "空" })).await;
        assert_eq!((bare.status, &bare.json["c_total"], &bare.json["c_large"]), (201, &json!(0), &json!(0)), "{}", bare.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_added_put_in_order_and_taken_out() {
    on_both(async |app| {
        let boss = app.boss().await;
        let views = "/designer/draft/objects/opportunity/views";
        let label = json!({ "zh-CN": "我的", "en": "Mine too" });
        let board = json!({ "label": label, "kind": "kanban", "group": "stage", "roles": ["sales"] });
        assert_eq!(boss.put(&format!("{views}/c_board"), board.clone()).await.status, 204);
        let mut shared = boss.get("/designer/draft/objects/opportunity/parts/views").await.json;
        let map = shared.as_object_mut().unwrap();
        map.shift_remove("views");
        map.insert("order".into(), json!(["c_board", "lost"]));
        map.insert("sort".into(), json!("-amount,name"));
        let put = boss.put(views, shared.clone()).await;
        assert_eq!(put.status, 204, "{}", put.text);
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        publish(&boss).await;
        let names = async |client: &Client| -> Vec<String> {
            let info = client.get("/objects/opportunity").await.json;
            let declared = info["views"].as_array().unwrap().iter().filter(|view| view["scene"] != true).cloned().collect::<Vec<_>>();
            declared.iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&sales).await[..3], ["c_board", "lost", "open"]);
        assert_eq!(names(&boss).await[..2], ["lost", "open"], "a view is offered to its roles");
        let info = boss.get("/objects/opportunity").await.json;
        assert_eq!(info["views"][0]["sort"], "-amount,name");
        // What is taken out leaves no trace in the order; what is not there cannot be named there.
        assert_eq!(boss.delete(&format!("{views}/c_board")).await.status, 204);
        assert_eq!(boss.get("/designer/draft/objects/opportunity/parts/views").await.json["order"], json!(["lost"]));
        shared["order"] = json!(["gone"]);
        assert_eq!(boss.put(views, shared.clone()).await.status, 422);
        shared["views"] = json!({});
        assert_eq!(boss.put(views, shared).await.errors(), ["/views unknown_field"]);
        publish(&boss).await;
        assert_eq!(names(&sales).await[..2], ["lost", "open"]);
        let (_, other) = app.person(&boss, "other", None, &["sales"]).await;
        assert_eq!(other.put(views, json!({ "columns": [{ "field": "name" }] })).await.status, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_without_declared_lists_gets_them_with_the_first_change() {
    on_both(async |app| {
        let boss = app.boss().await;
        let text = json!({ "x-type": "text", "type": "string", "x-label": { "zh-CN": "名称", "en": "Name" } });
        let declaration = json!({
            "title": "Visit", "x-label": { "zh-CN": "拜访", "en": "Visit" }, "required": ["name"],
            "x-object": { "icon": "map-pin", "name_field": "name" }, "properties": { "name": text },
        });
        assert_eq!(boss.put("/designer/draft/objects/c_visit", declaration).await.status, 200);
        assert_eq!(boss.get("/designer/draft/objects/c_visit/parts/views").await.json, json!({}));
        let put = boss.put("/designer/draft/objects/c_visit/views", json!({ "columns": [{ "field": "name", "width": 300 }] })).await;
        assert_eq!(put.status, 204, "{}", put.text);
        let preview = boss.get("/designer/draft/preview").await.json;
        let visit = preview["items"].as_array().unwrap().iter().find(|object| object["name"] == "c_visit").unwrap().clone();
        assert_eq!(visit["views"][0]["columns"], json!([{ "field": "name", "width": 300 }]));
    })
    .await;
}
