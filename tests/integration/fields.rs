//! The walk over all field kinds: sample → validate → store → load → filter → sort → schema, on both databases. A new kind
//! is in the walk by being in `FieldKind::ALL`.

use serde_json::{Value as Json, json};
use trellis_model::{FieldKind, filter::Op};
use trellis_test_support::{Client, TestApp, on_both};

/// The declaration of a field of each kind on a custom object.
fn declaration(kind: FieldKind) -> Json {
    let mut field = json!({ "x-type": kind.name(), "x-label": { "zh-CN": kind.rules().label().zh, "en": kind.rules().label().en } });
    match kind {
        FieldKind::Picklist | FieldKind::MultiPicklist => field["x-picklist"] = json!("industry"),
        FieldKind::Cascade => field["x-picklist"] = json!("region"),
        FieldKind::Lookup | FieldKind::MultiLookup => field["x-lookup"] = json!({ "object": "customer" }),
        FieldKind::AnyLookup => field["x-lookup"] = json!({ "objects": ["customer", "lead"] }),
        FieldKind::AutoNumber => field["x-sequence"] = json!({ "pattern": "N-{0000}" }),
        FieldKind::Lines => {
            let line =
                |kind: &str, json_type: &str| json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "行", "en": "Line" } });
            field["x-lines"] = json!({ "properties": { "what": line("text", "string"), "price": line("currency", "number") } });
        }
        FieldKind::Formula => field["x-formula"] = json!("c_integer * 2"),
        FieldKind::Rollup => field["x-rollup"] = json!({ "relation": "c_lines", "fn": "sum", "field": "price" }),
        FieldKind::Mirror => field["x-mirror"] = json!("c_lookup.level"),
        _ => {}
    }
    if kind.is_computed() {
        return field;
    }
    let probe = {
        let mut probe = trellis_model::Field::new("f", kind, trellis_model::Label::default());
        probe.lookup = Some(trellis_model::field::Lookup { objects: vec!["customer".into()], on_delete: Default::default(), filter: None });
        kind.rules().schema(&probe, &trellis_model::object::NoSchema)
    };
    if let Some(json_type) = probe.get("type") {
        field["type"] = json_type.clone();
    }
    field
}

/// Two valid values of a kind, the smaller first where there is an order.
async fn samples(app: &TestApp, boss: &Client, kind: FieldKind) -> Option<[Json; 2]> {
    let company = app.installation.company(app.company).await.unwrap();
    let snapshot = company.snapshot().await.unwrap();
    let records = async |object: &str| {
        let mut ids = Vec::new();
        for name in ["甲", "乙"] {
            ids.push(boss.post(&format!("/records/{object}"), json!({ "name": name })).await.id());
        }
        ids
    };
    Some(match kind {
        FieldKind::AutoNumber | FieldKind::Formula | FieldKind::Rollup | FieldKind::Mirror => return None,
        FieldKind::Lookup => records("customer").await.into(),
        FieldKind::MultiLookup => records("customer").await.into_iter().map(|id| json!([id])).collect::<Vec<_>>().into(),
        FieldKind::File | FieldKind::Image => {
            let mut ids = Vec::new();
            for name in ["a.png", "b.png"] {
                ids.push(json!([boss.upload("/files", name, PNG).await.id()]));
            }
            ids.into()
        }
        FieldKind::Lines => {
            vec![json!([{ "what": "甲", "price": 1.5 }]), json!([{ "what": "乙", "price": 2 }, { "what": "丙", "price": 3 }])].into()
        }
        FieldKind::AnyLookup => {
            records("customer").await.into_iter().map(|id| json!({ "object": "customer", "id": id })).collect::<Vec<_>>().into()
        }
        FieldKind::User => {
            let first = boss.get("/me").await.json["user"]["id"].clone();
            let (second, _) = app.person(boss, "second", None, &["sales"]).await;
            vec![first, json!(second)].into()
        }
        FieldKind::Department => vec![json!(app.department(boss, "一", None).await), json!(app.department(boss, "二", None).await)].into(),
        kind => {
            let mut field = trellis_model::Field::new("f", kind, trellis_model::Label::default());
            let dictionary = if matches!(kind, FieldKind::Cascade | FieldKind::Address) { "region" } else { "industry" };
            field.picklist = Some(dictionary.into());
            let sample = |n| kind.rules().sample(&field, n, snapshot.catalog.as_ref()).unwrap();
            vec![sample(0), sample(1)].into()
        }
    })
    .map(|list: Json| [list[0].clone(), list[1].clone()])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_walks_through_every_layer() {
    on_both(async |app| {
        let boss = app.boss().await;
        let mut properties = json!({ "c_name": { "x-type": "text", "type": "string", "x-label": { "zh-CN": "名称", "en": "Name" } } });
        for kind in FieldKind::ALL {
            properties[format!("c_{}", kind.name())] = declaration(*kind);
        }
        let object = json!({ "title": "All", "x-label": { "zh-CN": "全部", "en": "All" }, "x-object": { "icon": "box", "name_field": "c_name", "owned": true },
            "required": ["c_name"], "properties": properties });
        let put = boss.put("/designer/draft/objects/c_all", object).await;
        assert_eq!(put.status, 200, "{}", put.text);
        assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);
        for kind in FieldKind::ALL {
            walk(app, &boss, *kind).await;
        }
    })
    .await;
}

