//! One's account: codes, registering, passwords, logins, sessions, tokens, preferences.

use gloo_net::http::Method;
use serde::Deserialize;
use serde_json::json;
use trellis_model::{Json, JsonMap, wire::SignedIn};

use crate::{ApiError, Key, Tag, http, path::path, query};

/// What a code is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Registering a company.
    Register,
    /// A forgotten password.
    Reset,
    /// Another e-mail or mobile to sign in with.
    Bind,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Reset => "reset",
            Self::Bind => "bind",
        }
    }
}

#[derive(Deserialize)]
struct Wait {
    wait: u32,
}

/// A list of things.
#[derive(Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

/// An e-mail or mobile that one signs in with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Login {
    /// The address.
    pub login: String,
    /// `email` or `phone`.
    pub kind: String,
}

/// A browser in which one is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// What the browser says of itself.
    #[serde(default)]
    pub agent: Option<String>,
    /// The network address.
    #[serde(default)]
    pub address: Option<String>,
    /// Since when.
    pub created_at: String,
    /// When it was last used.
    #[serde(default)]
    pub seen_at: Option<String>,
    /// Whether it is this one.
    #[serde(default)]
    pub current: bool,
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

/// What registering a company needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registration {
    /// The company's name.
    pub company: String,
    /// The person's name.
    pub name: String,
    /// E-mail or mobile.
    pub account: String,
    /// The code that was sent there.
    pub code: String,
    /// The password.
    pub password: String,
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
pub async fn send_code(address: &str, purpose: Purpose) -> Result<u32, ApiError> {
    let channel = if is_email(address) { "email" } else { "sms" };
    let body = json!({ "channel": channel, "address": address, "purpose": purpose.name() });
    http::send::<Wait>(Method::POST, &path(&["auth", "codes"]), &body).await.map(|wait| wait.wait)
}

/// Registers a company and signs in to it.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn register(new: &Registration) -> Result<SignedIn, ApiError> {
    let body = json!({
        "company": new.company.trim(), "name": new.name.trim(), "account": new.account.trim(), "code": new.code.trim(),
        "password": new.password,
    });
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
pub async fn logins() -> Result<Vec<Login>, ApiError> {
    http::get::<Items<Login>>(&path(&["me", "logins"])).await.map(|found| found.items)
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
pub async fn sessions() -> Result<Vec<Session>, ApiError> {
    http::get::<Items<Session>>(&path(&["me", "sessions"])).await.map(|found| found.items)
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
