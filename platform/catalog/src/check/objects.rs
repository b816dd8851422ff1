//! Objects and their fields.

use std::collections::HashSet;

use trellis_model::{
    Field, FieldKind, Object, Schema, both,
    field::Setting,
    object::{Inherit, PARENT, POSITION, RESERVED, is_name, lines_object},
    picklist::COLORS,
};

use super::{field, filters, name_matches, object};
use crate::{
    Catalog, FileKind,
    files::part,
    problem::{Report, What, at},
};

pub(super) fn check(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    let path = part(&of.app, &of.name, FileKind::Object);
    name_matches(catalog, &path, "$id", &of.name, report);
    if !is_name(&of.name) {
        report.add("/$id", both!("“{}”不能作为对象的名称", "`{}` is no name for an object", of.name));
    }
    required(catalog, &path, of, report);
    super::computed::rules(catalog, of, report);
    options(of, report);
    access(catalog, of, report);
    let mut ids = HashSet::new();
    for declared in of.declared() {
        let pointer = at("/properties", &declared.name);
        if !ids.insert(declared.id.as_str()) {
            report.add(
                at(&pointer, "x-id"),
                both!("“{}”已是此对象另一个字段的标识", "`{}` is the id of another field of this object", declared.id),
            );
        }
        if RESERVED.contains(&declared.name.as_str()) {
            report.add(&pointer, both!("“{}”是系统自带的字段", "`{}` is a field that the engine keeps itself", declared.name));
        }
        one(catalog, declared, &pointer, report);
        super::computed::check(catalog, of, declared, &pointer, report);
        if declared.kind == FieldKind::Lines {
            lines(catalog, of, declared, &pointer, report);
        }
        if declared.required && !declared.is_writable() {
            report.add(&pointer, both!("“{}”为必填，但没有人能填写", "`{}` is required, but nobody can write it", declared.name));
        }
    }
}

/// The fields of lines, as the object that is made of them has them.
fn lines(catalog: &Catalog, of: &Object, field: &Field, pointer: &str, report: &mut Report<'_>) {
    let name = lines_object(&of.name, &field.name);
    let made = catalog.object(&name).filter(|object| object.options.line_of.is_some());
    let Some(made) = made.filter(|_| is_name(&name)) else {
        report.add(
            pointer,
            both!(
                "明细将保存为“{name}”，该名称过长或已被占用：请更换字段名称",
                "the lines would be kept as `{name}`, which is too long or taken: give the field another name"
            ),
        );
        return;
    };
    let mut ids = HashSet::new();
    for line in field.lines.iter().flatten() {
        let pointer = at(&at(pointer, "x-lines/properties").replace("~1", "/"), &line.name);
        let taken = [PARENT, POSITION].contains(&line.name.as_str()) || RESERVED.contains(&line.name.as_str());
        if taken || !ids.insert(line.id.as_str()) {
            report.add(&pointer, both!("“{}”或其标识已被占用", "`{}` or its id is taken", line.name));
        }
        if let Some(line) = made.field(&line.name) {
            one(catalog, line, &pointer, report);
            super::computed::check(catalog, made, line, &pointer, report);
        }
    }
}

/// What a field refers to and starts with; the same for the parameters of an action.
pub(super) fn one(catalog: &Catalog, field: &Field, pointer: &str, report: &mut Report<'_>) {
    if !is_name(&field.name) {
        report.add(pointer, both!("“{}”不能作为字段的名称", "`{}` is no name for a field", field.name));
    }
    if let Some(name) = field.picklist.as_deref().filter(|name| catalog.picklist(name).is_none()) {
        report.unknown(at(pointer, "x-picklist"), What::Picklist, name, catalog.picklists().map(|picklist| picklist.name.as_str()));
    }
    let lookup = at(pointer, "x-lookup");
    for target in field.lookup.iter().flat_map(|lookup| &lookup.objects) {
        let found = object(catalog, target, &lookup, report);
        if let (Some(found), Some(filter)) = (found, field.lookup.as_ref().and_then(|lookup| lookup.filter.as_ref())) {
            filters::check(catalog, found, filter, &at(&lookup, "filter"), report);
        }
    }
    if field.unique && !field.kind.rules().settings().contains(&Setting::Unique) {
        report.add(
            at(pointer, "x-unique"),
            both!("类型为“{}”的字段不能设为唯一", "a field of kind `{}` cannot be unique", field.kind.name()),
        );
    }
    default(catalog, field, &at(pointer, "default"), report);
}

