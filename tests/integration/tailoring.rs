//! Layouts for roles, the preview of the draft, packages with more than fields, and what an upgrade leaves behind.

use chrono::Utc;
use serde_json::{Value as Json, json};
use trellis_engine::Error;
use trellis_storage::Arg;
use trellis_test_support::{Client, TestApp, encoded, on_both};
use uuid::Uuid;

fn text() -> Json {
    json!({ "x-type": "text", "type": "string", "maxLength": 80, "x-label": { "zh-CN": "备注", "en": "Note" } })
}

fn layout(fields: &[&str], roles: &[&str]) -> Json {
    let section = json!({ "name": "basic", "label": { "zh-CN": "基本", "en": "Basics" }, "columns": 2, "fields": fields });
    json!({ "roles": roles, "sections": [section], "highlights": [], "related": [], "quick_create": [] })
}

async fn publish(boss: &Client) {
    let published = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
    assert_eq!(published.status, 200, "{}", published.text);
}

async fn names_in_form(client: &Client, object: &str) -> Vec<String> {
    let info = client.get(&format!("/objects/{object}")).await.json;
    let sections = info["layout"]["sections"].as_array().cloned().unwrap_or_default();
    sections
        .iter()
        .flat_map(|section| section["fields"].as_array().cloned().unwrap_or_default())
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layout_for_a_role_is_its_peoples_and_nobody_elses() {
    on_both(async |app| {
        let boss = app.boss().await;
        assert_eq!(boss.put("/designer/draft/objects/customer/fields/c_note", text()).await.status, 200);
        let put = boss.put("/designer/draft/objects/customer/layouts/c_sales", layout(&["name", "phone"], &["sales"])).await;
        assert_eq!(put.status, 204, "{}", put.text);
        let draft = boss.get("/designer/draft/objects").await;
        let customer = draft.items().into_iter().find(|object| object["name"] == "customer").unwrap();
        let layouts: Vec<(&str, &Json)> =
            customer["layouts"].as_array().unwrap().iter().map(|it| (it["name"].as_str().unwrap(), &it["layout"]["roles"])).collect();
        assert_eq!(layouts, [("default", &Json::Null), ("c_sales", &json!(["sales"]))]);
        // Before anybody has it: as its people would see it.
        let preview = async |query: &str| {
            let found = boss.get(&format!("/designer/draft/preview{query}")).await;
            let customer = found.items().into_iter().find(|object| object["name"] == "customer");
            customer.map(|customer| customer["layout"]["sections"].to_string()).unwrap_or_default()
        };
        assert!(preview("").await.contains("c_note") && !preview("?role=sales").await.contains("c_note"));
        assert_eq!(boss.get("/designer/draft/preview?role=nobody").await.status, 404);
        publish(&boss).await;
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        assert_eq!(names_in_form(&sales, "customer").await, ["name", "phone"], "what was put into it, and nothing else");
        assert!(names_in_form(&boss, "customer").await.contains(&"c_note".to_owned()), "everybody else has the field at once");
        assert_eq!(boss.delete("/designer/draft/objects/customer/layouts/c_sales").await.status, 204);
        publish(&boss).await;
        assert!(names_in_form(&sales, "customer").await.contains(&"c_note".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layout_that_was_saved_with_added_fields_takes_more_of_them() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let customer = async || {
        let draft = boss.get("/designer/draft/objects").await;
        draft.items().into_iter().find(|object| object["name"] == "customer").unwrap()["layouts"][0]["layout"].clone()
    };
    boss.put("/designer/draft/objects/customer/fields/c_one", text()).await;
    let mut kept = customer().await;
    kept["sections"].as_array_mut().unwrap().push(json!({ "name": "c_empty", "label": { "zh-CN": "空", "en": "Empty" }, "fields": [] }));
    let put = boss.put("/designer/draft/objects/customer/layouts/default", kept).await;
    assert_eq!(put.status, 204, "a section is there before anything is put into it: {}", put.text);
    let put = boss.put("/designer/draft/objects/customer/fields/c_two", text()).await;
    assert_eq!(put.status, 200, "{}", put.text);
    let sections = customer().await["sections"].as_array().cloned().unwrap();
    let added: Vec<&Json> = sections.iter().filter(|section| section["name"] == "added").map(|section| &section["fields"]).collect();
    assert_eq!(added, [&json!(["c_one", "c_two"])]);
    publish(&boss).await;
    let seen = boss.get("/objects/customer").await;
    assert!(!seen.text.contains("c_empty"), "nobody is shown a section without fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_declares_no_layout_keeps_its_own_beside_one_for_a_role() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let object = json!({ "title": "Visit", "x-label": { "zh-CN": "拜访", "en": "Visit" }, "x-object": { "icon": "box", "name_field": "name" },
        "required": ["name"], "properties": { "name": text(), "c_note": text() } });
    assert_eq!(boss.put("/designer/draft/objects/c_visit", object).await.status, 200);
    let put = boss.put("/designer/draft/objects/c_visit/layouts/c_sales", layout(&["name"], &["sales"])).await;
    assert_eq!(put.status, 204, "{}", put.text);
    publish(&boss).await;
    assert_eq!(names_in_form(&boss, "c_visit").await, ["name", "c_note"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_tells_of_layouts_and_views_too() {
    let (source, target) = (TestApp::sqlite().await, TestApp::sqlite().await);
    let (boss, other) = (source.boss().await, target.boss().await);
    boss.put("/designer/draft/objects/customer/layouts/c_sales", layout(&["name", "phone"], &["sales"])).await;
    publish(&boss).await;
    let package = boss.raw_get("/designer/package").await;
    let dry = other.send_bytes("/designer/package?dry_run=true", &package).await;
    assert_eq!(dry.json["plan"]["steps"][0]["text"]["en"], "Change the layout of Customer", "{}", dry.text);
    assert_eq!(other.send_bytes("/designer/package", &package).await.json["version"], 1);
    let again = other.send_bytes("/designer/package?dry_run=true", &package).await;
    assert_eq!((&again.json["plan"]["steps"], &again.json["conflicts"]), (&json!([]), &json!([])), "{}", again.text);
    // Both change the same place: named, and decided.
    other.put("/designer/draft/objects/customer/layouts/c_sales", layout(&["name", "email"], &["sales"])).await;
    publish(&other).await;
    boss.put("/designer/draft/objects/customer/layouts/c_sales", layout(&["name", "website"], &["sales"])).await;
    publish(&boss).await;
    let package = boss.raw_get("/designer/package").await;
    let dry = other.send_bytes("/designer/package?dry_run=true", &package).await;
    assert_eq!(dry.json["conflicts"][0]["pointer"], "/layouts/c_sales/sections", "{}", dry.text);
    assert_eq!(other.send_bytes("/designer/package", &package).await.status, 409);
    assert_eq!(other.send_bytes("/designer/package?conflicts=theirs", &package).await.json["version"], 3);
    let (_, sales) = target.person(&other, "sales", None, &["sales"]).await;
    assert_eq!(names_in_form(&sales, "customer").await, ["name", "website"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_conflict_of_a_package_is_decided_by_itself() {
    on_both(async |target| {
        let source = TestApp::sqlite().await;
        let (boss, other) = (source.boss().await, target.boss().await);
        let change = async |client: &Client, view: &str, field: &str| {
            let shown = json!({ "label": { "zh-CN": view, "en": view }, "kind": "table" });
            assert_eq!(client.put("/designer/draft/objects/customer/views/c_big", shown).await.status, 204);
            let put = client.put("/designer/draft/objects/customer/layouts/c_sales", layout(&["name", field], &["sales"])).await;
            assert_eq!(put.status, 204, "{}", put.text);
            publish(client).await;
        };
        change(&boss, "Theirs", "website").await;
        change(&other, "Mine", "email").await;
        let package = boss.raw_get("/designer/package").await;
        let conflicts = other.send_bytes("/designer/package?dry_run=true", &package).await.json["conflicts"].clone();
        let places: Vec<&str> = conflicts.as_array().unwrap().iter().map(|conflict| conflict["place"].as_str().unwrap()).collect();
        let [chinese, english, sections] =
            ["views.json/views/c_big/label/zh-CN", "views.json/views/c_big/label/en", "layouts.json/layouts/c_sales/sections"]
                .map(|end| format!("/sales~1customer~1{end}"));
        assert_eq!(places.len(), 3, "{conflicts}");
        assert!([&chinese, &english, &sections].iter().all(|place| places.contains(&place.as_str())), "{conflicts}");
        let send = async |choices: Json, dry: &str| {
            other.send_bytes(&format!("/designer/package?conflicts={}{dry}", encoded(&choices.to_string())), &package).await
        };
        // What is not decided, or is no conflict, is not applied.
        let half = send(json!({ &sections: "theirs" }), "&dry_run=true").await;
        let choice =
            |place: &str| half.json["conflicts"].as_array().unwrap().iter().find(|it| it["place"] == place).unwrap()["choice"].clone();
        assert_eq!((choice(&sections), choice(&english)), (json!("theirs"), Json::Null), "{}", half.text);
        assert_eq!(send(json!({ &sections: "theirs" }), "").await.code(), "package_conflicts");
        let unknown = send(json!({ "/sales~1customer~1views.json/views/c_none": "mine" }), "&dry_run=true").await;
        assert_eq!(unknown.errors(), ["/conflicts/~1sales~01customer~01views.json~1views~1c_none refused"], "{}", unknown.text);
        assert!(unknown.text.contains("/sales~1customer~1views.json/views/c_none"), "{}", unknown.text);
        assert_eq!(other.send_bytes("/designer/package?conflicts=both", &package).await.errors(), ["/conflicts refused"]);
        let choices = json!({ &chinese: "mine", &english: "mine", &sections: "theirs" });
        let applied = send(choices.clone(), "").await;
        assert_eq!((applied.status, &applied.json["version"]), (200, &json!(2)), "{}", applied.text);
        let parts = other.get("/designer/draft/objects/customer/parts").await.json;
        assert_eq!(parts["views"]["views"]["c_big"]["label"]["en"], "Mine");
        assert_eq!(parts["layouts"]["c_sales"]["sections"][0]["fields"], json!(["name", "website"]));
        // The same package with the same choices again.
        let again = send(choices, "").await;
        assert_eq!((again.status, &again.json["version"], &again.json["conflicts"]), (200, &Json::Null, &json!([])), "{}", again.text);
        assert_eq!(other.get("/designer/versions").await.items().len(), 3);
    })
    .await;
}

/// Writes a version as a product of the past would have published it.
pub(super) async fn published_before(app: &TestApp, files: Json) {
    let company = app.installation.company(app.company).await.unwrap();
    let work = company.store.write::<_, Error, _>(move |conn| {
        let files = files.to_string();
        Box::pin(async move {
            let mut sql = conn.sql();
            sql.push("INSERT INTO ").table("sys_version").push(" (\"version\", \"comment\", \"at\", user_id, \"files\") VALUES (");
            sql.args([Arg::Integer(1), Arg::Text("old".into()), Arg::DateTime(Utc::now()), Arg::Id(Uuid::nil()), Arg::Text(files)]);
            sql.push(")");
            conn.execute(&sql).await?;
            Ok(())
        })
    });
    work.await.unwrap();
    company.reload().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_upgrade_left_behind_is_told_in_words_and_mended_one_by_one() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let view = json!({ "label": { "zh-CN": "旧", "en": "Old" }, "kind": "table",
        "columns": [{ "field": "name" }, { "field": "shoe_size" }, { "field": "level" }], "filter": { "hat_size": { "gt": 1 } } });
    published_before(&app, json!({ "sales/customer/views.json": { "views": { "c_old": view } } })).await;
    let found = boss.get("/designer/problems").await;
    let mends: Vec<&str> = found.json["items"].as_array().unwrap().iter().filter_map(|item| item["mend"].as_str()).collect();
    assert_eq!(mends, ["/views/c_old/columns/1", "/views/c_old/filter/hat_size"], "{}", found.text);
    assert_eq!(found.json["items"][0]["message"], "unknown field `shoe_size`");
    assert_eq!(boss.speaking("zh-CN").get("/designer/problems").await.json["items"][0]["message"], "没有字段“shoe_size”");
    assert_eq!(found.json["published"], 2);
    // Work goes on meanwhile, as long as it brings nothing wrong of its own.
    assert_eq!(boss.put("/designer/draft/objects/customer/fields/c_note", text()).await.status, 200);
    let wrong = boss.put("/designer/draft/objects/customer/layouts/default", layout(&["name", "nmae"], &[])).await;
    assert!(wrong.status == 422 && wrong.text.contains("nmae") && !wrong.text.contains("shoe_size"), "{}", wrong.text);
    assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 422);
    for left in [1, 0] {
        let item = boss.get("/designer/problems").await.items()[0].clone();
        let mended = boss.post("/designer/draft/mend", json!({ "file": item["file"], "pointer": item["mend"] })).await;
        assert_eq!(mended.status, 204, "{}", mended.text);
        let found = boss.get("/designer/problems").await;
        assert_eq!((found.items().len(), &found.json["published"]), (left, &json!(2)), "{}", found.text);
    }
    publish(&boss).await;
    assert_eq!(boss.get("/designer/problems").await.json["published"], 0);
    assert_eq!(boss.get("/records/customer?view=c_old").await.status, 200);
}
