//! Rows that belong to the record.

use super::{Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Record, Value, Violation, filter::Op, object::Schema, record, violation::Code};

/// Most rows of a field that does not say fewer (`maxItems`).
const MOST: usize = 500;

/// Rows that belong to the record, such as the products of a contract: each with the fields that `x-lines` declares, kept
/// in a table of their own, in the order given, saved with their record. The column of the record says how many there are.
pub(super) struct Lines;

impl Kind for Lines {
    fn label(&self) -> Label {
        Label::new("明细", "Lines")
    }

    fn icon(&self) -> &'static str {
        "table-2"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Lines
    }

    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let lines = check_lines(field, json, &Value::Null, schema);
        lines.map_err(|violations| violations.into_iter().next().unwrap_or_else(|| wrong(Code::Format)))
    }

    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
        let fields = field.lines.iter().flatten();
        let mut properties = map([("id", serde_json::json!({ "type": ["string", "null"], "format": "uuid" }))]);
        let mut required = Vec::new();
        for line in fields {
            let mut property = line.kind.rules().schema(line, schema);
            if line.required && line.is_writable() {
                required.push(line.name.clone());
            } else if let Some(one) = property.get("type").cloned() {
                property.insert("type".into(), serde_json::json!([one, "null"]));
                if let Some(Json::Array(options)) = property.get_mut("enum") {
                    options.push(Json::Null);
                }
            }
            property.insert("title".into(), line.label.en.as_str().into());
            if !line.is_writable() {
                property.insert("readOnly".into(), true.into());
            }
            properties.insert(line.name.clone(), Json::Object(property));
        }
        let item = serde_json::json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
        let mut out = map([("type", "array".into()), ("maxItems", field.max_items.unwrap_or(MOST).into()), ("items", item)]);
        if field.required {
            out.insert("minItems".into(), 1.into());
        }
        out
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Lines]
    }

    fn sample(&self, field: &Field, n: u32, schema: &dyn Schema) -> Option<Json> {
        let line = |n: u32| {
            let fields = field.lines.iter().flatten().filter(|line| line.is_writable());
            fields.filter_map(|line| Some((line.name.clone(), line.kind.rules().sample(line, n, schema)?))).collect::<JsonMap>()
        };
        Some(serde_json::json!([line(n), line(n + 1)]))
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

/// Reads the rows; a row that has the id of one in `before` is that one changed. Every violation at once, with pointers
/// below the field.
pub(crate) fn check_lines(field: &Field, json: &Json, before: &Value, schema: &dyn Schema) -> Result<Value, Vec<Violation>> {
    let items = json.as_array().ok_or_else(|| vec![not_a("lines")])?;
    let most = field.max_items.unwrap_or(MOST);
    if items.len() > most {
        return Err(vec![wrong(Code::TooMany).with("max", most)]);
    }
    let fields = field.lines.as_deref().unwrap_or_default();
    let (mut lines, mut violations): (Vec<Record>, Vec<Violation>) = (Vec::with_capacity(items.len()), Vec::new());
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/{index}");
        let line = line(fields, item, before, schema);
        match line {
            Ok(line) if !line.id().is_nil() && lines.iter().any(|other| other.id() == line.id()) => {
                violations.push(wrong(Code::Repeated).under(&format!("{pointer}/id")));
            }
            Ok(line) => lines.push(line),
            Err(found) => violations.extend(found.into_iter().map(|violation| violation.under(&pointer))),
        }
    }
    match (violations.is_empty(), lines.is_empty()) {
        (false, _) => Err(violations),
        (true, true) if field.required => Err(vec![wrong(Code::Required)]),
        (true, true) => Ok(Value::Null),
        (true, false) => Ok(Value::Lines(lines)),
    }
}

fn line(fields: &[Field], item: &Json, before: &Value, schema: &dyn Schema) -> Result<Record, Vec<Violation>> {
    let mut input = item.as_object().ok_or_else(|| vec![not_a("object")])?.clone();
    let id = match input.shift_remove("id").filter(|id| !id.is_null()) {
        Some(json) => Some(super::lookup::id(&json).map_err(|violation| vec![violation.under("/id")])?),
        None => None,
    };
    // What the system computes comes back with a reply; sending it again changes nothing.
    input.retain(|name, _| !fields.iter().any(|field| field.name == *name && !field.is_writable()));
    let known = match before {
        Value::Lines(lines) => lines.iter().find(|line| id.is_some_and(|id| line.id() == id)),
        _ => None,
    };
    let mut line = match known {
        // A row is sent whole: a field that it does not name is empty.
        Some(known) => {
            for field in fields.iter().filter(|field| field.is_writable()) {
                input.entry(field.name.clone()).or_insert(Json::Null);
            }
            record::check_fields(fields, schema, &input, Some(known))?
        }
        None => record::check_fields(fields, schema, &input, None)?,
    };
    if let Some(known) = known {
        line.set("id", Value::Id(known.id()));
    }
    Ok(line)
}
