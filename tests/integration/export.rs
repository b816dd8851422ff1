//! Lists as files, and search across objects.

use serde_json::json;
use trellis_engine::sheet;
use trellis_test_support::{Client, Reply, encoded, on_both};

/// The rows of a CSV file, the titles first.
fn rows(reply: &Reply) -> Vec<Vec<String>> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let mut rows = Vec::new();
    let _ = sheet::read(reply.text.as_bytes(), |row| rows.push(row.cells));
    rows
}

async fn made(client: &Client, object: &str, record: serde_json::Value) -> String {
    let reply = client.post(&format!("/records/{object}"), record).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.id()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_what_the_list_shows_in_the_readers_language() {
    on_both(async |app| {
        let boss = app.boss().await;
        let parent = made(&boss, "customer", json!({ "name": "=集团", "level": "a" })).await;
        made(&boss, "customer", json!({
            "name": "华为", "level": "b", "phone": "+86 755", "annual_revenue": -0.0, "founded_on": "1987-09-15", "parent": parent, "tags": [],
        }))
        .await;
        let path = "/records/customer/export?fields=name,level,phone,founded_on,parent,owner,parent.level&sort=-name&limit=1&count=exact";
        let reply = boss.get(path).await;
        assert!(reply.text.starts_with('\u{feff}') && reply.header("content-type").starts_with("text/csv"));
        assert_eq!(rows(&reply)[0], ["Name", "Level", "Phone", "Founded on", "Parent customer", "Owner", "Parent customer · Level"]);
        assert_eq!(rows(&reply)[1], ["华为", "B", "+86 755", "1987-09-15", "=集团", "老板", "A"].map(|text| match text {
            "A" | "B" => rows(&reply)[1][if text == "A" { 6 } else { 1 }].clone(),
            other => other.to_owned(),
        }));
        assert!(reply.text.contains("'=集团") && reply.text.contains("'+86 755"), "{}", reply.text);
        let chinese = rows(&boss.speaking("zh-CN").get(path).await);
        assert_eq!(chinese[0][..3], ["客户名称", "客户级别", "电话"]);
        assert_ne!(chinese[1][1], rows(&reply)[1][1], "labels of options are in the reader's language");
        // Filters, views and keywords as in the list; ids for importing again.
        let filter = encoded(r#"{"name":{"eq":"华为"}}"#);
        let found = rows(&boss.get(&format!("/records/customer/export?view=all&ids=true&fields=name,parent&filter={filter}")).await);
        assert_eq!(found[0], ["Record id", "Name", "Parent customer", "Parent customer ID"]);
        assert_eq!((found.len(), found[1][3].as_str()), (2, parent.as_str()));
        assert_eq!(boss.get("/records/customer/export?format=pdf").await.errors(), ["/format option"]);
        assert_eq!(boss.get("/records/customer/export?fields=nmae").await.status, 422);
        assert_eq!(boss.get("/records/nothing/export").await.status, 404);
        // What went out is in the audit log.
        let log = boss.get("/audit?event=export").await;
        assert_eq!((log.items()[0]["target"].clone(), log.items()[0]["detail"]["rows"].clone()), (json!("customer"), json!(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_many_pages_has_every_record_once() {
    on_both(async |app| {
        let boss = app.boss().await;
        for batch in 0..3 {
            let operations: Vec<_> =
                (0..500).map(|n| json!({ "op": "create", "record": { "name": format!("客户{batch}-{n}") } })).collect();
            assert_eq!(boss.post("/records/customer/batch", json!({ "operations": operations })).await.status, 200);
        }
        for sort in ["-created_at", "name", "level,-name"] {
            let found = rows(&boss.get(&format!("/records/customer/export?fields=name&sort={sort}")).await);
            let names: std::collections::BTreeSet<&String> = found[1..].iter().map(|row| &row[0]).collect();
            assert_eq!((found.len(), names.len()), (1501, 1500), "{sort}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t09_t10_an_export_has_only_what_may_be_exported() {
    on_both(async |app| {
        let boss = app.boss().await;
        app.policy(&[
            "p, sales, customer, view, all".to_owned(),
            "p, sales, customer, export, own".to_owned(),
            "p2, sales, customer.phone, masked".to_owned(),
            "p2, sales, customer.email, hidden".to_owned(),
            "p, sales, contact, export, none".to_owned(),
        ])
        .await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let new = |name: &str, owner: Option<&str>| {
            let mut record = json!({ "name": name, "phone": "13812341234", "email": "secret@example.com" });
            if let Some(owner) = owner {
                record["owner"] = json!(owner);
            }
            record
        };
        made(&boss, "customer", new("甲", Some(&id))).await;
        made(&boss, "customer", new("乙", None)).await;
        assert_eq!(anna.get("/records/customer?limit=10").await.items().len(), 2);
        let reply = anna.get("/records/customer/export").await;
        let found = rows(&reply);
        assert_eq!(found.len(), 2, "only what is in the scope of export: {}", reply.text);
        let at = found[0].iter().position(|title| title == "Phone").unwrap();
        assert_eq!(found[1][at], "138****1234");
        assert!(!reply.text.contains("secret@") && !reply.text.contains("E-mail") && !reply.text.contains("Email"), "{}", reply.text);
        assert_eq!(anna.get("/records/customer/export?fields=email").await.status, 422);
        assert_eq!(anna.get("/records/customer/export?sort=phone").await.status, 422);
        assert_eq!(anna.get("/records/contact/export").await.status, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_records_of_every_object_that_is_seen() {
    on_both(async |app| {
        let boss = app.boss().await;
        app.policy(&["p2, sales, customer.phone, masked".to_owned()]).await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let mine = made(&boss, "customer", json!({ "name": "深圳华为技术", "owner": id, "phone": "13800001111" })).await;
        made(&boss, "customer", json!({ "name": "华为云" })).await;
        made(&boss, "contact", json!({ "name": "华先生", "customer": mine })).await;
        made(&boss, "lead", json!({ "name": "张三", "company": "华为终端", "owner": id })).await;
        let search = async |client: &Client, q: &str| {
            let reply = client.get(&format!("/search?q={}", encoded(q))).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            reply
                .items()
                .iter()
                .map(|hit| format!("{} {}", hit["object"].as_str().unwrap(), hit["name"].as_str().unwrap()))
                .collect::<Vec<_>>()
        };
        // Two characters of Chinese; the name that begins with them first.
        let all = search(&boss, "华为").await;
        let customers: Vec<&String> = all.iter().filter(|hit| hit.starts_with("customer ")).collect();
        assert_eq!(customers, ["customer 华为云", "customer 深圳华为技术"], "{all:?}");
        assert!(all.contains(&"lead 张三".to_owned()), "{all:?}");
        let hers = search(&anna, "华为").await;
        assert!(hers.contains(&"customer 深圳华为技术".to_owned()) && !hers.contains(&"customer 华为云".to_owned()), "{hers:?}");
        // What is masked is not searched.
        assert_eq!(search(&boss, "13800001111").await, ["customer 深圳华为技术"]);
        assert_eq!(search(&anna, "13800001111").await, Vec::<String>::new());
        let hit = boss.get(&format!("/search?q={}&objects=lead", encoded("终端"))).await.items();
        assert_eq!((hit.len(), hit[0]["field"].clone(), hit[0]["text"].clone()), (1, json!("company"), json!("华为终端")));
        assert_eq!(boss.get("/search").await.errors(), ["/q required"]);
        assert_eq!(boss.get("/search?q=a&limit=21").await.errors(), ["/limit too_large"]);
    })
    .await;
}
