//! A path through a dictionary whose options stand below each other.

use super::{
    Field, Kind, Setting, Shape, map, not_a,
    picklist::{codes, known},
    wrong,
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// The deepest path.
const DEEPEST: usize = 6;

/// A path of codes from the top of a dictionary downwards: province, city, district. It may end at any level.
pub(super) struct Cascade;

impl Kind for Cascade {
    fn label(&self) -> Label {
        Label::new("级联选择", "Cascade")
    }

    fn icon(&self) -> &'static str {
        "list-tree"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Codes
    }

    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        match path(field, json, schema)? {
            path if !path.is_empty() => Ok(Value::Codes(path)),
            _ if field.required => Err(wrong(Code::Required)),
            _ => Ok(Value::Null),
        }
    }

    fn element(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let code = json.as_str().ok_or_else(|| not_a("option"))?;
        known(field, code, schema)?;
        Ok(Value::Text(code.to_owned()))
    }

    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
        let mut out = path_schema(field, schema);
        if field.required {
            out.insert("minItems".into(), 1.into());
        }
        out
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::In, Op::Nin, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Picklist, Setting::Default]
    }

    fn sample(&self, field: &Field, n: u32, schema: &dyn Schema) -> Option<Json> {
        sample_path(field, n, schema).map(Json::from)
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

/// A path whose every option stands below the one before.
pub(super) fn path(field: &Field, json: &Json, schema: &dyn Schema) -> Result<Vec<String>, Violation> {
    let items = json.as_array().ok_or_else(|| not_a("options"))?;
    if items.len() > DEEPEST {
        return Err(wrong(Code::TooMany).with("max", DEEPEST));
    }
    let picklist = field.picklist.as_deref().and_then(|name| schema.picklist(name));
    let mut path: Vec<String> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/{index}");
        let code = item.as_str().ok_or_else(|| not_a("option").under(&pointer))?;
        known(field, code, schema).map_err(|violation| violation.under(&pointer))?;
        let parent = picklist.and_then(|picklist| picklist.option(code)).and_then(|option| option.parent.as_deref());
        // A dictionary that was not sent whole to the browser is checked by the server alone.
        if picklist.is_some_and(|picklist| !picklist.partial) && parent != path.last().map(String::as_str) {
            return Err(wrong(Code::Option).with("value", code).under(&pointer));
        }
        path.push(code.to_owned());
    }
    Ok(path)
}

/// The schema of [`path`], as far as JSON Schema can say it.
pub(super) fn path_schema(field: &Field, schema: &dyn Schema) -> JsonMap {
    let items = map([("type", "string".into()), ("enum", codes(field, schema).into())]);
    map([("type", "array".into()), ("uniqueItems", true.into()), ("maxItems", DEEPEST.into()), ("items", Json::Object(items))])
}

/// The path to the `n`-th option that has one above it, or to the `n`-th of all.
pub(super) fn sample_path(field: &Field, n: u32, schema: &dyn Schema) -> Option<Vec<String>> {
    let picklist = schema.picklist(field.picklist.as_deref()?)?;
    let below: Vec<_> = picklist.options.iter().filter(|option| option.parent.is_some()).collect();
    let all: Vec<_> = picklist.options.iter().collect();
    let among = if below.is_empty() { all } else { below };
    // Far from each other, so that neither stands above the other.
    let chosen = among.get(n as usize * 997 % among.len().max(1))?;
    let mut path = vec![chosen.code.clone()];
    while let Some(parent) = picklist.option(path.last()?).and_then(|option| option.parent.clone()) {
        path.push(parent);
    }
    path.reverse();
    Some(path)
}
