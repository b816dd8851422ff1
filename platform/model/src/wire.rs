//! What the API says about objects, as the interface and other clients read it.

mod access;
mod exchange;
mod organization;

use serde::{Deserialize, Serialize};

pub use access::*;
pub use exchange::*;
pub use organization::*;

use crate::{
    Action, Field, Json, Label, Layout, ListView, Picklist, Violation,
    object::{Options, Rule},
};

/// What a caller may see of an object: `GET /objects/{object}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectInfo {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The app that it belongs to.
    pub app: String,
    /// What it can do.
    pub options: Options,
    /// The fields that the caller may see, in order, system fields last; each with the caller's level.
    pub fields: Vec<Field>,
    /// List views, scenes first.
    pub views: Vec<ListView>,
    /// The layout of form and page.
    pub layout: Layout,
    /// The actions that the caller may run on some records.
    pub actions: Vec<Action>,
    /// What must hold between the fields, as far as the caller sees all that it is judged by; the others are the server's.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// What the caller may do with some records: `view create edit delete transfer …`.
    pub can: Vec<String>,
}

/// What somebody may do with a field, each level including the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldLevel {
    /// Absent everywhere.
    Hidden,
    /// Shown masked; usable for nothing else.
    Masked,
    /// Shown.
    Read,
    /// Shown and changed.
    Edit,
}

/// An app: a group of the rail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What people read.
    pub label: Label,
    /// A lucide icon.
    pub icon: String,
    /// Its objects in order.
    pub objects: Vec<String>,
}

/// `GET /objects`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectList {
    /// The objects that the caller may view.
    pub items: Vec<ObjectInfo>,
    /// Never more than one page.
    pub next: Option<String>,
    /// The apps in order.
    pub apps: Vec<App>,
    /// Every dictionary.
    pub picklists: Vec<Picklist>,
    /// The version of the metadata.
    pub version: i64,
    /// Where the company's calendar days begin and end: an IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
}

/// A company that an account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the person may enter it.
    #[serde(default)]
    pub state: CompanyState,
}

/// Whether somebody may enter a company that they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanyState {
    /// They may.
    #[default]
    Active,
    /// No role yet.
    Inactive,
    /// Departed, or shut out.
    Disabled,
}

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To register a company.
    Register,
    /// To set a new password.
    Reset,
    /// To sign in with another address.
    Bind,
}

impl Purpose {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Reset => "reset",
            Self::Bind => "bind",
        }
    }
}

/// What carries a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Mail.
    Email,
    /// A text message.
    Sms,
}

/// The body of `POST /auth/codes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCode {
    /// How it is to be sent.
    pub channel: Channel,
    /// Where to.
    pub address: String,
    /// What for.
    pub purpose: Purpose,
}

/// The reply to `POST /auth/codes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// Seconds until another one can be asked for.
    pub wait: u64,
}

/// The body of `POST /auth/register`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The company's name.
    pub company: String,
    /// The person's name.
    pub name: String,
    /// E-mail address or mobile number.
    pub account: String,
    /// The code that was sent there.
    pub code: String,
    /// The password: of the account if there is one, otherwise a new one.
    pub password: String,
}

/// The body of `POST /auth/reset` and `PUT /me/login`: in the one a new password, in the other one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proved {
    /// E-mail address or mobile number.
    pub account: String,
    /// The code that was sent there.
    pub code: String,
    /// The password.
    pub password: String,
}

/// The body of `PUT /me/password`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present password.
    pub current: String,
    /// The new one.
    pub password: String,
}

/// One of the caller's sessions: `GET /me/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Its id.
    pub id: String,
    /// What the browser said that it is.
    pub agent: String,
    /// The network address that it was begun from.
    pub address: String,
    /// When it was begun.
    pub created_at: String,
    /// When it was last used, to five minutes.
    pub seen_at: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Something that the caller signs in with: `GET /me/logins`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginInfo {
    /// The address or number.
    pub login: String,
    /// `email` or `phone`.
    pub kind: String,
}

/// The reply to `POST /auth/login` and `/auth/company`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The companies of the account, by name.
    pub companies: Vec<Company>,
    /// The one that the session is bound to now.
    pub company: Option<Company>,
}

/// `GET /me`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The person: `id`, `name`, `department`, `email`, `phone`.
    pub user: Json,
    /// The company of this session.
    pub company: Company,
    /// The account's companies, to switch to.
    pub companies: Vec<Company>,
    /// Names of the roles.
    pub roles: Vec<String>,
    /// Whether this is the super administrator.
    pub super_admin: bool,
    /// By object, the actions that are allowed on some records, with their scope.
    pub permissions: serde_json::Map<String, Json>,
    /// Language, skin and the like.
    pub preferences: Json,
}

/// An error reply (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problem {
    /// Always `about:blank`: the code says what happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in the caller's language.
    #[serde(default)]
    pub detail: String,
    /// What happened, for programs.
    pub code: String,
    /// What is wrong with the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One thing wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemField {
    /// JSON pointer into the input.
    pub pointer: String,
    /// What is wrong, for programs.
    pub code: String,
    /// What is wrong, in the caller's language.
    pub message: String,
}

impl ProblemField {
    /// A violation in the caller's language.
    pub fn new(violation: &Violation, language: crate::Language) -> Self {
        Self { pointer: violation.pointer.clone(), code: violation.code.as_str().to_owned(), message: violation.message(language) }
    }
}
