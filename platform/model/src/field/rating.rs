//! Stars.

use super::{
    Field, Kind, NUMBER_OPS, Setting, Shape,
    duration::{whole, whole_schema},
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// Stars of a field that does not say how many (`maximum`, at most ten).
const STARS: i64 = 5;

/// One to so many stars.
pub(super) struct Rating;

impl Kind for Rating {
    fn label(&self) -> Label {
        Label::new("评分", "Rating")
    }

    fn icon(&self) -> &'static str {
        "star"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Integer
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        whole(field, json, 1, most(field))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        whole_schema(field, 1, most(field))
    }

    fn operators(&self) -> &'static [Op] {
        NUMBER_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Stars, Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some((n % 5 + 1).into())
    }

    fn is_measure(&self) -> bool {
        true
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// How many stars the field has, one to ten.
pub fn most(field: &Field) -> i64 {
    field.maximum.and_then(crate::Decimal::to_integer).unwrap_or(STARS).clamp(1, 10)
}
