//! Anything that is JSON.

use super::{Field, Kind, Setting, Shape, wrong};
use crate::{Json as Any, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Most bytes of the text, and how deep it may nest.
const LONGEST: usize = 64 * 1024;
const DEEPEST: usize = 20;

/// Anything that is JSON: for programs, which keep there what no field is for.
pub(super) struct Json;

impl Kind for Json {
    fn label(&self) -> Label {
        Label::new("JSON", "JSON")
    }

    fn icon(&self) -> &'static str {
        "braces"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Json
    }

    fn parse(&self, _: &Field, json: &Any, _: &dyn Schema) -> Result<Value, Violation> {
        bounded(json, LONGEST, DEEPEST)?;
        Ok(Value::Json(Box::new(json.clone())))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        JsonMap::new()
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Any> {
        Some(serde_json::json!({ "n": n, "list": [true, null, "文"] }))
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

/// Refuses what is too long or too deep, or holds what PostgreSQL cannot keep.
pub(super) fn bounded(json: &Any, longest: usize, deepest: usize) -> Result<(), Violation> {
    if depth(json) > deepest {
        return Err(wrong(Code::TooMany).with("max", deepest));
    }
    let text = json.to_string();
    if text.len() > longest {
        return Err(wrong(Code::TooLong).with("max", longest));
    }
    if text.contains("\\u0000") { Err(wrong(Code::Format).with("expected", "text")) } else { Ok(()) }
}

fn depth(json: &Any) -> usize {
    match json {
        Any::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Any::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
