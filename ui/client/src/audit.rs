//! The audit log.

use serde::Deserialize;
use trellis_model::wire::{AuditCheck, AuditEntry};

use crate::{
    ApiError, Key, http,
    path::{path, with_query},
};

/// A page of entries, newest first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Page {
    /// The entries.
    pub items: Vec<AuditEntry>,
    /// Where the next page begins.
    #[serde(default)]
    pub next: Option<String>,
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
pub async fn verify() -> Result<AuditCheck, ApiError> {
    http::get(&path(&["audit", "verify"])).await
}
