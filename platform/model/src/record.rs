//! Records, and the check that every input passes.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    Field, FieldKind, Json, JsonMap, Object, Schema, Value, Violation,
    field::check_lines,
    violation::{Code, suggest},
};

/// Values by field name: a whole record, or the changed part of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record(pub BTreeMap<String, Value>);

impl Record {
    /// The value of a field; [`Value::Null`] when it has none.
    pub fn get(&self, field: &str) -> &Value {
        self.0.get(field).unwrap_or(&Value::Null)
    }

    /// Sets a field.
    pub fn set(&mut self, field: &str, value: Value) {
        self.0.insert(field.to_owned(), value);
    }

    /// The record's id; nil when it has none yet.
    pub fn id(&self) -> Uuid {
        self.get("id").as_id().unwrap_or_default()
    }

    /// The record's version, counted from one.
    pub fn version(&self) -> i64 {
        match self.get("version") {
            Value::Integer(version) => *version,
            _ => 0,
        }
    }

    /// The owner, when there is one.
    pub fn owner(&self) -> Option<Uuid> {
        self.get("owner").as_id()
    }

    /// This record with the values of `changes` over its own.
    #[must_use]
    pub fn merged(&self, changes: &Self) -> Self {
        let mut merged = self.clone();
        merged.0.extend(changes.0.iter().map(|(field, value)| (field.clone(), value.clone())));
        merged
    }

    /// Only what differs from `before`.
    #[must_use]
    pub fn difference(&self, before: &Self) -> Self {
        Self(self.0.iter().filter(|(field, value)| before.get(field) != *value).map(|(f, v)| (f.clone(), v.clone())).collect())
    }

    /// Every value as it goes over the wire: a line of another record.
    pub fn values_json(&self) -> Json {
        Json::Object(self.0.iter().map(|(name, value)| (name.clone(), value.to_json())).collect())
    }

    /// As it goes over the wire, in the order of the object's fields.
    pub fn to_json(&self, object: &Object) -> JsonMap {
        object.fields().iter().filter_map(|field| Some((field.name.clone(), self.0.get(&field.name)?.to_json()))).collect()
    }
}

/// Checks the input of a new record (`before` is `None`) or of a change to one. Gives the values that were named, plus the
/// defaults of a new record. All violations are reported at once.
///
/// # Errors
/// Every violation, in the order of the input.
pub fn check(object: &Object, schema: &dyn Schema, input: &JsonMap, before: Option<&Record>) -> Result<Record, Vec<Violation>> {
    check_fields(object.fields(), schema, input, before)
}

/// [`check`] for any list of fields: an object's, or an action's parameters.
///
/// # Errors
/// Every violation, in the order of the input.
pub fn check_fields(fields: &[Field], schema: &dyn Schema, input: &JsonMap, before: Option<&Record>) -> Result<Record, Vec<Violation>> {
    let mut values = Record::default();
    let mut violations = Vec::new();
    for (name, json) in input {
        match check_one(fields, schema, name, json, before) {
            Ok(value) => values.set(name, value),
            Err(found) => violations.extend(found),
        }
    }
    for field in fields.iter().filter(|field| field.is_writable()) {
        if before.is_none() && !input.contains_key(&field.name) {
            values.set(&field.name, default(field, schema));
        }
        let missing = field.required && values.0.get(&field.name).is_some_and(Value::is_null);
        let already = violations.iter().any(|violation| violation.pointer == format!("/{}", field.name));
        if missing && !already {
            violations.push(Violation::new(&field.name, Code::Required));
        }
    }
    if violations.is_empty() { Ok(values) } else { Err(violations) }
}

fn check_one(fields: &[Field], schema: &dyn Schema, name: &str, json: &Json, before: Option<&Record>) -> Result<Value, Vec<Violation>> {
    let Some(field) = fields.iter().find(|field| field.name == name) else {
        return Err(vec![unknown_field(name, fields.iter().filter(|field| field.is_writable()).map(|field| field.name.as_str()))]);
    };
    if !field.is_writable() {
        return Err(vec![Violation::new(name, Code::ReadOnly)]);
    }
    if field.kind == FieldKind::Lines && !json.is_null() {
        let old = before.map_or(&Value::Null, |before| before.get(name));
        let under = |violation: Violation| violation.under(&format!("/{}", crate::violation::escape(name)));
        return check_lines(field, json, old, schema).map_err(|found| found.into_iter().map(under).collect());
    }
    let value = field.parse(json, schema).map_err(|violation| vec![violation])?;
    let unchanged = before.is_some_and(|before| before.get(name) == &value);
    if !unchanged {
        refuse_retired(field, &value, before, schema).map_err(|violation| vec![violation])?;
    }
    Ok(value)
}

