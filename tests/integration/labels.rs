//! The names of what is looked up, on every way to a reader: beside lookups, beside mirrors of lookups, inside lines.

use serde_json::{Value as Json, json};
use trellis_engine::sheet;
use trellis_test_support::{Client, TestApp, encoded, on_both};

async fn put(boss: &Client, object: &str, name: &str, mut field: Json) {
    field["x-label"] = json!({ "zh-CN": name, "en": name });
    let put = boss.put(&format!("/designer/draft/objects/{object}/fields/{name}"), field).await;
    assert_eq!(put.status, 200, "{name}: {}", put.text);
}

async fn made(boss: &Client, object: &str, record: Json) -> String {
    let reply = boss.post(&format!("/records/{object}"), record).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.id()
}

async fn me(client: &Client) -> Json {
    client.get("/me").await.json["user"]["id"].clone()
}

/// What a contact shows of its customer, and a customer's fields for it.
const MIRRORED: [(&str, &str); 6] = [
    ("c_group", "customer.parent"),
    ("c_person", "customer.owner"),
    ("c_place", "customer.c_department"),
    ("c_others", "customer.c_many"),
    ("c_anything", "customer.c_any"),
    ("c_level", "customer.level"),
];

struct Company {
    boss: Client,
    sales: Client,
    group: String,
    customer: String,
    contact: String,
    product: String,
    department: String,
}

/// A contact of a customer of one who sells, who sees neither the group that the customer belongs to nor any product.
async fn company(app: &TestApp) -> Company {
    let boss = app.boss().await;
    let lookup = |kind: &str, keywords: Json| {
        let mut field = json!({ "x-type": kind, "type": if kind == "multi_lookup" { "array" } else { "string" } });
        field["x-lookup"] = keywords;
        field
    };
    put(&boss, "customer", "c_department", json!({ "x-type": "department", "type": "string" })).await;
    put(&boss, "customer", "c_many", lookup("multi_lookup", json!({ "object": "product" }))).await;
    let mut any = lookup("any_lookup", json!({ "objects": ["product", "lead"] }));
    any["type"] = json!("object");
    put(&boss, "customer", "c_any", any).await;
    put(&boss, "customer", "c_upper", json!({ "x-type": "mirror", "x-mirror": "parent.level" })).await;
    for (name, source) in MIRRORED {
        put(&boss, "contact", name, json!({ "x-type": "mirror", "x-mirror": source })).await;
    }
    let in_line = |mut field: Json, name: &str| {
        field["x-label"] = json!({ "zh-CN": name, "en": name });
        field
    };
    let properties = json!({
        "product": in_line(lookup("lookup", json!({ "object": "product" })), "product"),
        "person": in_line(json!({ "x-type": "user", "type": "string" }), "person"),
        "level": in_line(json!({ "x-type": "picklist", "type": "string", "x-picklist": "customer_level" }), "level"),
        "price": in_line(json!({ "x-type": "currency", "type": "number" }), "price"),
    });
    put(&boss, "contact", "c_items", json!({ "x-type": "lines", "type": "array", "x-lines": { "properties": properties } })).await;
    assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);

    let (sales_id, sales) = app.person(&boss, "sales", None, &["sales"]).await;
    app.policy(&["p, sales, product, view, none".to_owned(), "p, everyone, product, view, none".to_owned()]).await;
    let department = app.department(&boss, "华东", None).await;
    let group = made(&boss, "customer", json!({ "name": "集团" })).await;
    let category = made(&boss, "product_category", json!({ "name": "文具" })).await;
    let product = made(&boss, "product", json!({ "name": "钢笔", "category": category })).await;
    let other = made(&boss, "product", json!({ "name": "本子", "category": category })).await;
    let values = json!({
        "name": "甲", "parent": group, "level": "a", "owner": sales_id, "c_department": department,
        "c_many": [other, product], "c_any": { "object": "product", "id": product },
    });
    let customer = made(&boss, "customer", values).await;
    let items = json!([{ "product": product, "person": sales_id, "level": "a", "price": 1.5 }, { "product": product }, { "price": 2 }]);
    let contact = made(&boss, "contact", json!({ "name": "张三", "customer": customer, "owner": sales_id, "c_items": items })).await;
    Company { boss, sales, group, customer, contact, product, department: department.to_string() }
}

