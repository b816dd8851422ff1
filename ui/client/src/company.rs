//! The company: its name, its seats, and to whom it belongs.

use gloo_net::http::Method;
use serde::Deserialize;
use serde_json::json;
use trellis_model::Json;

use crate::{ApiError, Key, Tag, http, path::path};

/// The company of the session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whoever may do everything in it.
    pub super_admin: Person,
    /// How many people can be active.
    pub seats: Seats,
    /// The edition, for programs: `free`, …
    #[serde(default)]
    pub edition: String,
}

/// A person by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// Seats that are taken and that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Seats {
    /// Taken.
    pub used: u32,
    /// There are.
    pub total: u32,
}

/// The key of [`company`].
pub fn company_key() -> Key {
    Key::new(path(&["company"]), [Tag::Organization])
}

/// The company of the session.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn company() -> Result<Company, ApiError> {
    http::get(&path(&["company"])).await
}

/// Makes another person the super administrator; only the present one can, with their password.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn transfer(to: &str, password: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::POST, &path(&["company", "transfer"]), &json!({ "to": to, "password": password })).await.map(drop)
}
