//! Who may do what to which records and fields, told naively from access.md: plain loops over everything, no code of the
//! product.

use std::{collections::HashMap, path::Path, sync::Mutex};

use serde_json::Value as Json;

use crate::world::{Kind, Person, Row, World, fields, name_field};

pub const HIDDEN: u8 = 0;
pub const MASKED: u8 = 1;
pub const READ: u8 = 2;
pub const EDIT: u8 = 3;

const SCOPES: &[&str] = &["own", "participating", "department", "department_tree", "all"];
const LEVELS: &[&str] = &["hidden", "masked", "read", "edit"];

pub struct Oracle<'a> {
    pub world: &'a World,
    /// Every line in force, split at its commas.
    lines: Vec<Vec<String>>,
    /// Answers that were found already: by person, object and action or field.
    scopes: Memo<Option<usize>>,
    levels: Memo<u8>,
}

/// What was worked out once.
struct Memo<T>(Mutex<HashMap<(usize, String, String), T>>);

impl<T: Copy> Memo<T> {
    fn get(&self, who: usize, object: &str, what: &str, find: impl FnOnce() -> T) -> T {
        let key = (who, object.to_owned(), what.to_owned());
        let known = self.0.lock().unwrap().get(&key).copied();
        known.unwrap_or_else(|| {
            let found = find();
            self.0.lock().unwrap().insert(key, found);
            found
        })
    }
}

