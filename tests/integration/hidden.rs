//! What is hidden is hidden on every way to it. The names are those of incidents elsewhere (reliability, 1a); the oracle
//! (`tests/oracle`) compares the same ways on random companies.

use axum::http::Method;
use serde_json::{Value as Json, json};
use trellis_test_support::{Client, Reply, TestApp, encoded, on_both};

const CANARY: &str = "Zq7731kw";

/// A company where the credit code and next step are hidden from sales, the phone masked, and one who sells. The customer
/// with the canary is the seller's own; that of a colleague has it in its name.
struct Company {
    boss: Client,
    sales: Client,
    sales_id: String,
    own: String,
    foreign: String,
}

async fn company(app: &TestApp) -> Company {
    let boss = app.boss().await;
    let (sales_id, sales) = app.person(&boss, "sales", None, &["sales"]).await;
    let hidden =
        ["customer.credit_code, hidden", "customer.description, hidden", "opportunity.next_step, hidden", "customer.phone, masked"];
    app.policy(&hidden.map(|level| format!("p2, sales, {level}"))).await;
    let made = boss
        .post(
            "/records/customer",
            json!({ "name": "甲", "level": "a", "credit_code": CANARY, "description": CANARY, "phone": "13812345678", "owner": sales_id }),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let foreign = boss.post("/records/customer", json!({ "name": format!("乙{CANARY}"), "level": "b" })).await.id();
    Company { boss, sales, sales_id, own: made.id(), foreign }
}

impl Company {
    /// A reply to the seller, which has nothing hidden in it.
    fn quiet(&self, what: &str, reply: Reply) -> Reply {
        assert!(!reply.text.contains(CANARY) && !reply.text.contains("13812345678"), "{what}: {}", reply.text);
        reply
    }

    async fn get(&self, path: &str) -> Reply {
        self.quiet(path, self.sales.get(path).await)
    }

    async fn post(&self, path: &str, body: Json) -> Reply {
        self.quiet(path, self.sales.post(path, body).await)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t01_nothing_is_computed_by_a_hidden_field() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let sum = json!([{ "fn": "count" }]);
        let queries = [
            json!({ "object": "customer", "measures": sum, "by": [{ "field": "credit_code" }] }),
            json!({ "object": "customer", "measures": [{ "fn": "max", "field": "credit_code" }] }),
            json!({ "object": "customer", "measures": sum, "filter": { "credit_code": { "starts": "Z" } } }),
            json!({ "object": "customer", "measures": sum, "by": [{ "field": "phone" }] }),
            json!({ "object": "contact", "measures": sum, "by": [{ "field": "customer.credit_code" }] }),
            json!({ "object": "opportunity", "measures": sum, "filter": { "customer.credit_code": { "is_null": false } } }),
        ];
        // The same answer while there are records and when there are none any more.
        let mut before: Vec<(u16, String)> = Vec::new();
        for query in &queries {
            let reply = company.post("/analytics/query", query.clone()).await;
            assert!(matches!(reply.status, 403 | 422), "{query}: {}", reply.text);
            before.push((reply.status, reply.text));
        }
        let rows = json!({ "fields": ["next_step"] });
        for sort in [rows, json!({ "sort": "next_step" })] {
            assert_eq!(company.post("/dashboards/sales/charts/funnel/rows", sort.clone()).await.status, 422, "{sort}");
        }
        for id in [&company.own, &company.foreign] {
            assert_eq!(company.boss.delete(&format!("/records/customer/{id}")).await.status, 204);
        }
        for (query, before) in queries.iter().zip(before) {
            let reply = company.post("/analytics/query", query.clone()).await;
            assert_eq!((reply.status, reply.text), before, "{query}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t02_an_order_is_of_known_fields_and_never_an_expression() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        for sort in [
            "credit_code",
            "-credit_code",
            "phone",
            "name,credit_code",
            "parent.credit_code",
            "owner.password",
            "field(strcmp(credit_code,'x'),-1)",
            "name desc",
            "name;--",
            "(select 1)",
            "f_11",
            "1",
        ] {
            let path = format!("/records/customer?sort={}", encoded(sort));
            assert_eq!(company.get(&path).await.status, 422, "{sort}");
            assert_eq!(company.get(&format!("/records/customer/export?sort={}", encoded(sort))).await.status, 422, "{sort}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t03_what_is_secret_is_in_no_question_at_any_depth() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let secret = ["password", "password_hash", "token", "secret", "session", "account", "deleted_at", "f_01", "t.id"];
        for client in [&company.boss, &company.sales] {
            for name in secret {
                for path in [name.to_owned(), format!("owner.{name}"), format!("owner.department.{name}"), format!("parent.owner.{name}")] {
                    for (op, value) in [("eq", json!("a")), ("starts", json!("a")), ("is_null", json!(false)), ("in", json!(["a"]))] {
                        let reply = client.filter("customer", &json!({ path.as_str(): { op: value } })).await;
                        assert_eq!(reply.status, 422, "{path} {op}: {}", reply.text);
                    }
                    // When a live record was deleted may be read: never.
                    if name != "deleted_at" {
                        let asked = client.get(&format!("/records/customer?fields=name,{path}")).await;
                        assert_eq!(asked.status, 422, "{path}");
                    }
                }
            }
            let person = client.get("/records/user?limit=1").await;
            assert!(!person.text.contains("$argon2"), "{}", person.text);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t04_no_keyword_finds_what_is_hidden() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        for word in [CANARY, &CANARY[..4], "Zq77", "13812345678", "1381234"] {
            for path in [
                format!("/records/customer?q={word}"),
                format!("/records/customer?q={word}&count=exact&fields=name&limit=10"),
                format!("/search?q={word}"),
                format!("/records/customer/export?q={word}"),
            ] {
                let reply = company.sales.get(&path).await;
                assert!(reply.items().is_empty() && !reply.text.contains("甲"), "{path}: {}", reply.text);
            }
        }
        assert_eq!(company.boss.get(&format!("/records/customer?q={CANARY}")).await.items().len(), 2, "who may see it finds it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t05_a_mask_is_bound_to_the_field_and_not_to_its_name_in_the_reply() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let contact = company.sales.post("/records/contact", json!({ "name": "李雷", "customer": company.own })).await.id();
        let child = company.sales.post("/records/customer", json!({ "name": "子公司", "parent": company.own })).await;
        assert_eq!(child.status, 201, "{}", child.text);
        for path in [
            format!("/records/customer/{}", company.own),
            format!("/records/customer/{}?fields=phone", company.own),
            format!("/records/contact/{contact}?fields=customer.phone"),
            "/records/customer?fields=name,phone,parent.phone".to_owned(),
            "/records/customer/export?fields=name,phone,parent.phone".to_owned(),
            format!("/records/customer/{}/related/contact.customer?fields=customer.phone", company.own),
            format!("/records/customer/{}/history", company.own),
            format!("/records/customer/{}?as_of=2036-01-01T00:00:00Z", company.own),
        ] {
            let reply = company.get(&path).await;
            assert_eq!(reply.status, 200, "{path}: {}", reply.text);
            assert!(reply.text.contains("****"), "{path} shows the mask: {}", reply.text);
        }
        // A new name for the field is the same field.
        let renamed = json!({ "x-id": "f_07", "x-type": "phone", "type": "string", "x-index": true, "x-sensitive": "phone",
            "x-label": { "zh-CN": "主机", "en": "Main line" } });
        let put = company.boss.put("/designer/draft/objects/customer/fields/phone", renamed).await;
        assert_eq!(put.status, 200, "{}", put.text);
        company.get(&format!("/records/customer/{}", company.own)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t06_no_picker_offers_what_is_not_seen() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        for path in [
            format!("/records/customer?q={CANARY}&fields=name&limit=10&sort=name"),
            "/records/customer?fields=name&limit=10&sort=name".to_owned(),
            format!("/records/user?q={CANARY}&fields=name"),
            format!("/users?q={CANARY}"),
            "/users".to_owned(),
        ] {
            assert_eq!(company.get(&path).await.status, 200, "{path}");
        }
        // Choosing it by its id is refused like one that never was.
        for id in [company.foreign.as_str(), "00000000-0000-7000-8000-000000000000"] {
            let chosen = company.post("/records/contact", json!({ "name": "李雷", "customer": id })).await;
            assert_eq!((chosen.status, chosen.errors()), (422, vec!["/customer lookup".to_owned()]), "{}", chosen.text);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t07_a_change_of_what_is_hidden_is_told_nowhere() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let path = format!("/records/customer/{}", company.own);
        let before = company.get(&format!("{path}/history")).await.text;
        let changed = company.boss.patch(&path, json!({ "credit_code": format!("{CANARY}2"), "description": CANARY.repeat(2) })).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        assert_eq!(company.get(&format!("{path}/history")).await.text, before);
        company.boss.patch(&path, json!({ "credit_code": "9", "city": "上海" })).await;
        let told = company.get(&format!("{path}/history")).await;
        assert_eq!(told.items()[0]["changes"], json!([{ "field": "city", "before": null, "after": "上海" }]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t08_a_file_in_a_hidden_field_is_neither_named_nor_handed_out() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let boss = &company.boss;
        let files =
            json!({ "x-type": "file", "type": "array", "x-label": { "zh-CN": "附件", "en": "Files" }, "x-file": { "accept": ["txt"] } });
        assert_eq!(boss.put("/designer/draft/objects/customer/fields/c_files", files).await.status, 200);
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);
        let file = boss.upload("/files", &format!("{CANARY}.txt"), CANARY.as_bytes()).await.id();
        let path = format!("/records/customer/{}", company.own);
        assert_eq!(boss.patch(&path, json!({ "c_files": [file] })).await.status, 200);
        // Seen before it is hidden: the paths are the right ones.
        assert_eq!(company.sales.get(&format!("/files/{file}/info")).await.json["name"], format!("{CANARY}.txt"));
        app.policy(&["p2, sales, customer.c_files, hidden".to_owned()]).await;
        for gone in [format!("/files/{file}"), format!("/files/{file}/info")] {
            assert_eq!(company.get(&gone).await.status, 404, "{gone}");
        }
        for quiet in [
            path.clone(),
            format!("{path}/history"),
            format!("{path}/timeline"),
            "/records/customer".to_owned(),
            format!("/records/customer?q={CANARY}"),
            format!("/search?q={CANARY}"),
            "/records/customer/export".to_owned(),
        ] {
            assert_eq!(company.get(&quiet).await.status, 200, "{quiet}");
        }
        assert_eq!(company.get("/records/customer?fields=name,c_files.name").await.status, 422);
        // Nor can it be taken into a record of one's own.
        let stolen = company.post("/records/customer", json!({ "name": "偷", "c_files": [file] })).await;
        assert_eq!(stolen.status, 422, "{}", stolen.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t12_nobody_says_who_they_are_in_a_request() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let boss_id = company.boss.get("/me").await.json["user"]["id"].as_str().unwrap().to_owned();
        let company_id = company.boss.get("/me").await.json["company"]["id"].as_str().unwrap().to_owned();
        let plain = company.get("/records/customer?count=exact").await.text;
        let foreign = format!("/records/customer/{}", company.foreign);
        for name in ["user", "user_id", "owner", "company_id", "company", "as", "run_as", "scope", "roles", "is_super"] {
            for value in [boss_id.as_str(), "Administrator", "true", company_id.as_str()] {
                let with = company.sales.get(&format!("/records/customer?count=exact&{name}={value}")).await;
                assert!(with.text == plain || matches!(with.status, 400 | 422), "{name}={value}: {}", with.text);
                assert!(matches!(company.get(&format!("{foreign}?{name}={value}")).await.status, 400 | 404 | 422), "{name}={value}");
                let header = format!("x-{}", name.replace('_', "-"));
                assert_eq!(company.sales.send(Method::GET, &foreign, None, &[(&header, value)]).await.status, 404, "{header}");
            }
            let body = json!({ "object": "customer", "measures": [{ "fn": "count" }], name: boss_id });
            let reply = company.post("/analytics/query", body).await;
            assert!(matches!(reply.status, 400 | 422), "{name}: {}", reply.text);
        }
        assert_eq!(company.get("/me").await.json["user"]["id"], json!(company.sales_id));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t13_no_reply_reads_a_record_again_without_the_rights() {
    on_both(async |app: &TestApp| {
        let company = company(app).await;
        let own = format!("/records/customer/{}", company.own);
        let keys = |reply: &Reply| -> Vec<String> { reply.json.as_object().unwrap().keys().cloned().collect() };
        let expected = keys(&company.get(&own).await);
        assert!(!expected.contains(&"credit_code".to_owned()));
        // Whatever answers with a record answers with what reading it answers.
        let changed = company.sales.patch(&own, json!({ "city": "上海" })).await;
        assert_eq!(keys(&company.quiet("patch", changed)), expected);
        let made = company.post("/records/customer", json!({ "name": "丙" })).await;
        assert_eq!(keys(&made), expected);
        assert_eq!(company.sales.delete(&own).await.status, 204);
        let restored = company.post(&format!("{own}/restore"), json!({})).await;
        assert_eq!(keys(&restored), expected);
        let (colleague, _) = app.person(&company.boss, "colleague", None, &["sales"]).await;
        let given = company.post(&format!("{own}/actions/transfer"), json!({ "owner": colleague })).await;
        assert!(given.status < 500 && !given.text.contains("credit_code"), "{}", given.text);
    })
    .await;
}
