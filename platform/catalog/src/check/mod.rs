//! What declarations say of each other: every name that one mentions must be there, and of the right kind.
//!
//! The meta-schemas check the shape of each file before; a place that is wrong there is not reported again here.

mod actions;
mod apps;
mod computed;
mod conversions;
mod dashboards;
pub(crate) mod filters;
mod layouts;
mod objects;
mod picklists;
mod views;

use trellis_model::{Field, Object, Schema, both};

use crate::{
    Catalog, FileKind, Problem,
    files::{part, place},
    problem::{Report, What},
};

/// Adds every problem of the catalog's declarations.
pub(crate) fn check(catalog: &Catalog, problems: &mut Vec<Problem>) {
    for path in catalog.files().keys() {
        let Some(place) = place(path) else { continue };
        let mut report = Report::new(path, problems);
        match place.kind {
            FileKind::App => apps::check(catalog, place.name, &mut report),
            FileKind::Picklist => picklists::check(catalog, place.name, &mut report),
            FileKind::Dashboard => dashboards::check(catalog, place.name, &mut report),
            _ => {}
        }
    }
    for object in catalog.objects().filter(|object| object.options.line_of.is_none()) {
        type Check = fn(&Catalog, &Object, &mut Report<'_>);
        let checks: [(FileKind, Check); 5] = [
            (FileKind::Object, objects::check),
            (FileKind::Views, views::check),
            (FileKind::Layouts, layouts::check),
            (FileKind::Actions, actions::check),
            (FileKind::Conversions, conversions::check),
        ];
        for (kind, check) in checks {
            let path = part(&object.app, &object.name, kind);
            if catalog.files().contains_key(&path) {
                check(catalog, object, &mut Report::new(&path, problems));
            }
        }
    }
}

/// The name inside a file must be the one that its place gives it.
fn name_matches(catalog: &Catalog, path: &str, key: &str, expected: &str, report: &mut Report<'_>) {
    let inside = catalog.files().get(path).and_then(|file| file.get(key)).and_then(|name| name.as_str());
    if inside.is_some_and(|name| name != expected) {
        report.add(format!("/{key}"), both!("必须是“{expected}”，与文件所在位置一致", "must be `{expected}`, as the file's place says"));
    }
}

/// The field of `object` called `name`; reports when there is none.
fn field<'a>(object: &'a Object, name: &str, pointer: &str, report: &mut Report<'_>) -> Option<&'a Field> {
    let found = object.field(name);
    if found.is_none() {
        report.unknown(pointer, What::Field, name, object.fields().iter().map(|field| field.name.as_str()));
    }
    found
}

/// The field that a path leads to, across one lookup at most; reports the step that leads nowhere.
fn path<'a>(catalog: &'a Catalog, object: &'a Object, path: &str, pointer: &str, report: &mut Report<'_>) -> Option<&'a Field> {
    let Some((lookup, name)) = path.split_once('.') else { return field(object, path, pointer, report) };
    let step = field(object, lookup, pointer, report)?;
    match step.target().and_then(|target| catalog.object(target)) {
        Some(target) => field(target, name, pointer, report),
        None => {
            report.add(
                pointer,
                both!(
                    "“{lookup}”没有指向唯一的对象，无法沿“{path}”取值",
                    "`{lookup}` leads to no single object, so `{path}` cannot be followed"
                ),
            );
            None
        }
    }
}

/// The object called `name`; reports when there is none.
fn object<'a>(catalog: &'a Catalog, name: &str, pointer: &str, report: &mut Report<'_>) -> Option<&'a Object> {
    let found = catalog.object(name);
    if found.is_none() {
        report.unknown(pointer, What::Object, name, catalog.objects().map(|object| object.name.as_str()));
    }
    found
}

/// A list's order: fields by comma, downwards with a minus.
fn sort(catalog: &Catalog, of: &Object, sort: &str, pointer: &str, report: &mut Report<'_>) {
    for part in sort.split(',') {
        let name = part.strip_prefix('-').unwrap_or(part);
        if let Some(field) = path(catalog, of, name, pointer, report)
            && !field.rules().is_sortable()
        {
            report.add(
                pointer,
                both!(
                    "列表不能按“{name}”排序，其类型是“{}”",
                    "lists cannot be sorted by `{name}`, a field of kind `{}`",
                    field.kind.name()
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests;
