//! Several lines of text.

use super::{
    Field, Kind, Setting, Shape,
    text::{bounds, checked, kept},
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// The most characters of a text that does not say otherwise.
const LONGEST: usize = 10_000;

/// Several lines of text.
pub(super) struct Textarea;

impl Kind for Textarea {
    fn label(&self) -> Label {
        Label::new("多行文本", "Long text")
    }

    fn icon(&self) -> &'static str {
        "text"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        checked(field, json, LONGEST).map(kept)
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        let mut schema = bounds(field, LONGEST);
        schema.insert("format".into(), "multi-line".into());
        schema
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::Contains, Op::Starts, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Length, Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("第一行\n第 {n} 行").into())
    }

    fn is_sortable(&self) -> bool {
        false
    }
}
