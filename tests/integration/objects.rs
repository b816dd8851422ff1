//! An object as a whole in the designer: what it says of itself, its actions and conversions, its retirement.

use serde_json::{Value as Json, json};
use trellis_test_support::{Client, on_both};

fn field(kind: &str, json_type: &str) -> Json {
    json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "字段", "en": "Field" } })
}

/// An object of the company's own, published.
async fn declared(boss: &Client, name: &str, more: Json) {
    let mut properties = json!({ "c_name": field("text", "string"), "c_note": field("text", "string") });
    properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let object = json!({ "title": "Visit", "x-label": { "zh-CN": "走访", "en": "Visit" }, "required": ["c_name"], "properties": properties,
        "x-object": { "icon": "box", "name_field": "c_name", "owned": true, "team": true, "duplicates": [["c_note"]], "color": "red" } });
    let put = boss.put(&format!("/designer/draft/objects/{name}"), object).await;
    assert_eq!(put.status, 200, "{}", put.text);
    publish(boss).await;
}

async fn publish(boss: &Client) {
    let published = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
    assert_eq!(published.status, 200, "{}", published.text);
}

async fn document(boss: &Client, object: &str) -> Json {
    boss.get(&format!("/designer/draft/objects/{object}")).await.json
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_differs_from_the_product_goes_into_the_draft() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut customer = document(&boss, "customer").await;
        assert_eq!(boss.put("/designer/draft/objects/customer", customer.clone()).await.status, 200);
        assert_eq!(boss.get("/designer/draft/objects").await.json["changes"], 0, "the same again changes nothing");
        customer["description"] = json!("Whoever buys from us.");
        customer["x-label"] = json!({ "zh-CN": "企业", "en": "Account" });
        assert_eq!(boss.put("/designer/draft/objects/customer", customer.clone()).await.status, 200);
        assert_eq!(boss.get("/designer/draft/objects").await.json["changes"], 1);
        let plan = boss.get("/designer/draft/plan").await;
        assert_eq!(plan.json["steps"][0]["text"]["en"], "Call the object Customer Account", "{}", plan.text);
        publish(&boss).await;
        assert_eq!(boss.get("/objects/customer").await.json["label"]["en"], "Account");
        assert_eq!(boss.get("/objects/customer/schema").await.json["description"], "Whoever buys from us.");
        // What permissions and modules rely on stays as it is shipped, and so does the kind of a field.
        customer["x-object"]["owned"] = json!(false);
        let refused = boss.put("/designer/draft/objects/customer", customer.clone()).await;
        assert_eq!(refused.errors(), ["/x-object/owned refused"], "{}", refused.text);
        customer["x-object"]["owned"] = json!(true);
        customer["properties"]["phone"] = field("integer", "integer");
        let refused = boss.put("/designer/draft/objects/customer", customer).await;
        assert_eq!(refused.errors(), ["/properties/phone/x-type refused"], "{}", refused.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_that_an_object_no_longer_names_is_gone() {
    on_both(async |app| {
        let boss = app.boss().await;
        declared(&boss, "c_visit", json!({})).await;
        boss.post("/records/c_visit", json!({ "c_name": "甲", "c_note": "12" })).await;
        let mut visit = document(&boss, "c_visit").await;
        visit["x-object"] = json!({ "icon": "car", "name_field": "c_name" });
        visit["properties"].as_object_mut().unwrap().shift_remove("c_note");
        assert_eq!(boss.put("/designer/draft/objects/c_visit", visit.clone()).await.status, 200);
        let now = document(&boss, "c_visit").await;
        assert_eq!(now["x-object"], json!({ "icon": "car", "name_field": "c_name" }));
        assert!(now["properties"].get("c_note").is_some(), "a field is retired by its own address");
        let plan = boss.get("/designer/draft/plan").await;
        assert!(plan.json["warnings"].to_string().contains("no longer go by owner"), "{}", plan.text);
        // Another kind in the document is the same as another kind of the field.
        visit["properties"]["c_note"] = field("integer", "integer");
        assert_eq!(boss.put("/designer/draft/objects/c_visit", visit).await.status, 200);
        publish(&boss).await;
        assert_eq!(boss.get("/records/c_visit").await.items()[0]["c_note"], 12);
        // In the reader's language, at the place that is wrong.
        let mut visit = document(&boss, "c_visit").await;
        visit["x-object"]["search"] = json!(["c_note"]);
        let refused = boss.speaking("zh-CN").put("/designer/draft/objects/c_visit", visit).await;
        assert_eq!(refused.errors(), ["/custom~1c_visit~1object.json/x-object/search/0 refused"]);
        assert!(refused.text.contains("没有可搜索的文本"), "{}", refused.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_object_says_what_refers_to_it_and_comes_back_with_its_views() {
    on_both(async |app| {
        let boss = app.boss().await;
        declared(&boss, "c_visit", json!({ "c_of": { "x-type": "lookup", "type": "string", "format": "uuid",
            "x-lookup": { "object": "customer", "on_delete": "set_null" }, "x-label": { "zh-CN": "客户", "en": "Customer" } } }))
        .await;
        let view = json!({ "label": { "zh-CN": "近期", "en": "Recent" }, "kind": "table", "columns": [{ "field": "c_name" }] });
        assert_eq!(boss.put("/designer/draft/objects/c_visit/views/c_recent", view).await.status, 204);
        let mut layouts = boss.get("/designer/draft/objects/customer/parts/layouts").await.json["layouts"]["default"].clone();
        let related = json!({ "relation": "c_visit.c_of", "columns": ["c_name"] });
        layouts["related"].as_array_mut().unwrap().push(related);
        let put = boss.put("/designer/draft/objects/customer/layouts/default", layouts).await;
        assert_eq!(put.status, 204, "{}", put.text);
        let lookup = json!({ "x-type": "lookup", "type": "string", "format": "uuid", "x-lookup": { "object": "c_visit", "on_delete": "set_null" },
            "x-label": { "zh-CN": "走访", "en": "Visit" } });
        assert_eq!(boss.put("/designer/draft/objects/lead/fields/c_visit", lookup).await.status, 200);
        publish(&boss).await;
        let record = boss.post("/records/c_visit", json!({ "c_name": "甲" })).await.id();
        let usage = boss.get("/designer/draft/references?object=c_visit").await;
        assert_eq!((usage.column("kind"), &usage.json["rows"]), (vec!["layout".into(), "lookup".into()], &json!(1)), "{}", usage.text);
        let refused = boss.speaking("zh-CN").delete("/designer/draft/objects/c_visit?mend=true").await;
        assert!(refused.status == 422 && refused.text.contains("没有对象"), "{}", refused.text);
        assert_eq!(boss.delete("/designer/draft/objects/lead/fields/c_visit?mend=true").await.status, 204);
        assert_eq!(boss.delete("/designer/draft/objects/customer").await.status, 422, "what is shipped stays");
        let retired = boss.delete("/designer/draft/objects/c_visit?mend=true").await;
        assert_eq!(retired.status, 204, "{}", retired.text);
        publish(&boss).await;
        assert_eq!(boss.get("/records/c_visit").await.status, 404);
        assert_eq!(boss.post("/designer/retired/c_visit/restore", json!({})).await.status, 204);
        publish(&boss).await;
        assert_eq!(boss.get(&format!("/records/c_visit/{record}")).await.json["c_name"], "甲");
        let views = boss.get("/objects/c_visit").await.json["views"].to_string();
        assert!(views.contains("c_recent"), "{views}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversion_copies_what_the_company_says() {
    on_both(async |app| {
        let boss = app.boss().await;
        for object in ["lead", "customer"] {
            assert_eq!(boss.put(&format!("/designer/draft/objects/{object}/fields/c_tax"), field("text", "string")).await.status, 200);
        }
        let path = "/designer/draft/objects/lead/conversions/convert";
        let mut declared = boss.get("/designer/draft/objects/lead/parts/conversions").await.json["conversions"]["convert"].clone();
        declared["customer"]["c_tax"] = json!("status");
        declared["customer"]["level"] = json!("c_tax");
        let refused = boss.speaking("zh-CN").put(path, declared.clone()).await;
        assert_eq!(refused.errors(), ["/sales~1lead~1conversions.json/conversions/convert/customer/level refused"], "{}", refused.text);
        assert!(refused.text.contains("不能填入"), "{}", refused.text);
        declared["customer"]["c_tax"] = json!("c_tax");
        declared["customer"].as_object_mut().unwrap().shift_remove("level");
        assert_eq!(boss.put(path, declared).await.status, 204);
        publish(&boss).await;
        let lead = boss.post("/records/lead", json!({ "name": "王芳", "c_tax": "91310000" })).await.id();
        let done = boss.post(&format!("/records/lead/{lead}/actions/convert"), json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text);
        let customer = boss.get(&format!("/records/customer/{}", done.json["customer"].as_str().unwrap())).await;
        assert_eq!(customer.json["c_tax"], "91310000", "{}", customer.text);
    })
    .await;
}
