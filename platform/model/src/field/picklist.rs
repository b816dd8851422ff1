//! One option of a dictionary.

use super::{CHOICE_OPS, Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// One option of a dictionary. The record keeps the code; the label may change at any time.
pub(super) struct Picklist;

impl Kind for Picklist {
    fn label(&self) -> Label {
        Label::new("单选", "Picklist")
    }

    fn icon(&self) -> &'static str {
        "list"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let code = json.as_str().ok_or_else(|| not_a("option"))?;
        known(field, code, schema)?;
        Ok(Value::Text(code.to_owned()))
    }

    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("enum", codes(field, schema).into())])
    }

    fn operators(&self) -> &'static [Op] {
        CHOICE_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Picklist, Setting::Default]
    }

    fn sample(&self, field: &Field, n: u32, schema: &dyn Schema) -> Option<Json> {
        let codes = codes(field, schema);
        codes.get(n as usize % codes.len().max(1)).map(|code| code.as_str().into())
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// The codes of the field's dictionary, retired ones included: old rows keep them. Whether a new one may be chosen is
/// asked where a record is checked.
pub(super) fn codes(field: &Field, schema: &dyn Schema) -> Vec<String> {
    let picklist = field.picklist.as_deref().and_then(|name| schema.picklist(name));
    picklist.map(|picklist| picklist.options.iter().map(|option| option.code.clone()).collect()).unwrap_or_default()
}

/// Refuses a code that the dictionary lacks.
pub(super) fn known(field: &Field, code: &str, schema: &dyn Schema) -> Result<(), Violation> {
    let picklist = field.picklist.as_deref().and_then(|name| schema.picklist(name));
    // Of a dictionary that was not sent whole to the browser, the server says which options there are.
    let partial = picklist.is_some_and(|picklist| picklist.partial);
    match picklist.and_then(|picklist| picklist.option(code)) {
        Some(_) => Ok(()),
        None if partial => Ok(()),
        None => Err(wrong(Code::Option).with("value", code)),
    }
}
