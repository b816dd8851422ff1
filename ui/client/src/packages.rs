//! The company's changes as a package, and what of them no longer fits what the product ships.

use serde::Deserialize;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

fn import_path(dry_run: bool, side: Option<Side>, accept_losses: bool) -> String {
    let flag = |on: bool| on.then_some("true");
    let pairs = [("dry_run", flag(dry_run)), ("conflicts", side.map(Side::name)), ("accept_losses", flag(accept_losses))];
    with_query(address(), &pairs)
}

/// What applying a package would do with `side` for places that both changed; nothing changes.
///
/// # Errors
/// When it is no package or does not fit, or the server cannot be reached.
pub async fn plan(file: &File, side: Option<Side>) -> Result<Imported, ApiError> {
    http::send_file(&import_path(true, side, false), file).await
}

/// Applies a package.
///
/// # Errors
/// When the server refuses or cannot be reached: conflicts without a side, losses that were not accepted.
pub async fn apply(file: &File, side: Option<Side>, accept_losses: bool) -> Result<Imported, ApiError> {
    http::send_file(&import_path(false, side, accept_losses), file).await
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
        assert_eq!(import_path(true, None, false), "/api/v1/designer/package?dry_run=true");
        assert_eq!(import_path(false, Some(Side::Theirs), true), "/api/v1/designer/package?conflicts=theirs&accept_losses=true");
        assert_eq!(import_path(false, None, false), "/api/v1/designer/package");
    }
}
