//! Values in columns, and back.
//!
//! | shape | column |
//! | --- | --- |
//! | text, codes (`;a;b;`), reference (`object:id`), range of days (`from/to`), address | String |
//! | integer, decimal (times ten to its scale), how many lines | Int64 |
//! | date, instant | Date, Datetime in microseconds UTC |
//! | id | UInt128 |

use chrono::{DateTime, NaiveDate};
use polars::prelude::*;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use trellis_model::{Decimal, Value, field::Shape, value::Reference};
use uuid::Uuid;

/// A reference as a column holds it.
pub fn reference_key(target: &Reference) -> String {
    format!("{}:{}", target.object, target.id)
}

/// The record that a reference of a column leads to, when it is one of `object`.
pub fn reference_to(text: &str, object: &str) -> Option<Uuid> {
    Uuid::try_parse(text.strip_prefix(object)?.strip_prefix(':')?).ok()
}

/// Codes as a column holds them.
fn codes_key(codes: &[String]) -> String {
    format!(";{};", codes.join(";"))
}

/// A decimal's mantissa at the column's scale.
fn mantissa(number: Decimal, scale: u8) -> Option<i64> {
    number.exact(scale).map(Decimal::mantissa)
}

/// A column that grows value by value.
pub struct Builder {
    shape: Shape,
    values: Values,
}

enum Values {
    Text(StringChunkedBuilder),
    Bool(BooleanChunkedBuilder),
    Integer(PrimitiveChunkedBuilder<Int64Type>),
    Day(PrimitiveChunkedBuilder<Int32Type>),
    Instant(PrimitiveChunkedBuilder<Int64Type>),
    Id(PrimitiveChunkedBuilder<UInt128Type>),
}

impl Builder {
    /// An empty column for values of a shape.
    pub fn new(name: &str, shape: Shape, capacity: usize) -> Self {
        let name = PlSmallStr::from_str(name);
        let values = match shape {
            Shape::Bool => Values::Bool(BooleanChunkedBuilder::new(name, capacity)),
            Shape::Integer | Shape::Decimal(_) | Shape::Lines => Values::Integer(PrimitiveChunkedBuilder::new(name, capacity)),
            Shape::Date => Values::Day(PrimitiveChunkedBuilder::new(name, capacity)),
            Shape::DateTime => Values::Instant(PrimitiveChunkedBuilder::new(name, capacity)),
            Shape::Id => Values::Id(PrimitiveChunkedBuilder::new(name, capacity)),
            _ => Values::Text(StringChunkedBuilder::new(name, capacity)),
        };
        Self { shape, values }
    }

    /// Adds a value. One of another shape is no value.
    pub fn push(&mut self, value: &Value) {
        let scale = if let Shape::Decimal(scale) = self.shape { scale } else { 0 };
        match (&mut self.values, value) {
            (Values::Text(column), Value::Text(text)) => column.append_value(text),
            (Values::Text(column), Value::Codes(codes)) => column.append_value(codes_key(codes)),
            (Values::Text(column), Value::Reference(target)) => column.append_value(reference_key(target)),
            (Values::Text(column), Value::DateRange(from, to)) => column.append_value(format!("{from}/{to}")),
            (Values::Text(column), Value::Address(address)) => column.append_value(address.encoded()),
            // Whether there is one is all that is ever asked.
            (Values::Text(column), Value::Json(_) | Value::Secret(_)) => column.append_value("1"),
            (Values::Text(column), _) => column.append_null(),
            (Values::Bool(column), Value::Bool(flag)) => column.append_value(*flag),
            (Values::Bool(column), _) => column.append_null(),
            (Values::Integer(column), Value::Integer(number)) => column.append_value(*number),
            (Values::Integer(column), Value::Decimal(number)) => column.append_option(mantissa(*number, scale)),
            (Values::Integer(column), _) => column.append_null(),
            (Values::Day(column), Value::Date(day)) => column.append_value(day.to_epoch_days()),
            (Values::Day(column), _) => column.append_null(),
            (Values::Instant(column), Value::DateTime(at)) => column.append_value(at.timestamp_micros()),
            (Values::Instant(column), _) => column.append_null(),
            (Values::Id(column), Value::Id(id)) => column.append_value(id.as_u128()),
            (Values::Id(column), _) => column.append_null(),
        }
    }

