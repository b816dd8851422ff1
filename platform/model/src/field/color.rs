//! A colour.

use super::{CHOICE_OPS, Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// A colour as `#rrggbb`, in small letters.
pub(super) struct Color;

impl Kind for Color {
    fn label(&self) -> Label {
        Label::new("颜色", "Colour")
    }

    fn icon(&self) -> &'static str {
        "palette"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = json.as_str().ok_or_else(|| not_a("color"))?;
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        digits.map(|_| Value::Text(text.to_ascii_lowercase())).ok_or_else(|| wrong(Code::Format).with("expected", "color"))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("pattern", "^#[0-9a-fA-F]{6}$".into())])
    }

    fn operators(&self) -> &'static [Op] {
        CHOICE_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("#{:06x}", 0x14_5e_c1 + n * 16).into())
    }

    fn is_group(&self) -> bool {
        true
    }
}
