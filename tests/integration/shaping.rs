//! Shaping objects without fear. Tests that are named after a lesson hold a failure that users of other systems live with.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use trellis_catalog::{Catalog, Files};
use trellis_model::Schema;
use trellis_test_support::{Client, TestApp, on_both};

pub(super) fn field(kind: &str, json_type: &str) -> Json {
    json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "新字段", "en": "New field" } })
}

pub(super) async fn put(boss: &Client, object: &str, name: &str, declaration: Json) {
    let put = boss.put(&format!("/designer/draft/objects/{object}/fields/{name}"), declaration).await;
    assert_eq!(put.status, 200, "{name}: {}", put.text);
}

pub(super) async fn publish(boss: &Client) {
    let published = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
    assert_eq!(published.status, 200, "{}", published.text);
}

pub(super) async fn create(boss: &Client, object: &str, values: Json) -> String {
    let made = boss.post(&format!("/records/{object}"), values).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.id()
}

pub(super) async fn read(boss: &Client, object: &str, id: &str) -> Json {
    boss.get(&format!("/records/{object}/{id}")).await.json
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_09_the_kind_of_a_field_changes() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_size", field("text", "string")).await;
        publish(&boss).await;
        let fits = create(&boss, "customer", json!({ "name": "甲", "c_size": "1,200" })).await;
        let unfit = create(&boss, "customer", json!({ "name": "乙", "c_size": "很大" })).await;
        put(&boss, "customer", "c_size", field("integer", "integer")).await;
        let plan = boss.get("/designer/draft/plan").await.json;
        assert_eq!(plan["losses"], json!([{ "object": "customer", "field": "c_size", "rows": 1, "reason": "unfit" }]), "{plan}");
        let rows = boss.get("/designer/draft/plan/rows?object=customer&field=c_size").await;
        assert_eq!(rows.column("value"), ["很大"]);
        let csv = boss.get("/designer/draft/plan/rows?object=customer&field=c_size&format=csv").await;
        assert!(csv.text.contains("很大"), "{}", csv.text);
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.code(), "losses");
        publish(&boss).await;
        assert_eq!(read(&boss, "customer", &fits).await["c_size"], 1200);
        assert_eq!(read(&boss, "customer", &unfit).await["c_size"], Json::Null);
        assert_eq!(boss.filter("customer", &json!({ "c_size": { "gt": 1000 } })).await.column("name"), ["甲"]);
        // What was there before is there again.
        assert_eq!(boss.post("/designer/versions/1/rollback", json!({})).await.status, 200);
        assert_eq!(read(&boss, "customer", &unfit).await["c_size"], "很大");
        // Safe changes lose nothing, and what cannot be is refused with a reason.
        put(&boss, "customer", "c_size", field("textarea", "string")).await;
        assert_eq!(boss.get("/designer/draft/plan").await.json["losses"], json!([]));
        let refused = boss
            .put(
                "/designer/draft/objects/customer/fields/c_size",
                json!({ "x-type": "formula", "x-formula": "1 + 1", "x-label": { "zh-CN": "算", "en": "F" } }),
            )
            .await;
        assert_eq!(refused.errors(), ["/x-type refused"], "{}", refused.text);
    })
    .await;
}

/// A company's changes to what is shipped: a label, a field of its own, a view with it.
fn overlay() -> Files {
    let own = json!({ "x-id": "f_own", "x-type": "text", "type": "string", "x-label": { "zh-CN": "自有", "en": "Own" } });
    let view = json!({ "label": { "zh-CN": "自有", "en": "Own" }, "kind": "table", "columns": [{ "field": "name" }, { "field": "c_own" }, { "field": "industry" }] });
    [
        ("sales/customer/object.json".to_owned(), json!({ "properties": { "level": { "x-label": { "en": "Tier" } }, "c_own": own } })),
        ("sales/customer/views.json".to_owned(), json!({ "views": { "c_own": view } })),
    ]
    .into()
}

fn label<'a>(catalog: &'a Catalog, field: &str) -> &'a str {
    &catalog.object("customer").unwrap().field(field).unwrap().label.en
}

