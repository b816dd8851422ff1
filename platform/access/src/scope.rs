//! How far a grant reaches.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whose records an action reaches; each scope includes the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those that the person owns.
    Own,
    /// And those that the person takes part in.
    Participating,
    /// And those whose owner is in the person's department or in one that the person manages.
    Department,
    /// And those whose owner is in a department below these.
    DepartmentTree,
    /// Every record.
    All,
}

impl Scope {
    /// From the narrowest to the widest.
    pub const ALL: &'static [Self] = &[Self::Own, Self::Participating, Self::Department, Self::DepartmentTree, Self::All];

    /// Its name in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Participating => "participating",
            Self::Department => "department",
            Self::DepartmentTree => "department_tree",
            Self::All => "all",
        }
    }

    /// The scope with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.name() == name)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_in_a_total_order() {
        assert!(Scope::ALL.is_sorted() && Scope::ALL.len() == 5);
        for scope in Scope::ALL {
            assert_eq!(Scope::from_name(scope.name()), Some(*scope));
        }
        assert_eq!(Scope::from_name("everything"), None);
    }
}
