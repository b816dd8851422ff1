//! What one person may do.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use serde_json::json;
use trellis_catalog::Catalog;
use trellis_model::{Field, Filter, Json, JsonMap, Object, Schema, Test, Value, object::Inherit, wire::FieldLevel};
use uuid::Uuid;

use crate::{
    Org, PolicyLine, Scope, UserFacts, actions_of,
    rights::{Grant, Index, Rights},
};

/// What can be done with the records of any object.
pub const VERBS: &[&str] = &["view", "create", "edit", "delete", "import", "export", "transfer"];

/// The parts of the administration, which policies name like objects, and what can be done there.
pub const ADMINISTRATION: &[(&str, &[&str])] = &[
    ("designer", &["view", "edit", "publish"]),
    ("users", &["view", "create", "edit"]),
    ("roles", &["view", "create", "edit", "delete"]),
    ("audit", &["view", "export"]),
    ("settings", &["view", "edit"]),
    ("dashboards", &["view", "create", "edit", "delete"]),
    ("targets", &["view", "edit"]),
];

/// The verbs that change the records of an object, which nobody does to what only the system's own services write.
const WRITING: &[&str] = &["create", "edit", "delete", "import", "transfer"];

/// How many lookups rights are inherited through. The catalog refuses circles; this ends one that is there all the same.
const DEEPEST: u8 = 4;

/// What one person may do: immutable, compiled once, and asked everywhere. Nothing that is not granted is allowed.
#[derive(Debug, Clone)]
pub struct Access {
    catalog: Arc<Catalog>,
    user: Uuid,
    is_super: bool,
    /// The widest grants and highest levels of any role.
    rights: Rights,
    /// By object: the level of the fields that no line speaks of. Put together when it is first asked for, as most people
    /// who are compiled open few objects.
    usual: OnceLock<HashMap<String, FieldLevel>>,
    /// Who owns what is in the scope `department` and `department_tree`: the people, this one included.
    department_people: Vec<Value>,
    tree_people: Vec<Value>,
    tree: Vec<Uuid>,
}

impl Access {
    pub(crate) fn new(catalog: Arc<Catalog>, user: &UserFacts, org: &Org, index: &Arc<Index>, roles: &[&Rights]) -> Self {
        let departments = org.departments_of(user);
        let tree = org.with_below(&departments);
        let owners = |departments: &BTreeSet<Uuid>| {
            let mut people = org.people_in(departments);
            people.insert(user.id);
            people.into_iter().map(Value::Id).collect()
        };
        Self {
            user: user.id,
            is_super: user.is_super,
            rights: Rights::merged(index, roles, |role, object| usual_level_of(&catalog, role, object)),
            department_people: owners(&departments),
            tree_people: owners(&tree),
            tree: tree.into_iter().collect(),
            usual: OnceLock::new(),
            catalog,
        }
    }

    /// The person.
    pub fn user(&self) -> Uuid {
        self.user
    }

    /// Whether this is the company's super administrator.
    pub fn is_super(&self) -> bool {
        self.is_super
    }

    /// The catalog that this was compiled with.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The person's departments and all below them: what `$my_departments` means.
    pub fn departments(&self) -> &[Uuid] {
        &self.tree
    }

    /// Whether the action is allowed at all, on some records.
    pub fn can(&self, object: &str, action: &str) -> bool {
        self.scope(object, action).is_some()
    }

    /// Whose records the action reaches; `None` when it is not allowed at all. An object without owners, and the
    /// administration, know only all and none.
    pub fn scope(&self, object: &str, action: &str) -> Option<Scope> {
        let declared = self.catalog.object(object);
        if let Some((of, field)) = declared.and_then(|lines| self.lines_of(lines)) {
            // Lines are read where the field that holds them is, and written with their record alone.
            let reads = matches!(action, "view" | "export") && self.level(of, field) >= FieldLevel::Read;
            return self.scope(&of.name, action).filter(|_| reads);
        }
        if declared.is_some_and(|object| object.options.system) && WRITING.contains(&action) {
            return None;
        }
        let scope = if self.is_super { Scope::All } else { self.grant(object, action)?.scope };
        let owned = declared.is_some_and(|object| object.options.owned);
        (owned || scope == Scope::All).then_some(scope)
    }

