//! Yes or no.

use super::{Field, Kind, Setting, Shape, map, not_a};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// Yes or no.
pub(super) struct Boolean;

impl Kind for Boolean {
    fn label(&self) -> Label {
        Label::new("是/否", "Yes/No")
    }

    fn icon(&self) -> &'static str {
        "toggle-left"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Bool
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        json.as_bool().map(Value::Bool).ok_or_else(|| not_a("boolean"))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "boolean".into())])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::Eq, Op::Ne, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some((n % 2 == 1).into())
    }

    fn is_group(&self) -> bool {
        true
    }
}