impl<'a> Oracle<'a> {
    pub fn new(world: &'a World) -> Self {
        let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../policies");
        let mut lines: Vec<Vec<String>> = Vec::new();
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "csv")) {
            lines.extend(std::fs::read_to_string(file).unwrap().lines().filter(|line| line.starts_with('p')).map(split));
        }
        for own in world.lines.iter().map(|line| split(line)) {
            let subject = own.len() - 1;
            lines.retain(|line| line[..line.len() - 1] != own[..subject]);
            lines.push(own);
        }
        Self { world, lines, scopes: Memo(Mutex::default()), levels: Memo(Mutex::default()) }
    }

    /// The widest scope of an action that any role gives, as its place in the order.
    fn scope(&self, who: usize, object: &str, action: &str) -> Option<usize> {
        let person = &self.world.people[who];
        if person.is_super {
            return Some(4);
        }
        let widest = || person.roles.iter().filter_map(|role| self.scope_of_role(role, object, action)).max();
        self.scopes.get(who, object, action, widest)
    }

    fn scope_of_role(&self, role: &str, object: &str, action: &str) -> Option<usize> {
        let mut widest = None;
        for line in self.lines.iter().filter(|line| line[0] == "p") {
            let about = (line[1] == role || line[1] == "everyone")
                && (line[2] == object || line[2] == "*")
                && (line[3] == action || line[3] == "*");
            if about {
                widest = widest.max(SCOPES.iter().position(|scope| *scope == line[4]));
            }
        }
        let owned = !matches!(object, "follow_up" | "user" | "department");
        widest.filter(|scope| owned || *scope == 4)
    }

    /// Whether the action is allowed on any record.
    pub fn can(&self, who: usize, object: &str, action: &str) -> bool {
        self.scope(who, object, action).is_some()
    }

    /// Whether the record is in the action's scope, live or not.
    fn reaches(&self, who: usize, row: &Row, action: &str) -> bool {
        let Some(scope) = self.scope(who, row.object, action) else { return false };
        if self.world.people[who].is_super {
            return true;
        }
        let reads = matches!(action, "view" | "export");
        match row.object {
            "follow_up" => self
                .target(row, "related")
                .is_some_and(|parent| !parent.deleted && self.reaches(who, parent, if reads { "view" } else { "edit" })),
            "contact" if reads => {
                self.in_scope(who, row, scope, reads)
                    || self.target(row, "customer").is_some_and(|parent| !parent.deleted && self.reaches(who, parent, action))
            }
            _ => self.in_scope(who, row, scope, reads),
        }
    }

    fn in_scope(&self, who: usize, row: &Row, scope: usize, view: bool) -> bool {
        let Some(owner) = row.owner else { return scope == 4 };
        let own = owner == who;
        // Whoever is to do a task takes part in it.
        let is_named = row.object == "task" && row.values.get("assignee").is_some_and(|id| *id == *self.world.people[who].id);
        let takes_part = is_named || row.team.iter().any(|(member, edit)| *member == who && (view || *edit));
        let theirs = self.world.people[owner].department;
        match scope {
            0 => own,
            1 => own || takes_part,
            2 => own || takes_part || self.is_mine(who, theirs),
            3 => {
                let mut at = Some(theirs);
                let mut below = false;
                while let Some(department) = at {
                    below |= self.is_mine(who, department);
                    at = self.world.departments[department].parent;
                }
                own || takes_part || below
            }
            _ => true,
        }
    }

    fn is_mine(&self, who: usize, department: usize) -> bool {
        self.world.people[who].department == department || self.world.managers[department] == Some(who)
    }

    pub fn sees(&self, who: usize, row: &Row) -> bool {
        !row.deleted && self.reaches(who, row, "view")
    }

    /// Whether the record is in the recycle bin, and there for this person: who could see and delete it.
    pub fn sees_in_bin(&self, who: usize, row: &Row) -> bool {
        row.deleted && self.reaches(who, row, "view") && self.reaches(who, row, "delete")
    }

    /// Whether the person is told that the record changed: who sees it, or saw it until it was deleted.
    pub fn is_told(&self, who: usize, row: &Row) -> bool {
        self.reaches(who, row, "view")
    }

    pub fn may(&self, who: usize, row: &Row, action: &str) -> bool {
        self.sees(who, row) && self.reaches(who, row, action)
    }

    /// What the person may do with a field.
    pub fn level(&self, who: usize, object: &str, field: &str) -> u8 {
        self.levels.get(who, object, field, || self.find_level(who, object, field))
    }

    fn find_level(&self, who: usize, object: &str, field: &str) -> u8 {
        let person = &self.world.people[who];
        if person.is_super {
            return EDIT;
        }
        let usual = |role: &str| -> u8 {
            let can = |action| self.scope_of_role(role, object, action).is_some();
            if can("edit") || can("create") { EDIT } else { u8::from(can("view")) * READ }
        };
        let of_role = |role: &&str| -> u8 {
            let subject = ["p2".to_owned(), (*role).to_owned(), format!("{object}.{field}")];
            let line = self.lines.iter().find(|line| line[..line.len() - 1] == subject);
            line.map_or_else(|| usual(role), |line| u8::try_from(LEVELS.iter().position(|level| *level == line[3]).unwrap()).unwrap())
        };
        let most = person.roles.iter().map(|role| usual(role)).max().unwrap_or(HIDDEN);
        let level = person.roles.iter().map(of_role).max().unwrap_or(HIDDEN).min(most);
        if field == name_field(object) && most > HIDDEN { level.max(READ) } else { level }
    }

    /// The record that a lookup leads to.
    pub fn target(&self, row: &Row, lookup: &str) -> Option<&'a Row> {
        let value = row.values.get(lookup)?;
        self.world.row(value.as_str().or_else(|| value["id"].as_str())?)
    }

    /// The person that a lookup leads to.
    fn person(&self, row: &Row, lookup: &str) -> Option<&'a Person> {
        let id = row.values.get(lookup).and_then(Json::as_str);
        let owner = row.owner.filter(|_| lookup == "owner").map(|owner| &self.world.people[owner]);
        owner.or_else(|| self.world.people.iter().find(|person| Some(person.id.as_str()) == id))
    }

    /// Whether a path may be asked for with this level at least; a name through a lookup by whoever may read the lookup.
    pub fn knows(&self, who: usize, object: &str, path: &str, least: u8) -> bool {
        match path.split_once('.') {
            None => self.level(who, object, path) >= least,
            Some((lookup, name)) => {
                let target = target_of(object, lookup);
                self.level(who, object, lookup) >= READ
                    && (name == "name" || (self.can(who, target, "view") && self.level(who, target, name) >= least))
            }
        }
    }

    /// What a path reads, for this person.
    pub fn read(&self, who: usize, row: &Row, path: &str) -> Json {
        let value = match path.split_once('.') {
            None if path == "owner" => row.owner.map(|owner| Json::from(self.world.people[owner].id.clone())),
            None => row.values.get(path).cloned(),
            Some((lookup, name)) if target_of(row.object, lookup) == "user" && lookup != "related" => {
                self.person(row, lookup).map(|person| {
                    Json::from(if name == "name" { person.name.clone() } else { self.world.departments[person.department].id.clone() })
                })
            }
            Some((lookup, name)) => self
                .target(row, lookup)
                .filter(|target| name == "name" || self.sees(who, target))
                .and_then(|target| target.values.get(if name == "name" { name_field(target.object) } else { name }).cloned()),
        };
        value.unwrap_or(Json::Null)
    }

    /// Every stored text that no reply to this person may contain.
    pub fn canaries(&self, who: usize) -> Vec<String> {
        let mut canaries = Vec::new();
        for row in &self.world.rows {
            let seen = self.sees(who, row) || self.sees_in_bin(who, row);
            for (field, kind) in fields(row.object) {
                let Some(value) = row.values.get(*field) else { continue };
                let is_unique = matches!(kind, Kind::Text | Kind::Long | Kind::Phone | Kind::Email | Kind::Amount);
                let shown = seen && self.level(who, row.object, field) >= READ;
                let travels = *field == name_field(row.object) && self.is_named(who, row);
                if is_unique && !shown && !travels {
                    canaries.push(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                }
            }
        }
        canaries
    }

    /// Whether a record that the person sees looks this one up.
    pub fn is_named(&self, who: usize, row: &Row) -> bool {
        self.world.rows.iter().any(|other| {
            (self.sees(who, other) || self.sees_in_bin(who, other))
                && fields(other.object).iter().any(|(field, kind)| {
                    matches!(kind, Kind::To(_) | Kind::ToAny)
                        && self.level(who, other.object, field) >= READ
                        && self.target(other, field).is_some_and(|target| target.id == row.id)
                })
        })
    }
}

/// The object that a lookup leads to.
pub fn target_of(object: &str, lookup: &str) -> &'static str {
    match fields(object).iter().find(|(name, _)| *name == lookup) {
        Some((_, Kind::To(target))) => target,
        _ => "user",
    }
}

fn split(line: &str) -> Vec<String> {
    line.split(',').map(|part| part.trim().to_owned()).collect()
}