    /// The object and field that records of `lines` are the lines of, when they are any.
    fn lines_of(&self, lines: &Object) -> Option<(&Object, &Field)> {
        let of = lines.options.line_of.as_ref()?;
        let object = self.catalog.object(&of.object)?;
        Some((object, object.field(&of.field)?))
    }

    /// The line that decides what [`Access::scope`] says; `None` for the super administrator, who needs none, and where
    /// nothing is granted.
    pub fn line(&self, object: &str, action: &str) -> Option<&PolicyLine> {
        self.scope(object, action)?;
        self.grant(object, action).map(|grant| &grant.line)
    }

    /// The records that the action reaches, as a filter; `None` when it is not allowed at all.
    ///
    /// Where an object inherits its rights, the parent's filter stands for its own: to see and to create asks to see the
    /// parent, everything else to edit it. Where it has the parent's rights as well, its records are seen (and exported)
    /// wherever the parent is.
    pub fn filter(&self, object: &str, action: &str) -> Option<Filter> {
        self.filter_at(object, action, 0)
    }

    fn filter_at(&self, object: &str, action: &str, depth: u8) -> Option<Filter> {
        let scope = self.scope(object, action)?;
        let Some(object) = self.catalog.object(object) else { return Some(Filter::True) };
        if self.is_super {
            return Some(Filter::True);
        }
        let reads = matches!(action, "view" | "export");
        Some(match &object.options.access {
            Some(Inherit::Inherit(lookup)) => {
                let asked = if reads || action == "create" { "view" } else { "edit" };
                self.parents(object, lookup, asked, depth)
            }
            Some(Inherit::Also(lookup)) if reads => {
                Filter::any([self.in_scope(object, scope, action), self.parents(object, lookup, action, depth)])
            }
            _ => self.in_scope(object, scope, action),
        })
    }

    /// The records whose parent the action reaches.
    fn parents(&self, object: &Object, lookup: &str, action: &str, depth: u8) -> Filter {
        let targets = object.field(lookup).and_then(|field| field.lookup.as_ref());
        let Some(targets) = targets.filter(|_| depth < DEEPEST) else { return Filter::False };
        Filter::any(targets.objects.iter().map(|target| match self.filter_at(target, action, depth + 1) {
            None | Some(Filter::False) => Filter::False,
            Some(filter) => Filter::Related { field: lookup.to_owned(), object: target.clone(), filter: Box::new(filter) },
        }))
    }

    fn in_scope(&self, object: &Object, scope: Scope, action: &str) -> Filter {
        let owned_by = |people: &[Value]| Filter::field("owner", Test::In(people.to_vec()));
        let own = || Filter::field("owner", Test::Eq(Value::Id(self.user)));
        let team = || self.takes_part(object, !matches!(action, "view" | "export"));
        match scope {
            Scope::Own => own(),
            Scope::Participating => Filter::any([own(), team()]),
            Scope::Department => Filter::any([owned_by(&self.department_people), team()]),
            Scope::DepartmentTree => Filter::any([owned_by(&self.tree_people), team()]),
            Scope::All => Filter::True,
        }
    }

    /// The records that the person takes part in: on the team, or named by a field that is declared to say so.
    fn takes_part(&self, object: &Object, edit: bool) -> Filter {
        let team = if object.options.team { Filter::Team { user: self.user, edit } } else { Filter::False };
        let named = object.participants().map(|field| Filter::field(&field.name, Test::Eq(Value::Id(self.user))));
        Filter::any(std::iter::once(team).chain(named))
    }

    /// What the person may do with a field. [`FieldLevel::Hidden`] also for what does not exist.
    ///
    /// The name of a record is read by whoever sees the record, whatever a line says. What the system keeps is never
    /// edited.
    pub fn field(&self, object: &str, field: &str) -> FieldLevel {
        let Some(declared) = self.catalog.object(object) else { return FieldLevel::Hidden };
        let Some(found) = declared.field(field) else { return FieldLevel::Hidden };
        self.level(declared, found)
    }

    /// [`Access::field`] for a field at hand.
    pub fn level(&self, object: &Object, field: &Field) -> FieldLevel {
        let usual = self.usual(&object.name);
        if usual == FieldLevel::Hidden {
            return usual;
        }
        self.level_of(usual, object, field)
    }

