//! The JSON Schema of an object's records, for any validator.

use serde_json::json;
use trellis_model::{Field, Json, JsonMap, Object, Schema, Value, record};

/// The plain JSON Schema 2020-12 of a record: options as `enum`, no keyword of ours, system fields read-only. It gives the
/// same verdict on an input as [`trellis_model::record::check`], except where that needs more than the input (another
/// record, the value before).
pub fn record_schema(object: &Object, schema: &dyn Schema) -> Json {
    let mut properties = JsonMap::new();
    for field in object.fields() {
        properties.insert(field.name.clone(), property(field, schema));
    }
    if object.options.team {
        let member = json!({ "type": "string", "format": "uuid" });
        properties.insert("team".into(), json!({ "type": ["array", "null"], "items": member, "readOnly": true }));
    }
    let required: Vec<&str> = object.declared().filter(|field| must_be_given(field, schema)).map(|field| field.name.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:trellis:record:{}", object.name),
        "title": object.label.en,
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn property(field: &Field, schema: &dyn Schema) -> Json {
    let mut property = field.kind.rules().schema(field, schema);
    if !field.required {
        allow_null(&mut property);
    }
    property.insert("title".into(), field.label.en.as_str().into());
    if let Some(help) = &field.help {
        property.insert("description".into(), help.en.as_str().into());
    }
    if let Some(default) = &field.default {
        property.insert("default".into(), default.clone());
    }
    if !field.is_writable() {
        property.insert("readOnly".into(), true.into());
    }
    Json::Object(property)
}

/// `null` is no value, as is the absent key. Keywords such as `format` say nothing about it, `enum` does.
fn allow_null(property: &mut JsonMap) {
    if let Some(one) = property.get("type").cloned() {
        property.insert("type".into(), json!([one, "null"]));
    }
    if let Some(Json::Array(options)) = property.get_mut("enum") {
        options.push(Json::Null);
    }
}

/// A new record gets the defaults before it is asked what is missing.
fn must_be_given(field: &Field, schema: &dyn Schema) -> bool {
    field.required && field.is_writable() && record::default(field, schema) == Value::Null
}

#[cfg(test)]
mod tests {
    use jsonschema::Validator;
    use proptest::prelude::*;
    use trellis_model::{
        field::{date, datetime, email, lookup, phone, url},
        record::check,
    };

    use super::*;
    use crate::Catalog;

    /// A validator that asserts every format, the model's own among them.
    fn validator(object: &Object, catalog: &Catalog) -> Validator {
        let or_empty = |is: fn(&str) -> bool| move |text: &str| text.is_empty() || is(text);
        jsonschema::options()
            .should_validate_formats(true)
            .with_format("single-line", |text: &str| !text.chars().any(char::is_control))
            .with_format("multi-line", |text: &str| !text.contains('\0'))
            .with_format("phone", or_empty(phone::is_phone))
            .with_format("email", or_empty(email::is_email))
            .with_format("uri", or_empty(url::is_url))
            .with_format("uuid", |text: &str| lookup::parse_id(text).is_some())
            .with_format("date", |text: &str| date::parse_date(text).is_some())
            .with_format("date-time", |text: &str| datetime::parse_instant(text).is_some())
            .build(&record_schema(object, catalog))
            .unwrap()
    }

    /// Values that are right for some kind of field and wrong for others, at the edges of what each takes.
    fn values() -> impl Strategy<Value = Json> {
        let id = "0190a5d0-7c5e-7000-8000-000000000001";
        let long = "长".repeat(300);
        prop::sample::select(vec![
            json!(null),
            json!(true),
            json!(""),
            json!(" "),
            json!("a"),
            json!("示例"),
            json!("two\nlines"),
            json!("\0"),
            json!(long),
            json!(0),
            json!(-1),
            json!(7),
            json!(1.5),
            json!(1.005),
            json!(100),
            json!(100.5),
            json!(1e15),
            json!(999_999_999_999_999_i64),
            json!(-1e30),
            json!([]),
            json!(["listed"]),
            json!(["listed", "listed"]),
            json!(["nothing"]),
            json!({}),
            json!("listed"),
            json!("2024-02-29"),
            json!("2023-02-29"),
            json!("2024-2-9"),
            json!("0000-01-01"),
            json!("2024-01-01T08:00:00+08:00"),
            json!("2024-01-01T08:00:00"),
            json!("2024-01-01 08:00:00Z"),
            json!("138 0000 1234"),
            json!("12"),
            json!("li@example.com"),
            json!("li@@example"),
            json!("https://example.com/a"),
            json!("javascript:alert(1)"),
            json!(id),
            json!(id.replace('-', "")),
            json!({ "object": "customer", "id": id }),
            json!({ "object": "user", "id": id }),
            json!({ "object": "customer" }),
            json!({ "object": "customer", "id": "x" }),
            json!({ "object": "customer", "id": id, "more": 1 }),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        /// The schema and the check are two writings of the same rules.
        #[test]
        fn schema_and_check_agree_on_every_input(seed in prop::collection::vec((any::<prop::sample::Index>(), values()), 40)) {
            let base = Catalog::base();
            for object in base.objects() {
                let validator = validator(object, &base);
                let writable: Vec<&Field> = object.declared().filter(|field| field.is_writable()).collect();
                for (index, value) in &seed {
                    let field = index.get(&writable);
                    let mut input: JsonMap = writable.iter().filter(|field| field.required).filter_map(|field| {
                        let sample = field.kind.rules().sample(field, 1, base.as_ref());
                        Some((field.name.clone(), sample.or_else(|| sample_reference(field))?))
                    }).collect();
                    input.insert(field.name.clone(), value.clone());
                    let by_check = check(object, base.as_ref(), &input, None).is_ok();
                    let input = Json::Object(input);
                    prop_assert_eq!(validator.is_valid(&input), by_check, "{}: {}", object.name, input);
                }
            }
        }
    }

    fn sample_reference(field: &Field) -> Option<Json> {
        let id = "0190a5d0-7c5e-7000-8000-000000000002";
        let objects = &field.lookup.as_ref()?.objects;
        Some(if field.target().is_some() { json!(id) } else { json!({ "object": objects.first()?, "id": id }) })
    }

    fn input(json: &Json) -> JsonMap {
        json.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn says_of_inputs_what_the_record_check_says() {
        let base = Catalog::base();
        let customer = base.object("customer").unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&record_schema(customer, base.as_ref())).unwrap();
        for (json, expected) in [
            (json!({ "name": "示例科技" }), true),
            (json!({ "name": "示例科技", "level": "a", "tags": ["listed"], "annual_revenue": 12.5, "founded_on": "2001-02-03" }), true),
            (json!({ "name": "示例科技", "level": null, "website": "https://example.com", "parent": null }), true),
            (json!({}), false),
            (json!({ "name": null }), false),
            (json!({ "name": "甲", "level": "z" }), false),
            (json!({ "name": "甲", "tags": ["listed", "listed"] }), false),
            (json!({ "name": "甲", "annual_revenue": -1 }), false),
            (json!({ "name": "甲", "annual_revenue": 1.005 }), false),
            (json!({ "name": "甲", "employees": 1.5 }), false),
            (json!({ "name": "甲", "founded_on": "2001-02-30" }), false),
            (json!({ "name": "甲", "parent": "x" }), false),
            (json!({ "name": "甲", "nmae": "乙" }), false),
        ] {
            assert_eq!(validator.is_valid(&json), expected, "schema on {json}");
            assert_eq!(check(customer, base.as_ref(), &input(&json), None).is_ok(), expected, "check on {json}");
        }
    }

    #[test]
    fn every_shipped_object_has_a_valid_schema() {
        let base = Catalog::base();
        for object in base.objects() {
            let schema = record_schema(object, base.as_ref());
            assert!(jsonschema::meta::is_valid(&schema), "{}", object.name);
            assert!(!schema.to_string().contains("\"x-"), "{}", object.name);
        }
    }

    #[test]
    fn system_and_read_only_fields_say_so_and_defaults_need_not_be_given() {
        let base = Catalog::base();
        let schema = record_schema(base.object("opportunity").unwrap(), base.as_ref());
        assert_eq!(schema["required"], json!(["name", "customer"]));
        assert_eq!(schema["properties"]["created_at"]["readOnly"], json!(true));
        assert_eq!(schema["properties"]["stage"]["default"], json!("prospecting"));
        assert_eq!(schema["properties"]["last_followed_at"]["readOnly"], json!(true));
    }
}
