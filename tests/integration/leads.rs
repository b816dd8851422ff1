//! Converting and closing leads.

use serde_json::json;
use trellis_test_support::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_converts_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (sales_id, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        let lead = sales
            .post("/records/lead", json!({ "name": "王芳", "company": "华辰制造", "phone": "13800001234", "industry": "manufacturing" }))
            .await;
        let path = format!("/records/lead/{}", lead.id());
        let done = sales
            .post(
                &format!("{path}/actions/convert"),
                json!({ "create_opportunity": true, "opportunity_name": "一期", "amount": 5000.5, "close_date": "2026-06-30" }),
            )
            .await;
        assert_eq!(done.status, 200, "{}", done.text);
        let text = |name: &str| done.json[name].as_str().unwrap().to_owned();
        let customer = sales.get(&format!("/records/customer/{}", text("customer"))).await.json;
        assert_eq!(
            (&customer["name"], &customer["industry"], &customer["owner"]),
            (&json!("华辰制造"), &json!("manufacturing"), &json!(sales_id))
        );
        let contact = sales.get(&format!("/records/contact/{}", text("contact"))).await.json;
        assert_eq!((&contact["name"], &contact["customer"]), (&json!("王芳"), &json!(text("customer"))));
        let deal = sales.get(&format!("/records/opportunity/{}", text("opportunity"))).await;
        assert!(deal.json["name"] == "一期" && deal.text.contains("\"amount\":5000.5"), "{}", deal.text);
        let after = sales.get(&path).await.json;
        assert_eq!((&after["status"], &after["converted_customer"]), (&json!("converted"), &json!(text("customer"))));
        assert_eq!(sales.get(&format!("{path}/history")).await.items()[0]["action"], "convert");
        assert_eq!(sales.post(&format!("{path}/actions/convert"), json!({})).await.code(), "not_applicable");
        assert_eq!(sales.get("/records/customer").await.items().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_conversion_leaves_nothing_behind() {
    on_both(async |app| {
        let boss = app.boss().await;
        let lead = boss.post("/records/lead", json!({ "name": "王芳", "company": "华辰" })).await;
        let path = format!("/records/lead/{}/actions/convert", lead.id());
        let wrong = boss.post(&path, json!({ "create_opportunity": "yes", "amount": -1, "whatever": 1 })).await;
        assert_eq!(wrong.errors(), ["/create_opportunity type", "/amount too_small", "/whatever unknown_field"]);
        assert_eq!(boss.get("/records/customer").await.items().len(), 0);
        let (_, analyst) = app.person(&boss, "analyst", None, &["analyst"]).await;
        assert_eq!(analyst.post(&path, json!({})).await.status, 403);
        let (_, stranger) = app.person(&boss, "stranger", None, &["sales"]).await;
        assert_eq!(stranger.post(&path, json!({})).await.status, 404, "what one does not see one cannot act on");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_leads_close_at_once_and_say_which_did_not() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut ids = Vec::new();
        for name in ["甲", "乙", "丙"] {
            ids.push(boss.post("/records/lead", json!({ "name": name, "company": name })).await.id());
        }
        boss.post(&format!("/records/lead/{}/actions/convert", ids[1]), json!({})).await;
        let closed =
            boss.post("/records/lead/actions/close", json!({ "ids": ids, "params": { "reason": "no_budget", "note": "明年再说" } })).await;
        assert_eq!(closed.json["done"], json!([ids[0], ids[2]]), "{}", closed.text);
        assert_eq!((&closed.json["refused"][0]["id"], &closed.json["refused"][0]["code"]), (&json!(ids[1]), &json!("not_applicable")));
        let lead = boss.get(&format!("/records/lead/{}", ids[0])).await.json;
        assert_eq!(
            (&lead["status"], &lead["close_reason"], &lead["close_note"]),
            (&json!("closed"), &json!("no_budget"), &json!("明年再说"))
        );
        let without = boss.post("/records/lead/actions/close", json!({ "ids": [ids[0]] })).await;
        assert_eq!(without.json["refused"].as_array().unwrap().len(), 1);
        assert_eq!(boss.post("/records/lead/actions/explode", json!({ "ids": ids })).await.status, 404);
    })
    .await;
}
