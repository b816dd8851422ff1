//! Search across objects.

use serde::{Deserialize, Serialize};

/// A record with the keyword: an item of `GET /search`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Its object.
    pub object: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The field that has the keyword, when it is not the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What stands there, around the keyword.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