async fn walk(app: &TestApp, boss: &Client, kind: FieldKind) {
    let field = format!("c_{}", kind.name());
    let Some([first, second]) = samples(app, boss, kind).await else {
        if kind.is_computed() {
            return;
        }
        let made = boss.post("/records/c_all", json!({ "c_name": "号" })).await;
        let number = made.json[&field].as_str().unwrap_or_default();
        assert!(number.starts_with("N-") && number.len() == 6, "{}", made.text);
        assert_eq!(boss.post("/records/c_all", json!({ "c_name": "号", field.as_str(): "N-9" })).await.status, 422);
        return;
    };
    let mut ids = Vec::new();
    for value in [&first, &second, &Json::Null] {
        let made = boss.post("/records/c_all", json!({ "c_name": kind.name(), field.as_str(): value })).await;
        assert_eq!(made.status, 201, "{field} {value}: {}", made.text);
        let read = boss.get(&format!("/records/c_all/{}", made.id())).await;
        let mut back = read.json[&field].clone();
        for line in back.as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut) {
            line.remove("id");
        }
        let expected = if kind == FieldKind::Secret && !value.is_null() { json!(true) } else { value.clone() };
        assert_eq!(back, expected, "{field} comes back as it went in");
        assert!(!read.text.contains("秘密"), "a secret is never read back");
        ids.push(made.id());
    }
    // Anything at all is JSON.
    let never = if kind == FieldKind::Json { json!(null) } else { json!({ "never": ["a", "value"] }) };
    let wrong = if never.is_null() {
        boss.post("/records/c_all", json!({ "c_name": "x", field.as_str(): deep() })).await
    } else {
        boss.post("/records/c_all", json!({ "c_name": "x", field.as_str(): never })).await
    };
    assert!(wrong.status == 422 && wrong.errors()[0].starts_with(&format!("/{field}")), "{field}: {}", wrong.text);

    let found = async |condition: Json| -> Vec<String> {
        let reply = boss.filter("c_all", &json!({ "c_name": { "eq": kind.name() }, field.as_str(): condition })).await;
        assert_eq!(reply.status, 200, "{field}: {}", reply.text);
        reply.column("id")
    };
    assert_eq!(found(json!({ "is_null": true })).await, [ids[2].clone()], "{field}");
    let operators = kind.rules().operators();
    let one = match kind {
        FieldKind::MultiPicklist | FieldKind::Tags | FieldKind::MultiLookup => first[0].clone(),
        FieldKind::Cascade => first.as_array().and_then(|path| path.last()).cloned().unwrap_or_default(),
        FieldKind::Address => first["region"].as_array().and_then(|path| path.last()).cloned().unwrap_or_default(),
        _ => first.clone(),
    };
    if operators.contains(&Op::Eq) {
        assert_eq!(found(json!({ "eq": one })).await, [ids[0].clone()], "{field}");
        assert_eq!(found(json!({ "ne": one })).await.len(), 2, "{field}: ne is true of no value");
    }
    if operators.contains(&Op::In) {
        assert_eq!(found(json!({ "in": [one] })).await, [ids[0].clone()], "{field}");
        assert_eq!(found(json!({ "nin": [one] })).await.len(), 2, "{field}");
    }
    if operators.contains(&Op::Lt) {
        assert_eq!(found(json!({ "lt": second })).await, [ids[0].clone()], "{field}");
        assert_eq!(found(json!({ "between": [first, second] })).await.len(), 2, "{field}");
    }
    if kind.rules().is_sortable() {
        let sorted = boss.get(&format!("/records/c_all?q={}&sort={field}&fields={field}", kind.name())).await;
        assert_eq!(sorted.status, 200, "{field}: {}", sorted.text);
        let filter = trellis_test_support::encoded(&json!({ "c_name": { "eq": kind.name() } }).to_string());
        let sorted = boss.get(&format!("/records/c_all?sort={field}&filter={filter}")).await.column("id");
        assert_eq!(sorted[0], ids[2], "{field}: no value comes first");
    }
    assert!(boss.get("/objects/c_all/schema").await.json["properties"][&field].is_object());
}

/// JSON that is nested deeper than any field takes.
fn deep() -> Json {
    (0..40).fold(json!(1), |inner, _| json!([inner]))
}

/// The smallest picture.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
