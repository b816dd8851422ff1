//! List views.

use std::collections::HashSet;

use trellis_model::{FieldKind, Json, ListView, Object, both, object::is_name, view::Column, view::ViewKind};

use super::{field, filters, path, sort};
use crate::{
    Catalog, FileKind,
    files::part,
    problem::{Report, What, at},
};

pub(super) fn check(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    let Some(file) = catalog.files().get(&part(&of.app, &of.name, FileKind::Views)) else { return };
    shared(catalog, of, file, report);
    let scenes: HashSet<&str> = of.views.iter().filter(|view| view.scene).map(|view| view.name.as_str()).collect();
    for view in of.views.iter().filter(|view| !view.scene) {
        let pointer = at("/views", &view.name);
        if !is_name(&view.name) || scenes.contains(view.name.as_str()) {
            report.add(&pointer, both!("“{}”不能作为视图的名称", "`{}` cannot be the name of a view", view.name));
        }
        one(catalog, of, view, file, &pointer, report);
    }
}

/// The columns and the order of the views that name none, and the order of the views.
fn shared(catalog: &Catalog, of: &Object, file: &Json, report: &mut Report<'_>) {
    let declared = file.get("columns").and_then(|json| serde_json::from_value::<Vec<Column>>(json.clone()).ok());
    columns(catalog, of, &declared.unwrap_or_default(), "/columns", report);
    if let Some(text) = file.get("sort").and_then(Json::as_str) {
        sort(catalog, of, text, "/sort", report);
    }
    let declared = || of.views.iter().filter(|view| !view.scene).map(|view| view.name.as_str());
    for (index, name) in file.get("order").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).enumerate() {
        if !declared().any(|view| view == name) {
            report.unknown(format!("/order/{index}"), What::View, name, declared());
        }
    }
}

fn one(catalog: &Catalog, of: &Object, view: &ListView, file: &Json, pointer: &str, report: &mut Report<'_>) {
    let declares = |key: &str| file.pointer(&format!("{pointer}/{key}")).is_some();
    if declares("columns") {
        columns(catalog, of, &view.columns, &at(pointer, "columns"), report);
    }
    if let Some(text) = view.sort.as_deref().filter(|_| declares("sort")) {
        sort(catalog, of, text, &at(pointer, "sort"), report);
    }
    if let Some(filter) = &view.filter {
        filters::check(catalog, of, filter, &at(pointer, "filter"), report);
    }
    match (&view.group, view.kind) {
        (Some(group), ViewKind::Calendar) => {
            let pointer = at(pointer, "group");
            if field(of, group, &pointer, report).is_some_and(|found| !matches!(found.kind, FieldKind::Date | FieldKind::DateTime)) {
                report.add(
                    pointer,
                    both!("“{group}”不是日期字段，不能决定记录在日历中的位置", "`{group}` is no date, so it says no day of a calendar"),
                );
            }
        }
        (Some(group), _) => {
            let pointer = at(pointer, "group");
            if field(of, group, &pointer, report).is_some_and(|found| found.kind != FieldKind::Picklist) {
                report.add(
                    pointer,
                    both!("“{group}”不是选项字段，不能作为看板的列", "`{group}` is no picklist, so it makes no columns of a board"),
                );
            }
        }
        (None, ViewKind::Kanban | ViewKind::Calendar) => report.add(at(pointer, "group"), both!("缺少 `group`", "`group` is missing")),
        (None, ViewKind::Table) => {}
    }
}

fn columns(catalog: &Catalog, of: &Object, columns: &[Column], pointer: &str, report: &mut Report<'_>) {
    let mut seen = HashSet::new();
    for (index, column) in columns.iter().enumerate() {
        let pointer = format!("{pointer}/{index}/field");
        if !seen.insert(column.field.as_str()) {
            report.add(&pointer, both!("“{}”已是一列", "`{}` is a column already", column.field));
        }
        path(catalog, of, &column.field, &pointer, report);
    }
}
