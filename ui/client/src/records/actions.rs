//! Business actions, and many changes at once.

use gloo_net::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trellis_model::{Json, JsonMap};

use crate::{ApiError, http, path::path};

/// What became of many records.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Bulk {
    /// The ids of those that it was done to.
    #[serde(default)]
    pub done: Vec<String>,
    /// The others, and why.
    #[serde(default)]
    pub refused: Vec<Refusal>,
}

/// One record that a bulk action left alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// Its id.
    pub id: String,
    /// Why, for programs.
    pub code: String,
    /// Why, in the reader's language.
    pub message: String,
}

/// Runs a business action on one record.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn act(object: &str, id: &str, action: &str, params: JsonMap) -> Result<Json, ApiError> {
    http::send(Method::POST, &path(&["records", object, id, "actions", action]), &Json::Object(params)).await
}

/// Runs a business action on many records.
///
/// # Errors
/// When the server refuses or cannot be reached; single refusals are part of the result.
pub async fn act_on_many(object: &str, ids: &[String], action: &str, params: JsonMap) -> Result<Bulk, ApiError> {
    let body = json!({ "ids": ids, "params": params });
    http::send(Method::POST, &path(&["records", object, "actions", action]), &body).await
}

/// One operation of a batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Operation {
    /// A new record.
    Create {
        /// Its values.
        values: JsonMap,
    },
    /// A change.
    Update {
        /// Of which record.
        id: String,
        /// The changed values.
        values: JsonMap,
    },
    /// A deletion.
    Delete {
        /// Of which record.
        id: String,
    },
}

/// Up to a thousand operations, all or none.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn batch(object: &str, operations: &[Operation]) -> Result<Json, ApiError> {
    http::send(Method::POST, &path(&["records", object, "batch"]), &json!({ "operations": operations })).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_by_op() {
        let delete = Operation::Delete { id: "x".into() };
        assert_eq!(serde_json::to_value(delete).unwrap(), json!({ "op": "delete", "id": "x" }));
    }
}
