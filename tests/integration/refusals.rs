//! What is refused is refused by its status, at its place, and in words of the caller's language.

use axum::http::Method;
use serde_json::{Value as Json, json};
use trellis_http::routes::{Route, table};
use trellis_test_support::{Client, Reply, TestApp, on_both};
use uuid::Uuid;

use crate::places::Places;

fn field() -> Json {
    json!({ "x-type": "text", "type": "string", "x-label": { "zh-CN": "新字段", "en": "New field" } })
}

async fn put(boss: &Client, name: &str) {
    let put = boss.put(&format!("/designer/draft/objects/customer/fields/{name}"), field()).await;
    assert_eq!(put.status, 200, "{}", put.text);
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The pointer and the message of the first thing that is wrong.
fn first(reply: &Reply) -> (String, String) {
    let error = &reply.json["errors"][0];
    (error["pointer"].as_str().unwrap_or_default().to_owned(), error["message"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_413_in_the_callers_language() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let large = vec![b'x'; 51 << 20];
    for (client, chinese) in [(boss.speaking("zh-CN"), true), (boss, false)] {
        let uploads = [
            client.upload("/files", "a.txt", &large[..(50 << 20) + 1]).await,
            client.upload("/files", "a.txt", &large).await,
            client.upload("/imports", "a.csv", &large[..(20 << 20) + 1]).await,
            client.upload("/imports", "a.csv", &large[..21 << 20]).await,
            client.send_bytes("/designer/package", &large[..(20 << 20) + 1]).await,
            client.post("/records/customer", json!({ "name": "x".repeat(2 << 20) })).await,
        ];
        for reply in uploads {
            assert_eq!((reply.status, reply.code()), (413, "too_large"), "{}", reply.text);
            assert_eq!(reply.header("content-type"), "application/problem+json");
            assert_eq!(is_chinese(reply.json["detail"].as_str().unwrap()), chinese, "{}", reply.text);
        }
    }
}

/// A path with more in its query.
fn with(path: &str, query: &str) -> String {
    format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' })
}

/// Asks a route with a body, or with none.
async fn ask(client: &Client, route: &Route, path: &str, body: Option<&str>, content: &str) -> Reply {
    let headers = [("content-type", content)];
    client.send(route.method.clone(), &format!("/{path}"), body.map(str::to_owned), if body.is_some() { &headers } else { &[] }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_refuses_in_the_callers_language() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let places = Places::make(&app, &boss).await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    let mut asked = 0;
    for route in table() {
        // Whoever signs out asks nothing more.
        if ["logout", "end_other_sessions"].contains(&route.name) {
            continue;
        }
        let path = format!("/api{}", places.fill(&route, None));
        for language in ["zh-CN", "en"] {
            let (client, stranger) = (boss.speaking(language), app.anonymous().speaking(language));
            let mut replies = vec![
                ask(&stranger, &route, &path, None, "").await,
                ask(&client, &route, &with(&path, "nonsense=1"), None, "").await,
                ask(&client, &route, &with(&path, "a=1&a=2"), None, "").await,
            ];
            for place in 1..=crate::places::count(&route) {
                for wrong in ["abc", nobody, "%FF"] {
                    let path = format!("/api{}", places.fill(&route, Some((place, wrong))));
                    replies.push(ask(&client, &route, &path, route.takes_body.then_some("{}"), "application/json").await);
                }
            }
            if route.takes_body {
                for (body, content) in [
                    ("{\"nonsense\":1}", "application/json"),
                    ("{", "application/json"),
                    ("{}", "text/plain"),
                    ("--x", "multipart/form-data; boundary=x"),
                ] {
                    replies.push(ask(&client, &route, &path, Some(body), content).await);
                }
            }
            for reply in replies.iter().filter(|reply| reply.status >= 400) {
                asked += 1;
                assert_eq!(reply.header("content-type"), "application/problem+json", "{}: {}", route.name, reply.text);
                let errors =
                    reply.json["errors"].as_array().into_iter().flatten().map(|error| error["message"].as_str().unwrap_or_default());
                for text in errors.chain([reply.json["detail"].as_str().unwrap()]) {
                    assert_eq!(is_chinese(text), language == "zh-CN", "{}: {}", route.name, reply.text);
                }
            }
        }
    }
    assert!(asked > 500, "{asked} refusals are too few");
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_that_a_route_does_not_know_are_refused() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let places = Places::make(&app, &boss).await;
    for route in table().iter().filter(|route| route.method == Method::GET) {
        let reply = boss.get(&format!("/{}", with(&format!("/api{}", places.fill(route, None)), "nonsense=1"))).await;
        assert_eq!(reply.errors(), ["/nonsense unknown_field"], "{}: {}", route.name, reply.text);
    }
    assert_eq!(boss.get("/designer/draft/plan/rows?object=customer&field=name&format=zzz").await.errors(), ["/format option"]);
    assert_eq!(boss.get("/designer/draft/plan/rows?object=customer").await.errors(), ["/field required"]);
    assert_eq!(boss.get("/designer/draft/references").await.errors(), ["/object required"]);
    assert_eq!(boss.get("/designer/draft/references?object=nothing").await.status, 404);
    assert_eq!(boss.get("/designer/draft/references?object=customer&field=nothing").await.status, 404);
    assert_eq!(boss.get("/designer/draft/references?object=customer&field=level").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_fit_names_its_field_in_words() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let chinese = boss.speaking("zh-CN");
    put(&boss, "c_words").await;
    let rename = "/designer/draft/objects/customer/fields/c_words/rename";
    for (path, body, pointer, zh, en) in [
        ("/designer/draft/publish", json!({ "comment": 5 }), "/comment", "应为文本", "Must be a text"),
        ("/designer/draft/publish", json!({ "accept_losses": "yes" }), "/accept_losses", "应为true 或 false", "Must be true or false"),
        (rename, json!({ "name": ["x"] }), "/name", "应为文本", "Must be a text"),
        (rename, json!({ "nmae": "x" }), "/nmae", "没有字段“nmae”，是否为“name”？", "There is no field `nmae`: did you mean `name`?"),
        ("/designer/draft/check", json!({ "object": "customer", "expression": null }), "/expression", "应为文本", "Must be a text"),
        ("/designer/draft/mend", json!({ "file": "x" }), "/pointer", "必填", "Required"),
        ("/me/tokens", json!({ "name": "x", "read_only": 1 }), "/read_only", "应为true 或 false", "Must be true or false"),
    ] {
        for (client, words) in [(&chinese, zh), (&boss, en)] {
            let reply = client.post(path, body.clone()).await;
            assert_eq!((reply.status, first(&reply)), (422, (pointer.to_owned(), words.to_owned())), "{path} {body}");
        }
    }
    let declared = |more: Json| {
        let mut declaration = field();
        declaration.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        declaration
    };
    let formula = json!({ "x-type": "formula", "type": "number", "x-formula": { "expression": "1", "kind": "nonsense" } });
    for (declaration, pointer) in [
        (declared(json!({ "x-label": null })), "/x-label"),
        (declared(json!({ "maxLength": "x" })), "/maxLength"),
        (declared(formula), "/x-formula/kind"),
        (declared(json!({ "x-help": { "zh-CN": "甲" } })), "/x-help/en"),
    ] {
        for (client, is_zh) in [(&chinese, true), (&boss, false)] {
            let reply = client.put("/designer/draft/objects/customer/fields/c_new", declaration.clone()).await;
            let (at, message) = first(&reply);
            assert_eq!((reply.status, at.as_str(), is_chinese(&message)), (422, pointer, is_zh), "{}", reply.text);
            assert!(!message.contains("struct") && !message.contains("expected"), "{message}");
        }
    }
    let syntax = chinese.post("/designer/draft/check", json!({ "object": "customer", "expression": "(1 +" })).await;
    assert_eq!(syntax.json["problems"][0]["message"], "表达式有语法错误：表达式不完整，应为一个值");
    let file = chinese.upload("/files", "a.png", b"<svg>").await;
    assert_eq!(first(&file).1, "格式不正确，应为内容与扩展名相符的文件");
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_show_something_and_have_a_length() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    let chinese = boss.speaking("zh-CN");
    let path = "/designer/draft/objects/customer/fields/c_labelled";
    let labelled = |key: &str, text: &str| {
        let mut declaration = field();
        declaration[key] = json!({ "zh-CN": text, "en": "A" });
        declaration
    };
    for (key, text, words) in [
        ("x-label", "长".repeat(100_000), "最多 200 个字符"),
        ("x-label", "\u{200b}\u{200d}".to_owned(), "须有可见的文字，不能有换行和控制字符"),
        ("x-label", "\u{202e}甲".to_owned(), "须有可见的文字，不能有换行和控制字符"),
        ("x-label", "甲\u{7}".to_owned(), "须有可见的文字，不能有换行和控制字符"),
        ("x-help", "长".repeat(2001), "最多 2000 个字符"),
        ("x-help", "\u{3000}".to_owned(), "须有可见的文字，不能有控制字符"),
    ] {
        let reply = chinese.put(path, labelled(key, &text)).await;
        let (pointer, message) = first(&reply);
        assert_eq!((reply.status, message.as_str()), (422, words), "{}", reply.text);
        assert!(pointer.ends_with(&format!("/c_labelled/{key}/zh-CN")), "{pointer}");
        let english = boss.put(path, labelled(key, &text)).await;
        assert!(!is_chinese(&first(&english).1), "{}", english.text);
    }
    assert_eq!(boss.put(path, labelled("x-help", "第一行\n第二行")).await.status, 200);
    let option = |label: &str| json!({ "label": { "zh-CN": "甲", "en": "A" }, "options": [{ "code": "a", "label": { "zh-CN": label, "en": "A" } }] });
    assert_eq!(boss.put("/picklists/c_p1", option("\u{200b}")).await.status, 422);
    assert_eq!(boss.put("/picklists/c_p1", option("甲")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dictionary_is_replaced_whole_and_under_its_own_name() {
    on_both(async |app| {
        let boss = app.boss().await;
        let list = json!({ "label": { "zh-CN": "甲", "en": "A" }, "options": [] });
        assert_eq!(boss.put("/picklists/c_p1", list.clone()).await.status, 200);
        assert_eq!(boss.put("/picklists/c_p1", json!({})).await.errors(), ["/label required", "/options required"]);
        assert_eq!(boss.put("/picklists/c_p1", json!({ "label": list["label"] })).await.errors(), ["/options required"]);
        let named = |name: Json| json!({ "name": name, "label": list["label"], "options": [] });
        assert_eq!(boss.put("/picklists/c_p1", named(json!("c_p2"))).await.errors(), ["/name refused"]);
        assert_eq!(boss.put("/picklists/c_p1", named(json!(5))).await.errors(), ["/name refused"]);
        assert_eq!(boss.put("/picklists/c_p1", named(json!("c_p1"))).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_happens_once_in_the_designer_too() {
    on_both(async |app| {
        let boss = app.boss().await;
        let again = async |path: &str, body: Json| {
            let key = Uuid::now_v7().to_string();
            let send = async |body: Json| boss.send(Method::POST, path, Some(body.to_string()), &[("idempotency-key", &key)]).await;
            let replies = [send(body.clone()).await, send(body.clone()).await];
            assert_eq!(replies[0].status, replies[1].status, "{path}: {} {}", replies[0].text, replies[1].text);
            assert_eq!(replies[0].text, replies[1].text, "{path}");
            let [first, _] = replies;
            assert!(first.status < 300, "{path}: {}", first.text);
            assert_eq!(first.header("content-type"), if first.status == 204 { "" } else { "application/json" });
            // A body that could not be read is refused as that, whatever the key.
            assert!(send(json!({ "other": 1 })).await.status >= 400);
            first
        };
        put(&boss, "c_first").await;
        again("/designer/draft/objects/customer/fields/c_first/rename", json!({ "name": "c_second" })).await;
        let other = boss
            .send(
                Method::POST,
                "/designer/draft/objects/customer/fields/c_second/rename",
                Some(json!({ "name": "c_third" }).to_string()),
                &[("idempotency-key", "one")],
            )
            .await;
        assert_eq!(other.status, 204);
        let taken = boss
            .send(
                Method::POST,
                "/designer/draft/objects/customer/fields/c_third/rename",
                Some(json!({ "name": "c_fourth" }).to_string()),
                &[("idempotency-key", "one")],
            )
            .await;
        assert_eq!((taken.status, taken.code()), (409, "idempotency_key_reused"));
        // A reference that is mended is not there to be mended again.
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);
        let lists = boss.get("/designer/draft/objects/customer/views").await.json;
        let mut more = lists.clone();
        more["columns"].as_array_mut().unwrap().push(json!({ "field": "c_third" }));
        assert_eq!(boss.put("/designer/draft/objects/customer/views", more).await.status, 204);
        let found = boss.get("/designer/draft/references?object=customer&field=c_third").await.items();
        again("/designer/draft/mend", json!({ "file": found[0]["file"], "pointer": found[0]["pointer"], "field": "c_third" })).await;
        // Nor is what is restored retired any more.
        assert_eq!(boss.delete("/designer/draft/objects/customer/fields/c_third").await.status, 204);
        let published = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
        assert_eq!(published.status, 200, "{}", published.text);
        let retired = boss.get("/designer/retired").await.items();
        let path = format!("/designer/retired/customer/{}/restore", retired[0]["field"].as_str().unwrap_or_default());
        again(&path, json!({})).await;
        let role = again("/roles", json!({ "label": { "zh-CN": "甲", "en": "A" } })).await;
        let roles = boss.get("/roles").await;
        assert_eq!(roles.items().iter().filter(|it| it["name"] == role.json["name"]).count(), 1, "{}", roles.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_do_not_fit_start_no_formula() {
    let app = TestApp::sqlite().await;
    let boss = app.boss().await;
    put(&boss, "c_size").await;
    assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);
    for size in ["＝1+1", " =1", "|calc", "=\"x\""] {
        assert_eq!(boss.post("/records/customer", json!({ "name": format!("－{size}"), "c_size": size })).await.status, 201);
    }
    let mut number = field();
    (number["x-type"], number["type"]) = (json!("integer"), json!("integer"));
    assert_eq!(boss.put("/designer/draft/objects/customer/fields/c_size", number).await.status, 200);
    let csv = boss.get("/designer/draft/plan/rows?object=customer&field=c_size&format=csv").await;
    assert_eq!(csv.status, 200, "{}", csv.text);
    let mut lines = csv.text.trim_end().lines();
    assert_eq!(lines.next(), Some("\u{feff}id,name,value"));
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), 4, "{}", csv.text);
    for line in lines {
        assert!(line.splitn(3, ',').skip(1).all(|cell| cell.starts_with('\'') || cell.starts_with("\"'")), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_judges_only_what_its_person_has_whole() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (_, sales) = app.person(&boss, "sales", None, &["sales"]).await;
        let put = async |name: &str, more: Json| {
            let mut declaration = field();
            declaration.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let put = boss.put(&format!("/designer/draft/objects/customer/fields/{name}"), declaration).await;
            assert_eq!(put.status, 200, "{}", put.text);
        };
        for (suffix, condition) in [("masked", "phone == '13812345678'"), ("hidden", "credit_code == 'x'"), ("whole", "level == 'a'")] {
            let all = json!({ "x-visible": condition, "x-readonly": condition, "x-required": condition });
            put(&format!("c_{suffix}"), all).await;
            let formula = json!({ "x-type": "formula", "type": "string", "x-formula": { "expression": format!("'y' if {condition} else 'n'"), "kind": "text" } });
            put(&format!("c_{suffix}_formula"), formula).await;
        }
        let mut layout = boss.get("/designer/draft/objects/customer/layouts/default").await.json;
        layout["sections"][0]["visible"] = json!("phone != none");
        let kept = boss.put("/designer/draft/objects/customer/layouts/default", layout).await;
        assert_eq!(kept.status, 204, "{}", kept.text);
        let published = boss.post("/designer/draft/publish", json!({})).await;
        assert_eq!(published.status, 200, "{}", published.text);
        app.policy(&["p2, sales, customer.credit_code, hidden".to_owned(), "p2, sales, customer.phone, masked".to_owned()]).await;
        let judged = async |client: &Client, name: &str| {
            let fields = client.get("/objects/customer").await.json["fields"].clone();
            // A formula over what is not read is not there at all.
            let found = fields.as_array().unwrap().iter().find(|field| field["name"] == name).cloned().unwrap_or_default();
            ["visible_when", "read_only_when", "required_when", "formula"].iter().filter(|key| found[**key].is_string()).count()
        };
        for suffix in ["masked", "hidden", "whole"] {
            let (sees, seen) = (if suffix == "whole" { 3 } else { 0 }, usize::from(suffix == "whole"));
            assert_eq!(judged(&sales, &format!("c_{suffix}")).await, sees, "{suffix}");
            assert_eq!(judged(&sales, &format!("c_{suffix}_formula")).await, seen, "{suffix}");
            assert_eq!(judged(&boss, &format!("c_{suffix}")).await, 3);
            assert_eq!(judged(&boss, &format!("c_{suffix}_formula")).await, 1);
        }
        let section = async |client: &Client| client.get("/objects/customer").await.json["layout"]["sections"][0]["visible"].clone();
        assert_eq!(section(&boss).await, "phone != none");
        assert_eq!(section(&sales).await, Json::Null);
    })
    .await;
}
