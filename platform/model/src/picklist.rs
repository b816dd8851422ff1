//! Dictionaries: named lists of options.

use serde::{Deserialize, Serialize};

use crate::Label;

/// A named list of options that fields choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picklist {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The options, in the order that people see and lists sort by.
    pub options: Vec<PicklistOption>,
    /// Another dictionary: which of the options are offered depends on what the record's field of that one holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<String>,
    /// On the wire only: the options are many and were left out; `GET /picklists/{name}` has them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// One option of a [`Picklist`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PicklistOption {
    /// What records keep. Never changes.
    pub code: String,
    /// What people read.
    pub label: Label,
    /// One of [`COLORS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// A retired option stays valid on old records and is refused on new input.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
    /// Chosen for a new record whose field declares no default of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    /// The option that this one stands below, in a dictionary for cascades.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The codes of the other dictionary that it is offered for; for all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
    /// For stages: how likely a win is, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<u8>,
}

/// The colours that an option may have.
pub const COLORS: &[&str] =
    &["gray", "red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "purple", "pink"];

fn yes() -> bool {
    true
}

fn is_yes(flag: &bool) -> bool {
    *flag
}

impl Picklist {
    /// The option with this code, retired or not.
    pub fn option(&self, code: &str) -> Option<&PicklistOption> {
        self.options.iter().find(|option| option.code == code)
    }
}
