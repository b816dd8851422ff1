//! What a role allows, while it is being changed: pure, so that it can be tried out.

use trellis_model::wire::{ActionInfo, FieldLevel, Matrix, Permissions};

/// The scopes from nothing to everything, as policies name them.
pub const SCOPES: [&str; 6] = ["none", "own", "participating", "department", "department_tree", "all"];
/// No scope at all.
pub const NONE: &str = SCOPES[0];
/// Every record.
pub const ALL: &str = SCOPES[5];
/// The levels of a field from nothing to everything.
pub const LEVELS: [(FieldLevel, &str); 4] =
    [(FieldLevel::Hidden, "hidden"), (FieldLevel::Masked, "masked"), (FieldLevel::Read, "read"), (FieldLevel::Edit, "edit")];

/// What can be done with the records of every object, in the order of the columns.
pub const VERBS: [&str; 7] = ["view", "create", "edit", "delete", "import", "export", "transfer"];

/// A change of what a role allows.
#[derive(Debug, Clone, PartialEq)]
pub enum RightChange {
    /// An action on an object reaches other records.
    Scope(String, String, String),
    /// An action of a part of the administration is allowed or not.
    Part(String, String, bool),
    /// A field has another level, or follows its object.
    Field(String, Option<FieldLevel>),
}

/// The rights after a change.
pub fn changed(mut permissions: Permissions, change: RightChange) -> Permissions {
    match change {
        RightChange::Scope(object, action, scope) => {
            permissions.objects.entry(object).or_default().insert(action, scope);
        }
        RightChange::Part(part, action, on) => {
            let scope = if on { ALL } else { NONE };
            permissions.administration.entry(part).or_default().insert(action, scope.to_owned());
        }
        RightChange::Field(field, Some(level)) => {
            permissions.fields.insert(field, level);
        }
        RightChange::Field(field, None) => {
            permissions.fields.remove(&field);
        }
    }
    permissions
}

/// The scope of an action.
pub fn scope_of<'a>(matrix: &'a Matrix, object: &str, action: &str) -> &'a str {
    matrix.get(object).and_then(|actions| actions.get(action)).map_or(NONE, String::as_str)
}

/// How many cells differ.
pub fn differences(kept: &Permissions, now: &Permissions) -> usize {
    let cells = |kept: &Matrix, now: &Matrix| {
        let all = now.iter().flat_map(|(object, actions)| actions.keys().map(move |action| (object, action)));
        all.filter(|(object, action)| scope_of(kept, object, action) != scope_of(now, object, action)).count()
    };
    let fields = now.fields.iter().filter(|(field, level)| kept.fields.get(*field) != Some(level)).count();
    let freed = kept.fields.keys().filter(|field| !now.fields.contains_key(*field)).count();
    cells(&kept.objects, &now.objects) + cells(&kept.administration, &now.administration) + fields + freed
}

/// The scopes that can be chosen for an action. Creating has no records to reach: it is allowed or not.
pub fn scopes_for(action: &ActionInfo, now: &str) -> Vec<String> {
    let rank = |scope: &str| SCOPES.iter().position(|known| *known == scope).unwrap_or_default();
    let offered: Vec<&str> = if action.name == "create" && action.scoped {
        vec![NONE, if now == NONE { SCOPES[1] } else { now }]
    } else if action.scoped {
        SCOPES.to_vec()
    } else {
        vec![NONE, ALL]
    };
    offered.into_iter().filter(|scope| rank(scope) >= rank(&action.least)).map(str::to_owned).collect()
}

/// How much of the meter a scope fills.
pub fn strength(scope: &str) -> u8 {
    SCOPES.iter().position(|known| *known == scope).and_then(|rank| u8::try_from(rank).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use trellis_model::Label;

    use super::*;

    fn action(name: &str, scoped: bool, least: &str) -> ActionInfo {
        ActionInfo { name: name.into(), label: Label::default(), scoped, least: least.into() }
    }

    #[test]
    fn changes_are_counted_and_can_be_taken_back() {
        let kept = changed(Permissions::default(), RightChange::Scope("customer".into(), "view".into(), "own".into()));
        let wider = changed(kept.clone(), RightChange::Scope("customer".into(), "view".into(), "all".into()));
        let more = changed(wider.clone(), RightChange::Field("customer.phone".into(), Some(FieldLevel::Masked)));
        assert_eq!((differences(&kept, &kept), differences(&kept, &wider), differences(&kept, &more)), (0, 1, 2));
        let back = changed(more.clone(), RightChange::Field("customer.phone".into(), None));
        assert_eq!((back == wider, differences(&more, &back)), (true, 1));
        let part = changed(kept.clone(), RightChange::Part("users".into(), "view".into(), true));
        assert_eq!(differences(&kept, &part), 1);
        assert_eq!(differences(&kept, &changed(part, RightChange::Part("users".into(), "view".into(), false))), 0);
    }

    #[test]
    fn less_than_everybody_has_cannot_be_chosen() {
        assert_eq!(scopes_for(&action("view", true, "department"), "all"), ["department", "department_tree", "all"]);
        assert_eq!(scopes_for(&action("view", false, "all"), "all"), ["all"]);
        assert_eq!(scopes_for(&action("create", true, "none"), "none"), ["none", "own"]);
        assert_eq!(scopes_for(&action("create", true, "none"), "department"), ["none", "department"]);
    }
}
