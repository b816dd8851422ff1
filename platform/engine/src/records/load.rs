//! Whole records at once, for example companies: no checks of fields, no entry in the change log, and therefore for the
//! super administrator alone.

use trellis_model::{Object, Record, Value};
use trellis_storage::{Conn, records};

use crate::{Cx, Error, Reason, Result};

/// Inserts records as they are; what the system sets is filled in where it is missing.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but the super administrator.
pub async fn load(cx: &Cx, conn: &mut Conn, object: &Object, mut records: Vec<Record>) -> Result<()> {
    if !cx.access.is_super() {
        return Err(Error::Forbidden(Reason::NotAllowed));
    }
    for record in &mut records {
        let created = match record.get("created_at") {
            Value::Null => Value::DateTime(cx.now),
            at => at.clone(),
        };
        let by = record.0.entry("created_by".to_owned()).or_insert(Value::Id(cx.user)).clone();
        record.set("updated_at", created.clone());
        record.set("created_at", created);
        record.set("updated_by", by);
        record.set("version", Value::Integer(1));
        if record.get("id").is_null() {
            record.set("id", Value::Id(cx.new_id()));
        }
    }
    records::insert_rows(conn, object, &records).await?;
    Ok(())
}
