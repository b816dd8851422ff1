//! What is written and never read back.

use super::{Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Most characters.
const LONGEST: usize = 4000;

/// A password or key: written, kept encrypted, never read back. Replies say only that there is one.
pub(super) struct Secret;

impl Kind for Secret {
    fn label(&self) -> Label {
        Label::new("密文", "Secret")
    }

    fn icon(&self) -> &'static str {
        "key-round"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Secret
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = json.as_str().ok_or_else(|| not_a("text"))?;
        if text.chars().count() > LONGEST {
            return Err(wrong(Code::TooLong).with("max", LONGEST));
        }
        if text.contains('\0') {
            return Err(wrong(Code::Format).with("expected", "text"));
        }
        if text.is_empty() { Ok(Value::Null) } else { Ok(Value::Secret(text.to_owned())) }
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("maxLength", LONGEST.into()), ("writeOnly", true.into())])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("秘密 {n}").into())
    }

    fn is_sortable(&self) -> bool {
        false
    }
}
