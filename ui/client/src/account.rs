//! One's account: codes, registering, passwords, logins, sessions, tokens, preferences.

use gloo_net::http::Method;
use serde::Deserialize;
use serde_json::json;
use trellis_model::{
    Json, JsonMap,
    wire::{Channel, CodeSent, LoginInfo, NewCode, Purpose, Registration, SessionInfo, SignedIn},
};

use crate::{ApiError, Key, Tag, http, path::path, query};

/// A list of things.
#[derive(Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

/// A personal access token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Whether it may only read.
    #[serde(default)]
    pub read_only: bool,
    /// When it was made.
    pub created_at: String,
    /// When it ends; never when absent.
    #[serde(default)]
    pub expires_at: Option<String>,
}

#[derive(Deserialize)]
struct NewToken {
    token: String,
}

/// Whether an address is an e-mail; a mobile otherwise.
pub fn is_email(address: &str) -> bool {
    address.contains('@')
}

/// Has a code sent; gives the seconds to wait before asking again. A refusal for asking too soon carries them as
/// [`ApiError::retry_after`].
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn send_code(address: &str, purpose: Purpose) -> Result<u64, ApiError> {
    let channel = if is_email(address) { Channel::Email } else { Channel::Sms };
    let body = json!(NewCode { channel, address: address.to_owned(), purpose });
    http::send::<CodeSent>(Method::POST, &path(&["auth", "codes"]), &body).await.map(|sent| sent.wait)
}

/// Registers a company and signs in to it.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn register(new: &Registration) -> Result<SignedIn, ApiError> {
    let body = json!(new);
    let signed_in = http::send(Method::POST, &path(&["auth", "register"]), &body).await?;
    query::forget_all();
    Ok(signed_in)
}

/// A new password for a forgotten one; every session of the account ends.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn reset_password(account: &str, code: &str, password: &str) -> Result<(), ApiError> {
    let body = json!({ "account": account.trim(), "code": code.trim(), "password": password });
    http::send::<Json>(Method::POST, &path(&["auth", "reset"]), &body).await.map(drop)
}

/// Changes one's own name, phone, title or picture.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_profile(changes: JsonMap) -> Result<(), ApiError> {
    http::send::<Json>(Method::PATCH, &path(&["me"]), &Json::Object(changes)).await.map(drop)
}

/// Replaces one's preferences.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save_preferences(preferences: JsonMap) -> Result<(), ApiError> {
    http::send::<Json>(Method::PUT, &path(&["me", "preferences"]), &Json::Object(preferences)).await.map(drop)
}

/// Changes the password; every other session ends.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn change_password(current: &str, password: &str) -> Result<(), ApiError> {
    let body = json!({ "current": current, "password": password });
    http::send::<Json>(Method::PUT, &path(&["me", "password"]), &body).await.map(drop)
}

/// The key of [`logins`].
pub fn logins_key() -> Key {
    Key::new(path(&["me", "logins"]), [Tag::Session])
}

/// The e-mail and mobile that one signs in with.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn logins() -> Result<Vec<LoginInfo>, ApiError> {
    http::get::<Items<LoginInfo>>(&path(&["me", "logins"])).await.map(|found| found.items)
}

/// Adds or replaces an e-mail or mobile to sign in with.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn change_login(account: &str, code: &str, password: &str) -> Result<(), ApiError> {
    let body = json!({ "account": account.trim(), "code": code.trim(), "password": password });
    http::send::<Json>(Method::PUT, &path(&["me", "login"]), &body).await.map(drop)
}

/// The key of [`sessions`].
pub fn sessions_key() -> Key {
    Key::new(path(&["me", "sessions"]), [Tag::Session])
}

/// Where one is signed in.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn sessions() -> Result<Vec<SessionInfo>, ApiError> {
    http::get::<Items<SessionInfo>>(&path(&["me", "sessions"])).await.map(|found| found.items)
}

/// Ends one session, or all others when there is no id.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn end_session(id: Option<&str>) -> Result<(), ApiError> {
    let path = match id {
        Some(id) => path(&["me", "sessions", id]),
        None => path(&["me", "sessions"]),
    };
    http::send::<Json>(Method::DELETE, &path, &Json::Null).await.map(drop)
}

/// The key of [`tokens`].
pub fn tokens_key() -> Key {
    Key::new(path(&["me", "tokens"]), [Tag::Session])
}

/// One's personal access tokens.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn tokens() -> Result<Vec<Token>, ApiError> {
    http::get::<Items<Token>>(&path(&["me", "tokens"])).await.map(|found| found.items)
}

/// Makes a token; its text is given this once.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn create_token(name: &str, expires_at: Option<&str>, read_only: bool) -> Result<String, ApiError> {
    let mut body = json!({ "name": name.trim(), "read_only": read_only });
    if let Some(end) = expires_at {
        body["expires_at"] = end.into();
    }
    http::send::<NewToken>(Method::POST, &path(&["me", "tokens"]), &body).await.map(|made| made.token)
}

/// Ends a token.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn delete_token(id: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["me", "tokens", id]), &Json::Null).await.map(drop)
}