const FIELDS: &str = "name,customer.name,c_group,c_group.name,c_person,c_person.name,c_place,c_place.name,c_others,c_others.name,\
    c_anything,c_anything.name,c_level,c_items,c_items.name";

impl Company {
    /// The contact on every way to a reader that gives records.
    async fn ways(&self, reader: &Client, fields: &str) -> Vec<Json> {
        let list = reader.get(&format!("/records/contact?fields={fields}")).await;
        assert_eq!(list.status, 200, "{}", list.text);
        let page = reader.get(&format!("/records/contact/{}?fields={fields}", self.contact)).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let mut ways = vec![list.items()[0].clone(), page.json];
        let related = reader.get(&format!("/records/customer/{}/related/contact.customer?fields={fields}", self.customer)).await;
        if related.status != 404 {
            ways.push(related.items()[0].clone());
        }
        ways
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_and_lines_come_with_the_names_of_what_they_look_up() {
    on_both(async |app| {
        let company = company(app).await;
        // Names travel with their lookups, also to those who do not see the records.
        for reader in [&company.boss, &company.sales] {
            let ways = company.ways(reader, FIELDS).await;
            assert_eq!(ways.len(), 3);
            for row in ways {
                assert_eq!((&row["c_group"], &row["c_group.name"]), (&json!(company.group), &json!("集团")), "{row}");
                assert_eq!((&row["c_person.name"], &row["c_level"]), (&json!("sales"), &json!("a")), "{row}");
                assert_eq!((&row["c_place"], &row["c_place.name"]), (&json!(company.department), &json!("华东")), "{row}");
                assert_eq!((row["c_others"].as_array().map(Vec::len), &row["c_others.name"]), (Some(2), &json!(["本子", "钢笔"])), "{row}");
                assert_eq!((&row["c_anything"]["id"], &row["c_anything.name"]), (&json!(company.product), &json!("钢笔")), "{row}");
                let (items, names) = (&row["c_items"], &row["c_items.name"]);
                let named = |line: usize, field: &str| &names[items[line][field].as_str().unwrap_or_default()];
                assert_eq!(
                    (named(0, "product"), named(0, "person"), named(1, "product")),
                    (&json!("钢笔"), &json!("sales"), &json!("钢笔")),
                    "{row}"
                );
                assert_eq!(names.as_object().map(serde_json::Map::len), Some(2), "{row}");
            }
        }
        // As the customer's own lookups come to them.
        let direct =
            company.sales.get(&format!("/records/customer/{}?fields=parent,parent.name,c_many.name,c_any.name", company.customer)).await;
        assert_eq!((&direct.json["parent"], &direct.json["parent.name"]), (&json!(company.group), &json!("集团")), "{}", direct.text);
        assert_eq!((&direct.json["c_many.name"], &direct.json["c_any.name"]), (&json!(["本子", "钢笔"]), &json!("钢笔")));
        assert_eq!(company.sales.get(&format!("/records/customer/{}", company.group)).await.status, 404);
        assert_eq!(company.sales.get(&format!("/records/product/{}", company.product)).await.status, 404);
        // The names alone, what is named like nothing, and what leads on from there.
        let alone = company.boss.get("/records/contact?fields=c_items.name").await;
        assert_eq!(alone.items()[0]["c_items.name"][&company.product], "钢笔", "{}", alone.text);
        for wrong in ["c_group.level", "c_level.name", "c_items.product", "customer.c_items.name", "customer.c_upper"] {
            assert_eq!(company.boss.get(&format!("/records/contact?fields={wrong}")).await.errors(), ["/fields unknown_field"], "{wrong}");
        }
        assert_eq!(company.boss.get("/records/contact?sort=c_group.name").await.errors(), ["/sort unknown_field"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_names_nothing_of_a_record_that_is_hidden() {
    on_both(async |app| {
        let company = company(app).await;
        // The customer goes to somebody else; the contact stays, and its lookup keeps its name.
        let moved =
            company.boss.patch(&format!("/records/customer/{}", company.customer), json!({ "owner": me(&company.boss).await })).await;
        assert_eq!(moved.status, 200, "{}", moved.text);
        for row in company.ways(&company.sales, FIELDS).await {
            assert_eq!(row["customer.name"], "甲", "{row}");
            for (mirror, _) in MIRRORED {
                assert_eq!((&row[mirror], &row[format!("{mirror}.name")]), (&Json::Null, &Json::Null), "{mirror} {row}");
            }
            assert_eq!(row["c_items.name"][&company.product], "钢笔", "a line's lookup keeps its name like any other");
        }
        // What is hidden or masked in the other record, or in the lines, has no names either.
        let back = json!({ "owner": me(&company.sales).await });
        assert_eq!(company.boss.patch(&format!("/records/customer/{}", company.customer), back).await.status, 200);
        let levels = ["customer.parent, hidden", "customer.c_department, masked", "contact_c_items.product, hidden"];
        app.policy(&levels.map(|level| format!("p2, sales, {level}"))).await;
        for row in company.ways(&company.sales, FIELDS).await {
            assert_eq!((&row["c_group"], &row["c_group.name"], &row["c_place.name"]), (&Json::Null, &Json::Null, &Json::Null), "{row}");
            assert_eq!((&row["c_items"][0]["product"], &row["c_items.name"][&company.product]), (&Json::Null, &Json::Null), "{row}");
            assert_eq!(row["c_person.name"], "sales", "{row}");
        }
        app.policy(&[
            "p2, sales, contact.c_group, hidden".to_owned(),
            "p2, sales, contact.c_items, masked".to_owned(),
            "p2, sales, contact.c_level, masked".to_owned(),
        ])
        .await;
        for wrong in ["c_group.name", "c_items.name"] {
            assert_eq!(company.sales.get(&format!("/records/contact?fields={wrong}")).await.errors(), ["/fields unknown_field"], "{wrong}");
        }
        let masked = company.sales.get("/records/contact?fields=c_level").await;
        assert_eq!(masked.items()[0]["c_level"], "****", "a mirror has a mask of its own: {}", masked.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_names_in_the_place_of_ids() {
    on_both(async |app| {
        let company = company(app).await;
        let fields = "name,c_group,c_person,c_place,c_others,c_anything,c_level,c_items";
        let level = company.boss.get("/records/contact/export?fields=customer.level").await;
        let rows = |text: &str| {
            let mut rows = Vec::new();
            let _ = sheet::read(text.as_bytes(), |row| rows.push(row.cells));
            rows
        };
        let level = rows(&level.text)[1][0].clone();
        for ids in ["", "&ids=true"] {
            let file = company.boss.get(&format!("/records/contact/export?fields={fields}{ids}")).await;
            let row = rows(&file.text)[1].clone();
            let row = if ids.is_empty() { &row[..] } else { &row[1..] };
            let lines = format!("product: 钢笔; person: sales; level: {level}; price: 1.5\nproduct: 钢笔\nprice: 2");
            assert_eq!(
                row,
                ["张三", "集团", "sales", "华东", "本子; 钢笔", "Product: 钢笔", level.as_str(), lines.as_str()],
                "{}",
                file.text
            );
        }
        let filter = encoded(&json!({ "name": { "eq": "没有" } }).to_string());
        assert_eq!(rows(&company.boss.get(&format!("/records/contact/export?fields={fields}&filter={filter}")).await.text).len(), 1);
    })
    .await;
}
