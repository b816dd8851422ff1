//! One line of text.

use super::{Field, Kind, Setting, Shape, TEXT_OPS, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// The most characters of a line that does not say otherwise.
const LONGEST: usize = 255;

/// One line of text; no line breaks or other control characters.
pub(super) struct Text;

impl Kind for Text {
    fn label(&self) -> Label {
        Label::new("单行文本", "Text")
    }

    fn icon(&self) -> &'static str {
        "type"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = checked(field, json, LONGEST)?;
        if text.chars().any(char::is_control) {
            return Err(wrong(Code::Format).with("expected", "text"));
        }
        Ok(kept(text))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        let mut schema = bounds(field, LONGEST);
        schema.insert("format".into(), "single-line".into());
        schema
    }

    fn operators(&self) -> &'static [Op] {
        TEXT_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Length, Setting::Unique, Setting::Default, Setting::Mask]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("示例 {n}").into())
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// A string within the field's length, counted in characters. A required text needs more than white space.
pub(super) fn checked<'a>(field: &Field, json: &'a Json, longest: usize) -> Result<&'a str, Violation> {
    let text = json.as_str().ok_or_else(|| not_a("text"))?;
    let length = text.chars().count();
    let (min, max) = (field.min_length.unwrap_or(0), field.max_length.unwrap_or(longest));
    if field.required && text.trim().is_empty() {
        return Err(wrong(Code::Required));
    }
    if length < min {
        return Err(wrong(Code::TooShort).with("min", min));
    }
    if length > max {
        return Err(wrong(Code::TooLong).with("max", max));
    }
    // PostgreSQL cannot keep it, and nobody can type it.
    if text.contains('\0') {
        return Err(wrong(Code::Format).with("expected", "text"));
    }
    Ok(text)
}

/// The empty text is no value.
pub(super) fn kept(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::Text(text.to_owned()) }
}

/// The schema of a text within the field's length.
pub(super) fn bounds(field: &Field, longest: usize) -> JsonMap {
    let mut schema = map([("type", "string".into()), ("maxLength", field.max_length.unwrap_or(longest).into())]);
    if let Some(min) = field.min_length {
        schema.insert("minLength".into(), min.into());
    }
    if field.required {
        schema.insert("pattern".into(), r"\S".into());
    }
    schema
}
