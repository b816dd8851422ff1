//! A role as a matrix: what an administrator reads and writes, and the lines that say the same.
//!
//! A company keeps only its differences: a line where the matrix asks for something else than the shipped lines give. What
//! everybody may do cannot be narrowed in one role. A shipped line about everything is taken away as soon as the matrix asks
//! for less of anything, and what it gave to the rest is then written out.

use std::collections::BTreeMap;

use trellis_catalog::Catalog;
use trellis_model::{
    Label, Object, Schema, Violation,
    violation::{Code, suggest},
    wire::{ActionInfo, FieldLevel, Matrix, Permissions, RolePermissions},
};

use crate::{
    ADMINISTRATION, Policy, PolicyLine, Scope, VERBS,
    labels::{part_label, verb_label},
    rights::Rights,
    shipped,
};

/// The word for no scope at all.
const NONE: &str = "none";

/// What can be done with the records of an object, its own actions last. The records that only the system's own services
/// write are viewed and exported.
pub fn actions_of(object: &Object) -> Vec<&str> {
    if object.options.system {
        return vec!["view", "export"];
    }
    VERBS.iter().copied().chain(object.actions.iter().map(|action| action.name.as_str())).collect()
}

impl Policy {
    /// What a role may do, with everything that the matrix is drawn from.
    pub fn permissions(&self, catalog: &Catalog, role: &str) -> RolePermissions {
        let rights = self.rights_of(role);
        let base = self.base();
        let mut found = RolePermissions {
            objects: Matrix::new(),
            administration: Matrix::new(),
            fields: BTreeMap::new(),
            actions: BTreeMap::new(),
            labels: BTreeMap::new(),
        };
        let row = |name: &str, actions: &[(&str, Label)], scoped: bool| {
            let scope = |rights: Option<&Rights>, action: &str| scope_name(reach(rights, name, action, scoped));
            let cells: BTreeMap<String, String> = actions.iter().map(|(action, _)| ((*action).to_owned(), scope(rights, action))).collect();
            let info = |(action, label): &(&str, Label)| ActionInfo {
                name: (*action).to_owned(),
                label: label.clone(),
                scoped,
                least: scope(base, action),
            };
            (cells, actions.iter().map(info).collect::<Vec<_>>())
        };
        for object in catalog.objects() {
            let label = |action: &str| object.action(action).map_or_else(|| verb_label(action), |action| action.label.clone());
            let actions: Vec<(&str, Label)> = actions_of(object).into_iter().map(|action| (action, label(action))).collect();
            let (cells, infos) = row(&object.name, &actions, object.options.owned);
            found.objects.insert(object.name.clone(), cells);
            found.actions.insert(object.name.clone(), infos);
            found.labels.insert(object.name.clone(), object.label.clone());
        }
        for (part, actions) in ADMINISTRATION {
            let actions: Vec<(&str, Label)> = actions.iter().map(|action| (*action, verb_label(action))).collect();
            let (cells, infos) = row(part, &actions, false);
            found.administration.insert((*part).to_owned(), cells);
            found.actions.insert((*part).to_owned(), infos);
            found.labels.insert((*part).to_owned(), part_label(part));
        }
        for line in self.lines_of(role) {
            if let PolicyLine::Field { field, level, .. } = line
                && is_field(catalog, field)
            {
                found.fields.insert(field.clone(), *level);
            }
        }
        found
    }
}

