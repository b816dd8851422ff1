//! Several other records.

use super::{Field, Kind, Setting, Shape, lookup::id, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Most records of one field that does not say fewer (`maxItems`).
pub(super) const MOST: usize = 100;

/// The ids of several records of one object, each at most once, in the order given.
pub(super) struct MultiLookup;

impl Kind for MultiLookup {
    fn label(&self) -> Label {
        Label::new("多选关联", "Multi lookup")
    }

    fn icon(&self) -> &'static str {
        "boxes"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Codes
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        ids(field, json, MOST)
    }

    fn element(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        id(json).map(|id| Value::Text(id.to_string()))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        ids_schema(field, MOST)
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::In, Op::Nin, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Object]
    }

    fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
        None
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

/// Several ids, each at most once; none is no value.
pub(super) fn ids(field: &Field, json: &Json, most: usize) -> Result<Value, Violation> {
    let items = json.as_array().ok_or_else(|| not_a("ids"))?;
    let most = field.max_items.unwrap_or(most);
    if items.len() > most {
        return Err(wrong(Code::TooMany).with("max", most));
    }
    let mut ids: Vec<String> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let id = id(item).map_err(|violation| violation.under(&format!("/{index}")))?.to_string();
        if ids.contains(&id) {
            return Err(wrong(Code::Repeated));
        }
        ids.push(id);
    }
    match ids.is_empty() {
        true if field.required => Err(wrong(Code::Required)),
        true => Ok(Value::Null),
        false => Ok(Value::Codes(ids)),
    }
}

/// The schema of [`ids`].
pub(super) fn ids_schema(field: &Field, most: usize) -> JsonMap {
    let item = serde_json::json!({ "type": "string", "format": "uuid" });
    let most = field.max_items.unwrap_or(most);
    let mut schema = map([("type", "array".into()), ("uniqueItems", true.into()), ("maxItems", most.into()), ("items", item)]);
    if field.required {
        schema.insert("minItems".into(), 1.into());
    }
    schema
}