    /// Adds the values of a JSON array, as [`trellis_storage::records::ColumnPage`] has them. One of another shape is no value.
    ///
    /// # Errors
    /// When it is no array of numbers or texts.
    pub fn extend(&mut self, array: &str) -> serde_json::Result<()> {
        let mut json = serde_json::Deserializer::from_str(array);
        json.deserialize_seq(Cells(self))?;
        json.end()
    }

    fn is_number(&self) -> bool {
        matches!(self.values, Values::Bool(_) | Values::Integer(_) | Values::Instant(_))
    }

    fn push_number(&mut self, number: i64) {
        match &mut self.values {
            Values::Bool(column) => column.append_value(number != 0),
            Values::Integer(column) | Values::Instant(column) => column.append_value(number),
            _ => self.push(&Value::Null),
        }
    }

    fn push_text(&mut self, text: &str) {
        match &mut self.values {
            Values::Text(column) => column.append_value(text),
            Values::Day(column) => column.append_option(text.parse::<NaiveDate>().ok().map(|day| day.to_epoch_days())),
            Values::Id(column) => column.append_option(Uuid::try_parse(text).ok().map(|id| id.as_u128())),
            _ => self.push(&Value::Null),
        }
    }

    /// The column.
    pub fn finish(self) -> Column {
        match self.values {
            Values::Text(column) => column.finish().into_column(),
            Values::Bool(column) => column.finish().into_column(),
            Values::Integer(column) => column.finish().into_column(),
            Values::Day(column) => column.finish().into_date().into_column(),
            Values::Instant(column) => column.finish().into_datetime(TimeUnit::Microseconds, None).into_column(),
            Values::Id(column) => column.finish().into_column(),
        }
    }
}

/// The values of an array, one after another into their column.
struct Cells<'a>(&'a mut Builder);

/// One of them.
struct Cell<'a>(&'a mut Builder);

impl<'de> Visitor<'de> for Cells<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        while cells.next_element_seed(Cell(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Cell<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, cell: D) -> Result<(), D::Error> {
        cell.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Cell<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a number or a text")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.push(&Value::Null);
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, cell: D) -> Result<(), D::Error> {
        // Said beforehand, as a number that is not is read as its digits.
        if self.0.is_number() { cell.deserialize_i64(self) } else { cell.deserialize_str(self) }
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.0.push_number(number);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.0.push_number(number),
            Err(_) => self.0.push(&Value::Null),
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.push_text(text);
        Ok(())
    }
}

/// A value to compare a column of this shape with; `None` when the column cannot hold it.
pub fn literal(value: &Value, shape: Shape) -> Option<Expr> {
    let text = |text: String| lit(text);
    Some(match (value, shape) {
        (Value::Text(value), Shape::Text) => text(value.clone()),
        (Value::Codes(codes), Shape::Codes) => text(codes_key(codes)),
        (Value::Reference(target), Shape::Reference) => text(reference_key(target)),
        (Value::DateRange(from, to), Shape::DateRange) => text(format!("{from}/{to}")),
        (Value::Bool(flag), Shape::Bool) => lit(*flag),
        (Value::Integer(number), Shape::Integer) => lit(*number),
        (Value::Decimal(number), Shape::Decimal(scale)) => lit(mantissa(*number, scale)?),
        (Value::Date(day), Shape::Date) => lit(Scalar::new(DataType::Date, AnyValue::Date(day.to_epoch_days()))),
        (Value::DateTime(at), Shape::DateTime) => {
            let unit = TimeUnit::Microseconds;
            lit(Scalar::new(DataType::Datetime(unit, None), AnyValue::Datetime(at.timestamp_micros(), unit, None)))
        }
        (Value::Id(id), Shape::Id) => lit(Scalar::new(DataType::UInt128, AnyValue::UInt128(id.as_u128()))),
        _ => return None,
    })
}

