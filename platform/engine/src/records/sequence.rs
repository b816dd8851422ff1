//! Numbers given by the system: no gaps on a quiet day, no duplicates ever.

use chrono::NaiveDate;
use trellis_model::{Field, Value, field::Shape};
use trellis_storage::{Arg, Conn};

use crate::{Error, Result};

/// The next number of an `auto_number` field, taken in the caller's transaction.
pub async fn next(conn: &mut Conn, object: &str, field: &Field, day: NaiveDate) -> Result<Value> {
    let Some(sequence) = &field.sequence else { return Ok(Value::Null) };
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_sequence").push(" AS s (\"object\", \"field\", \"period\", \"value\") VALUES (");
    sql.args([object, &field.id, &sequence.period(day)].map(|text| Arg::Text(text.to_owned())));
    sql.push(", 1) ON CONFLICT (\"object\", \"field\", \"period\") DO UPDATE SET \"value\" = s.\"value\" + 1 RETURNING \"value\"");
    let row = conn.fetch_changed(&sql, &[Shape::Integer]).await?;
    let number = match row.first().map(Vec::as_slice) {
        Some([Value::Integer(number)]) => number.unsigned_abs(),
        _ => return Err(Error::Internal(format!("no number for {object}.{}", field.name))),
    };
    Ok(sequence.format(number, day).map_or(Value::Null, Value::Text))
}
