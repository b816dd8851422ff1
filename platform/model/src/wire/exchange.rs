//! Search across objects, and tables of records on their way in.

use serde::{Deserialize, Serialize};

/// A record with the keyword: an item of `GET /search`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Its object.
    pub object: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The field that has the keyword, when it is not the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What stands there, around the keyword.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A table of records on its way in: `GET /imports/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportInfo {
    /// Its id.
    pub id: String,
    /// The object whose records they become.
    pub object: String,
    /// The name of the file.
    pub file: String,
    /// Where it stands.
    pub status: ImportStatus,
    /// How many rows there are below the titles.
    pub rows: u32,
    /// The columns in order.
    pub columns: Vec<ImportColumn>,
    /// What happens to rows whose records are there already.
    pub duplicates: Duplicates,
    /// How many rows are behind it, in the check or the run that goes on or ended last.
    pub done: u32,
    /// What became of them, or would.
    pub counts: ImportCounts,
    /// The first of the refused rows.
    #[serde(default)]
    pub problems: Vec<ImportProblem>,
    /// Why it could not go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// When it was begun.
    pub created_at: String,
    /// When it last went on.
    pub updated_at: String,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// Its title.
    pub title: String,
    /// Some of its cells.
    pub samples: Vec<String>,
    /// The field that it fills, or `id`; none when it is left out.
    pub field: Option<String>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// Its columns are being given their fields.
    Mapping,
    /// It is being tried.
    Checking,
    /// It was tried.
    Checked,
    /// It is being carried out.
    Running,
    /// It was carried out.
    Done,
    /// It could not go on.
    Failed,
}

impl ImportStatus {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mapping => "mapping",
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Whether it goes on by itself.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Checking | Self::Running)
    }
}

/// What happens to a row whose record is there already, as the object's sets of duplicate fields tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// The record stays as it is.
    #[default]
    Skip,
    /// The record takes what the row says; empty cells change nothing.
    Update,
    /// Another record is made.
    Create,
}

/// What became of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Rows that became records.
    pub created: u32,
    /// Rows that changed a record.
    pub updated: u32,
    /// Rows whose record was there already.
    pub skipped: u32,
    /// Rows with something wrong.
    pub refused: u32,
}

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProblem {
    /// The row's number in the file, from one.
    pub row: u32,
    /// The title of the column, when it is about one.
    pub column: Option<String>,
    /// What is wrong, in the language of who imports.
    pub message: String,
}

/// The body of `PUT /imports/{id}/mapping`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// For each column in order the field that it fills, `id`, or nothing.
    pub columns: Vec<Option<String>>,
    /// What happens to rows whose records are there already.
    #[serde(default)]
    pub duplicates: Duplicates,
}
