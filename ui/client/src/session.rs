//! Who is signed in.

use gloo_net::http::Method;
use serde_json::json;
use trellis_model::{
    Json,
    wire::{Me, SignedIn},
};

use crate::{ApiError, Key, Tag, http, path::path, query};

/// The key of [`me`].
pub fn me_key() -> Key {
    Key::new(path(&["me"]), [Tag::Session])
}

/// The caller: person, company, rights, preferences.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn me() -> Result<Me, ApiError> {
    http::get(&path(&["me"])).await
}

/// Signs in with account and password.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn sign_in(account: &str, password: &str) -> Result<SignedIn, ApiError> {
    let body = json!({ "account": account, "password": password });
    let signed_in = http::send(Method::POST, &path(&["auth", "login"]), &body).await?;
    query::forget_all();
    Ok(signed_in)
}

/// The companies of who is signed in, and the one of this session.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn companies() -> Result<SignedIn, ApiError> {
    http::get(&path(&["auth", "companies"])).await
}

/// Chooses or switches the company.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn choose_company(id: &str) -> Result<SignedIn, ApiError> {
    let signed_in = http::send(Method::POST, &path(&["auth", "company"]), &json!({ "company_id": id })).await?;
    query::forget_all();
    Ok(signed_in)
}

/// Signs out.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn sign_out() -> Result<(), ApiError> {
    http::send::<Json>(Method::POST, &path(&["auth", "logout"]), &Json::Null).await.map(drop)
}
