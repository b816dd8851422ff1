//! Files that become records.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value as Json, json};
use trellis_test_support::{Client, Reply, TestApp, on_both};

/// Sends a file.
async fn upload(client: &Client, object: &str, name: &str, bytes: &[u8]) -> Reply {
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"object\"\r\n\r\n{object}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request =
        Request::builder().method(Method::POST).uri("/api/v1/imports").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    client.raw(request.body(Body::from(body)).unwrap()).await
}

/// Waits until an import goes on no longer.
async fn settled(client: &Client, id: &str) -> Json {
    for _ in 0..600 {
        let info = client.get(&format!("/imports/{id}")).await.json;
        if !matches!(info["status"].as_str(), Some("checking" | "running")) {
            return info;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the import does not end");
}

/// Uploads, maps as guessed, and carries out.
async fn import(client: &Client, object: &str, text: &str, duplicates: &str) -> Json {
    let reply = upload(client, object, "a.csv", text.as_bytes()).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let id = reply.id();
    let columns: Vec<Json> = reply.json["columns"].as_array().unwrap().iter().map(|column| column["field"].clone()).collect();
    let mapped = client.put(&format!("/imports/{id}/mapping"), json!({ "columns": columns, "duplicates": duplicates })).await;
    assert_eq!(mapped.status, 200, "{}", mapped.text);
    assert_eq!(client.post(&format!("/imports/{id}/run"), json!({})).await.status, 202);
    settled(client, &id).await
}

fn counts(info: &Json) -> [u64; 4] {
    ["created", "updated", "skipped", "refused"].map(|name| info["counts"][name].as_u64().unwrap())
}

async fn policy(app: &TestApp, lines: &[&str]) {
    app.policy(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_becomes_records_and_what_is_wrong_comes_back_to_be_corrected() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (anna, _) = app.person(&boss, "anna", None, &["sales"]).await;
        boss.post("/records/customer", json!({ "name": "母公司" })).await;
        let text = "客户名称*,Level,电话,年营业额,成立日期,上级客户,负责人,备注栏\r\n\
            甲,a,'+86 755 1234,\"￥1,234.50\",2026年3月1日,母公司,anna@test.example,x\r\n\
            乙,没有这个级别,abc,一百,2026-02-30,没有的公司,nobody,\r\n\
            ,,,,,,,only a remark\r\n\
            丙,,,,,,,\r\n";
        let reply = upload(&boss, "customer", "客户.csv", text.as_bytes()).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let guessed: Vec<Json> = reply.json["columns"].as_array().unwrap().iter().map(|column| column["field"].clone()).collect();
        assert_eq!(json!(guessed), json!(["name", "level", "phone", "annual_revenue", "founded_on", "parent", "owner", null]));
        assert_eq!(
            (reply.json["rows"].clone(), reply.json["file"].clone(), reply.json["status"].clone()),
            (json!(4), json!("客户.csv"), json!("mapping"))
        );
        let id = reply.id();
        // Tried first: nothing is made, and every bad row is named by line and column.
        assert_eq!(boss.post(&format!("/imports/{id}/check"), json!({})).await.status, 202);
        let info = settled(&boss, &id).await;
        assert_eq!((info["status"].clone(), counts(&info)), (json!("checked"), [2, 0, 0, 2]), "{info}");
        assert_eq!(boss.get("/records/customer?count=exact").await.json["count"]["value"], json!(1));
        let problems: Vec<(u64, &str)> = info["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["row"].as_u64().unwrap(), it["column"].as_str().unwrap_or_default()))
            .collect();
        assert_eq!(
            problems,
            [(3, "上级客户"), (3, "负责人"), (3, "Level"), (3, "电话"), (3, "年营业额"), (3, "成立日期"), (4, "客户名称*")],
            "{info}"
        );
        assert_eq!(boss.post(&format!("/imports/{id}/run"), json!({})).await.status, 202);
        let info = settled(&boss, &id).await;
        assert_eq!((info["status"].clone(), counts(&info), info["done"].clone()), (json!("done"), [2, 0, 0, 2], json!(4)));
        let made = boss.filter("customer", &json!({ "name": { "eq": "甲" } })).await.items()[0].clone();
        assert_eq!(
            (made["level"].clone(), made["phone"].clone(), made["annual_revenue"].to_string()),
            (json!("a"), json!("+86 755 1234"), "1234.5".to_owned())
        );
        assert_eq!((made["founded_on"].clone(), made["owner"].clone()), (json!("2026-03-01"), json!(anna)));
        assert!(made["parent"].is_string());
        // What was refused can be corrected and sent again; its own titles are known.
        let rejects = boss.get(&format!("/imports/{id}/rejects")).await;
        assert!(rejects.text.contains("Row 3: ") && rejects.text.contains("Why it was refused"), "{}", rejects.text);
        let corrected = rejects
            .text
            .replace("没有这个级别,abc,一百,2026-02-30,没有的公司,nobody", "b,110,100,2026/3/2,,老板")
            .replace("\r\n,,,,,,,only", "\r\n丁,,,,,,,only");
        let info = import(&boss, "customer", &corrected, "skip").await;
        assert_eq!(counts(&info), [2, 0, 0, 0], "{info}");
        // It is over: nothing happens twice.
        assert_eq!(boss.post(&format!("/imports/{id}/run"), json!({})).await.code(), "import_state");
        assert_eq!(boss.get("/imports").await.items().len(), 2);
        assert_eq!(boss.delete(&format!("/imports/{id}")).await.status, 204);
        assert_eq!(boss.get(&format!("/imports/{id}")).await.status, 404);
        let log = boss.get("/audit?event=import").await;
        assert_eq!(log.items()[0]["detail"]["created"], json!(2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_there_already_are_left_changed_or_made_again() {
    on_both(async |app| {
        let boss = app.boss().await;
        let text = "Name,Phone,City\n甲,110,\n乙,119,杭州\n甲,,上海\n";
        assert_eq!(counts(&import(&boss, "customer", text, "skip").await), [2, 0, 1, 0]);
        assert_eq!(counts(&import(&boss, "customer", text, "skip").await), [0, 0, 3, 0]);
        assert_eq!(counts(&import(&boss, "customer", text, "update").await), [0, 3, 0, 0]);
        let found = boss.filter("customer", &json!({ "name": { "eq": "甲" } })).await.items();
        // Empty cells change nothing.
        assert_eq!((found.len(), found[0]["phone"].clone(), found[0]["city"].clone()), (1, json!("110"), json!("上海")));
        assert_eq!(counts(&import(&boss, "customer", text, "create").await), [3, 0, 0, 0]);
        let info = import(&boss, "customer", "Name,City\n甲,北京\n", "update").await;
        assert_eq!(counts(&info), [0, 0, 0, 1], "several are the same: {info}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_comes_back_over_what_it_came_from() {
    on_both(async |app| {
        let boss = app.boss().await;
        let parent = boss.post("/records/customer", json!({ "name": "=集团" })).await.id();
        boss.post("/records/customer", json!({ "name": "=集团" })).await;
        let full = json!({ "name": "甲", "level": "a", "phone": "+86 755", "annual_revenue": 1234.5, "founded_on": "2001-02-03", "parent": parent,
            "description": "两行\n\"引号\"", "tags": [] });
        let id = boss.post("/records/customer", full).await.id();
        let before = boss.get(&format!("/records/customer/{id}")).await.json;
        for (format, language) in [("csv", "zh-CN"), ("xlsx", "en")] {
            let boss = boss.speaking(language);
            let file = boss.get(&format!("/records/customer/export?format={format}&ids=true")).await;
            assert_eq!(file.status, 200);
            let reply = upload(&boss, "customer", &format!("a.{format}"), &file.bytes).await;
            let columns: Vec<Json> = reply.json["columns"].as_array().unwrap().iter().map(|column| column["field"].clone()).collect();
            assert!(columns.contains(&json!("id")) && columns.contains(&json!("parent")), "{columns:?}");
            let import = reply.id();
            boss.put(&format!("/imports/{import}/mapping"), json!({ "columns": columns, "duplicates": "update" })).await;
            boss.post(&format!("/imports/{import}/run"), json!({})).await;
            let info = settled(&boss, &import).await;
            assert_eq!(counts(&info), [0, 3, 0, 0], "{info}");
            // Nothing differs, so nothing was written.
            assert_eq!(boss.get(&format!("/records/customer/{id}")).await.json, before);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t04_t11_an_import_has_its_owners_rights_of_the_moment_and_is_nobody_elses() {
    on_both(async |app| {
        let boss = app.boss().await;
        policy(app, &["p, sales, customer, view, own", "p2, sales, customer.phone, hidden", "p2, sales, customer.level, read"]).await;
        let (id, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let hidden = json!({ "name": "别人的", "phone": "13800001111" });
        boss.post("/records/customer", hidden).await;
        // A name or a duplicate that she does not see is not there; a field that she may not fill is no target.
        let reply =
            upload(&anna, "customer", "a.csv", "Name,Phone,Level,Parent customer\n甲,13800001111,a,别人的\n别人的,,,\n".as_bytes()).await;
        let guessed: Vec<Json> = reply.json["columns"].as_array().unwrap().iter().map(|column| column["field"].clone()).collect();
        assert_eq!(json!(guessed), json!(["name", null, null, "parent"]));
        let path = format!("/imports/{}", reply.id());
        for field in ["phone", "level", "nmae", "created_at"] {
            let mapped = anna.put(&format!("{path}/mapping"), json!({ "columns": ["name", field, null, null] })).await;
            assert_eq!((mapped.status, mapped.errors()), (422, vec!["/columns/1 unknown_field".to_owned()]), "{}", mapped.text);
        }
        assert_eq!(
            anna.put(&format!("{path}/mapping"), json!({ "columns": ["name", "name", null, null] })).await.errors(),
            ["/columns/1 repeated"]
        );
        assert_eq!(anna.put(&format!("{path}/mapping"), json!({ "columns": ["name"] })).await.errors(), ["/columns shape"]);
        anna.post(&format!("{path}/check"), json!({})).await;
        let info = settled(&anna, &reply.id()).await;
        assert_eq!(counts(&info), [1, 0, 0, 1], "{info}");
        assert_eq!(info["problems"][0]["column"], json!("Parent customer"));
        // Nobody else's.
        for (method, at) in [(Method::GET, ""), (Method::GET, "/rejects"), (Method::DELETE, ""), (Method::POST, "/run")] {
            let body = (method == Method::POST).then(|| "{}".to_owned());
            assert_eq!(boss.send(method, &format!("{path}{at}"), body, &[]).await.status, 404);
        }
        // The right taken away between the check and the run.
        boss.put(&format!("/users/{id}/roles"), json!({ "roles": ["office"] })).await;
        assert_eq!(anna.post(&format!("{path}/run"), json!({})).await.status, 403);
        assert_eq!(upload(&anna, "customer", "a.csv", b"Name\nx\n").await.status, 404);
        assert_eq!(upload(&boss, "user", "a.csv", b"Name\nx\n").await.status, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_and_broken_files_are_refused() {
    on_both(async |app| {
        let boss = app.boss().await;
        for bytes in [b"".as_slice(), b"only titles\n", b"\xff\xfe\x00", b"PK\x03\x04broken", &[0; 4096]] {
            let reply = upload(&boss, "customer", "a.csv", bytes).await;
            assert_eq!((reply.status, reply.errors()), (422, vec!["/file refused".to_owned()]), "{bytes:?} {}", reply.text);
        }
        assert_eq!(upload(&boss, "customer", "a.csv", &vec![b'a'; 21 << 20]).await.status, 413);
        assert_eq!(boss.post("/imports", json!({})).await.status, 415);
        // A name of a file is a name, wherever it points.
        let reply = upload(&boss, "customer", "../../etc/passwd", "Name\n甲\n".as_bytes()).await;
        assert_eq!(reply.json["file"], json!("passwd"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_fails_half_way_takes_no_other_with_it() {
    on_both(async |app| {
        let boss = app.boss().await;
        let field = json!({ "x-type": "text", "type": "string", "x-unique": true, "x-label": { "zh-CN": "编码", "en": "Code" } });
        let put = boss.put("/designer/draft/objects/customer/fields/c_code", field).await;
        assert!(put.status < 300, "{}", put.text);
        assert_eq!(boss.post("/designer/draft/publish", json!({ "comment": "", "accept_losses": false })).await.status, 200);
        let rows: String = (0..700).map(|n| format!("客户{n},{}\n", if n == 350 { 0 } else { n })).collect();
        let info = import(&boss, "customer", &format!("Name,Code\n{rows}"), "skip").await;
        assert_eq!((counts(&info), info["problems"][0]["row"].clone()), ([699, 0, 0, 1], json!(352)), "{info}");
        assert_eq!(boss.get("/records/customer?count=exact&limit=1").await.json["count"]["value"], json!(699));
    })
    .await;
}
