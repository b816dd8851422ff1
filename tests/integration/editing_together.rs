//! Two administrators who edit the same thing: the second is told, whatever it is.

use axum::http::Method;
use serde_json::{Value as Json, json};
use trellis_test_support::{Client, Reply, on_both};

const LEAD: &str = "/designer/draft/objects/lead";

/// What the designer saves: where, the place in it that is changed, two values for it, and how it is taken out.
const SAVED: &[(&str, &str, [&str; 2], Option<&str>)] = &[
    ("", "/description", ["One", "Two"], None),
    ("/settings", "/description", ["One", "Two"], None),
    ("/fields/c_rank", "/x-label/en", ["One", "Two"], Some("?mend=true")),
    ("/views", "/sort", ["name", "-name"], None),
    ("/views/c_mine", "/label/en", ["One", "Two"], Some("")),
    ("/layouts/default", "/sections/0/label/en", ["One", "Two"], None),
    ("/layouts/c_sales", "/sections/0/label/en", ["One", "Two"], Some("")),
    ("/rules/c_named", "/message/en", ["One", "Two"], Some("")),
    ("/actions/convert", "/label/en", ["One", "Two"], None),
    ("/conversions/convert", "/customer/description", ["company", "name"], None),
];

/// The declaration with another text at a place.
fn with(declaration: &Json, pointer: &str, text: &str) -> Json {
    let mut changed = declaration.clone();
    let (above, key) = pointer.rsplit_once('/').unwrap();
    changed.pointer_mut(above).unwrap()[key] = json!(text);
    changed
}

async fn write(client: &Client, path: &str, declaration: Json, header: (&str, &str)) -> Reply {
    client.send(Method::PUT, path, Some(declaration.to_string()), &[header]).await
}

