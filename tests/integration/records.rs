//! Records: the verbs.

use axum::http::Method;
use serde_json::json;
use trellis_test_support::{encoded, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_made_read_changed_and_deleted() {
    on_both(async |app| {
        let boss = app.boss().await;
        let made = boss
            .post("/records/customer", json!({ "name": "华辰制造", "level": "a", "annual_revenue": 12345678.9, "tags": ["strategic"] }))
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.header("etag"), "\"v1\"");
        let path = format!("/records/customer/{}", made.id());
        let read = boss.get(&path).await;
        assert_eq!((read.status, &read.json), (200, &made.json));
        assert!(read.text.contains("\"annual_revenue\":12345678.9"), "an amount comes back as it went in: {}", read.text);

        let changed = boss.patch(&path, json!({ "level": null, "city": "上海" })).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        assert_eq!((&changed.json["level"], &changed.json["city"], &changed.json["version"]), (&json!(null), &json!("上海"), &json!(2)));
        assert_eq!(boss.patch(&path, json!({ "city": "上海" })).await.json["version"], 2, "nothing changed, so nothing is written");

        assert_eq!(boss.delete(&path).await.status, 204);
        assert_eq!(boss.get(&path).await.status, 404);
        assert_eq!(boss.get("/records/customer").await.items().len(), 0);
        assert_eq!(boss.get("/records/customer?deleted=true").await.column("name"), ["华辰制造"]);
        assert_eq!(boss.post(&format!("{path}/restore"), json!({})).await.status, 200);
        assert_eq!(boss.get(&path).await.json["city"], "上海");

        let history = boss.get(&format!("{path}/history")).await;
        assert_eq!(history.column("op"), ["restore", "delete", "update", "create"]);
        assert_eq!(history.items()[2]["changes"][0], json!({ "field": "level", "before": "a", "after": null }));
        assert_eq!(history.items()[2]["by.name"], "老板");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_names_every_field() {
    on_both(async |app| {
        let boss = app.boss().await;
        let reply = boss
            .post(
                "/records/customer",
                json!({ "nmae": "x", "level": "z", "annual_revenue": "1", "id": "x", "version": 3, "employees": 1.5 }),
            )
            .await;
        assert_eq!(reply.status, 422);
        let expected = [
            "/nmae unknown_field",
            "/level option",
            "/annual_revenue type",
            "/id read_only",
            "/version read_only",
            "/employees type",
            "/name required",
        ];
        assert_eq!(reply.errors(), expected);
        assert!(reply.json["errors"][0]["message"].as_str().unwrap().contains("did you mean `name`?"));
        let chinese = boss.speaking("zh-CN").post("/records/customer", json!({})).await;
        assert_eq!(chinese.json["errors"][0]["message"], "必填");
        let parent = boss.post("/records/customer", json!({ "name": "甲", "parent": "00000000-0000-7000-8000-000000000000" })).await;
        assert_eq!(parent.errors(), ["/parent lookup"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_version_changes_nothing() {
    on_both(async |app| {
        let boss = app.boss().await;
        let made = boss.post("/records/customer", json!({ "name": "甲" })).await;
        let path = format!("/records/customer/{}", made.id());
        let with = |tag: &'static str| [("if-match", tag)];
        let patch = |tag: &'static str, city: &str| {
            let (boss, path, body) = (boss.clone(), path.clone(), json!({ "city": city }).to_string());
            async move { boss.send(Method::PATCH, &path, Some(body), &with(tag)).await }
        };
        assert_eq!(patch("\"v1\"", "一").await.status, 200);
        assert_eq!(patch("\"v1\"", "二").await.status, 412);
        assert_eq!(patch("*", "三").await.status, 200);
        assert_eq!(patch("nonsense", "四").await.status, 400);
        assert_eq!(boss.send(Method::DELETE, &path, None, &with("\"v1\"")).await.status, 412);
        assert_eq!(boss.get(&path).await.json["city"], "三");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_happens_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        let send = |key: &'static str, body: serde_json::Value| {
            let boss = boss.clone();
            async move { boss.send(Method::POST, "/records/customer", Some(body.to_string()), &[("idempotency-key", key)]).await }
        };
        // All at once: one of them creates, the others get its reply.
        let replies = futures_util::future::join_all((0..8).map(|_| send("k1", json!({ "name": "甲" })))).await;
        assert!(replies.iter().all(|reply| reply.status == 201 && reply.text == replies[0].text), "{replies:?}");
        assert_eq!(boss.get("/records/customer").await.items().len(), 1);
        assert_eq!(send("k1", json!({ "name": "乙" })).await.code(), "idempotency_key_reused");
        assert_eq!(send("k2", json!({ "name": "乙" })).await.status, 201);
        // A refused request is not remembered: corrected, it may come again.
        assert_eq!(send("k3", json!({ "name": "" })).await.status, 422);
        assert_eq!(send("k3", json!({ "name": "" })).await.status, 422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_gaps() {
    on_both(async |app| {
        let boss = app.boss().await;
        let operations: Vec<_> = (0..25)
            .map(|n| {
                let level = [json!("a"), json!("b"), json!(null)][n % 3].clone();
                json!({ "op": "create", "record": { "name": format!("客户 {n:02}"), "level": level } })
            })
            .collect();
        let made = boss.post("/records/customer/batch", json!({ "operations": operations })).await;
        assert_eq!(made.status, 200, "{}", made.text);
        for sort in ["name", "-name", "level,name", "-level,-name", "-created_at", "created_at,-name", "-owner.name,level"] {
            let whole = boss.get(&format!("/records/customer?limit=100&sort={sort}&fields=name,level")).await.column("name");
            assert_eq!(whole.len(), 25);
            let (mut pages, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = boss.get(&format!("/records/customer?limit=4&sort={sort}&fields=name,level&cursor={cursor}")).await;
                assert_eq!(page.status, 200, "{sort}: {}", page.text);
                pages.extend(page.column("name"));
                match page.json["next"].as_str() {
                    Some(next) => cursor = next.to_owned(),
                    None => break,
                }
            }
            assert_eq!(pages, whole, "{sort}");
            let third = boss.get(&format!("/records/customer?limit=4&sort={sort}&fields=name&page=3")).await;
            assert_eq!(third.column("name"), whole[8..12], "{sort} by number");
        }
        let ordered = boss.get("/records/customer?limit=100&sort=level,name&fields=level").await.column("level");
        assert_eq!((ordered[0].as_str(), ordered[24].as_str()), ("null", "b"), "no value comes first");
        let foreign = boss.get("/records/customer?limit=4&sort=name").await.json["next"].as_str().unwrap().to_owned();
        assert_eq!(boss.get(&format!("/records/customer?sort=-name&cursor={foreign}")).await.code(), "cursor");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_filter_search_count_and_label() {
    on_both(async |app| {
        let boss = app.boss().await;
        let group = boss.post("/records/customer", json!({ "name": "集团总部", "level": "a", "phone": "021-5555 0001" })).await.id();
        for (name, level, city) in [("Harbor Foods", "b", "宁波"), ("harbor machines", "c", "上海"), ("100% 食品_厂", "a", "上海")]
        {
            boss.post("/records/customer", json!({ "name": name, "level": level, "city": city, "parent": group })).await;
        }
        let names = async |filter: serde_json::Value| {
            let reply = boss.get(&format!("/records/customer?sort=name&fields=name&filter={}", encoded(&filter.to_string()))).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            reply.column("name")
        };
        assert_eq!(names(json!({ "name": { "starts": "HARBOR" } })).await, ["Harbor Foods", "harbor machines"]);
        assert_eq!(names(json!({ "name": { "contains": "%" } })).await, ["100% 食品_厂"]);
        assert_eq!(names(json!({ "city": { "ne": "上海" } })).await, ["Harbor Foods", "集团总部"], "ne is true of no value");
        assert_eq!(names(json!({ "parent.level": { "eq": "a" } })).await.len(), 3);
        assert_eq!(names(json!({ "parent.level": { "is_null": true } })).await, ["集团总部"]);
        assert_eq!(
            names(json!({ "or": [{ "level": { "in": ["b"] } }, { "not": { "city": { "is_null": false } } }] })).await,
            ["Harbor Foods", "集团总部"]
        );
        assert_eq!(names(json!({ "created_at": { "within": "today" }, "owner": { "eq": "$me" } })).await.len(), 4);
        assert_eq!(boss.get("/records/customer?q=5555").await.column("name"), ["集团总部"]);
        assert_eq!(boss.get("/records/customer?q=食品").await.column("name"), ["100% 食品_厂"]);
        let counted = boss.get("/records/customer?limit=1&count=exact&fields=name,parent.name,owner.name").await;
        assert_eq!(counted.json["count"], json!({ "value": 4, "exact": true }));
        assert_eq!((&counted.items()[0]["parent.name"], &counted.items()[0]["owner.name"]), (&json!("集团总部"), &json!("老板")));
        let related = boss.get(&format!("/records/customer/{group}/related/customer.parent?sort=name&fields=name")).await;
        assert_eq!(related.column("name").len(), 3, "{}", related.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_all_or_nothing() {
    on_both(async |app| {
        let boss = app.boss().await;
        let refused = boss
            .post(
                "/records/customer/batch",
                json!({ "operations": [
                { "op": "create", "record": { "name": "甲" } },
                { "op": "create", "record": { "name": "乙", "level": "?" } },
            ] }),
            )
            .await;
        assert_eq!(refused.errors(), ["/operations/1/record/level option"]);
        assert_eq!(boss.get("/records/customer").await.items().len(), 0);
        let broken = boss.post("/records/customer/batch", json!({ "operations": [{ "op": "creat" }] })).await;
        assert_eq!(broken.errors(), ["/operations/0/op option"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_given_once_each() {
    on_both(async |app| {
        let boss = app.boss().await;
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let contract = |n: usize| {
            let (boss, body) = (boss.clone(), json!({ "name": format!("合同 {n}"), "customer": customer }));
            async move { boss.post("/records/contract", body).await.json["number"].as_str().unwrap_or_default().to_owned() }
        };
        let mut numbers = futures_util::future::join_all((0..20).map(contract)).await;
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 20);
        assert!(numbers[0].contains("2026"), "{}", numbers[0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_parent_goes_by_the_declaration() {
    on_both(async |app| {
        let boss = app.boss().await;
        let customer = boss.post("/records/customer", json!({ "name": "甲" })).await.id();
        let contact = boss.post("/records/contact", json!({ "name": "张三", "customer": customer })).await.id();
        let deal = boss.post("/records/opportunity", json!({ "name": "单子", "customer": customer, "stage": "won" })).await.id();
        let path = format!("/records/customer/{customer}");
        assert_eq!(boss.delete(&path).await.code(), "has_related");
        assert_eq!(boss.get(&format!("/records/contact/{contact}")).await.status, 200, "a refused deletion takes nothing along");
        assert_eq!(boss.delete(&format!("/records/opportunity/{deal}")).await.status, 204);
        assert_eq!(boss.delete(&path).await.status, 204);
        assert_eq!(boss.get(&format!("/records/contact/{contact}")).await.status, 404);
        assert_eq!(boss.post(&format!("{path}/restore"), json!({})).await.status, 200);
        assert_eq!(boss.get(&format!("/records/contact/{contact}")).await.status, 200, "what went along comes back along");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_read_as_it_was() {
    on_both(async |app| {
        let boss = app.boss().await;
        let path = format!("/records/customer/{}", boss.post("/records/customer", json!({ "name": "甲", "level": "a" })).await.id());
        app.clock.advance(chrono::TimeDelta::hours(1));
        boss.patch(&path, json!({ "level": "b" })).await;
        app.clock.advance(chrono::TimeDelta::hours(1));
        boss.patch(&path, json!({ "level": "c", "city": "上海" })).await;
        let level = async |at: &str| boss.get(&format!("{path}?as_of={}", encoded(at))).await.json["level"].clone();
        assert_eq!(level("2026-03-10T02:30:00Z").await, "a");
        assert_eq!(level("2026-03-10T03:30:00Z").await, "b");
        assert_eq!(level("2026-03-11T00:00:00Z").await, "c");
        assert_eq!(boss.get(&format!("{path}?as_of=2026-03-09T00%3A00%3A00Z")).await.status, 404);
    })
    .await;
}
