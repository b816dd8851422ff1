//! An amount in the company's currency.

use super::{
    Field, Kind, NUMBER_OPS, Setting, Shape,
    decimal::{SCALE, number, range_schema},
};
use crate::{Decimal, Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// An amount in the company's currency.
pub(super) struct Currency;

impl Kind for Currency {
    fn label(&self) -> Label {
        Label::new("金额", "Currency")
    }

    fn icon(&self) -> &'static str {
        "circle-dollar-sign"
    }

    fn shape(&self, field: &Field) -> Shape {
        Shape::Decimal(field.scale.unwrap_or(SCALE))
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        number(field, json)
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        range_schema(field, "number", field.scale.unwrap_or(SCALE))
    }

    fn operators(&self) -> &'static [Op] {
        NUMBER_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Scale, Setting::Range, Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(Json::Number(Decimal::new(i64::from(n) * 1000 + 50, 2).into()))
    }

    fn is_measure(&self) -> bool {
        true
    }
}
