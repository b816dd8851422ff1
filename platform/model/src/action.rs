//! Business actions as declarations name them. The code behind a name is registered by a module.

use serde::{Deserialize, Serialize};

use crate::{Json, Label};

/// A business action on records of an object. Its name is a permission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its name, unique in the object.
    #[serde(default)]
    pub name: String,
    /// What the button says.
    pub label: Label,
    /// A lucide icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Where it is offered.
    pub placement: Vec<Placement>,
    /// The first thing to do with such a record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub primary: bool,
    /// Offered and allowed only for records that pass this filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Json>,
    /// The question asked before it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<Label>,
    /// Its parameters, declared like an object's fields; the dialog is drawn from them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub params: Option<Json>,
}

/// Where an action is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// On the record's page.
    Record,
    /// On chosen rows of a list.
    Bulk,
}
