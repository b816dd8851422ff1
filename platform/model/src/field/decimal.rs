//! A decimal number. Percentages and amounts share its rules.

use super::{Field, Kind, NUMBER_OPS, Setting, Shape, map, not_a, wrong};
use crate::{Decimal, Json, JsonMap, Label, Value, Violation, decimal::MAX_DIGITS, filter::Op, object::Schema, violation::Code};

/// Digits after the point of a field that does not say otherwise.
pub(super) const SCALE: u8 = 2;

/// A decimal number.
pub(super) struct DecimalNumber;

impl Kind for DecimalNumber {
    fn label(&self) -> Label {
        Label::new("小数", "Decimal")
    }

    fn icon(&self) -> &'static str {
        "decimals-arrow-right"
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
        Some(Json::Number(Decimal::new(i64::from(n) * 100 + 25, 2).into()))
    }

    fn is_measure(&self) -> bool {
        true
    }
}

/// A number with no more digits after the point than the field keeps.
pub(super) fn number(field: &Field, json: &Json) -> Result<Value, Violation> {
    let Json::Number(number) = json else { return Err(not_a("number")) };
    let decimal: Decimal = number.to_string().parse().map_err(|_| not_a("number"))?;
    in_range(field, decimal)?;
    let scale = field.scale.unwrap_or(SCALE);
    let exact = decimal
        .exact(scale)
        .ok_or_else(|| if decimal.rounded(scale) == decimal { not_a("number") } else { wrong(Code::Precision).with("scale", scale) })?;
    Ok(Value::Decimal(exact))
}

/// Refuses a number outside the field's range.
pub(super) fn in_range(field: &Field, number: Decimal) -> Result<(), Violation> {
    if let Some(min) = field.minimum.filter(|min| number < *min) {
        return Err(wrong(Code::TooSmall).with("min", min));
    }
    if let Some(max) = field.maximum.filter(|max| number > *max) {
        return Err(wrong(Code::TooLarge).with("max", max));
    }
    Ok(())
}

/// The schema of a number with `scale` digits after the point, fifteen in all.
pub(super) fn range_schema(field: &Field, json_type: &str, scale: u8) -> JsonMap {
    let limit = Decimal::new(10_i64.pow(MAX_DIGITS) - 1, 0);
    let limit = Decimal::new(limit.mantissa(), scale);
    let lowest = Decimal::new(-limit.mantissa(), scale);
    let number = |decimal: Decimal| Json::Number(decimal.into());
    let mut schema = map([
        ("type", json_type.into()),
        ("minimum", number(field.minimum.unwrap_or(lowest).max(lowest))),
        ("maximum", number(field.maximum.unwrap_or(limit).min(limit))),
    ]);
    if json_type == "number" {
        schema.insert("multipleOf".into(), number(Decimal::new(1, scale)));
    }
    schema
}
