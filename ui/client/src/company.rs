//! The company: its name, its seats, and to whom it belongs.

use gloo_net::http::Method;
use serde_json::json;
use trellis_model::{Json, wire::CompanyInfo};

use crate::{ApiError, Key, Tag, http, path::path};

/// The key of [`company`].
pub fn company_key() -> Key {
    Key::new(path(&["company"]), [Tag::Organization])
}

/// The company of the session.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn company() -> Result<CompanyInfo, ApiError> {
    http::get(&path(&["company"])).await
}

/// Gives the company another name and time zone.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn change(name: &str, time_zone: &str) -> Result<CompanyInfo, ApiError> {
    http::send(Method::PATCH, &path(&["company"]), &json!({ "name": name, "time_zone": time_zone })).await
}

/// Makes another person the super administrator; only the present one can, with their password.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn transfer(to: &str, password: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::POST, &path(&["company", "transfer"]), &json!({ "to": to, "password": password })).await.map(drop)
}
