//! Many operations in one transaction: all or nothing.

use trellis_model::{Json, JsonMap, Object, Violation, violation::Code};
use trellis_storage::Conn;
use uuid::Uuid;

use super::{create, delete, update};
use crate::{Cx, Error, Result};

/// The most operations of a batch.
pub const MOST: usize = 1000;

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// A new record.
    Create {
        /// Its fields.
        record: JsonMap,
    },
    /// A change.
    Update {
        /// Which record.
        id: Uuid,
        /// The changed fields.
        record: JsonMap,
    },
    /// A deletion.
    Delete {
        /// Which record.
        id: Uuid,
    },
}

impl Operation {
    /// Reads `{"op":"create","record":{…}}`, `{"op":"update","id":…,"record":{…}}` or `{"op":"delete","id":…}`.
    ///
    /// # Errors
    /// The violation, from the operation's root.
    pub fn parse(json: &Json) -> Result<Self, Violation> {
        let map = json.as_object().ok_or_else(|| Violation::at("", Code::Shape).with("expected", "object"))?;
        let record = || match map.get("record") {
            Some(Json::Object(record)) => Ok(record.clone()),
            _ => Err(Violation::new("record", Code::Type).with("expected", "object")),
        };
        let id = || {
            let id = map.get("id").and_then(Json::as_str).and_then(trellis_model::field::lookup::parse_id);
            id.ok_or_else(|| Violation::new("id", Code::Format).with("expected", "id"))
        };
        let (operation, keys): (_, &[&str]) = match map.get("op").and_then(Json::as_str) {
            Some("create") => (Self::Create { record: record()? }, &["op", "record"]),
            Some("update") => (Self::Update { id: id()?, record: record()? }, &["op", "id", "record"]),
            Some("delete") => (Self::Delete { id: id()? }, &["op", "id"]),
            other => return Err(Violation::new("op", Code::Option).with("value", other.unwrap_or_default())),
        };
        match map.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => Err(trellis_model::record::unknown_field(key, keys.iter().copied())),
            None => Ok(operation),
        }
    }
}

/// Carries out the operations in order; gives the ids in the same order.
///
/// # Errors
/// That of the first operation that fails, its violations below `/operations/<n>`; nothing is kept then.
pub async fn batch(cx: &Cx, conn: &mut Conn, object: &Object, operations: &[Operation]) -> Result<Vec<Uuid>> {
    if operations.len() > MOST {
        return Err(Error::invalid(Violation::new("operations", Code::TooMany).with("max", MOST)));
    }
    let mut ids = Vec::with_capacity(operations.len());
    for (at, operation) in operations.iter().enumerate() {
        let outcome = match operation {
            Operation::Create { record } => create(cx, conn, object, record).await.map(|record| record.id()),
            Operation::Update { id, record } => update(cx, conn, object, *id, record, None).await.map(|_| *id),
            Operation::Delete { id } => delete(cx, conn, object, *id, None).await.map(|()| *id),
        };
        ids.push(outcome.map_err(|error| under(error, at))?);
    }
    Ok(ids)
}

fn under(error: Error, at: usize) -> Error {
    match error {
        Error::Invalid(violations) => {
            let pointer = format!("/operations/{at}/record");
            Error::Invalid(violations.into_iter().map(|violation| violation.under(&pointer)).collect())
        }
        other => other,
    }
}
