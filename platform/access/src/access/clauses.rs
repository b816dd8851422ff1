//! Why a record is in a scope: the clauses one by one, each with what it asks of the record.

use trellis_model::{Filter, Schema, Test, Value, object::Inherit};

use super::Access;
use crate::Scope;

/// One way in which a record can be in a person's scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clause {
    /// The person owns it.
    Owner,
    /// The person takes part in it.
    Team,
    /// Its owner is in a department of the person.
    Department,
    /// Its owner is in a department below these.
    DepartmentTree,
    /// Every record.
    All,
    /// The record that it belongs to is reached.
    Inherited,
}

impl Clause {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Department => "department",
            Self::DepartmentTree => "department_tree",
            Self::All => "all",
            Self::Inherited => "inherited",
        }
    }

    /// The narrowest scope that reaches what is so; none for what comes from elsewhere.
    pub fn scope(self) -> Option<Scope> {
        match self {
            Self::Owner => Some(Scope::Own),
            Self::Team => Some(Scope::Participating),
            Self::Department => Some(Scope::Department),
            Self::DepartmentTree => Some(Scope::DepartmentTree),
            Self::All => Some(Scope::All),
            Self::Inherited => None,
        }
    }
}

/// A clause, what it asks of a record, and whether the person's scope reaches that far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The clause.
    pub clause: Clause,
    /// The records of which it is so.
    pub filter: Filter,
    /// Whether being so is enough.
    pub counts: bool,
}

impl Access {
    /// The clauses of an action on an object, from the narrowest. [`Access::filter`] lets pass exactly the records of which
    /// one that counts is so.
    pub fn clauses(&self, object: &str, action: &str) -> Vec<Reach> {
        let Some(object) = self.catalog.object(object) else { return Vec::new() };
        let scope = self.scope(&object.name, action);
        let reads = matches!(action, "view" | "export");
        let own_scope = !matches!(object.options.access, Some(Inherit::Inherit(_))) || self.is_super;
        let mut clauses = Vec::new();
        let mut add = |clause: Clause, filter: Filter| {
            let counts = own_scope && clause.scope() <= scope;
            clauses.push(Reach { clause, filter, counts });
        };
        if object.options.owned {
            let owned_by = |people: &[Value]| Filter::field("owner", Test::In(people.to_vec()));
            add(Clause::Owner, Filter::field("owner", Test::Eq(Value::Id(self.user))));
            if object.has_participants() {
                add(Clause::Team, self.takes_part(object, !reads));
            }
            add(Clause::Department, owned_by(&self.department_people));
            add(Clause::DepartmentTree, owned_by(&self.tree_people));
        }
        if own_scope {
            add(Clause::All, Filter::True);
        }
        if let Some(Inherit::Inherit(lookup) | Inherit::Also(lookup)) = &object.options.access {
            let also = matches!(object.options.access, Some(Inherit::Also(_)));
            if !also || reads {
                let asked = match action {
                    _ if also => action,
                    "view" | "export" | "create" => "view",
                    _ => "edit",
                };
                let filter = self.parents(object, lookup, asked, 0);
                clauses.push(Reach { clause: Clause::Inherited, filter, counts: scope.is_some() });
            }
        }
        clauses
    }
}

#[cfg(test)]
mod tests;
