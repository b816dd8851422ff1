//! The audit log.

use serde::Deserialize;
use trellis_model::Json;

use crate::{
    ApiError, Key, http,
    path::{path, with_query},
};

/// An entry.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Entry {
    /// Its number; none is left out.
    pub seq: i64,
    /// When.
    pub at: String,
    /// Who, by id.
    #[serde(default)]
    pub user: Option<String>,
    /// Who, by name.
    #[serde(rename = "user.name", default)]
    pub user_name: Option<String>,
    /// What happened, for programs.
    pub event: String,
    /// To whom or what.
    #[serde(default)]
    pub target: Json,
    /// The particulars.
    #[serde(default)]
    pub detail: Json,
    /// From which network address.
    #[serde(default)]
    pub address: Option<String>,
}

/// A page of entries, newest first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Page {
    /// The entries.
    pub items: Vec<Entry>,
    /// Where the next page begins.
    #[serde(default)]
    pub next: Option<String>,
}

/// Whether the log is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    /// Whether every entry fits the one before.
    pub ok: bool,
    /// How many there are.
    #[serde(default)]
    pub entries: u32,
    /// The first one that does not fit.
    #[serde(default)]
    pub broken_at: Option<i64>,
}

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditQuery {
    /// Of this person.
    pub user: Option<String>,
    /// Of this kind.
    pub event: Option<String>,
    /// From this day on.
    pub from: Option<String>,
    /// Until this day.
    pub to: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
}

/// How many entries a page has.
const PAGE: &str = "50";

impl AuditQuery {
    fn on(&self, path: String, more: &[(&str, Option<&str>)]) -> String {
        let mut pairs = vec![
            ("user", self.user.as_deref()),
            ("event", self.event.as_deref()),
            ("from", self.from.as_deref()),
            ("to", self.to.as_deref()),
        ];
        pairs.extend_from_slice(more);
        with_query(path, &pairs)
    }

    fn path(&self) -> String {
        self.on(path(&["audit"]), &[("limit", Some(PAGE)), ("cursor", self.cursor.as_deref())])
    }

    /// Where the entries can be had as a file.
    pub fn export_path(&self) -> String {
        self.on(path(&["audit", "export"]), &[("format", Some("csv"))])
    }
}

/// The key of [`list`].
pub fn list_key(query: &AuditQuery) -> Key {
    Key::new(query.path(), [])
}

/// A page of entries.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn list(query: &AuditQuery) -> Result<Page, ApiError> {
    http::get(&query.path()).await
}

/// Checks the whole log.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn verify() -> Result<Verdict, ApiError> {
    http::get(&path(&["audit", "verify"])).await
}
