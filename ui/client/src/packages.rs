//! The company's changes as a package, and what of them no longer fits what the product ships.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trellis_model::Json;
use web_sys::File;

use crate::{
    ApiError, Key, Tag,
    designer::Plan,
    http,
    path::{path, with_query},
};

/// What importing a package does, or would do.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Imported {
    /// What publishing it does.
    #[serde(default)]
    pub plan: Plan,
    /// Where the company and the package both changed the same.
    #[serde(default)]
    pub conflicts: Vec<Conflict>,
    /// The version that it became; none when nothing changed or only the plan was asked for.
    #[serde(default)]
    pub version: Option<i64>,
}

/// A place that the company and the package declare differently.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Conflict {
    /// Where, with the file in front: what a decision names it by.
    pub place: String,
    /// The file.
    pub file: String,
    /// Where in it.
    pub pointer: String,
    /// What the company has.
    #[serde(default)]
    pub mine: Json,
    /// What the package has.
    #[serde(default)]
    pub theirs: Json,
}

/// Whose declaration holds where both changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The company's.
    Mine,
    /// The package's.
    Theirs,
}

impl Side {
    /// As the API writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
        }
    }
}

/// Where the package of the company's published changes is.
pub fn address() -> String {
    path(&["designer", "package"])
}

/// Whose declaration holds, by the place of a conflict.
pub type Choices = BTreeMap<String, Side>;

/// What is decided, as the API takes it: a side for all, or one for each place; nothing before anything is decided.
fn decided(conflicts: &[Conflict], choices: &Choices) -> Option<String> {
    let all = |side: Side| conflicts.iter().all(|conflict| choices.get(&conflict.place) == Some(&side));
    match [Side::Mine, Side::Theirs].into_iter().find(|side| all(*side)) {
        _ if choices.is_empty() => None,
        Some(side) => Some(side.name().to_owned()),
        None => serde_json::to_string(choices).ok(),
    }
}

fn import_path(dry_run: bool, decided: Option<&str>, accept_losses: bool) -> String {
    let flag = |on: bool| on.then_some("true");
    with_query(address(), &[("dry_run", flag(dry_run)), ("conflicts", decided), ("accept_losses", flag(accept_losses))])
}

/// What applying a package would do with these `choices` about the `conflicts` that are known; nothing changes.
///
/// # Errors
/// When it is no package or does not fit, a choice is about no conflict any more, or the server cannot be reached.
pub async fn plan(file: &File, conflicts: &[Conflict], choices: &Choices) -> Result<Imported, ApiError> {
    http::send_file(&import_path(true, decided(conflicts, choices).as_deref(), false), file).await
}

/// Applies a package.
///
/// # Errors
/// When the server refuses or cannot be reached: as for [`plan`], conflicts without a choice, losses that were not accepted.
pub async fn apply(file: &File, conflicts: &[Conflict], choices: &Choices, accept_losses: bool) -> Result<Imported, ApiError> {
    http::send_file(&import_path(false, decided(conflicts, choices).as_deref(), accept_losses), file).await
}

/// What is wrong with the company's changes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Problems {
    /// What the draft has not mended yet.
    #[serde(default)]
    pub items: Vec<Misfit>,
    /// How many problems what is published has.
    #[serde(default)]
    pub published: usize,
}

/// A place that no longer fits what the product ships.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Misfit {
    /// The file.
    pub file: String,
    /// Where in it.
    #[serde(default)]
    pub pointer: String,
    /// What is wrong, in the caller's language.
    pub message: String,
    /// The name that was probably meant.
    #[serde(default)]
    pub suggestion: Option<String>,
    /// What to take out so that the problem is gone; none when that takes a decision.
    #[serde(default)]
    pub mend: Option<String>,
}

/// The key of [`problems`].
pub fn problems_key() -> Key {
    Key::new(path(&["designer", "problems"]), [Tag::Draft, Tag::Metadata])
}

/// What is wrong with the company's changes over what is shipped.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn problems() -> Result<Problems, ApiError> {
    http::get(&path(&["designer", "problems"])).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_decided_is_sent() {
        let conflict = |place: &str| Conflict {
            place: place.into(),
            file: String::new(),
            pointer: String::new(),
            mine: Json::Null,
            theirs: Json::Null,
        };
        let conflicts = [conflict("/a"), conflict("/b")];
        let sent =
            |choices: &[(&str, Side)]| decided(&conflicts, &choices.iter().map(|(place, side)| ((*place).to_owned(), *side)).collect());
        assert_eq!(sent(&[]), None);
        assert_eq!(sent(&[("/a", Side::Theirs), ("/b", Side::Theirs)]).as_deref(), Some("theirs"));
        assert_eq!(sent(&[("/a", Side::Theirs)]).as_deref(), Some(r#"{"/a":"theirs"}"#));
        assert_eq!(sent(&[("/a", Side::Theirs), ("/b", Side::Mine)]).as_deref(), Some(r#"{"/a":"theirs","/b":"mine"}"#));
        assert_eq!(import_path(true, None, false), "/api/v1/designer/package?dry_run=true");
        assert_eq!(import_path(false, Some("theirs"), true), "/api/v1/designer/package?conflicts=theirs&accept_losses=true");
    }
}
