//! Several options of a dictionary.

use super::{
    Field, Kind, Setting, Shape, map, not_a,
    picklist::{codes, known},
    wrong,
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Several options of a dictionary, each at most once. None chosen is no value.
pub(super) struct MultiPicklist;

impl Kind for MultiPicklist {
    fn label(&self) -> Label {
        Label::new("多选", "Multi-select picklist")
    }

    fn icon(&self) -> &'static str {
        "list-checks"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Codes
    }

    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let items = json.as_array().ok_or_else(|| not_a("options"))?;
        let mut chosen: Vec<String> = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let pointer = format!("/{index}");
            let code = item.as_str().ok_or_else(|| not_a("option").under(&pointer))?;
            known(field, code, schema).map_err(|violation| violation.under(&pointer))?;
            if chosen.iter().any(|other| other == code) {
                return Err(wrong(Code::Repeated));
            }
            chosen.push(code.to_owned());
        }
        if chosen.is_empty() {
            return if field.required { Err(wrong(Code::Required)) } else { Ok(Value::Null) };
        }
        let order = codes(field, schema);
        chosen.sort_by_key(|code| order.iter().position(|other| other == code));
        Ok(Value::Codes(chosen))
    }

    fn element(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let code = json.as_str().ok_or_else(|| not_a("option"))?;
        known(field, code, schema)?;
        Ok(Value::Text(code.to_owned()))
    }

    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
        let items = map([("type", "string".into()), ("enum", codes(field, schema).into())]);
        let mut schema = map([("type", "array".into()), ("uniqueItems", true.into()), ("items", Json::Object(items))]);
        if field.required {
            schema.insert("minItems".into(), 1.into());
        }
        schema
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::In, Op::Nin, Op::Contains, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Picklist, Setting::Default]
    }

    fn sample(&self, field: &Field, n: u32, schema: &dyn Schema) -> Option<Json> {
        let codes = codes(field, schema);
        let count = codes.len().max(1);
        (!codes.is_empty()).then(|| Json::from(codes.iter().skip(n as usize % count).take(2).cloned().collect::<Vec<_>>()))
    }

    fn is_sortable(&self) -> bool {
        false
    }
}
