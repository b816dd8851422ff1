//! The ready-made policy.

use std::sync::OnceLock;

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use trellis_model::{Json, JsonMap, Label};

use crate::{LineError, PolicyLine};

#[derive(RustEmbed)]
#[folder = "../../policies"]
struct Embedded;

/// What everybody with a role may do, whatever the role. Not a role that one gives.
pub(crate) const EVERYONE: &str = "everyone";

/// A ready-made role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its name in policies.
    #[serde(default)]
    pub name: String,
    /// What people read.
    pub label: Label,
    /// What it is for.
    pub description: Label,
}

/// A line of a file, or what stands there instead.
pub(crate) struct FileLine {
    /// The file, from the policy folder.
    pub file: String,
    /// Counted from one.
    pub number: usize,
    /// What it says.
    pub line: Result<PolicyLine, LineError>,
}

/// The ready-made roles, in the order in which they are offered.
pub fn roles() -> Vec<Role> {
    let declared: JsonMap = serde_json::from_str(&text("roles.json")).unwrap_or_default();
    let role = |(name, json): (String, Json)| {
        let role: Role = serde_json::from_value(json).ok()?;
        Some(Role { name, ..role })
    };
    declared.into_iter().filter_map(role).collect()
}

/// Casbin's model.
pub(crate) fn model() -> String {
    text("model.conf")
}

/// The shipped lines that can be read; a test holds that all can.
pub(crate) fn lines() -> &'static [PolicyLine] {
    static LINES: OnceLock<Vec<PolicyLine>> = OnceLock::new();
    LINES.get_or_init(|| file_lines().into_iter().filter_map(|line| line.line.ok()).collect())
}

/// Every line of every role's file.
pub(crate) fn file_lines() -> Vec<FileLine> {
    let files = Embedded::iter().filter(|path| path.ends_with(".csv") && !path.contains('/'));
    files.flat_map(|path| rows(&path).into_iter().map(move |(number, row)| (path.to_string(), number, row))).map(read).collect()
}

fn read((file, number, row): (String, usize, String)) -> FileLine {
    FileLine { file, number, line: row.parse() }
}

/// The rows of a file with their numbers, without comments and blank ones.
pub(crate) fn rows(path: &str) -> Vec<(usize, String)> {
    let text = text(path);
    let rows = text.lines().enumerate().map(|(index, row)| (index + 1, row.trim().to_owned()));
    rows.filter(|(_, row)| !row.is_empty() && !row.starts_with('#')).collect()
}

fn text(path: &str) -> String {
    let file = Embedded::get(path).map(|file| file.data.into_owned()).unwrap_or_default();
    String::from_utf8(file).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_labels_and_a_file() {
        let names: Vec<String> = roles().into_iter().map(|role| role.name).collect();
        assert_eq!(names, ["sysadmin", "sales_manager", "sales", "analyst", "office"]);
        for name in &names {
            assert!(lines().iter().any(|line| line.role() == name), "{name}");
        }
    }

    #[test]
    fn every_line_reads_and_stands_in_its_role_s_file() {
        for FileLine { file, number, line } in file_lines() {
            let line = line.unwrap_or_else(|error| panic!("{file}:{number}: {error}"));
            assert_eq!(file, format!("{}.csv", line.role()), "line {number}");
        }
    }
}
