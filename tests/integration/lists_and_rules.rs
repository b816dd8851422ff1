//! What the designer says of lists, and the rules between fields that forms judge by themselves.

use serde_json::{Value as Json, json};
use trellis_test_support::{Client, on_both};

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