/// The company's lines by which a role may do exactly what `wanted` says. `own` are its lines so far: those about objects
/// that are not there now stay.
///
/// # Errors
/// Every name that is not there, and every cell that cannot be.
pub fn lines_for(
    policy: &Policy,
    catalog: &Catalog,
    role: &str,
    own: &[PolicyLine],
    wanted: &Permissions,
) -> Result<Vec<PolicyLine>, Vec<Violation>> {
    let mut violations = Vec::new();
    let cells = cells(catalog, wanted, &mut violations);
    let base = policy.base();
    let least = |cell: &Cell<'_>| reach(base, cell.object, cell.action, cell.scoped);
    for cell in cells.iter().filter(|cell| cell.scope < least(cell)) {
        let refused = Violation::at(cell.pointer(), Code::Refused)
            .with("reason_zh", "所有用户都有此权限，不能在单个角色中缩小")
            .with("reason_en", "Everybody may do this; a role cannot allow less");
        violations.push(refused);
    }
    check_fields(catalog, wanted, &mut violations);
    if !violations.is_empty() {
        return Err(violations);
    }
    let shipped: Vec<&PolicyLine> = shipped::lines().iter().filter(|line| line.role() == role).collect();
    let exact = |cell: &Cell<'_>| grant_of(&shipped, |object, action| (object, action) == (cell.object, cell.action));
    let sweeping = |cell: &Cell<'_>| grant_of(&shipped, |object, action| sweeps(object, action, cell));
    let mut lines: Vec<PolicyLine> = own.iter().filter(|line| is_about_the_absent(catalog, line)).cloned().collect();
    let narrows = cells.iter().any(|cell| cell.scope < sweeping(cell));
    if narrows {
        let taken = shipped.iter().filter(|line| is_sweeping(line)).map(|line| without(line));
        lines.extend(taken);
    }
    for cell in &cells {
        let swept = if narrows { None } else { sweeping(cell) };
        let natural = exact(cell).max(swept).max(least(cell));
        if cell.scope != natural {
            let (object, action) = (cell.object.to_owned(), cell.action.to_owned());
            lines.push(PolicyLine::Grant { role: role.to_owned(), object, action, scope: cell.scope });
        }
    }
    lines.extend(field_lines(catalog, role, &shipped, &cells, wanted));
    Ok(lines)
}

/// One cell of the matrix.
struct Cell<'a> {
    object: &'a str,
    action: &'a str,
    scope: Option<Scope>,
    scoped: bool,
    administration: bool,
}

impl Cell<'_> {
    fn pointer(&self) -> String {
        let part = if self.administration { "administration" } else { "objects" };
        format!("/{part}/{}/{}", self.object, self.action)
    }
}

/// Every cell that there is, with what is wanted there.
fn cells<'a>(catalog: &'a Catalog, wanted: &Permissions, violations: &mut Vec<Violation>) -> Vec<Cell<'a>> {
    let objects: Vec<(&str, Vec<&str>, bool)> =
        catalog.objects().map(|object| (object.name.as_str(), actions_of(object), object.options.owned)).collect();
    let parts: Vec<(&str, Vec<&str>, bool)> = ADMINISTRATION.iter().map(|(part, actions)| (*part, actions.to_vec(), false)).collect();
    let mut cells = Vec::new();
    for (known, matrix, section) in [(objects, &wanted.objects, "objects"), (parts, &wanted.administration, "administration")] {
        let section_pointer = format!("/{section}");
        for (object, actions) in matrix {
            let Some((_, known_actions, _)) = known.iter().find(|(name, ..)| name == object) else {
                violations.push(unknown(object, known.iter().map(|(name, ..)| *name)).under(&section_pointer));
                continue;
            };
            for action in actions.keys().filter(|action| !known_actions.contains(&action.as_str())) {
                violations.push(unknown(action, known_actions.iter().copied()).under(&format!("{section_pointer}/{object}")));
            }
        }
        for (object, actions, scoped) in known {
            for action in actions {
                let text = matrix.get(object).and_then(|actions| actions.get(action)).map_or(NONE, String::as_str);
                let scope = Scope::from_name(text);
                let mut cell = Cell { object, action, scope, scoped, administration: section == "administration" };
                if (scope.is_none() && text != NONE) || (!scoped && scope.is_some_and(|scope| scope != Scope::All)) {
                    violations.push(Violation::at(cell.pointer(), Code::Option).with("value", text));
                    cell.scope = Some(Scope::All);
                }
                cells.push(cell);
            }
        }
    }
    cells
}