fn default(catalog: &Catalog, field: &Field, pointer: &str, report: &mut Report<'_>) {
    let Some(json) = &field.default else { return };
    if let Err(mut violation) = field.parse(json, catalog) {
        violation.pointer.clear();
        report.violations(pointer, vec![violation]);
        return;
    }
    let picklist = field.picklist.as_deref().and_then(|name| catalog.picklist(name));
    let retired = picklist.zip(json.as_str()).and_then(|(picklist, code)| picklist.option(code)).is_some_and(|option| !option.active);
    if retired {
        report.add(pointer, both!("选项 {json} 已停用", "the option {json} is retired"));
    }
}

fn required(catalog: &Catalog, path: &str, of: &Object, report: &mut Report<'_>) {
    let names = catalog.files().get(path).and_then(|file| file.get("required")).and_then(|names| names.as_array());
    for (index, name) in names.into_iter().flatten().filter_map(|name| name.as_str()).enumerate() {
        field(of, name, &format!("/required/{index}"), report);
    }
}

fn options(of: &Object, report: &mut Report<'_>) {
    let options = &of.options;
    if let Some(name) = field(of, &options.name_field, "/x-object/name_field", report).filter(|name| !name.can_name()) {
        report.add(
            "/x-object/name_field",
            both!("“{}”用来称呼每条记录，必须是必填的文本", "`{}` must be a required text, since it names every record", name.name),
        );
    }
    for (index, name) in options.search.iter().enumerate() {
        let pointer = format!("/x-object/search/{index}");
        if field(of, name, &pointer, report).is_some_and(|found| !found.is_text()) {
            report.add(pointer, both!("“{name}”没有可搜索的文本", "`{name}` holds no text to search"));
        }
    }
    for (set, names) in options.duplicates.iter().enumerate() {
        for (index, name) in names.iter().enumerate() {
            field(of, name, &format!("/x-object/duplicates/{set}/{index}"), report);
        }
    }
    if options.team && !options.owned {
        report
            .add("/x-object/team", both!("有负责人的记录才有团队：请设置 `owned`", "only records with an owner have a team: set `owned`"));
    }
    for (index, name) in options.participants.iter().enumerate() {
        let pointer = format!("/x-object/participants/{index}");
        if field(of, name, &pointer, report).is_some_and(|found| found.kind != FieldKind::User) {
            report.add(&pointer, both!("“{name}”不是人员字段", "`{name}` names no person"));
        }
        if !options.owned {
            report.add(
                pointer,
                both!(
                    "有负责人的记录才有参与人：请设置 `owned`",
                    "only in records with an owner does somebody else take part: set `owned`"
                ),
            );
        }
    }
    if let Some(color) = options.color.as_deref().filter(|color| !COLORS.contains(color)) {
        report.unknown("/x-object/color", What::Color, color, COLORS.iter().copied());
    }
}

/// The lookup that rights come from must be one, and must not lead back here.
fn access(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    let (key, name) = match &of.options.access {
        None => return,
        Some(Inherit::Inherit(name)) => ("inherit", name),
        Some(Inherit::Also(name)) => ("also", name),
    };
    let pointer = format!("/x-object/access/{key}");
    let Some(parent) = field(of, name, &pointer, report) else { return };
    let Some(lookup) = &parent.lookup else {
        report.add(pointer, both!("“{name}”不是关联字段", "`{name}` is no lookup"));
        return;
    };
    let mut seen = HashSet::new();
    let mut ahead: Vec<&str> = lookup.objects.iter().map(String::as_str).collect();
    while let Some(next) = ahead.pop() {
        if next == of.name {
            report.add(pointer, both!("记录的权限会取决于其自身", "the rights of a record would depend on themselves"));
            return;
        }
        if seen.insert(next) {
            let parents = catalog.object(next).and_then(Object::parent_field).and_then(|field| field.lookup.as_ref());
            ahead.extend(parents.into_iter().flat_map(|lookup| &lookup.objects).map(String::as_str));
        }
    }
}
