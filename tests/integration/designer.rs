//! Draft, plan, publish, versions, dictionaries.

use serde_json::json;
use trellis_test_support::on_both;

fn field(kind: &str, json_type: &str) -> serde_json::Value {
    json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "预算", "en": "Budget" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_is_added_and_live_at_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        let old = boss.post("/records/customer", json!({ "name": "旧客户" })).await.id();
        let put = boss.put("/designer/draft/objects/customer/fields/c_budget", field("currency", "number")).await;
        assert_eq!(put.status, 200, "{}", put.text);
        assert_eq!(boss.post("/records/customer", json!({ "name": "甲", "c_budget": 1 })).await.status, 422, "a draft changes nothing");
        let plan = boss.get("/designer/draft/plan").await;
        assert_eq!((&plan.json["steps"][0]["kind"], &plan.json["steps"][0]["rows"]), (&json!("field"), &json!(1)), "{}", plan.text);
        assert!(plan.json["steps"][0]["text"]["en"].as_str().unwrap().contains("Budget"));
        let published = boss.post("/designer/draft/publish", json!({ "comment": "预算" })).await;
        assert_eq!(published.json["version"], 1, "{}", published.text);
        let made = boss.post("/records/customer", json!({ "name": "甲", "c_budget": 99.95 })).await;
        assert!(made.text.contains("\"c_budget\":99.95"), "{}", made.text);
        assert_eq!(boss.patch(&format!("/records/customer/{old}"), json!({ "c_budget": 5 })).await.status, 200);
        assert_eq!(boss.filter("customer", &json!({ "c_budget": { "gt": 50 } })).await.column("name"), ["甲"]);
        let info = boss.get("/objects/customer").await.json;
        assert!(info["fields"].as_array().unwrap().iter().any(|field| field["name"] == "c_budget"));
        assert!(info["layout"]["sections"].to_string().contains("c_budget"), "forms show it without a layout being edited");
        assert!(boss.get("/objects/customer/schema").await.json["properties"]["c_budget"].is_object());
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.code(), "no_draft");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_field_keeps_its_data() {
    on_both(async |app| {
        let boss = app.boss().await;
        boss.put("/designer/draft/objects/customer/fields/c_old", field("text", "string")).await;
        boss.post("/designer/draft/publish", json!({})).await;
        let id = boss.post("/records/customer", json!({ "name": "甲", "c_old": "值" })).await.id();
        let declared = boss.get("/designer/draft/objects/customer/fields/c_old").await.json;
        let patched = boss.delete("/designer/draft/objects/customer/fields/c_old").await;
        assert_eq!(patched.status, 204, "{}", patched.text);
        let put = boss.put("/designer/draft/objects/customer/fields/c_new", declared).await;
        assert_eq!(put.status, 200, "{}", put.text);
        let published = boss.post("/designer/draft/publish", json!({})).await;
        assert_eq!(published.status, 200, "{}", published.text);
        let read = boss.get(&format!("/records/customer/{id}")).await.json;
        assert_eq!((&read["c_new"], read.get("c_old")), (&json!("值"), None));
        let rolled = boss.post("/designer/versions/1/rollback", json!({})).await;
        assert_eq!(rolled.json["version"], 3, "{}", rolled.text);
        assert_eq!(boss.get(&format!("/records/customer/{id}")).await.json["c_old"], "值");
        assert_eq!(boss.get("/designer/versions").await.column("version"), ["3", "2", "1", "0"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn losing_data_is_said_first() {
    on_both(async |app| {
        let boss = app.boss().await;
        boss.put("/designer/draft/objects/customer/fields/c_note", field("text", "string")).await;
        boss.post("/designer/draft/publish", json!({})).await;
        boss.post("/records/customer", json!({ "name": "甲", "c_note": "x" })).await;
        boss.delete("/designer/draft/objects/customer/fields/c_note").await;
        let plan = boss.get("/designer/draft/plan").await.json;
        assert_eq!(plan["losses"], json!([{ "object": "customer", "field": "c_note", "rows": 1, "reason": "retired" }]));
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.code(), "losses");
        assert_eq!(boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_never_enters_the_draft() {
    on_both(async |app| {
        let boss = app.boss().await;
        let put =
            async |name: &str, body: serde_json::Value| boss.put(&format!("/designer/draft/objects/customer/fields/{name}"), body).await;
        assert_eq!(put("budget", field("currency", "number")).await.errors(), [" name"]);
        assert_eq!(put("owner", field("text", "string")).await.errors(), [" taken"]);
        assert_eq!(put("c_x", field("txet", "string")).await.status, 422);
        assert_eq!(put("c_x", field("picklist", "string")).await.status, 422);
        assert_eq!(
            put("c_x", json!({ "x-type": "picklist", "type": "string", "x-picklist": "nowhere", "x-label": { "zh-CN": "甲", "en": "A" } }))
                .await
                .status,
            422
        );
        assert_eq!(put("name", field("integer", "integer")).await.errors(), ["/x-type refused"]);
        assert_eq!(boss.delete("/designer/draft/objects/customer/fields/name").await.status, 422);
        assert_eq!(boss.get("/designer/draft/objects").await.json["changes"], 0);
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        assert_eq!(sales.put("/designer/draft/objects/customer/fields/c_x", field("text", "string")).await.status, 403);
        assert_eq!(sales.get("/designer/draft/plan").await.status, 403);
        assert_eq!(sales.put("/picklists/industry", json!({ "options": [] })).await.status, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_custom_object_is_first_class() {
    on_both(async |app| {
        let boss = app.boss().await;
        let label = |zh: &str, en: &str| json!({ "zh-CN": zh, "en": en });
        let declaration = json!({
            "title": "Visit", "x-label": label("拜访", "Visit"), "x-object": { "icon": "map-pin", "name_field": "c_subject", "owned": true }, "required": ["c_subject"],
            "properties": {
                "c_subject": { "x-type": "text", "type": "string", "x-label": label("主题", "Subject") },
                "c_customer": { "x-type": "lookup", "type": "string", "format": "uuid", "x-lookup": { "object": "customer" }, "x-label": label("客户", "Customer") },
            },
        });
        let put = boss.put("/designer/draft/objects/c_visit", declaration).await;
        assert_eq!(put.status, 200, "{}", put.text);
        let published = boss.post("/designer/draft/publish", json!({})).await;
        assert_eq!(published.status, 200, "{}", published.text);
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let made = boss.post("/records/c_visit", json!({ "c_subject": "回访", "c_customer": customer })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let listed = boss.get("/records/c_visit?fields=c_subject,c_customer.name,owner.name&view=mine").await;
        assert_eq!(listed.items()[0]["c_customer.name"], "甲", "{}", listed.text);
        assert_eq!(boss.get(&format!("/records/customer/{customer}/related/c_visit.c_customer")).await.items().len(), 1);
        assert!(boss.get("//api/openapi.json").await.json["paths"]["/api/v1/records/c_visit"].is_object());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_is_there_at_once_and_never_lost() {
    on_both(async |app| {
        let boss = app.boss().await;
        let id = boss.post("/records/customer", json!({ "name": "甲", "level": "d" })).await.id();
        let mut levels = boss.get("/picklists/customer_level").await.json;
        let options = levels["options"].as_array_mut().unwrap();
        options.retain(|option| option["code"] != "d");
        options.push(json!({ "code": "vip", "label": { "zh-CN": "贵宾", "en": "VIP" } }));
        let put = boss.put("/picklists/customer_level", levels).await;
        assert_eq!(put.status, 200, "{}", put.text);
        assert_eq!(
            boss.patch(&format!("/records/customer/{id}"), json!({ "city": "上海", "level": "d" })).await.status,
            200,
            "it may stay"
        );
        assert_eq!(boss.post("/records/customer", json!({ "name": "乙", "level": "d" })).await.errors(), ["/level retired_option"]);
        assert_eq!(boss.post("/records/customer", json!({ "name": "乙", "level": "vip" })).await.status, 201);
    })
    .await;
}
