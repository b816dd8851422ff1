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
    use trellis_model::record::check;

    use super::*;
    use crate::Catalog;

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
