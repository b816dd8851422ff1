//! What shaping objects never does, whatever is sent and in whatever order: lose a value, bring back what is gone, show what
//! is hidden.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::Method;
use serde_json::{Value as Json, json};
use trellis_test_support::{Client, TestApp, on_both};

use crate::{
    shaping::{create, field, publish, put, read},
    tailoring::published_before,
};

/// An object with a name and these fields.
async fn object(boss: &Client, name: &str, fields: Json) {
    let mut properties = json!({ "c_name": field("text", "string") });
    properties.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let declared = json!({ "title": name, "x-label": { "zh-CN": "对象", "en": "Object" },
        "x-object": { "icon": "box", "name_field": "c_name", "owned": true }, "required": ["c_name"], "properties": properties });
    let made = boss.put(&format!("/designer/draft/objects/{name}"), declared).await;
    assert_eq!(made.status, 200, "{}", made.text);
}

async fn patch(boss: &Client, object: &str, id: &str, values: Json) {
    let patched = boss.patch(&format!("/records/{object}/{id}"), values).await;
    assert_eq!(patched.status, 200, "{}", patched.text);
}

fn with(mut declared: Json, more: Json) -> Json {
    declared.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    declared
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_declared_again_has_nothing_left_of_what_it_was() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_x", with(field("text", "string"), json!({ "x-unique": true, "maxLength": 9 }))).await;
        let view = json!({ "label": { "zh-CN": "旧", "en": "Old" }, "kind": "table", "filter": { "level": { "eq": "a" } }, "columns": [{ "field": "name" }] });
        assert_eq!(boss.put("/designer/draft/objects/customer/views/c_v", view).await.status, 204);
        publish(&boss).await;
        put(&boss, "customer", "c_x", field("integer", "integer")).await;
        publish(&boss).await;
        let id = create(&boss, "customer", json!({ "name": "甲", "c_x": 7 })).await;

        assert_eq!(boss.delete("/designer/draft/objects/customer/fields/c_x?mend=true").await.status, 204);
        put(&boss, "customer", "c_x", field("text", "string")).await;
        assert_eq!(boss.delete("/designer/draft/objects/customer/views/c_v").await.status, 204);
        let view = json!({ "label": { "zh-CN": "新", "en": "New" }, "kind": "table", "columns": [{ "field": "level" }] });
        assert_eq!(boss.put("/designer/draft/objects/customer/views/c_v", view).await.status, 204);
        let declared = boss.get("/designer/draft/objects/customer").await.json["properties"]["c_x"].clone();
        assert!(["x-unique", "maxLength", "x-column"].iter().all(|key| declared.get(*key).is_none()), "{declared}");
        assert!(boss.get("/designer/draft/objects/customer/views/c_v").await.json.get("filter").is_none());
        publish(&boss).await;
        assert_eq!(read(&boss, "customer", &id).await["c_x"], Json::Null);
        patch(&boss, "customer", &id, json!({ "c_x": "a long text with words" })).await;
        assert_eq!(read(&boss, "customer", &id).await["c_x"], "a long text with words");
        // What was added and taken out again is no change.
        put(&boss, "customer", "c_y", field("text", "string")).await;
        assert_eq!(boss.delete("/designer/draft/objects/customer/fields/c_y?mend=true").await.status, 204);
        let left = boss.get("/designer/draft/objects").await.json["changes"].clone();
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.code(), "no_draft", "{left}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_declaration_leaves_out_is_gone_at_every_depth() {
    on_both(async |app| {
        let boss = app.boss().await;
        let lookup = |filter: Json| {
            with(
                field("lookup", "string"),
                json!({ "format": "uuid", "x-lookup": with(json!({ "object": "customer", "on_delete": "set_null" }), filter) }),
            )
        };
        put(&boss, "lead", "c_of", lookup(json!({ "filter": { "level": { "eq": "a" } } }))).await;
        put(&boss, "lead", "c_of", lookup(json!({}))).await;
        let lookup = boss.get("/designer/draft/objects/lead/fields/c_of").await.json["x-lookup"].clone();
        assert!(lookup.get("filter").is_none(), "{lookup}");
        let lines = |names: &[&str]| {
            let fields: serde_json::Map<String, Json> = names.iter().map(|name| ((*name).to_owned(), field("text", "string"))).collect();
            with(field("lines", "array"), json!({ "x-lines": { "properties": fields } }))
        };
        put(&boss, "lead", "c_lines", lines(&["k", "q"])).await;
        publish(&boss).await;
        put(&boss, "lead", "c_lines", lines(&["k"])).await;
        let left = boss.get("/designer/draft/objects/lead/fields/c_lines").await.json["x-lines"]["properties"].clone();
        assert_eq!(left.as_object().unwrap().keys().collect::<Vec<_>>(), ["k"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_computed_field_that_is_published_can_be_edited_and_comes_to_something_else() {
    on_both(async |app| {
        let boss = app.boss().await;
        object(
            &boss,
            "c_part",
            json!({ "c_of": with(field("lookup", "string"), json!({ "format": "uuid",
            "x-lookup": { "object": "customer", "on_delete": "set_null" } })), "c_n": field("integer", "integer") }),
        )
        .await;
        let sum = |label: &str| {
            json!({ "x-type": "rollup", "x-label": { "zh-CN": label, "en": label },
            "x-rollup": { "relation": "c_part.c_of", "fn": "sum", "field": "c_n" } })
        };
        put(&boss, "customer", "c_sum", sum("Sum")).await;
        publish(&boss).await;
        let customer = create(&boss, "customer", json!({ "name": "甲" })).await;
        let part = create(&boss, "c_part", json!({ "c_name": "a", "c_of": customer, "c_n": 1 })).await;
        put(&boss, "customer", "c_sum", sum("Total")).await;
        // The parts get digits after the point, so the sum gets some.
        put(&boss, "c_part", "c_n", with(field("decimal", "number"), json!({ "x-scale": 1 }))).await;
        publish(&boss).await;
        patch(&boss, "c_part", &part, json!({ "c_n": 1.5 })).await;
        assert_eq!(read(&boss, "customer", &customer).await["c_sum"], 1.5);
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        assert_eq!(read(&boss, "customer", &customer).await["c_sum"], 1, "what the part was in that version");
        assert_eq!(boss.filter("customer", &json!({ "c_sum": { "eq": 1 } })).await.column("name"), ["甲"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_digits_leave_every_amount_as_it_is_on_every_way() {
    on_both(async |app| {
        let boss = app.boss().await;
        let price = |scale: u8| with(field("currency", "number"), json!({ "x-scale": scale }));
        let lines = |scale: u8| with(field("lines", "array"), json!({ "x-lines": { "properties": { "price": price(scale) } } }));
        object(&boss, "c_bill", json!({ "c_lines": lines(2), "c_total": price(2) })).await;
        publish(&boss).await;
        let id = create(&boss, "c_bill", json!({ "c_name": "甲", "c_total": 1234.56, "c_lines": [{ "price": 12.34 }] })).await;
        let whole = async |expected: u8| {
            let bill = read(&boss, "c_bill", &id).await;
            assert_eq!((&bill["c_total"], &bill["c_lines"][0]["price"]), (&json!(1234.56), &json!(12.34)), "after {expected}: {bill}");
        };
        // By the whole document, with the column that it had and without.
        for (scale, keep) in [(4, true), (6, false)] {
            let mut declared = boss.get("/designer/draft/objects/c_bill").await.json;
            for place in ["/properties/c_total", "/properties/c_lines/x-lines/properties/price"] {
                let property = declared.pointer_mut(place).unwrap().as_object_mut().unwrap();
                property.insert("x-scale".into(), json!(scale));
                if !keep {
                    property.remove("x-column");
                }
            }
            let put = boss.put("/designer/draft/objects/c_bill", declared).await;
            assert_eq!(put.status, 200, "{}", put.text);
            publish(&boss).await;
            whole(scale).await;
        }
        // By a field, and by a package that says nothing of columns.
        put(&boss, "c_bill", "c_lines", lines(3)).await;
        put(&boss, "c_bill", "c_total", price(3)).await;
        publish(&boss).await;
        whole(3).await;
        let source = TestApp::sqlite().await;
        let mut overlay = json!({ "custom/c_bill/object.json": boss.get("/designer/draft/objects/c_bill").await.json });
        for place in ["c_total", "c_lines/x-lines/properties/price"] {
            let property = overlay["custom/c_bill/object.json"].pointer_mut(&format!("/properties/{place}")).unwrap();
            property["x-scale"] = json!(5);
            property.as_object_mut().unwrap().remove("x-column");
        }
        published_before(&source, overlay).await;
        let package = source.boss().await.raw_get("/designer/package").await;
        let imported = boss.send_bytes("/designer/package?conflicts=theirs&accept_losses=true", &package).await;
        assert!(imported.status == 200 && imported.json["version"].is_i64(), "{}", imported.text);
        whole(5).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kind_of_a_field_in_lines_changes_like_any_other() {
    on_both(async |app| {
        let boss = app.boss().await;
        let lines = |kind: &str, json_type: &str| {
            with(field("lines", "array"), json!({ "x-lines": { "properties": { "k": field("text", "string"), "q": field(kind, json_type) } } }))
        };
        object(&boss, "c_list", json!({ "c_lines": lines("text", "string") })).await;
        publish(&boss).await;
        let id = create(&boss, "c_list", json!({ "c_name": "甲", "c_lines": [{ "k": "a", "q": "7" }, { "k": "b", "q": "hello" }] })).await;
        put(&boss, "c_list", "c_lines", lines("integer", "integer")).await;
        let plan = boss.get("/designer/draft/plan").await.json;
        assert_eq!(plan["losses"], json!([{ "object": "c_list_c_lines", "field": "q", "rows": 1, "reason": "unfit" }]), "{plan}");
        assert_eq!(boss.get("/designer/draft/plan/rows?object=c_list_c_lines&field=q").await.column("value"), ["hello"]);
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.code(), "losses");
        publish(&boss).await;
        let values = async || read(&boss, "c_list", &id).await["c_lines"].as_array().unwrap().iter().map(|line| line["q"].clone()).collect::<Vec<_>>();
        assert_eq!(values().await, [json!(7), Json::Null]);
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        assert_eq!(values().await, [json!("7"), json!("hello")]);
        put(&boss, "c_list", "c_lines", with(field("lines", "array"), json!({ "x-lines": { "properties": { "k": field("text", "string"),
            "q": with(field("lookup", "string"), json!({ "format": "uuid", "x-lookup": { "object": "customer", "on_delete": "set_null" } })) } } }))).await;
        let refused = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
        assert_eq!(refused.errors(), ["/c_list_c_lines/q refused"], "{}", refused.text);
        boss.delete("/designer/draft").await;
        // The table of lines goes by the name of their field.
        let renamed = boss.post("/designer/draft/objects/c_list/fields/c_lines/rename", json!({ "name": "c_rows" })).await;
        assert_eq!(renamed.errors(), ["/name refused"], "{}", renamed.text);
        // Emptied with their field, not before.
        assert_eq!(boss.delete("/designer/draft/objects/c_list/fields/c_lines?mend=true").await.status, 204);
        publish(&boss).await;
        assert_eq!(boss.delete("/designer/retired/c_list/c_lines").await.status, 200);
        put(&boss, "c_list", "c_lines", lines("text", "string")).await;
        publish(&boss).await;
        assert_eq!(read(&boss, "c_list", &id).await["c_lines"], Json::Null);
        patch(&boss, "c_list", &id, json!({ "c_lines": [{ "k": "c" }] })).await;
        assert_eq!(values().await, [Json::Null], "no line of before");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_chooses_the_column_of_a_field() {
    on_both(async |app| {
        let boss = app.boss().await;
        app.policy(&["p2, sales, customer.phone, hidden".to_owned()]).await;
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        let id = create(&sales, "customer", json!({ "name": "甲" })).await;
        patch(&boss, "customer", &id, json!({ "phone": "13800138000" })).await;
        let of_phone = boss.get("/designer/draft/objects/customer").await.json["properties"]["phone"]["x-id"].as_str().unwrap().to_owned();
        let alias = with(field("text", "string"), json!({ "x-id": "f_alias", "x-column": of_phone }));
        let put = boss.put("/designer/draft/objects/customer", json!({ "properties": { "c_alias": alias } })).await;
        assert_eq!(put.status, 200, "{}", put.text);
        publish(&boss).await;
        patch(&sales, "customer", &id, json!({ "c_alias": "mine" })).await;
        assert_eq!(read(&boss, "customer", &id).await["phone"], "13800138000");
        // A package that says so meets the same.
        let source = TestApp::sqlite().await;
        let alias = with(field("text", "string"), json!({ "x-id": "f_other", "x-column": of_phone }));
        published_before(&source, json!({ "sales/customer/object.json": { "properties": { "c_other": alias } } })).await;
        let package = source.boss().await.raw_get("/designer/package").await;
        let imported = boss.send_bytes("/designer/package?conflicts=mine", &package).await;
        assert_eq!(imported.status, 422, "two fields of one column: {}", imported.text);

        for (id, at) in [("deleted_at", "x-id"), ("owner", "x-id"), ("version", "x-id")] {
            let refused =
                boss.put("/designer/draft/objects/customer/fields/c_sys", with(field("text", "string"), json!({ "x-id": id }))).await;
            assert!(refused.status == 422 && refused.text.contains(at), "{id}: {}", refused.text);
        }
        // The id of a field that is retired, for something else: what it held is not read as that.
        object(&boss, "c_old", json!({ "c_a": field("text", "string") })).await;
        publish(&boss).await;
        let record = create(&boss, "c_old", json!({ "c_name": "甲", "c_a": "hello" })).await;
        let id = boss.get("/designer/draft/objects/c_old/fields/c_a").await.json["x-id"].clone();
        assert_eq!(boss.delete("/designer/draft/objects/c_old/fields/c_a?mend=true").await.status, 204);
        publish(&boss).await;
        let again = boss.put("/designer/draft/objects/c_old/fields/c_z", with(field("integer", "integer"), json!({ "x-id": id }))).await;
        assert_eq!(again.status, 200, "{}", again.text);
        publish(&boss).await;
        assert_eq!(read(&boss, "c_old", &record).await["c_z"], Json::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_stays_hidden_when_names_are_swapped() {
    on_both(async |app| {
        let boss = app.boss().await;
        for name in ["c_a", "c_b"] {
            put(&boss, "customer", name, field("text", "string")).await;
        }
        publish(&boss).await;
        app.policy(&["p2, sales, customer.c_a, hidden".to_owned()]).await;
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        let id = create(&sales, "customer", json!({ "name": "甲", "c_b": "open" })).await;
        patch(&boss, "customer", &id, json!({ "c_a": "PRIVATE" })).await;
        for (from, to) in [("c_b", "c_t"), ("c_a", "c_b"), ("c_t", "c_a")] {
            let renamed = boss.post(&format!("/designer/draft/objects/customer/fields/{from}/rename"), json!({ "name": to })).await;
            assert_eq!(renamed.status, 204, "{}", renamed.text);
        }
        publish(&boss).await;
        let seen = boss.get(&format!("/records/customer/{id}")).await;
        assert_eq!((&seen.json["c_b"], &seen.json["c_a"]), (&json!("PRIVATE"), &json!("open")), "{}", seen.text);
        let seen = sales.get(&format!("/records/customer/{id}")).await;
        assert!(!seen.text.contains("PRIVATE") && seen.json["c_a"] == "open", "{}", seen.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formula_tells_nothing_that_its_reader_may_not_read() {
    on_both(async |app| {
        let boss = app.boss().await;
        let formula = |source: &str| json!({ "x-type": "formula", "x-formula": source, "x-label": { "zh-CN": "算", "en": "F" } });
        put(&boss, "customer", "c_phone", formula("phone ~ ''")).await;
        put(&boss, "customer", "c_twice", formula("c_phone ~ c_phone")).await;
        put(&boss, "contact", "c_far", formula("customer.phone ~ ''")).await;
        publish(&boss).await;
        app.policy(&["p2, sales, customer.phone, masked".to_owned()]).await;
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        let id = create(&sales, "customer", json!({ "name": "甲" })).await;
        patch(&boss, "customer", &id, json!({ "phone": "13800138000" })).await;
        let contact = create(&sales, "contact", json!({ "name": "乙", "customer": id })).await;
        assert_eq!(read(&boss, "contact", &contact).await["c_far"], "13800138000");
        for (object, id) in [("customer", &id), ("contact", &contact)] {
            let seen = sales.get(&format!("/records/{object}/{id}")).await;
            assert!(seen.status == 200 && !seen.text.contains("13800138000"), "{}", seen.text);
            let list = sales.get(&format!("/records/{object}")).await;
            assert!(list.status == 200 && !list.text.contains("13800138000"), "{}", list.text);
        }
        assert_eq!(sales.filter("customer", &json!({ "c_twice": { "contains": "138" } })).await.status, 422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answered_write_is_lost_while_a_kind_changes() {
    on_both(async |app| {
        let boss = app.boss().await;
        object(&boss, "c_busy", json!({ "c_n": field("text", "string") })).await;
        publish(&boss).await;
        let id = create(&boss, "c_busy", json!({ "c_name": "甲", "c_n": "0" })).await;
        for kind in ["integer", "text", "integer", "text"] {
            put(&boss, "c_busy", "c_n", field(kind, if kind == "text" { "string" } else { "integer" })).await;
            let published = AtomicBool::new(false);
            let write = async {
                let (mut written, mut after) = (0_u32, 0);
                while after < 5 {
                    after += u32::from(published.load(Ordering::SeqCst));
                    let text = json!({ "c_n": (written + 1).to_string() });
                    let number = json!({ "c_n": written + 1 });
                    let path = format!("/records/c_busy/{id}");
                    // Whichever kind is in force takes one of them.
                    if boss.patch(&path, text).await.status == 200 || boss.patch(&path, number).await.status == 200 {
                        written += 1;
                        let now = read(&boss, "c_busy", &id).await["c_n"].to_string();
                        assert_eq!(now.trim_matches('"'), written.to_string(), "to {kind}");
                    }
                }
                written
            };
            let publishing = async {
                publish(&boss).await;
                published.store(true, Ordering::SeqCst);
            };
            let (written, ()) = futures_util::join!(write, publishing);
            let kept = read(&boss, "c_busy", &id).await["c_n"].to_string();
            assert_eq!(kept.trim_matches('"'), written.to_string(), "to {kind}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_node_writes_by_what_is_in_force() {
    let Some(here) = TestApp::postgres().await else { return };
    let there = here.node().await.unwrap();
    let (boss, far) = (here.boss().await, there.boss().await);
    object(&boss, "c_two", json!({ "c_n": field("text", "string") })).await;
    publish(&boss).await;
    let id = create(&boss, "c_two", json!({ "c_name": "甲", "c_n": "1" })).await;
    while far.get(&format!("/records/c_two/{id}")).await.status != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for round in 0..4 {
        let kind = if round % 2 == 0 { ("integer", "integer") } else { ("text", "string") };
        put(&boss, "c_two", "c_n", field(kind.0, kind.1)).await;
        publish(&boss).await;
        let new = if kind.0 == "integer" { json!(round + 10) } else { json!(format!("{}", round + 10)) };
        patch(&far, "c_two", &id, json!({ "c_n": new })).await;
        assert_eq!(read(&boss, "c_two", &id).await["c_n"], new, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dictionary_that_is_changed_while_somebody_publishes_keeps_the_change() {
    on_both(async |app| {
        let boss = app.boss().await;
        for round in 0..6 {
            put(&boss, "customer", &format!("c_r{round}"), field("text", "string")).await;
            let mut levels = boss.get("/picklists/customer_level").await.json;
            assert!(levels["options"].is_array(), "{levels}");
            let code = format!("r{round}");
            let option = json!({ "code": code, "label": { "zh-CN": "新", "en": "New" } });
            levels["options"].as_array_mut().unwrap().push(option);
            let (changed, published) =
                futures_util::join!(boss.put("/picklists/customer_level", levels), boss.post("/designer/draft/publish", json!({})));
            assert_eq!((changed.status, published.status), (200, 200), "{} {}", changed.text, published.text);
            assert!(boss.get("/picklists/customer_level").await.text.contains(&code), "round {round}");
            assert!(boss.get("/objects/customer").await.text.contains(&format!("c_r{round}")), "round {round}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn going_to_a_kind_again_brings_nothing_back_that_is_gone() {
    on_both(async |app| {
        let boss = app.boss().await;
        object(&boss, "c_again", json!({ "c_n": field("text", "string") })).await;
        publish(&boss).await;
        let id = create(&boss, "c_again", json!({ "c_name": "甲", "c_n": "12" })).await;
        put(&boss, "c_again", "c_n", field("integer", "integer")).await;
        publish(&boss).await;
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        patch(&boss, "c_again", &id, json!({ "c_n": null })).await;
        put(&boss, "c_again", "c_n", field("integer", "integer")).await;
        publish(&boss).await;
        assert_eq!(read(&boss, "c_again", &id).await["c_n"], Json::Null);
        // What a version had is what going back to it gives.
        assert_eq!(boss.post("/designer/versions/2/rollback", json!({})).await.status, 200);
        assert_eq!(read(&boss, "c_again", &id).await["c_n"], 12);
        // Where the values are kept in the same way, what does not fit is not overwritten either.
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        patch(&boss, "c_again", &id, json!({ "c_n": "no address" })).await;
        put(&boss, "c_again", "c_n", with(field("email", "string"), json!({ "format": "email" }))).await;
        publish(&boss).await;
        assert_eq!(read(&boss, "c_again", &id).await["c_n"], Json::Null);
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        assert_eq!(read(&boss, "c_again", &id).await["c_n"], "no address");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bin_tells_what_a_field_held_before_its_kind_changed() {
    on_both(async |app| {
        let boss = app.boss().await;
        object(&boss, "c_bin", json!({ "c_n": field("text", "string") })).await;
        publish(&boss).await;
        let id = create(&boss, "c_bin", json!({ "c_name": "甲", "c_n": "12" })).await;
        put(&boss, "c_bin", "c_n", field("integer", "integer")).await;
        publish(&boss).await;
        let bin = boss.get("/designer/retired").await.items();
        let told: Vec<_> = bin.iter().map(|it| (&it["kind"], &it["earlier"], &it["rows"])).collect();
        assert_eq!(told, [(&json!("text"), &json!(true), &json!(1))]);
        let of_text = bin[0]["column"].as_str().unwrap().to_owned();
        assert_eq!(boss.post("/designer/retired/c_bin/c_n/restore", json!({})).await.status, 404, "the field is not retired");
        assert_eq!(boss.delete("/designer/draft/objects/c_bin/fields/c_n?mend=true").await.status, 204);
        publish(&boss).await;
        let bin = boss.get("/designer/retired").await;
        assert_eq!(bin.items().len(), 2, "{}", bin.text);
        assert_eq!(boss.delete(&format!("/designer/retired/c_bin/c_n?column={of_text}")).await.status, 200);
        assert_eq!(boss.get("/designer/retired").await.column("kind"), ["integer"]);
        assert_eq!(boss.post("/designer/retired/c_bin/c_n/restore", json!({})).await.status, 204);
        let plan = boss.get("/designer/draft/plan").await.json;
        assert_eq!(plan["steps"][0]["text"]["en"], "Bring back the Number field New field of Object (1 records have a value)", "{plan}");
        publish(&boss).await;
        assert_eq!(read(&boss, "c_bin", &id).await["c_n"], 12);
        // An object in the bin keeps its name: another of that name would have its records.
        assert_eq!(boss.delete("/designer/draft/objects/c_bin").await.status, 204);
        publish(&boss).await;
        let declared = json!({ "title": "x", "x-label": { "zh-CN": "新", "en": "New" }, "x-object": { "icon": "box", "name_field": "c_name" },
            "required": ["c_name"], "properties": { "c_name": field("text", "string") } });
        let refused = boss.put("/designer/draft/objects/c_bin", declared.clone()).await;
        assert!(refused.status == 422 && refused.text.contains("restore or empty it first"), "{}", refused.text);
        assert_eq!(boss.delete("/designer/retired/c_bin").await.status, 200);
        assert_eq!(boss.put("/designer/draft/objects/c_bin", declared).await.status, 200);
        publish(&boss).await;
        assert_eq!(boss.get("/records/c_bin").await.items().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn emptying_the_bin_meets_whoever_brings_it_back() {
    on_both(async |app| {
        let boss = app.boss().await;
        object(&boss, "c_race", json!({})).await;
        publish(&boss).await;
        for round in 0..6 {
            let name = format!("c_a{round}");
            put(&boss, "c_race", &name, field("text", "string")).await;
            publish(&boss).await;
            let id = create(&boss, "c_race", json!({ "c_name": "甲", &name: "kept" })).await;
            assert_eq!(boss.delete(&format!("/designer/draft/objects/c_race/fields/{name}?mend=true")).await.status, 204);
            publish(&boss).await;
            assert_eq!(boss.post(&format!("/designer/retired/c_race/{name}/restore"), json!({})).await.status, 204);
            let path = format!("/designer/retired/c_race/{name}");
            let emptying = async {
                tokio::time::sleep(std::time::Duration::from_millis(8 * round)).await;
                boss.delete(&path).await.status
            };
            let (published, emptied) = futures_util::join!(boss.post("/designer/draft/publish", json!({})), emptying);
            assert_eq!(published.status, 200, "{}", published.text);
            let now = boss.get(&format!("/records/c_race/{id}")).await;
            let expected = if emptied == 200 { Json::Null } else { json!("kept") };
            assert_eq!(
                (now.status, &now.json[&name], emptied == 200 || emptied == 404),
                (200, &expected, true),
                "round {round}: {}",
                now.text
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_refers_to_something_is_mended_away() {
    on_both(async |app| {
        let boss = app.boss().await;
        for (file, pointer) in [
            ("sales/customer/object.json", "/properties/level"),
            ("sales/customer/object.json", "/properties/name/x-id"),
            ("sales/contact/object.json", "/x-object/access"),
            ("picklists/customer_level.json", "/options/0"),
        ] {
            let mended = boss.post("/designer/draft/mend", json!({ "file": file, "pointer": pointer })).await;
            assert_eq!(mended.status, 404, "{file} {pointer}: {}", mended.text);
        }
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.code(), "no_draft");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_leaves_what_the_product_relies_on() {
    let (source, app) = (TestApp::sqlite().await, TestApp::sqlite().await);
    let files = json!({ "sales/contact/object.json": { "x-object": { "access": null } }, "sales/lead/object.json": { "properties": { "status": null } },
        "sales/opportunity/object.json": null });
    published_before(&source, files).await;
    let package = source.boss().await.raw_get("/designer/package").await;
    let refused = app.boss().await.send_bytes("/designer/package", &package).await;
    let mut errors = refused.errors();
    errors.retain(|error| ["contact", "lead", "opportunity"].iter().any(|name| error.starts_with(&format!("/sales~1{name}~1object.json"))));
    errors.sort();
    errors.dedup();
    assert!(errors.contains(&"/sales~1contact~1object.json/x-object/access refused".to_owned()), "{}", refused.text);
    assert!(errors.contains(&"/sales~1lead~1object.json/properties/status refused".to_owned()), "{}", refused.text);
    assert!(errors.contains(&"/sales~1opportunity~1object.json refused".to_owned()), "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_keeps_the_options_that_records_have() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_note", field("text", "string")).await;
        publish(&boss).await;
        let mut levels = boss.get("/picklists/customer_level").await.json;
        levels["options"].as_array_mut().unwrap().push(json!({ "code": "vip", "label": { "zh-CN": "贵宾", "en": "VIP" } }));
        assert_eq!(boss.put("/picklists/customer_level", levels).await.status, 200);
        let id = create(&boss, "customer", json!({ "name": "甲", "level": "vip" })).await;
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        assert_eq!(read(&boss, "customer", &id).await["level"], "vip");
        assert_eq!(boss.filter("customer", &json!({ "level": { "eq": "vip" } })).await.column("name"), ["甲"]);
        let levels = boss.get("/picklists/customer_level").await.json;
        let vip = levels["options"].as_array().unwrap().iter().find(|option| option["code"] == "vip").unwrap().clone();
        assert_eq!(vip["active"], false, "{vip}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_told_apart_by_several_fields_together() {
    on_both(async |app| {
        let boss = app.boss().await;
        let code = with(field("text", "string"), json!({ "x-unique": ["c_n"] }));
        object(&boss, "c_pair", json!({ "c_code": code, "c_n": field("integer", "integer") })).await;
        publish(&boss).await;
        create(&boss, "c_pair", json!({ "c_name": "甲", "c_code": "A", "c_n": 1 })).await;
        create(&boss, "c_pair", json!({ "c_name": "乙", "c_code": "A", "c_n": 2 })).await;
        let again = boss.post("/records/c_pair", json!({ "c_name": "丙", "c_code": "a", "c_n": 1 })).await;
        assert_eq!(again.errors(), ["/c_code unique"], "{}", again.text);
        for (name, declared) in [
            ("c_s", with(field("secret", "string"), json!({ "default": "TOP" }))),
            ("and", field("text", "string")),
            ("today", field("text", "string")),
        ] {
            let refused = boss.put(&format!("/designer/draft/objects/c_pair/fields/{name}"), declared).await;
            assert_eq!(refused.status, 422, "{name}: {}", refused.text);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_with_the_same_key_happens_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_note", field("text", "string")).await;
        let post = async |path: &str| {
            let key = path.replace('/', "-");
            boss.send(Method::POST, path, Some(json!({}).to_string()), &[("idempotency-key", &key)]).await
        };
        let (first, again) = (post("/designer/draft/publish").await, post("/designer/draft/publish").await);
        assert_eq!((first.status, &first.text), (200, &again.text), "{}", again.text);
        let (first, again) = (post("/designer/versions/0/rollback").await, post("/designer/versions/0/rollback").await);
        assert_eq!((first.status, &first.text), (200, &again.text), "{}", again.text);
        assert_eq!(boss.get("/designer/versions").await.column("version"), ["2", "1", "0"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dictionary_is_replaced_whole() {
    on_both(async |app| {
        let boss = app.boss().await;
        let options = json!([{ "code": "x", "label": { "zh-CN": "甲", "en": "X" } }]);
        let label = json!({ "zh-CN": "字典", "en": "Dictionary" });
        let dependent = json!({ "label": label, "options": options, "depends_on": "customer_level" });
        assert_eq!(boss.put("/picklists/c_one", dependent).await.json["depends_on"], "customer_level");
        let free = boss.put("/picklists/c_one", json!({ "label": label, "options": options })).await;
        assert!(free.status == 200 && free.json.get("depends_on").is_none_or(Json::is_null), "{}", free.text);
    })
    .await;
}
