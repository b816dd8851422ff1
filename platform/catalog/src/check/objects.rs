//! Objects and their fields.

use std::collections::HashSet;

use trellis_model::{
    Field, FieldKind, Object, Schema, both,
    expression::is_word,
    field::Setting,
    object::{Inherit, PARENT, POSITION, RESERVED, is_custom, is_name, lines_object},
    picklist::COLORS,
};

use super::{field, filters, name_matches, object};
use crate::{
    Catalog, FileKind,
    files::part,
    problem::{Report, What, at},
};

/// Fields of an object at most, with room in its table for what is retired: a thousand stay usable, as is measured.
const MOST_FIELDS: usize = 1_200;

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
    identities(of.declared().map(|field| (field, at("/properties", &field.name))), report);
    if of.declared().count() > MOST_FIELDS {
        report.add("/properties", both!("一个对象最多 {MOST_FIELDS} 个字段", "an object has {MOST_FIELDS} fields at most"));
    }
    for declared in of.declared() {
        let pointer = at("/properties", &declared.name);
        unusable(catalog, of, declared, &pointer, report);
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

/// Fields of one object or of lines, with where they stand: each has an identity and a column that nothing else has.
fn identities<'a>(fields: impl Iterator<Item = (&'a Field, String)>, report: &mut Report<'_>) {
    let (mut ids, mut columns) = (HashSet::new(), HashSet::new());
    let of_the_engine = |name: &str| RESERVED.contains(&name) || [PARENT, POSITION].contains(&name);
    for (field, pointer) in fields {
        let column = field.column.as_deref().unwrap_or(&field.id);
        if !ids.insert(field.id.as_str()) || of_the_engine(&field.id) {
            report.add(
                at(&pointer, "x-id"),
                both!("“{}”已是此对象另一个字段的标识", "`{}` is the id of another field of this object", field.id),
            );
        } else if !columns.insert(column) || of_the_engine(column) {
            report.add(at(&pointer, "x-column"), both!("“{column}”是另一个字段的列", "`{column}` is the column of another field"));
        }
    }
}

/// A name that filters and expressions read as something else: fields that administrators add do not have it.
fn unusable(catalog: &Catalog, of: &Object, field: &Field, pointer: &str, report: &mut Report<'_>) {
    let is_shipped = catalog.object(&of.name).is_some_and(|of| !is_custom(&of.name)) && !is_custom(&field.name);
    if !is_shipped && is_word(&field.name) {
        report.add(
            pointer,
            both!(
                "“{}”在表达式或筛选条件中另有含义，请更换名称",
                "`{}` means something else in expressions and filters: choose another name",
                field.name
            ),
        );
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
    let place = |name: &str| at(&at(pointer, "x-lines/properties").replace("~1", "/"), name);
    identities(field.lines.iter().flatten().map(|line| (line, place(&line.name))), report);
    for line in field.lines.iter().flatten() {
        let pointer = place(&line.name);
        if [PARENT, POSITION].contains(&line.name.as_str()) || RESERVED.contains(&line.name.as_str()) {
            report.add(&pointer, both!("“{}”已被占用", "`{}` is taken", line.name));
        }
        unusable(catalog, made, line, &pointer, report);
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
    if field.kind == FieldKind::Secret && field.default.is_some() {
        report.add(
            at(pointer, "default"),
            both!("机密字段不能有默认值：声明人人可读", "a secret has no default: everybody may read a declaration"),
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
            let pointer = format!("/x-object/duplicates/{set}/{index}");
            if let Some(secret) = field(of, name, &pointer, report).filter(|found| found.kind == FieldKind::Secret) {
                report.add(pointer, super::computed::cannot_tell_apart(secret));
            }
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
    let one = matches!(parent.kind, FieldKind::Lookup | FieldKind::AnyLookup);
    let Some(lookup) = parent.lookup.as_ref().filter(|_| one) else {
        report.add(pointer, both!("“{name}”不是指向一条记录的关联字段", "`{name}` is no lookup of one record"));
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