/// A value of a column.
pub fn value(any: &AnyValue<'_>, shape: Shape) -> Value {
    let text = match any {
        AnyValue::String(text) => Some(*text),
        AnyValue::StringOwned(text) => Some(text.as_str()),
        _ => None,
    };
    let read = match (any, shape) {
        (_, Shape::Text) => text.map(|text| Value::Text(text.to_owned())),
        (_, Shape::Codes) => text.map(|text| Value::Codes(text.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect())),
        (_, Shape::Reference) => text
            .and_then(|text| text.split_once(':'))
            .and_then(|(object, id)| Some(Value::Reference(Reference { object: object.to_owned(), id: Uuid::try_parse(id).ok()? }))),
        (AnyValue::Boolean(flag), Shape::Bool) => Some(Value::Bool(*flag)),
        (AnyValue::Int64(number), Shape::Integer) => Some(Value::Integer(*number)),
        (AnyValue::Int64(number), Shape::Decimal(scale)) => Some(Value::Decimal(Decimal::new(*number, scale))),
        (AnyValue::Date(days), Shape::Date) => NaiveDate::from_epoch_days(*days).map(Value::Date),
        (AnyValue::Datetime(micros, ..) | AnyValue::DatetimeOwned(micros, ..), Shape::DateTime) => {
            DateTime::from_timestamp_micros(*micros).map(Value::DateTime)
        }
        (AnyValue::UInt128(key), Shape::Id) => Some(Value::Id(Uuid::from_u128(*key))),
        _ => None,
    };
    read.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_json_fills_a_column() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        let at = day.and_time(chrono::NaiveTime::MIN).and_utc();
        for (shape, json, values) in [
            (
                Shape::Text,
                r#"["a \"b\"\n客户",null,""]"#,
                vec![Value::Text("a \"b\"\n客户".into()), Value::Null, Value::Text(String::new())],
            ),
            (Shape::Bool, "[0,1,null]", vec![Value::Bool(false), Value::Bool(true), Value::Null]),
            (Shape::Integer, "[-999999999999999,0]", vec![Value::Integer(-999_999_999_999_999), Value::Integer(0)]),
            (Shape::Decimal(2), "[-1,null]", vec![Value::Decimal(Decimal::new(-1, 2)), Value::Null]),
            (Shape::Date, r#"["2026-02-28","soon"]"#, vec![Value::Date(day), Value::Null]),
            (Shape::DateTime, "[1772236800000000]", vec![Value::DateTime(at)]),
            (Shape::Id, r#"["00000000-0000-0000-0000-000000000007",null]"#, vec![Value::Id(Uuid::from_u128(7)), Value::Null]),
            (Shape::Codes, r#"[";a;b;"]"#, vec![Value::Codes(vec!["a".into(), "b".into()])]),
        ] {
            let mut builder = Builder::new("it", shape, values.len());
            builder.extend(json).unwrap();
            let column = builder.finish();
            let found: Vec<Value> = (0..column.len()).map(|at| value(&column.get(at).unwrap(), shape)).collect();
            assert_eq!(found, values, "{shape:?}");
        }
        assert!(Builder::new("it", Shape::Text, 0).extend("[1]").is_err());
    }

    #[test]
    fn values_come_back_as_they_were() {
        let day = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
        let target = Reference { object: "customer".into(), id: Uuid::from_u128(7) };
        for (shape, values) in [
            (Shape::Text, vec![Value::Text("客户".into()), Value::Null]),
            (Shape::Bool, vec![Value::Bool(true), Value::Bool(false), Value::Null]),
            (Shape::Integer, vec![Value::Integer(-999_999_999_999_999), Value::Null]),
            (Shape::Decimal(2), vec![Value::Decimal(Decimal::new(-1, 2)), Value::Null]),
            (Shape::Date, vec![Value::Date(day), Value::Null]),
            (Shape::DateTime, vec![Value::DateTime(day.and_time(chrono::NaiveTime::MIN).and_utc()), Value::Null]),
            (Shape::Id, vec![Value::Id(Uuid::nil()), Value::Id(Uuid::max()), Value::Null]),
            (Shape::Codes, vec![Value::Codes(vec!["a".into(), "b".into()]), Value::Null]),
            (Shape::Reference, vec![Value::Reference(target), Value::Null]),
        ] {
            let mut builder = Builder::new("it", shape, values.len());
            values.iter().for_each(|value| builder.push(value));
            let column = builder.finish();
            for (at, expected) in values.iter().enumerate() {
                assert_eq!(&value(&column.get(at).unwrap(), shape), expected);
            }
        }
    }
}