/// Changes something twice on what was read once, and goes on after the second was told.
async fn change_twice(client: &Client, path: &str, pointer: &str, [one, two]: [&str; 2]) {
    let read = client.get(path).await;
    let tag = read.header("etag").to_owned();
    assert!(read.status == 200 && tag.starts_with("\"d-"), "{path}: {} {tag}", read.text);
    let first = write(client, path, with(&read.json, pointer, one), ("if-match", &tag)).await;
    assert!(first.status < 300, "{path}: {}", first.text);
    let second = write(client, path, with(&read.json, pointer, two), ("if-match", &tag)).await;
    assert_eq!((second.status, second.code()), (412, "changed"), "{path}: {}", second.text);
    let now = client.get(path).await;
    assert_eq!(now.json.pointer(pointer), Some(&json!(one)), "{path}");
    assert_eq!(now.header("etag"), first.header("etag"), "{path}: what was written is what is read");
    assert_eq!(write(client, path, now.json.clone(), ("if-none-match", "*")).await.status, 412, "{path} is there");
    let third = write(client, path, with(&now.json, pointer, two), ("if-match", now.header("etag"))).await;
    assert!(third.status < 300, "{path}: {}", third.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_saves_what_somebody_else_changed_meanwhile_is_told() {
    on_both(async |app| {
        let boss = app.boss().await;
        let label = json!({ "zh-CN": "我的", "en": "Mine" });
        let mut layout = boss.get(&format!("{LEAD}/layouts/default")).await.json;
        layout["roles"] = json!(["sales"]);
        for (path, declaration) in [
            ("fields/c_rank", json!({ "x-type": "integer", "type": "integer", "x-label": label })),
            ("views/c_mine", json!({ "label": label, "kind": "table" })),
            ("layouts/c_sales", layout),
            ("rules/c_named", json!({ "check": "name != 'x'", "message": label })),
        ] {
            let made = write(&boss, &format!("{LEAD}/{path}"), declaration, ("if-none-match", "*")).await;
            assert!(made.status < 300, "{path}: {}", made.text);
        }
        for (path, pointer, values, _) in SAVED {
            change_twice(&boss, &format!("{LEAD}{path}"), pointer, *values).await;
        }
        change_twice(&boss, "/picklists/industry", "/label/en", ["One", "Two"]).await;
        // One answer delivers all parts, each with the tag that it has at its own address.
        let parts = boss.get(&format!("{LEAD}/parts")).await.json;
        let draft = boss.get("/designer/draft/objects").await;
        let listed = draft.items().iter().find(|object| object["name"] == "lead").cloned().unwrap();
        assert_eq!(listed["tags"], parts["tags"]);
        for (path, ..) in SAVED.iter().filter(|(path, ..)| !path.is_empty()) {
            let tag = boss.get(&format!("{LEAD}{path}")).await.header("etag").to_owned();
            assert_eq!(parts["tags"][&path[1..]], tag, "{path}");
        }
        // Nor is it taken out over somebody's work.
        for (path, query) in SAVED.iter().filter_map(|(path, _, _, out)| Some((format!("{LEAD}{path}"), (*out)?))) {
            let tag = boss.get(&path).await.header("etag").to_owned();
            let gone = async |tag: &str| boss.send(Method::DELETE, &format!("{path}{query}"), None, &[("if-match", tag)]).await.status;
            assert_eq!((gone("\"d-0\"").await, gone(&tag).await), (412, 204), "{path}");
            assert_eq!((boss.get(&path).await.status, gone(&tag).await), (404, 412), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_declared_yet_follows_the_fields_without_being_changed() {
    on_both(async |app| {
        let boss = app.boss().await;
        let object = "/designer/draft/objects/c_visit";
        let text = json!({ "x-type": "text", "type": "string", "x-label": { "zh-CN": "文字", "en": "Text" } });
        let declaration = json!({
            "title": "Visit", "x-label": { "zh-CN": "拜访", "en": "Visit" }, "required": ["name"],
            "x-object": { "icon": "map-pin", "name_field": "name" }, "properties": { "name": text },
        });
        assert_eq!(boss.put(object, declaration).await.status, 200);
        let (form, lists) = (boss.get(&format!("{object}/layouts/default")).await, boss.get(&format!("{object}/views")).await);
        assert_eq!(boss.put(&format!("{object}/fields/c_note"), text).await.status, 200);
        for (path, read) in [("layouts/default", form), ("views", lists)] {
            let now = boss.get(&format!("{object}/{path}")).await;
            assert_ne!(now.json, read.json, "{path} has the field");
            let path = format!("{object}/{path}");
            assert_eq!(write(&boss, &path, now.json.clone(), ("if-match", read.header("etag"))).await.status, 204, "{path}");
            assert_eq!(write(&boss, &path, now.json, ("if-match", read.header("etag"))).await.status, 412, "{path} is declared now");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_save_at_the_same_moment_one_is_told() {
    on_both(async |app| {
        let (boss, other) = (app.boss().await, app.boss().await);
        for (path, pointer) in [(format!("{LEAD}/settings"), "/description"), ("/picklists/industry".to_owned(), "/label/en")] {
            for round in 0..5 {
                let read = boss.get(&path).await;
                let tag = read.header("etag").to_owned();
                let save = async |client: &Client, who: &str| {
                    let declaration = with(&read.json, pointer, &format!("{who} {round}"));
                    write(client, &path, declaration, ("if-match", &tag)).await.status
                };
                let (one, two) = tokio::join!(save(&boss, "boss"), save(&other, "other"));
                assert_eq!([one, two].iter().filter(|status| **status == 412).count(), 1, "{path}: {one} {two}");
                assert_eq!([one, two].iter().filter(|status| **status < 300).count(), 1, "{path}: {one} {two}");
            }
        }
        // Different things do not meet.
        let save = async |client: &Client, view: &str| {
            let declaration = json!({ "label": { "zh-CN": view, "en": view }, "kind": "table" });
            client.put(&format!("{LEAD}/views/{view}"), declaration).await.status
        };
        assert_eq!(tokio::join!(save(&boss, "c_one"), save(&other, "c_two")), (204, 204));
        let views = boss.get(&format!("{LEAD}/parts")).await.json["views"]["views"].clone();
        assert!(views["c_one"].is_object() && views["c_two"].is_object(), "{views}");
    })
    .await;
}