#[test]
fn lesson_10_and_14_an_upgrade_keeps_every_difference_and_brings_what_is_new() {
    let mut shipped = trellis_catalog::shipped().clone();
    let customer = &mut shipped.get_mut("sales/customer/object.json").unwrap()["properties"];
    customer["level"]["x-help"] = json!({ "zh-CN": "新的说明", "en": "New help" });
    customer["source"]["x-label"]["en"] = json!("Came from");
    customer["segment"] =
        json!({ "x-id": "f_segment", "x-type": "text", "type": "string", "x-label": { "zh-CN": "细分", "en": "Segment" } });
    let (catalog, problems) = Catalog::upgraded(&shipped, &overlay());
    assert_eq!(problems, []);
    assert_eq!((label(&catalog, "level"), label(&catalog, "source"), label(&catalog, "segment")), ("Tier", "Came from", "Segment"));
    assert_eq!(catalog.object("customer").unwrap().field("level").unwrap().help.as_ref().unwrap().en, "New help");
    assert!(catalog.object("customer").unwrap().field("c_own").is_some());
}

#[test]
fn lesson_16_what_no_longer_fits_after_an_upgrade_is_told_and_the_rest_works() {
    let mut shipped = trellis_catalog::shipped().clone();
    let before = serde_json::to_string(&shipped).unwrap();
    let gone = before.matches("industry").count();
    shipped.get_mut("sales/customer/object.json").unwrap()["properties"].as_object_mut().unwrap().shift_remove("industry");
    assert!(gone > 1);
    let (catalog, problems) = Catalog::upgraded(&shipped, &overlay());
    let told =
        problems.iter().any(|problem| problem.file == "sales/customer/views.json" && problem.pointer.starts_with("/views/c_own/columns"));
    assert!(told, "{problems:?}");
    let mut added = overlay();
    added.get_mut("sales/customer/object.json").unwrap()["properties"]["c_more"] =
        json!({ "x-id": "f_more", "x-type": "integer", "type": "integer", "x-label": { "zh-CN": "更多", "en": "More" } });
    let (more, _) = Catalog::upgraded(&shipped, &added);
    assert!(catalog.object("customer").unwrap().field("c_own").is_some() && more.object("customer").unwrap().field("c_more").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_11_deleting_a_field_names_what_would_break_and_mends_it() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_rank", field("integer", "integer")).await;
        put(&boss, "customer", "c_double", json!({ "x-type": "formula", "x-formula": "c_rank * 2", "x-label": { "zh-CN": "双", "en": "Double" } })).await;
        let view = json!({ "label": { "zh-CN": "按等级", "en": "By rank" }, "kind": "table", "columns": [{ "field": "name" }, { "field": "c_rank" }],
            "sort": "-c_rank", "filter": { "c_rank": { "gt": 1 } } });
        let made = boss.put("/designer/draft/objects/customer/views/c_by_rank", view).await;
        assert_eq!(made.status, 204, "{}", made.text);
        publish(&boss).await;
        let references = boss.get("/designer/draft/references?object=customer&field=c_rank").await;
        let mut kinds = references.column("kind");
        kinds.dedup();
        assert!(kinds.contains(&"view".to_owned()) && kinds.contains(&"formula".to_owned()), "{}", references.text);
        let refused = boss.delete("/designer/draft/objects/customer/fields/c_rank").await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        // The formula is somebody's decision; the columns, the order and the condition go along.
        let refused = boss.delete("/designer/draft/objects/customer/fields/c_rank?mend=true").await;
        assert!(refused.status == 422 && refused.text.contains("c_double"), "{}", refused.text);
        assert_eq!(boss.delete("/designer/draft/objects/customer/fields/c_double").await.status, 204);
        let gone = boss.delete("/designer/draft/objects/customer/fields/c_rank?mend=true").await;
        assert_eq!(gone.status, 204, "{}", gone.text);
        publish(&boss).await;
        let list = boss.get("/records/customer?view=c_by_rank").await;
        assert_eq!(list.status, 200, "a list whose sort and filter named the field still works: {}", list.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_12_renaming_a_field_loses_no_data_and_everything_follows() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_rank", field("integer", "integer")).await;
        put(&boss, "customer", "c_double", json!({ "x-type": "formula", "x-formula": "c_rank * 2", "x-label": { "zh-CN": "双", "en": "Double" } })).await;
        let view = json!({ "label": { "zh-CN": "按等级", "en": "By rank" }, "kind": "table", "columns": [{ "field": "name" }, { "field": "c_rank" }],
            "sort": "-c_rank", "filter": { "and": [{ "c_rank": { "gt": 1 } }] } });
        assert_eq!(boss.put("/designer/draft/objects/customer/views/c_by_rank", view).await.status, 204);
        publish(&boss).await;
        app.policy(&["p2, sales, customer.c_rank, hidden".to_owned()]).await;
        let id = create(&boss, "customer", json!({ "name": "甲", "c_rank": 21 })).await;
        let renamed = boss.post("/designer/draft/objects/customer/fields/c_rank/rename", json!({ "name": "c_grade" })).await;
        assert_eq!(renamed.status, 204, "{}", renamed.text);
        publish(&boss).await;
        let record = read(&boss, "customer", &id).await;
        assert_eq!((&record["c_grade"], &record["c_double"]), (&json!(21), &json!(42)));
        let list = boss.get("/records/customer?view=c_by_rank&fields=name,c_grade").await;
        assert_eq!((list.status, list.column("c_grade")), (200, vec!["21".to_owned()]), "{}", list.text);
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        assert!(!sales.get("/objects/customer").await.text.contains("c_grade"), "a hidden field stays hidden under its new name");
        let shipped = boss.post("/designer/draft/objects/customer/fields/level/rename", json!({ "name": "c_level" })).await;
        assert_eq!(shipped.status, 422, "clients rely on shipped names");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_13_a_package_applied_twice_changes_nothing() {
    on_both(async |app| {
        let boss = app.boss().await;
        put(&boss, "customer", "c_rank", field("integer", "integer")).await;
        publish(&boss).await;
        let package = boss.raw_get("/designer/package").await;
        let target = TestApp::sqlite().await;
        let other = target.boss().await;
        put(&other, "customer", "c_own", field("text", "string")).await;
        publish(&other).await;
        let plan = other.send_bytes("/designer/package?dry_run=true", &package).await;
        assert_eq!((plan.status, plan.json["plan"]["steps"][0]["field"].as_str()), (200, Some("c_rank")), "{}", plan.text);
        assert!(!other.get("/objects/customer").await.text.contains("c_rank"), "a dry run changes nothing");
        let once = other.send_bytes("/designer/package", &package).await;
        assert_eq!((once.status, &once.json["version"]), (200, &json!(2)), "{}", once.text);
        let info = other.get("/objects/customer").await.text;
        assert!(info.contains("c_rank") && info.contains("c_own"), "the company keeps what is its own");
        let twice = other.send_bytes("/designer/package", &package).await;
        assert_eq!((twice.status, &twice.json["version"], &twice.json["plan"]["steps"]), (200, &Json::Null, &json!([])), "{}", twice.text);
        assert_eq!(boss.raw_get("/designer/package").await, package, "the same changes are the same bytes");
        let broken = other.send_bytes("/designer/package", b"PK no zip").await;
        assert_eq!(broken.status, 422, "{}", broken.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_13_deleting_and_adding_a_field_of_the_same_name_touches_no_other_table() {
    on_both(async |app| {
        let boss = app.boss().await;
        for object in ["customer", "lead"] {
            put(&boss, object, "c_note", field("text", "string")).await;
        }
        publish(&boss).await;
        let customer = create(&boss, "customer", json!({ "name": "甲", "c_note": "旧" })).await;
        let lead = create(&boss, "lead", json!({ "name": "乙", "c_note": "留" })).await;
        assert_eq!(boss.delete("/designer/draft/objects/customer/fields/c_note").await.status, 204);
        put(&boss, "customer", "c_note", field("text", "string")).await;
        publish(&boss).await;
        assert_eq!(read(&boss, "customer", &customer).await["c_note"], Json::Null, "another field under the same name is another field");
        assert_eq!(read(&boss, "lead", &lead).await["c_note"], "留");
        let bin = boss.get("/designer/retired").await;
        assert_eq!((bin.column("field"), bin.column("rows")), (vec!["c_note".to_owned()], vec!["1".to_owned()]), "{}", bin.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_15_many_fields_and_fields_that_went() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut properties = json!({ "c_name": field("text", "string") });
        for n in 0..300 {
            properties[format!("c_f{n}")] = field("text", "string");
        }
        let object = json!({ "title": "Wide", "x-label": { "zh-CN": "宽", "en": "Wide" }, "x-object": { "icon": "box", "name_field": "c_name", "owned": true },
            "required": ["c_name"], "properties": properties });
        let made = boss.put("/designer/draft/objects/c_wide", object).await;
        assert_eq!(made.status, 200, "{}", made.text);
        publish(&boss).await;
        let id = create(&boss, "c_wide", json!({ "c_name": "甲", "c_f299": "末" })).await;
        assert_eq!(read(&boss, "c_wide", &id).await["c_f299"], "末");
        assert_eq!(boss.delete("/designer/draft/objects/c_wide/fields/c_f299?mend=true").await.status, 204);
        publish(&boss).await;
        let sorted = boss.get("/records/c_wide?sort=c_f299").await;
        assert_eq!(sorted.status, 422, "a field that went is unknown, never an error of ours");
        // The bin brings it back with its data, and empties it for good.
        assert_eq!(boss.post("/designer/retired/c_wide/c_f299/restore", json!({})).await.status, 204);
        publish(&boss).await;
        assert_eq!(read(&boss, "c_wide", &id).await["c_f299"], "末");
        assert_eq!(boss.delete("/designer/draft/objects/c_wide/fields/c_f299?mend=true").await.status, 204);
        publish(&boss).await;
        let purged = boss.delete("/designer/retired/c_wide/c_f299").await;
        assert_eq!((purged.status, &purged.json["rows"]), (200, &json!(1)), "{}", purged.text);
        assert_eq!(boss.get("/designer/retired").await.items().len(), 0);
        assert_eq!(boss.get("/records/c_wide").await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_22_whether_a_field_may_be_changed_depends_on_an_option() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut locked = field("text", "string");
        locked["x-readonly"] = json!("level == 'a'");
        locked["x-required"] = json!("level == 'b'");
        put(&boss, "customer", "c_terms", locked).await;
        let rule = json!({ "check": "c_terms != 'no'", "message": { "zh-CN": "条款无效", "en": "Those terms are not valid" }, "field": "c_terms" });
        assert_eq!(boss.put("/designer/draft/objects/customer/rules/terms", rule).await.status, 204);
        publish(&boss).await;
        let id = create(&boss, "customer", json!({ "name": "甲", "level": "a", "c_terms": "月结" })).await;
        let path = format!("/records/customer/{id}");
        assert_eq!(boss.patch(&path, json!({ "c_terms": "现结" })).await.errors(), ["/c_terms read_only"]);
        assert_eq!(boss.patch(&path, json!({ "level": "b" })).await.status, 200);
        assert_eq!(boss.patch(&path, json!({ "c_terms": null })).await.errors(), ["/c_terms required"]);
        let ruled = boss.patch(&path, json!({ "c_terms": "no" })).await;
        assert!(ruled.status == 422 && ruled.text.contains("not valid"), "{}", ruled.text);
        assert_eq!(boss.patch(&path, json!({ "c_terms": "现结" })).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lesson_26_lines_on_deals_custom_fields_on_tasks_and_in_lists() {
    on_both(async |app| {
        let boss = app.boss().await;
        let line = |kind: &str, json_type: &str| field(kind, json_type);
        let mut total = json!({ "x-type": "formula", "x-formula": { "expression": "price * count", "kind": "currency" }, "x-label": { "zh-CN": "小计", "en": "Total" } });
        total["x-label"] = json!({ "zh-CN": "小计", "en": "Total" });
        let mut items = json!({ "x-type": "lines", "type": "array", "x-label": { "zh-CN": "产品", "en": "Products" } });
        items["x-lines"] = json!({ "required": ["what"], "properties": { "what": line("text", "string"), "price": line("currency", "number"), "count": line("integer", "integer"), "total": total } });
        put(&boss, "opportunity", "c_items", items).await;
        put(&boss, "opportunity", "c_sum", json!({ "x-type": "rollup", "x-rollup": { "relation": "c_items", "fn": "sum", "field": "total" }, "x-label": { "zh-CN": "合计", "en": "Sum" } })).await;
        put(&boss, "opportunity", "c_taxed", json!({ "x-type": "formula", "x-formula": "c_sum * 1.13", "x-label": { "zh-CN": "含税", "en": "Taxed" } })).await;
        put(&boss, "task", "c_place", field("text", "string")).await;
        put(&boss, "customer", "c_won", json!({ "x-type": "rollup", "x-rollup": { "relation": "opportunity.customer", "fn": "sum", "field": "c_sum", "filter": { "stage": { "eq": "won" } } }, "x-label": { "zh-CN": "成交额", "en": "Won" } })).await;
        publish(&boss).await;
        let customer = create(&boss, "customer", json!({ "name": "甲" })).await;
        let lines = json!([{ "what": "一", "price": 10.5, "count": 2 }, { "what": "二", "price": 1, "count": 3 }]);
        let made = boss.post("/records/opportunity", json!({ "name": "单", "customer": customer, "c_items": lines })).await;
        assert_eq!((made.status, &made.json["c_sum"], &made.json["c_taxed"]), (201, &json!(24), &json!(27.12)), "{}", made.text);
        let deal = made.id();
        let kept = made.json["c_items"].as_array().unwrap().clone();
        assert_eq!(kept[0]["total"], json!(21));
        let path = format!("/records/opportunity/{deal}");
        // A line keeps its identity, moves, changes and goes; the totals follow in the same transaction.
        let changed = json!([{ "id": kept[1]["id"], "what": "二", "price": 2, "count": 3 }, { "what": "三", "price": 4, "count": 1 }]);
        let patched = boss.patch(&path, json!({ "c_items": changed })).await;
        assert_eq!((patched.status, &patched.json["c_sum"]), (200, &json!(10)), "{}", patched.text);
        assert_eq!(patched.json["c_items"][0]["id"], kept[1]["id"]);
        let wrong = boss.patch(&path, json!({ "c_items": [{ "what": "四", "price": "x" }, { "price": 1 }] })).await;
        assert_eq!(wrong.errors(), ["/c_items/0/price type", "/c_items/1/what required"], "{}", wrong.text);
        assert_eq!(read(&boss, "customer", &customer).await["c_won"], json!(0));
        assert_eq!(boss.patch(&path, json!({ "stage": "won" })).await.status, 200);
        assert_eq!(read(&boss, "customer", &customer).await["c_won"], json!(10));
        assert_eq!(boss.delete(&path).await.status, 204);
        assert_eq!(read(&boss, "customer", &customer).await["c_won"], json!(0), "a deal in the bin counts nowhere");
        assert_eq!(boss.post(&format!("{path}/restore"), json!({})).await.status, 200);
        assert_eq!(read(&boss, "customer", &customer).await["c_won"], json!(10));
        let listed = boss.get("/records/opportunity?fields=name,c_items,c_sum").await;
        assert_eq!(listed.items()[0]["c_items"].as_array().map(Vec::len), Some(2), "{}", listed.text);
        let history = boss.get(&format!("{path}/history")).await;
        assert!(history.text.contains("c_items"), "{}", history.text);
        assert_eq!(boss.get(&format!("/records/opportunity_c_items?filter={}", trellis_test_support::encoded(&json!({ "parent": { "eq": deal } }).to_string()))).await.items().len(), 2);
        assert_eq!(boss.post("/records/opportunity_c_items", json!({ "what": "偷" })).await.status, 403, "lines are written with their record alone");
        create(&boss, "task", json!({ "subject": "拜访", "c_place": "杭州" })).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn computed_fields_follow_what_they_are_computed_from() {
    on_both(async |app| {
        let boss = app.boss().await;
        let old = create(&boss, "customer", json!({ "name": "旧", "level": "a" })).await;
        let contact = create(&boss, "contact", json!({ "name": "王", "customer": old })).await;
        put(&boss, "contact", "c_level", json!({ "x-type": "mirror", "x-mirror": "customer.level", "x-label": { "zh-CN": "级别", "en": "Level" } })).await;
        put(&boss, "contact", "c_vip", json!({ "x-type": "formula", "x-formula": "customer.level == 'a'", "x-label": { "zh-CN": "贵宾", "en": "VIP" } })).await;
        put(&boss, "customer", "c_people", json!({ "x-type": "rollup", "x-rollup": { "relation": "contact.customer", "fn": "count" }, "x-label": { "zh-CN": "人数", "en": "People" } })).await;
        publish(&boss).await;
        assert_eq!(read(&boss, "customer", &old).await["c_people"], 1, "records that were there before are computed as well");
        let record = read(&boss, "contact", &contact).await;
        assert_eq!((&record["c_level"], &record["c_vip"]), (&json!("a"), &json!(true)));
        assert_eq!(boss.patch(&format!("/records/customer/{old}"), json!({ "level": "b" })).await.status, 200);
        let record = read(&boss, "contact", &contact).await;
        assert_eq!((&record["c_level"], &record["c_vip"]), (&json!("b"), &json!(false)));
        assert_eq!(boss.filter("contact", &json!({ "c_level": { "eq": "b" } })).await.items().len(), 1);
        assert_eq!(boss.get("/records/contact?sort=c_level&fields=name,c_level").await.column("c_level"), ["b"]);
        let new = create(&boss, "customer", json!({ "name": "新", "level": "a" })).await;
        assert_eq!(boss.patch(&format!("/records/contact/{contact}"), json!({ "customer": new })).await.json["c_vip"], true);
        assert_eq!(read(&boss, "customer", &old).await["c_people"], 0);
        assert_eq!(read(&boss, "customer", &new).await["c_people"], 1);
        let total = boss.post("/analytics/query", json!({ "object": "customer", "measures": [{ "fn": "sum", "field": "c_people" }] })).await;
        assert_eq!(total.json["rows"], json!([[1]]), "{}", total.text);
        let before = read(&boss, "customer", &new).await["version"].clone();
        create(&boss, "contact", json!({ "name": "李", "customer": new })).await;
        assert_eq!(read(&boss, "customer", &new).await["version"], before, "nobody edited the customer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expressions_are_tried_while_they_are_written() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let tried = async |expression: &str, expect: Json| {
        boss.post("/designer/draft/check", json!({ "object": "opportunity", "expression": expression, "expect": expect })).await.json
    };
    assert_eq!(tried("amount * 2", json!("currency")).await, json!({ "type": "decimal", "problems": [] }));
    assert_eq!(tried("amount > 2", json!("currency")).await["problems"].as_array().map(Vec::len), Some(1));
    let wrong = tried("amuont * 2", json!(null)).await;
    assert!(wrong["problems"][0]["message"].as_str().unwrap().contains("amount"), "{wrong}");
    let preview = boss.get("/designer/draft/preview").await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    assert_eq!(boss.get("/designer/problems").await.items().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_belong_to_the_record_and_field_that_they_are_saved_with() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut files = field("file", "array");
        files["x-file"] = json!({ "accept": ["txt"], "max_mb": 1 });
        put(&boss, "customer", "c_files", files).await;
        publish(&boss).await;
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        let (_, other) = app.person(&boss, "other", None, &["sales"]).await;
        let upload = sales.upload("/files", "说明.txt", "内容".as_bytes()).await;
        assert_eq!((upload.status, upload.json["name"].as_str()), (201, Some("说明.txt")), "{}", upload.text);
        let id = upload.id();
        assert_eq!(other.get(&format!("/files/{id}")).await.status, 404, "an upload is its uploader's until it is saved");
        assert_eq!(other.post("/records/customer", json!({ "name": "偷", "c_files": [id] })).await.errors(), ["/c_files/0 lookup"]);
        let made = sales.post("/records/customer", json!({ "name": "甲", "c_files": [id] })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let read = sales.get(&format!("/records/customer/{}?fields=name,c_files.name", made.id())).await;
        assert_eq!(read.json["c_files.name"], json!(["说明.txt"]), "{}", read.text);
        let file = sales.get(&format!("/files/{id}")).await;
        assert_eq!((file.status, file.text.as_str()), (200, "内容"));
        assert!(file.header("content-security-policy").contains("sandbox") && file.header("content-disposition").starts_with("attachment"));
        assert_eq!(other.get(&format!("/files/{id}")).await.status, 404, "whoever does not see the record does not see its files");
        app.policy(&["p2, sales, customer.c_files, hidden".to_owned()]).await;
        assert_eq!(sales.get(&format!("/files/{id}")).await.status, 404, "nor does whoever does not see the field");
        let fake = boss.upload("/files", "a.png", b"<svg onload=alert(1)>").await;
        assert_eq!(fake.status, 422, "{}", fake.text);
        let large = boss.upload("/files", "b.md", "x".as_bytes()).await.id();
        assert_eq!(boss.post("/records/customer", json!({ "name": "乙", "c_files": [large] })).await.errors(), ["/c_files/0 format"]);
        // What nobody saves within a day goes; what was saved stays.
        let company = app.installation.company(app.company).await.unwrap();
        assert_eq!(trellis_engine::files::sweep(&company, app.clock.now()).await.unwrap(), 0, "a form may still be open");
        trellis_engine::files::sweep(&company, app.clock.now() + TimeDelta::hours(25)).await.unwrap();
        assert_eq!(boss.get(&format!("/files/{large}")).await.status, 404);
        assert_eq!(boss.get(&format!("/files/{id}")).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn options_that_depend_on_another_field() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let option = |code: &str, when: &[&str]| json!({ "code": code, "label": { "zh-CN": code, "en": code }, "when": when });
    let list = json!({ "name": "c_model", "label": { "zh-CN": "型号", "en": "Model" }, "depends_on": "customer_level", "options": [option("big", &["a"]), option("any", &[])] });
    let put_list = boss.put("/picklists/c_model", list).await;
    assert_eq!(put_list.status, 200, "{}", put_list.text);
    let mut model = field("picklist", "string");
    model["x-picklist"] = json!("c_model");
    put(&boss, "customer", "c_model", model).await;
    publish(&boss).await;
    let made = |level: &str, model: &str| json!({ "name": "甲", "level": level, "c_model": model });
    assert_eq!(boss.post("/records/customer", made("a", "big")).await.status, 201);
    assert_eq!(boss.post("/records/customer", made("b", "any")).await.status, 201);
    assert_eq!(boss.post("/records/customer", made("b", "big")).await.errors(), ["/c_model option"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn unique_values_differ_by_more_than_case_and_width() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut code = field("text", "string");
        code["x-unique"] = json!(true);
        put(&boss, "customer", "c_code", code).await;
        publish(&boss).await;
        let make = async |code: &str| boss.post("/records/customer", json!({ "name": code, "c_code": code })).await;
        assert_eq!(make("Ab-12 '甲").await.status, 201);
        for same in ["aB-12 '甲", "ＡＢ－１２　＇甲", "ａｂ-１2 '甲"] {
            assert_eq!(make(same).await.errors(), ["/c_code unique"], "{same}");
        }
        assert_eq!(make("ab-12 '乙").await.status, 201);
    })
    .await;
}
