//! Pages: rows as JSON text, and the cursor to the next.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use trellis_model::{Decimal, Json, Value, field::Shape, value::Reference};
use trellis_storage::records::Sort;
use uuid::Uuid;

use super::query::Shown;
use crate::{Error, Reason, Result};

/// A page of records, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The records as a JSON array.
    pub items: String,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many records there are in all, if that was asked.
    pub count: Option<Count>,
}

/// How many records a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// So many.
    pub value: u64,
    /// Whether there are no more than that.
    pub exact: bool,
}

impl Page {
    /// The reply's body.
    pub fn to_json(&self) -> String {
        let next = self.next.as_ref().map_or_else(|| "null".to_owned(), |next| format!("\"{next}\""));
        let count = self.count.map(|count| format!(",\"count\":{{\"value\":{},\"exact\":{}}}", count.value, count.exact));
        format!("{{\"items\":{},\"next\":{next}{}}}", self.items, count.unwrap_or_default())
    }
}

/// Writes rows as a JSON array of objects. Rows may be longer than the columns.
pub fn write_rows(rows: Vec<Vec<Value>>, shown: &[Shown<'_>]) -> String {
    let mut out = String::with_capacity(rows.len() * 256 + 2);
    out.push('[');
    for (at, row) in rows.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_row(row, shown, &mut out);
    }
    out.push(']');
    out
}

/// Writes one row as a JSON object.
pub fn write_row(row: Vec<Value>, shown: &[Shown<'_>], out: &mut String) {
    out.push('{');
    for (at, (column, value)) in shown.iter().zip(row).enumerate() {
        if at > 0 {
            out.push(',');
        }
        // Names are checked metadata: nothing in them needs escaping.
        out.push('"');
        out.push_str(&column.name);
        out.push_str("\":");
        column.show(value).write_json(out);
    }
    out.push('}');
}

/// The cursor behind a row's sort values and id.
pub fn cursor(order: &str, values: &[Value]) -> String {
    let values: Vec<Json> = values.iter().map(Value::to_json).collect();
    URL_SAFE_NO_PAD.encode(Json::from(vec![Json::from(order), Json::from(values)]).to_string())
}

/// Reads a cursor of a list in this order.
pub fn cursor_values(text: &str, order: &str, sort: &[Sort<'_>]) -> Result<Vec<Value>> {
    let invalid = || Error::Malformed(Reason::Cursor);
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| invalid())?;
    let (own, values): (String, Vec<Json>) = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
    if own != order || values.len() != sort.len() + 1 {
        return Err(invalid());
    }
    let shapes = sort.iter().map(|sort| sort.column.shape()).chain(std::iter::once(Shape::Id));
    values.iter().zip(shapes).map(|(json, shape)| read(json, shape).ok_or_else(invalid)).collect()
}

/// A value as [`Value::to_json`] wrote it.
fn read(json: &Json, shape: Shape) -> Option<Value> {
    if json.is_null() {
        return Some(Value::Null);
    }
    Some(match shape {
        Shape::Bool => Value::Bool(json.as_bool()?),
        Shape::Integer => Value::Integer(json.as_i64()?),
        Shape::Decimal(scale) => {
            let Json::Number(number) = json else { return None };
            Value::Decimal(number.to_string().parse::<Decimal>().ok()?.exact(scale)?)
        }
        Shape::Text => Value::Text(json.as_str().filter(|text| !text.contains('\0'))?.to_owned()),
        Shape::Date => Value::Date(trellis_model::field::date::parse_date(json.as_str()?)?),
        Shape::DateTime => Value::DateTime(trellis_model::field::datetime::parse_instant(json.as_str()?)?),
        Shape::Id => Value::Id(Uuid::try_parse(json.as_str()?).ok()?),
        Shape::DateRange => {
            let day = |at: usize| trellis_model::field::date::parse_date(json.get(at)?.as_str()?);
            Value::DateRange(day(0)?, day(1)?)
        }
        Shape::Codes | Shape::Address | Shape::Json | Shape::Secret | Shape::Lines => return None,
        Shape::Reference => {
            let (object, id) = (json.get("object")?.as_str()?, json.get("id")?.as_str()?);
            Value::Reference(Reference { object: object.to_owned(), id: Uuid::try_parse(id).ok()? })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_json_object() {
        let page = Page { items: "[]".into(), next: Some("abc".into()), count: Some(Count { value: 3, exact: true }) };
        assert_eq!(page.to_json(), r#"{"items":[],"next":"abc","count":{"value":3,"exact":true}}"#);
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        let good = cursor("", &[Value::Id(Uuid::nil())]);
        assert_eq!(cursor_values(&good, "", &[]).unwrap(), [Value::Id(Uuid::nil())]);
        for bad in ["", "!!!", "bm9uZQ", &cursor("name", &[Value::Id(Uuid::nil())]), &cursor("", &[Value::Null, Value::Null])] {
            assert!(matches!(cursor_values(bad, "", &[]), Err(Error::Malformed(Reason::Cursor))), "{bad}");
        }
    }
}