fn check_fields(catalog: &Catalog, wanted: &Permissions, violations: &mut Vec<Violation>) {
    for (path, level) in &wanted.fields {
        let found = path.split_once('.').and_then(|(object, field)| Some((catalog.object(object)?, field)));
        let Some((object, field)) = found.filter(|(object, field)| object.field(field).is_some()) else {
            violations.push(unknown(path, []).under("/fields"));
            continue;
        };
        if *level < FieldLevel::Read && (field == object.name_field() || field == "id") {
            let refused = Violation::new(path, Code::Refused)
                .with("reason_zh", "名称字段不能隐藏或脱敏")
                .with("reason_en", "The field that names a record can be neither hidden nor masked");
            violations.push(refused.under("/fields"));
        }
    }
}

/// A line for each field where the shipped ones say something else. A shipped line that is not wanted any more gives way to
/// what the object's own rights come to.
fn field_lines(catalog: &Catalog, role: &str, shipped: &[&PolicyLine], cells: &[Cell<'_>], wanted: &Permissions) -> Vec<PolicyLine> {
    let mut levels: BTreeMap<&str, (Option<FieldLevel>, Option<FieldLevel>)> = BTreeMap::new();
    for line in shipped {
        if let PolicyLine::Field { field, level, .. } = line
            && is_field(catalog, field)
        {
            levels.entry(field).or_default().0 = Some(*level);
        }
    }
    for (path, level) in &wanted.fields {
        levels.entry(path).or_default().1 = Some(*level);
    }
    let usual = |path: &str| {
        let object = path.split('.').next().unwrap_or_default();
        let can = |action: &str| cells.iter().any(|cell| (cell.object, cell.action) == (object, action) && cell.scope.is_some());
        crate::access::usual_level(can)
    };
    let line = |(path, (shipped, wanted)): (&str, (Option<FieldLevel>, Option<FieldLevel>))| {
        let level = wanted.unwrap_or_else(|| usual(path));
        (shipped != Some(level)).then(|| PolicyLine::Field { role: role.to_owned(), field: path.to_owned(), level })
    };
    levels.into_iter().filter_map(line).collect()
}

fn reach(rights: Option<&Rights>, object: &str, action: &str, scoped: bool) -> Option<Scope> {
    let scope = rights?.grant(object, action)?.scope;
    (scoped || scope == Scope::All).then_some(scope)
}

fn scope_name(scope: Option<Scope>) -> String {
    scope.map_or(NONE, Scope::name).to_owned()
}

fn grant_of(lines: &[&PolicyLine], about: impl Fn(&str, &str) -> bool) -> Option<Scope> {
    let scope = |line: &&PolicyLine| match line {
        PolicyLine::Grant { object, action, scope, .. } if about(object, action) => *scope,
        _ => None,
    };
    lines.iter().filter_map(scope).max()
}

/// Whether a line about all objects or all actions speaks of this cell too.
fn sweeps(object: &str, action: &str, cell: &Cell<'_>) -> bool {
    let covers = |pattern: &str, name: &str| pattern == "*" || pattern == name;
    [object, action].contains(&"*") && covers(object, cell.object) && covers(action, cell.action)
}

fn is_sweeping(line: &PolicyLine) -> bool {
    matches!(line, PolicyLine::Grant { object, action, .. } if object == "*" || action == "*")
}

fn without(line: &PolicyLine) -> PolicyLine {
    match line.clone() {
        PolicyLine::Grant { role, object, action, .. } => PolicyLine::Grant { role, object, action, scope: None },
        other => other,
    }
}

/// Lines about what a roll-back may bring back, and what the role builds on.
fn is_about_the_absent(catalog: &Catalog, line: &PolicyLine) -> bool {
    match line {
        PolicyLine::Grant { object, .. } => {
            object != "*" && catalog.object(object).is_none() && !ADMINISTRATION.iter().any(|(part, _)| part == object)
        }
        PolicyLine::Field { field, .. } => !is_field(catalog, field),
        PolicyLine::Extends { .. } => true,
    }
}

fn is_field(catalog: &Catalog, path: &str) -> bool {
    path.split_once('.').and_then(|(object, field)| catalog.object(object)?.field(field)).is_some()
}

fn unknown<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Violation {
    let violation = Violation::new(name, Code::UnknownReference).with("name", name);
    match suggest(name, known) {
        Some(near) => violation.with("suggestion", near),
        None => violation,
    }
}

#[cfg(test)]
mod tests;
