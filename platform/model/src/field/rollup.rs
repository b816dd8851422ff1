//! Roll-ups: what is counted or added up, and what values in memory come to.

use serde::{Deserialize, Serialize};

use super::Shape;
use crate::{Decimal, Json, Value};

/// What a roll-up counts or adds up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rollup {
    /// `<object>.<lookup>`: the records that look this one up; for lines the name of the field that holds them.
    pub relation: String,
    /// How.
    #[serde(rename = "fn")]
    pub function: RollupFunction,
    /// Of which field; not for a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Only of records that pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
}

/// How a roll-up comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollupFunction {
    /// How many.
    Count,
    /// All together.
    Sum,
    /// The smallest or earliest.
    Min,
    /// The largest or latest.
    Max,
}

impl RollupFunction {
    /// What the values of records come to, one value a record, as the database computes it: a sum of nothing is zero, and
    /// there is no smallest or largest of nothing. `shape` is that of the values.
    pub fn over<'v>(self, values: impl Iterator<Item = &'v Value>, shape: Shape) -> Value {
        let is_there = |value: &&Value| !value.is_null();
        match self {
            Self::Count => Value::Integer(i64::try_from(values.count()).unwrap_or(i64::MAX)),
            Self::Sum if shape == Shape::Integer => values.fold(Value::Integer(0), plus),
            Self::Sum => values.fold(Value::Decimal(Decimal::new(0, 0)), plus),
            Self::Min => values.filter(is_there).min_by(|one, other| one.order(other)).cloned().unwrap_or_default(),
            Self::Max => values.filter(is_there).max_by(|one, other| one.order(other)).cloned().unwrap_or_default(),
        }
    }
}

fn plus(sum: Value, value: &Value) -> Value {
    match (sum, value) {
        (Value::Integer(sum), Value::Integer(more)) => Value::Integer(sum.saturating_add(*more)),
        (Value::Decimal(sum), Value::Decimal(more)) => Value::Decimal(sum.plus(*more)),
        (sum, _) => sum,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_to_what_the_database_would_say() {
        let (cents, nothing) = (|mantissa| Value::Decimal(Decimal::new(mantissa, 2)), Value::Null);
        let prices = [cents(10), nothing, cents(20), cents(-5)];
        let over = |function: RollupFunction, count: usize| function.over(prices.iter().take(count), Shape::Decimal(2));
        assert_eq!(over(RollupFunction::Count, 4), Value::Integer(4));
        assert_eq!((over(RollupFunction::Sum, 4), over(RollupFunction::Sum, 0)), (cents(25), cents(0)));
        assert_eq!((over(RollupFunction::Min, 4), over(RollupFunction::Max, 4)), (cents(-5), cents(20)));
        assert_eq!((over(RollupFunction::Min, 0), over(RollupFunction::Max, 0)), (Value::Null, Value::Null));
        let whole = [Value::Integer(2), Value::Integer(3)];
        assert_eq!(RollupFunction::Sum.over(whole.iter(), Shape::Integer), Value::Integer(5));
    }
}
