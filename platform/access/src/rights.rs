//! What lines come to for one role, or for several together: side by side in the order of one index, so that the rights of
//! a person are put together without looking anything up.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use rustc_hash::FxHashMap;
use trellis_model::wire::FieldLevel;

use crate::{PolicyLine, Scope};

/// Where each object's actions and fields stand, in all rights of one policy.
#[derive(Debug, Default)]
pub(crate) struct Index {
    actions: FxHashMap<String, FxHashMap<String, usize>>,
    fields: FxHashMap<String, FxHashMap<String, usize>>,
    /// Each object's fields stand together.
    objects: Vec<(String, Range<usize>)>,
    grants: usize,
    levels: usize,
}

/// What holds for one role, including what it builds on, or for all roles of one person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rights {
    index: Arc<Index>,
    grants: Vec<Option<Arc<Grant>>>,
    levels: Vec<Option<FieldLevel>>,
}

/// A scope and the line that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    /// Whose records.
    pub scope: Scope,
    /// The line that says so.
    pub line: PolicyLine,
}

impl Index {
    /// An index of everything that these lines speak of.
    pub(crate) fn of(lines: &[PolicyLine]) -> Self {
        let mut index = Self::default();
        let mut fields: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in lines {
            match line {
                PolicyLine::Grant { object, action, .. } => {
                    let next = index.grants;
                    let place = index.actions.entry(object.clone()).or_default().entry(action.clone()).or_insert(next);
                    index.grants += usize::from(*place == next);
                }
                PolicyLine::Field { field, .. } => {
                    if let Some((object, field)) = field.split_once('.') {
                        fields.entry(object).or_default().push(field);
                    }
                }
                PolicyLine::Extends { .. } => {}
            }
        }
        for (object, names) in fields {
            let (from, places) = (index.levels, index.fields.entry(object.to_owned()).or_default());
            for name in names {
                let next = index.levels;
                let place = places.entry(name.to_owned()).or_insert(next);
                index.levels += usize::from(*place == next);
            }
            index.objects.push((object.to_owned(), from..index.levels));
        }
        index
    }
}

impl Rights {
    /// No rights at all.
    pub(crate) fn none(index: &Arc<Index>) -> Self {
        Self { index: Arc::clone(index), grants: vec![None; index.grants], levels: vec![None; index.levels] }
    }

    /// Adds a grant, if none about the same is as wide.
    pub(crate) fn add_grant(&mut self, object: &str, action: &str, grant: Grant) {
        let place = self.index.actions.get(object).and_then(|actions| actions.get(action));
        if let Some(kept) = place.and_then(|place| self.grants.get_mut(*place))
            && kept.as_ref().is_none_or(|kept| kept.scope < grant.scope)
        {
            *kept = Some(Arc::new(grant));
        }
    }

    /// Adds a level, if none of the same field is as high.
    pub(crate) fn add_level(&mut self, object: &str, field: &str, level: FieldLevel) {
        let place = self.index.fields.get(object).and_then(|fields| fields.get(field));
        if let Some(kept) = place.and_then(|place| self.levels.get_mut(*place)) {
            *kept = (*kept).max(Some(level));
        }
    }

    /// The widest grant, lines about all objects or all actions included.
    pub(crate) fn grant(&self, object: &str, action: &str) -> Option<&Grant> {
        let on = |object: &str| {
            let actions = self.index.actions.get(object);
            [action, "*"].map(|action| self.grants[*actions?.get(action)?].as_deref())
        };
        on(object).into_iter().chain(on("*")).flatten().max_by_key(|grant| grant.scope)
    }

    /// The scope of every grant.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = Scope> {
        self.grants.iter().flatten().map(|grant| grant.scope)
    }

    /// The level that a line gives to a field.
    pub(crate) fn level(&self, object: &str, field: &str) -> Option<FieldLevel> {
        self.levels[*self.index.fields.get(object)?.get(field)?]
    }

    /// The most generous of several roles: the widest scope action by action, the highest level field by field. A role
    /// without a line about a field takes part with its `usual` level of the object.
    pub(crate) fn merged(index: &Arc<Index>, roles: &[&Self], usual: impl Fn(&Self, &str) -> FieldLevel) -> Self {
        let mut merged = Self::none(index);
        for role in roles {
            for (kept, grant) in merged.grants.iter_mut().zip(&role.grants) {
                if let Some(grant) = grant
                    && kept.as_ref().is_none_or(|kept| kept.scope < grant.scope)
                {
                    *kept = Some(Arc::clone(grant));
                }
            }
        }
        for (object, places) in &index.objects {
            let is_named = |place: usize| roles.iter().any(|role| role.levels[place].is_some());
            let usual: Vec<FieldLevel> = roles.iter().map(|role| usual(role, object)).collect();
            for place in places.clone().filter(|place| is_named(*place)) {
                let levels = roles.iter().zip(&usual).map(|(role, usual)| role.levels[place].unwrap_or(*usual));
                merged.levels[place] = levels.max();
            }
        }
        merged
    }
}
