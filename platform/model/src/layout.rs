//! Layouts: how a record's form and page are arranged.

use serde::{Deserialize, Serialize};

use crate::Label;

/// How the form and the page of a record are arranged.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The roles whose people have this layout; the one called `default` is everybody else's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The tabs that sections stand in; all in one when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tabs: Vec<Tab>,
    /// The sections of form and details, top down.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The key figures below the record's name, at most four.
    #[serde(default)]
    pub highlights: Vec<String>,
    /// The picklist field that is shown as a path of stages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The lists of records that look this one up.
    #[serde(default)]
    pub related: Vec<RelatedList>,
    /// The fields of the short form that other records' forms open.
    #[serde(default)]
    pub quick_create: Vec<String>,
}

/// A titled group of fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name, unique in the layout.
    pub name: String,
    /// Its title.
    pub label: Label,
    /// One or two.
    #[serde(default = "two")]
    pub columns: u8,
    /// The fields in order.
    pub fields: Vec<String>,
    /// The tab that it stands in; the first when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
    /// The condition under which it is shown; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible: Option<String>,
}

/// A tab of a record's page and form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tab {
    /// Its name, unique in the layout.
    pub name: String,
    /// Its title.
    pub label: Label,
}

fn two() -> u8 {
    2
}

/// The records of another object that look this one up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedList {
    /// `<object>.<lookup field>`
    pub relation: String,
    /// Its title; the other object's label when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The columns.
    pub columns: Vec<String>,
}
