//! A length of time.

use super::{Field, Kind, NUMBER_OPS, Setting, Shape, decimal::in_range, map, not_a};
use crate::{Decimal, Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// The longest, in seconds: a little over thirty years.
const LONGEST: i64 = 1_000_000_000;

/// A length of time in whole seconds.
pub(super) struct Duration;

impl Kind for Duration {
    fn label(&self) -> Label {
        Label::new("时长", "Duration")
    }

    fn icon(&self) -> &'static str {
        "timer"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Integer
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        whole(field, json, 0, LONGEST)
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        whole_schema(field, 0, LONGEST)
    }

    fn operators(&self) -> &'static [Op] {
        NUMBER_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some((1800 + 600 * n).into())
    }

    fn is_measure(&self) -> bool {
        true
    }
}

/// A whole number between bounds that the field may narrow.
pub(super) fn whole(field: &Field, json: &Json, lowest: i64, highest: i64) -> Result<Value, Violation> {
    let Json::Number(number) = json else { return Err(not_a("integer")) };
    let whole = number.to_string().parse::<Decimal>().ok().and_then(Decimal::to_integer).ok_or_else(|| not_a("integer"))?;
    let mut bounded = field.clone();
    let (low, high) = (Decimal::new(lowest, 0), Decimal::new(highest, 0));
    bounded.minimum = Some(field.minimum.map_or(low, |min| min.max(low)));
    bounded.maximum = Some(field.maximum.map_or(high, |max| max.min(high)));
    in_range(&bounded, Decimal::new(whole, 0))?;
    Ok(Value::Integer(whole))
}

/// The schema of [`whole`].
pub(super) fn whole_schema(field: &Field, lowest: i64, highest: i64) -> JsonMap {
    let number = |decimal: Decimal| Json::Number(decimal.into());
    let (low, high) = (Decimal::new(lowest, 0), Decimal::new(highest, 0));
    map([
        ("type", "integer".into()),
        ("minimum", number(field.minimum.map_or(low, |min| min.max(low)))),
        ("maximum", number(field.maximum.map_or(high, |max| max.min(high)))),
    ])
}