/// The violation for a name that no field has.
pub fn unknown_field<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Violation {
    let violation = Violation::new(name, Code::UnknownField).with("name", name);
    match suggest(name, candidates) {
        Some(near) => violation.with("suggestion", near),
        None => violation,
    }
}

/// A retired option may stay where it is and be chosen nowhere else.
fn refuse_retired(field: &Field, value: &Value, before: Option<&Record>, schema: &dyn Schema) -> Result<(), Violation> {
    let Some(picklist) = field.picklist.as_deref().and_then(|name| schema.picklist(name)) else { return Ok(()) };
    let had = |code: &str| match before.map(|before| before.get(&field.name)) {
        Some(Value::Codes(codes)) => codes.iter().any(|other| other == code),
        Some(Value::Text(other)) => other == code,
        _ => false,
    };
    let codes: &[String] = match value {
        Value::Text(code) => std::slice::from_ref(code),
        Value::Codes(codes) => codes,
        _ => &[],
    };
    let retired = codes.iter().find(|code| picklist.option(code).is_some_and(|option| !option.active) && !had(code));
    match retired {
        Some(code) => Err(Violation::new(&field.name, Code::RetiredOption).with("value", code)),
        None => Ok(()),
    }
}

/// The value of a new record that says nothing of the field.
pub fn default(field: &Field, schema: &dyn Schema) -> Value {
    if let Some(default) = &field.default {
        return field.parse(default, schema).unwrap_or_default();
    }
    let picklist = field.picklist.as_deref().and_then(|name| schema.picklist(name));
    match (field.kind, picklist.and_then(|picklist| picklist.options.iter().find(|option| option.default && option.active))) {
        (FieldKind::Picklist, Some(option)) => Value::Text(option.code.clone()),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Label, Picklist, object::Options};

    struct Levels(Picklist);

    impl Schema for Levels {
        fn object(&self, _: &str) -> Option<&Object> {
            None
        }

        fn picklist(&self, _: &str) -> Option<&Picklist> {
            Some(&self.0)
        }
    }

    fn fixture() -> (Object, Levels) {
        let mut name = Field::new("name", FieldKind::Text, Label::default());
        name.required = true;
        let mut level = Field::new("level", FieldKind::Picklist, Label::default());
        level.picklist = Some("levels".into());
        let fields = vec![name, level, Field::new("amount", FieldKind::Currency, Label::default())];
        let object =
            Object::new("customer", Label::default(), "sales", Options { name_field: "name".into(), ..Options::default() }, fields);
        let levels = json!({ "name": "levels", "label": { "zh-CN": "级别", "en": "Level" }, "options": [
            { "code": "a", "label": { "zh-CN": "甲", "en": "A" }, "default": true },
            { "code": "old", "label": { "zh-CN": "旧", "en": "Old" }, "active": false },
        ] });
        (object, Levels(serde_json::from_value(levels).unwrap()))
    }

    fn found(input: Json, before: Option<&Record>) -> Vec<String> {
        let (object, schema) = fixture();
        match check(&object, &schema, input.as_object().unwrap(), before) {
            Ok(_) => Vec::new(),
            Err(violations) => violations.iter().map(|it| format!("{} {}", it.pointer, it.code.as_str())).collect(),
        }
    }

    #[test]
    fn reports_every_violation_at_once() {
        assert_eq!(
            found(json!({ "nmae": "x", "amount": "1", "level": "b", "id": "x" }), None),
            ["/nmae unknown_field", "/amount type", "/level option", "/id read_only", "/name required",]
        );
        assert_eq!(found(json!({ "name": " " }), None), ["/name required"]);
        assert_eq!(found(json!({ "name": null }), Some(&Record::default())), ["/name required"]);
        assert_eq!(found(json!({ "name": "甲", "amount": 1.005 }), None), ["/amount precision"]);
    }

    #[test]
    fn new_records_get_defaults_and_changes_do_not() {
        let (object, schema) = fixture();
        let created = check(&object, &schema, json!({ "name": "甲" }).as_object().unwrap(), None).unwrap();
        assert_eq!(created.get("level"), &Value::Text("a".into()));
        let changed = check(&object, &schema, json!({ "amount": 2 }).as_object().unwrap(), Some(&created)).unwrap();
        assert_eq!(changed.0.keys().collect::<Vec<_>>(), ["amount"]);
    }

    #[test]
    fn a_retired_option_may_only_stay() {
        let mut before = Record::default();
        before.set("level", Value::Text("old".into()));
        assert!(found(json!({ "level": "old" }), Some(&before)).is_empty());
        assert_eq!(found(json!({ "name": "甲", "level": "old" }), None), ["/level retired_option"]);
    }
}
