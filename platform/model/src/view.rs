//! List views: which records, which columns, in which order.

use serde::{Deserialize, Serialize};

use crate::{Json, Label};

/// A list view of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListView {
    /// Its name, unique in the object.
    #[serde(default)]
    pub name: String,
    /// What people read.
    pub label: Label,
    /// How it is drawn.
    #[serde(default)]
    pub kind: ViewKind,
    /// Which records, as the API's filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
    /// The columns, the record's name first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// As the API's `sort`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// For a kanban: the picklist field whose options are the columns. For a calendar: the date or moment whose day a record
    /// stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The roles whose people are offered it; everybody when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// One of the scenes that every owned object has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scene: bool,
}

/// How a list view is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewKind {
    /// Rows and columns.
    #[default]
    Table,
    /// Cards in columns by an option.
    Kanban,
    /// Records on the days of a month.
    Calendar,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// A field, or a path through one lookup.
    pub field: String,
    /// Width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u16>,
}

/// An object's `views.json`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Views {
    /// Columns of every view that names none.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// Order of every view that names none.
    #[serde(default)]
    pub sort: Option<String>,
    /// Whether the scenes (mine, taking part, my department's) are offered. An object without owners never has them.
    #[serde(default)]
    pub scenes: bool,
    /// Names of views in the order that people see; those that it does not name follow as they are declared.
    #[serde(default)]
    pub order: Vec<String>,
    /// The views by name.
    #[serde(default)]
    pub views: serde_json::Map<String, Json>,
}

impl ListView {
    /// The scenes of an owned object, in the order of their tabs; only *all* for others.
    pub fn scenes(owned: bool, participants: bool) -> Vec<Self> {
        let scene = |name: &str, label: Label, filter: Option<Json>| Self {
            name: name.to_owned(),
            label,
            kind: ViewKind::Table,
            filter,
            columns: Vec::new(),
            sort: None,
            group: None,
            roles: Vec::new(),
            scene: true,
        };
        let mut scenes = Vec::new();
        if owned {
            scenes.push(scene("mine", Label::new("我负责的", "Mine"), Some(serde_json::json!({ "owner": { "eq": "$me" } }))));
        }
        if owned && participants {
            let filter = serde_json::json!({ "team": { "eq": "$me" } });
            scenes.push(scene("participating", Label::new("我参与的", "Taking part"), Some(filter)));
        }
        if owned {
            let filter = serde_json::json!({ "owner.department": { "in": "$my_departments" } });
            scenes.push(scene("department", Label::new("我部门的", "My department's"), Some(filter)));
        }
        scenes.push(scene("all", Label::new("全部", "All"), None));
        scenes
    }
}
