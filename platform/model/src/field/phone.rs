//! A phone number.

use super::{
    Field, Kind, Setting, Shape, TEXT_OPS,
    text::{bounds, checked, kept},
    wrong,
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// The most characters.
const LONGEST: usize = 40;

/// A phone number.
pub(super) struct Phone;

impl Kind for Phone {
    fn label(&self) -> Label {
        Label::new("电话", "Phone")
    }

    fn icon(&self) -> &'static str {
        "phone"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = checked(field, json, LONGEST)?;
        if !(text.is_empty() || is_phone(text)) {
            return Err(wrong(Code::Format).with("expected", "phone"));
        }
        Ok(kept(text))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        let mut schema = bounds(field, LONGEST);
        schema.insert("format".into(), "phone".into());
        schema
    }

    fn operators(&self) -> &'static [Op] {
        TEXT_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Unique, Setting::Mask]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("1380000{n:04}").into())
    }
}

/// Whether this can be dialled: 3 to 20 digits with the marks that people write between them and an extension after `x`,
/// `转` or `#`.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let allowed = |(at, c): (usize, char)| c.is_ascii_digit() || " -()./#x转*".contains(c) || (c == '+' && at == 0);
    (3..=20).contains(&digits) && text.chars().enumerate().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::is_phone;

    #[test]
    fn tells_numbers_from_other_texts() {
        for good in ["13800001234", "+86 138-0000-1234", "(010) 6552 9988 转 801", "400-800-1234", "110"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "12", "abc", "138+0000", "1234567890123456789012", "138 0000 1234;"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}