    fn level_of(&self, usual: FieldLevel, object: &Object, field: &Field) -> FieldLevel {
        let line = self.rights.level(&object.name, &field.name).filter(|_| !self.is_super);
        let level = line.unwrap_or(usual).min(usual);
        let floor = if field.name == object.name_field() || field.name == "id" { FieldLevel::Read } else { FieldLevel::Hidden };
        let ceiling = if field.is_writable() { FieldLevel::Edit } else { FieldLevel::Read };
        let level = level.max(floor).min(ceiling);
        if self.tells_no_more(object, field) { level } else { FieldLevel::Hidden }
    }

    /// Whether all that a formula or a roll-up comes from may be read: it would tell what is hidden or masked.
    fn tells_no_more(&self, object: &Object, field: &Field) -> bool {
        if self.is_super || (field.formula.is_none() && field.rollup.is_none()) {
            return true;
        }
        let reads = |(of, source): &(String, String)| {
            let declared = self.catalog.object(of);
            let found = declared.and_then(|of| of.field(source).map(|source| (of, source)));
            found.is_none_or(|(of, source)| self.level(of, source) >= FieldLevel::Read)
        };
        self.catalog.computed().sources(&object.name, &field.name).iter().all(reads)
    }

    /// The level of an object's fields that no line speaks of.
    fn usual(&self, object: &str) -> FieldLevel {
        let level = |object: &Object| usual_level(|action| self.can(&object.name, action));
        let of = |object: &Arc<Object>| {
            let usual = match self.lines_of(object) {
                None => level(object),
                // What is masked tells nothing of its lines.
                Some((parent, field)) => match self.level_of(level(parent), parent, field) {
                    FieldLevel::Masked => FieldLevel::Hidden,
                    level => level,
                },
            };
            (object.name.clone(), usual)
        };
        let usual = self.usual.get_or_init(|| self.catalog.objects().map(of).collect());
        usual.get(object).copied().unwrap_or(FieldLevel::Hidden)
    }

    /// Whether the person may filter, sort, group, search and compute by the field: what is masked is shown masked and
    /// used for nothing else.
    pub fn may_ask(&self, object: &Object, field: &Field) -> bool {
        self.level(object, field) >= FieldLevel::Read
    }

    /// By object and part of the administration, the allowed actions with their scope.
    pub fn effective(&self) -> JsonMap {
        let objects = self.catalog.objects().map(|object| (object.name.as_str(), actions_of(object)));
        let administration = ADMINISTRATION.iter().map(|(name, actions)| (*name, actions.to_vec()));
        let allowed = |(name, actions): (&str, Vec<&str>)| {
            let scope = |action: &&str| Some(((*action).to_owned(), json!(self.scope(name, action)?)));
            let actions: JsonMap = actions.iter().filter_map(scope).collect();
            (!actions.is_empty()).then(|| (name.to_owned(), Json::Object(actions)))
        };
        objects.chain(administration).filter_map(allowed).collect()
    }

    /// The people whose records a scope of departments reaches.
    pub(crate) fn people(&self, scope: Scope) -> &[Value] {
        if scope == Scope::DepartmentTree { &self.tree_people } else { &self.department_people }
    }

    /// Whether any right reaches exactly so far.
    pub(crate) fn has_scope(&self, scope: Scope) -> bool {
        self.rights.scopes().any(|found| found == scope)
    }

    fn grant(&self, object: &str, action: &str) -> Option<&Grant> {
        self.rights.grant(object, action)
    }
}

/// The level of an object's fields for a role that no line about them names.
fn usual_level_of(catalog: &Catalog, role: &Rights, object: &str) -> FieldLevel {
    let declared = catalog.object(object);
    let object = declared.and_then(|object| object.options.line_of.as_ref()).map_or(object, |of| of.object.as_str());
    let owned = catalog.object(object).is_some_and(|object| object.options.owned);
    usual_level(|action| role.grant(object, action).is_some_and(|grant| owned || grant.scope == Scope::All))
}

/// The level of a field that no line speaks of: edited where the object is, read where it is seen.
pub(crate) fn usual_level(can: impl Fn(&str) -> bool) -> FieldLevel {
    if can("edit") || can("create") {
        FieldLevel::Edit
    } else if can("view") {
        FieldLevel::Read
    } else {
        FieldLevel::Hidden
    }
}

mod clauses;
#[cfg(test)]
pub(crate) mod tests;

pub use clauses::{Clause, Reach};
