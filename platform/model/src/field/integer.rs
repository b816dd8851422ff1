//! A whole number.

use super::{
    Field, Kind, NUMBER_OPS, Setting, Shape,
    decimal::{in_range, range_schema},
    not_a,
};
use crate::{Decimal, Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// A whole number of at most fifteen digits.
pub(super) struct Integer;

impl Kind for Integer {
    fn label(&self) -> Label {
        Label::new("整数", "Number")
    }

    fn icon(&self) -> &'static str {
        "hash"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Integer
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let Json::Number(number) = json else { return Err(not_a("integer")) };
        let decimal: Decimal = number.to_string().parse().map_err(|_| not_a("integer"))?;
        let whole = decimal.to_integer().ok_or_else(|| not_a("integer"))?;
        in_range(field, decimal)?;
        Ok(Value::Integer(whole))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        range_schema(field, "integer", 0)
    }

    fn operators(&self) -> &'static [Op] {
        NUMBER_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Range, Setting::Unique, Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(n.into())
    }

    fn is_measure(&self) -> bool {
        true
    }
}
