//! Words that people give freely.

use super::{Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Most tags of one record, and most characters of one.
const MOST: usize = 30;
const LONGEST: usize = 40;

/// Words that people give freely, each at most once, in the order given.
pub(super) struct Tags;

impl Kind for Tags {
    fn label(&self) -> Label {
        Label::new("标签", "Tags")
    }

    fn icon(&self) -> &'static str {
        "tags"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Codes
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let items = json.as_array().ok_or_else(|| not_a("texts"))?;
        if items.len() > MOST {
            return Err(wrong(Code::TooMany).with("max", MOST));
        }
        let mut tags: Vec<String> = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let tag = tag(item).map_err(|violation| violation.under(&format!("/{index}")))?;
            if tags.contains(&tag) {
                return Err(wrong(Code::Repeated));
            }
            tags.push(tag);
        }
        match tags.is_empty() {
            true if field.required => Err(wrong(Code::Required)),
            true => Ok(Value::Null),
            false => Ok(Value::Codes(tags)),
        }
    }

    fn element(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        tag(json).map(Value::Text)
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        // A semicolon separates tags where they are kept, and in files.
        let item = map([
            ("type", "string".into()),
            ("maxLength", LONGEST.into()),
            ("pattern", r"^[^\s;\p{Cc}]([^;\p{Cc}]*[^\s;\p{Cc}])?$".into()),
        ]);
        let mut schema =
            map([("type", "array".into()), ("uniqueItems", true.into()), ("maxItems", MOST.into()), ("items", Json::Object(item))]);
        if field.required {
            schema.insert("minItems".into(), 1.into());
        }
        schema
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::In, Op::Nin, Op::Contains, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(serde_json::json!([format!("标签{n}"), format!("tag {n}")]))
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

fn tag(json: &Json) -> Result<String, Violation> {
    let text = json.as_str().ok_or_else(|| not_a("text"))?;
    if text.chars().count() > LONGEST {
        return Err(wrong(Code::TooLong).with("max", LONGEST));
    }
    if text.is_empty() || text.trim() != text || text.contains(|c: char| c == ';' || c.is_control()) {
        return Err(wrong(Code::Format).with("expected", "tag"));
    }
    Ok(text.to_owned())
}
