//! What one set of rights has over another: the ground on which rights are granted and previewed.

use trellis_model::wire::FieldLevel;

use crate::{ADMINISTRATION, Access, Scope, actions_of};

/// What changes from one set of rights to another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Actions whose scope is another.
    pub actions: Vec<ActionChange>,
    /// Fields whose level is another.
    pub fields: Vec<FieldChange>,
}

/// An action whose scope is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionChange {
    /// The object or part of the administration.
    pub object: String,
    /// The action.
    pub action: String,
    /// Before.
    pub before: Option<Scope>,
    /// After.
    pub after: Option<Scope>,
}

/// A field whose level is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The object.
    pub object: String,
    /// The field.
    pub field: String,
    /// Before.
    pub before: FieldLevel,
    /// After.
    pub after: FieldLevel,
}

impl Access {
    /// What is another in `after`, of the same catalog.
    pub fn difference(&self, after: &Self) -> Difference {
        let mut difference = Difference::default();
        let mut action = |object: &str, action: &str| {
            let (before, after) = (self.scope(object, action), after.scope(object, action));
            if before != after {
                difference.actions.push(ActionChange { object: object.to_owned(), action: action.to_owned(), before, after });
            }
        };
        for object in self.catalog().objects() {
            for name in actions_of(object) {
                action(&object.name, name);
            }
        }
        for (part, actions) in ADMINISTRATION {
            for name in *actions {
                action(part, name);
            }
        }
        for object in self.catalog().objects() {
            for field in object.fields() {
                let (before, after) = (self.level(object, field), after.level(object, field));
                if before != after {
                    difference.fields.push(FieldChange { object: object.name.clone(), field: field.name.clone(), before, after });
                }
            }
        }
        difference
    }

    /// Whether these rights may bring such a change about: nobody grants what they lack, and nobody takes it away either.
    /// The super administrator's rights lack nothing.
    pub fn covers(&self, difference: &Difference) -> bool {
        let action = |change: &ActionChange| self.scope(&change.object, &change.action) >= change.before.max(change.after);
        let field = |change: &FieldChange| self.field(&change.object, &change.field) >= change.before.max(change.after);
        self.is_super() || (difference.actions.iter().all(action) && difference.fields.iter().all(field))
    }

    /// Whether every right in the administration that `other` has is among these. Who has more there is above, and is
    /// changed by nobody below.
    pub fn is_above(&self, other: &Self) -> bool {
        let within = |part: &str, action: &str| self.scope(part, action) >= other.scope(part, action);
        self.is_super()
            || (!other.is_super() && ADMINISTRATION.iter().all(|(part, actions)| actions.iter().all(|action| within(part, action))))
    }

    /// Whether a scope of departments reaches people here whom it does not reach in `before`.
    pub fn reaches_beyond(&self, before: &Self) -> bool {
        let beyond = |scope: Scope| self.people(scope).iter().any(|person| !before.people(scope).contains(person));
        [Scope::Department, Scope::DepartmentTree].into_iter().any(|scope| self.has_scope(scope) && beyond(scope))
    }
}

#[cfg(test)]
mod tests;
