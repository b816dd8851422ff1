//! Lines of a policy, as their files and the company's store keep them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use trellis_model::wire::FieldLevel;

use crate::Scope;

/// One line of a policy. A company's line replaces the shipped one about the same role and thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum PolicyLine {
    /// `p, sales, customer, view, participating`: the role may do that with those records. With `none`, which only a
    /// company's lines say, the shipped line about the same is taken away.
    Grant {
        /// The role.
        role: String,
        /// An object or a part of the administration; `*` for all of them.
        object: String,
        /// An action; `*` for all of them.
        action: String,
        /// Whose records.
        scope: Option<Scope>,
    },
    /// `p2, sales, product.cost, hidden`: what the role may do with a field.
    Field {
        /// The role.
        role: String,
        /// `<object>.<field>`
        field: String,
        /// How much.
        level: FieldLevel,
    },
    /// `g, sales, everyone`: the role builds on another.
    Extends {
        /// The role.
        role: String,
        /// What it builds on.
        base: String,
    },
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no policy line")]
pub struct LineError(pub String);

/// The names of the field levels.
const LEVELS: [(&str, FieldLevel); 4] =
    [("hidden", FieldLevel::Hidden), ("masked", FieldLevel::Masked), ("read", FieldLevel::Read), ("edit", FieldLevel::Edit)];

/// The word for no scope at all.
const NONE: &str = "none";

impl PolicyLine {
    /// The role that the line is about.
    pub fn role(&self) -> &str {
        match self {
            Self::Grant { role, .. } | Self::Field { role, .. } | Self::Extends { role, .. } => role,
        }
    }

    /// What the line is about: its kind, the role, and the thing. Of two lines about the same, the later one counts.
    pub(crate) fn subject(&self) -> (&'static str, &str, &str, &str) {
        match self {
            Self::Grant { role, object, action, .. } => ("p", role, object, action),
            Self::Field { role, field, .. } => ("p2", role, field, ""),
            Self::Extends { role, base } => ("g", role, base, ""),
        }
    }

    /// The kind (`p`, `p2`, `g`) and the values, as Casbin takes them; `None` for a line that only takes away.
    pub(crate) fn to_casbin(&self) -> Option<(&'static str, Vec<String>)> {
        match self {
            Self::Grant { role, object, action, scope } => {
                Some(("p", vec![role.clone(), object.clone(), action.clone(), (*scope)?.name().to_owned()]))
            }
            Self::Field { role, field, level } => Some(("p2", vec![role.clone(), field.clone(), level_name(*level).to_owned()])),
            Self::Extends { role, base } => Some(("g", vec![role.clone(), base.clone()])),
        }
    }
}

/// The name of a field level in policies.
pub(crate) fn level_name(level: FieldLevel) -> &'static str {
    LEVELS[level as usize].0
}

/// The field level with this name.
pub(crate) fn level_from_name(name: &str) -> Option<FieldLevel> {
    LEVELS.iter().find(|(other, _)| *other == name).map(|(_, level)| *level)
}

impl FromStr for PolicyLine {
    type Err = LineError;

    fn from_str(text: &str) -> Result<Self, LineError> {
        let wrong = || LineError(text.trim().to_owned());
        let values: Vec<&str> = text.split(',').map(str::trim).collect();
        if values.iter().any(|value| value.is_empty() || !value.chars().all(is_plain)) {
            return Err(wrong());
        }
        match values.as_slice() {
            ["p", role, object, action, scope] => {
                let scope = if *scope == NONE { None } else { Some(Scope::from_name(scope).ok_or_else(wrong)?) };
                Ok(Self::Grant { role: (*role).into(), object: (*object).into(), action: (*action).into(), scope })
            }
            ["p2", role, field, level] if field.split('.').count() == 2 => {
                let level = level_from_name(level).ok_or_else(wrong)?;
                Ok(Self::Field { role: (*role).into(), field: (*field).into(), level })
            }
            ["g", role, base] => Ok(Self::Extends { role: (*role).into(), base: (*base).into() }),
            _ => Err(wrong()),
        }
    }
}

fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '*' | '-')
}

impl TryFrom<String> for PolicyLine {
    type Error = LineError;

    fn try_from(text: String) -> Result<Self, LineError> {
        text.parse()
    }
}

impl From<PolicyLine> for String {
    fn from(line: PolicyLine) -> Self {
        line.to_string()
    }
}

impl fmt::Display for PolicyLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grant { role, object, action, scope } => {
                write!(out, "p, {role}, {object}, {action}, {}", scope.map_or(NONE, Scope::name))
            }
            Self::Field { role, field, level } => write!(out, "p2, {role}, {field}, {}", level_name(*level)),
            Self::Extends { role, base } => write!(out, "g, {role}, {base}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back_as_they_are_written() {
        for text in [
            "p, sales, customer, view, participating",
            "p, sales, customer, export, none",
            "p2, sales, product.cost, hidden",
            "g, sales, everyone",
        ] {
            let line: PolicyLine = text.parse().unwrap();
            assert_eq!(line.to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_line() {
        for text in [
            "",
            "p, sales, customer, view",
            "p, sales, customer, view, mine",
            "p2, sales, cost, hidden",
            "p2, sales, product.cost, secret",
            "g, a, ",
            "q, a, b",
            "p, a b, c, d, all",
        ] {
            assert_eq!(text.parse::<PolicyLine>(), Err(LineError(text.trim().to_owned())), "{text}");
        }
    }
}
