//! The people who take part in a record.

use gloo_net::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trellis_model::Json;

use crate::{ApiError, http, path::path};

/// Somebody who takes part in a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Member {
    /// The person's id.
    pub user: String,
    /// The person's name.
    #[serde(rename = "user.name", default, skip_serializing)]
    pub name: String,
    /// `read` or `edit`.
    pub right: String,
}

#[derive(Debug, Deserialize)]
struct Team {
    members: Vec<Member>,
}

/// Who takes part in a record.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn team(object: &str, id: &str) -> Result<Vec<Member>, ApiError> {
    http::get::<Team>(&path(&["records", object, id, "team"])).await.map(|team| team.members)
}

/// Says who takes part in a record.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn set_team(object: &str, id: &str, members: &[Member]) -> Result<(), ApiError> {
    let body = json!({ "members": members });
    http::send::<Json>(Method::PUT, &path(&["records", object, id, "team"]), &body).await.map(drop)
}
