//! Expressions, roll-ups and mirrors: what they name must be there, and make sense.

use chrono::DateTime;
use trellis_model::{
    Field, FieldKind, Label, Object, Schema, Value, both,
    expression::{Checked, Expression, Moment, ObjectNames, Type, check as check_expression},
    field::{Rollup, RollupFunction, Setting, Shape},
    time::FixedZone,
};
use uuid::Uuid;

use super::{field as known, filters, path};
use crate::{
    Catalog,
    computed::relation,
    problem::{Report, What, at},
};

/// The expressions and sources of a field of `of`.
pub(super) fn check(catalog: &Catalog, of: &Object, field: &Field, pointer: &str, report: &mut Report<'_>) {
    if let Some(expression) = &field.formula {
        formula(catalog, of, field, expression, &at(pointer, "x-formula"), report);
    }
    if let Some(rollup) = &field.rollup {
        check_rollup(catalog, of, field, rollup, &at(pointer, "x-rollup"), report);
    }
    if let Some(source) = &field.mirror {
        mirror(catalog, of, source, &at(pointer, "x-mirror"), report);
    }
    for (keyword, condition) in
        [("x-visible", &field.visible_when), ("x-required", &field.required_when), ("x-readonly", &field.read_only_when)]
    {
        if let Some(condition) = condition {
            self::condition(catalog, of, condition, &at(pointer, keyword), report);
        }
    }
    if let Some(default) = &field.default_when {
        let pointer = at(pointer, "x-default");
        if let Some(checked) = expression(catalog, of, default, &pointer, report) {
            let wanted = Type::of(field.kind).unwrap_or(Type::Any);
            if !checked.result.fits(wanted) {
                report.add(&pointer, gives(checked.result, wanted, "但该字段保存的是", "but the field holds"));
            }
            if !field.is_writable() {
                report.add(&pointer, both!("无法填写的字段不能有默认值", "a field that nobody writes has no default"));
            }
            if checked.paths.iter().any(|path| path.split('.').next() == Some(&field.name)) {
                report.add(&pointer, both!("默认值不能取决于该字段本身", "a default does not come from the field itself"));
            }
            if checked.paths.is_empty() && !checked.volatile {
                constant(catalog, field, default, &pointer, report);
            }
        }
    }
    for (index, name) in field.unique_with.iter().enumerate() {
        let pointer = at(&at(pointer, "x-unique"), &index.to_string());
        if let Some(other) =
            known(of, name, &pointer, report).filter(|other| !other.system && !other.kind.rules().settings().contains(&Setting::Unique))
        {
            report.add(pointer, cannot_tell_apart(other));
        }
    }
}

/// A default that is the same for every record must be a value of its field.
fn constant(catalog: &Catalog, field: &Field, source: &str, pointer: &str, report: &mut Report<'_>) {
    let moment = Moment { now: DateTime::default(), me: Uuid::nil(), zone: &FixedZone(0) };
    let Some(value) = Expression::shared(source).map(|expression| expression.value(field, &|_| Value::Null, moment).to_json()) else {
        return;
    };
    if let Err(mut violation) = field.parse(&value, catalog)
        && !value.is_null()
    {
        violation.pointer.clear();
        report.violations(pointer, vec![violation]);
    }
}

/// Why values of a field do not tell records apart.
pub(super) fn cannot_tell_apart(field: &Field) -> Label {
    let kind = field.kind.rules().label();
    Label::new(
        format!("“{}”是{}，不能用来区分记录", field.name, kind.zh),
        format!("`{}` is of the kind {}, which does not tell records apart", field.name, kind.en),
    )
}

/// The rules of an object.
pub(super) fn rules(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    for rule in &of.rules {
        let pointer = at("/x-rules", &rule.name);
        condition(catalog, of, &rule.check, &at(&pointer, "check"), report);
        if let Some(name) = &rule.field {
            known(of, name, &at(&pointer, "field"), report);
        }
    }
}

/// An expression that must hold or not.
pub(super) fn condition(catalog: &Catalog, of: &Object, source: &str, pointer: &str, report: &mut Report<'_>) {
    if let Some(checked) = expression(catalog, of, source, pointer, report)
        && !checked.result.fits(Type::Bool)
    {
        report.add(pointer, {
            let is = checked.result.label();
            Label::new(format!("条件只能成立或不成立，而这里得到的是{}", is.zh), format!("a condition holds or not; this gives {}", is.en))
        });
    }
}

fn gives(is: Type, wanted: Type, zh: &str, en: &str) -> Label {
    let (is, wanted) = (is.label(), wanted.label());
    Label::new(format!("得到的是{}，{zh}{}", is.zh, wanted.zh), format!("gives {}, {en} {}", is.en, wanted.en))
}

fn expression(catalog: &Catalog, of: &Object, source: &str, pointer: &str, report: &mut Report<'_>) -> Option<Checked> {
    match check_expression(source, &ObjectNames { schema: catalog, object: of }) {
        Ok(checked) => Some(checked),
        Err(problems) => {
            let (zh, en): (Vec<String>, Vec<String>) = problems.into_iter().map(|problem| (problem.zh, problem.en)).unzip();
            report.add(pointer, Label::new(zh.join("；"), en.join("; ")));
            None
        }
    }
}

fn formula(catalog: &Catalog, of: &Object, field: &Field, source: &str, pointer: &str, report: &mut Report<'_>) {
    let Some(checked) = expression(catalog, of, source, pointer, report) else { return };
    if checked.volatile {
        report.add(
            pointer,
            both!(
                "公式的结果会保存，因此不能取决于时间或使用者：不能使用 `today()`、`now()`、`me()`",
                "a formula is kept, so it cannot depend on the moment or the person: no `today()`, `now()` or `me()`"
            ),
        );
    }
    if catalog.computed().is_circular(&of.name, &field.name) {
        report.add(pointer, both!("“{}”会由自身计算得出", "`{}` would be computed from itself", field.name));
    }
    let wanted = field.result.and_then(Type::of).unwrap_or(Type::Any);
    if !checked.result.fits(wanted) && wanted != Type::Text {
        report.add(pointer, gives(checked.result, wanted, "而不是", "not"));
    }
    if checked.result == Type::List {
        report.add(pointer, both!("公式的结果不能是多个值", "several values are no result of a formula"));
    }
}

fn check_rollup(catalog: &Catalog, of: &Object, field: &Field, rollup: &Rollup, pointer: &str, report: &mut Report<'_>) {
    let here = at(pointer, "relation");
    let found = relation(of, rollup).and_then(|(child, lookup)| {
        let child = catalog.object(&child)?;
        let lookup = child.field(&lookup).filter(|lookup| lookup.target() == Some(&of.name) && lookup.is_stored())?;
        Some((child, lookup))
    });
    let Some((child, _)) = found else {
        let relations: Vec<String> = catalog.relations_to(&of.name).map(crate::Relation::name).collect();
        report.unknown(here, What::Relation, &rollup.relation, relations.iter().map(String::as_str));
        return;
    };
    if let Some(name) = &rollup.field {
        let here = at(pointer, "field");
        if let Some(measured) = known(child, name, &here, report) {
            let is_time = matches!(measured.shape(), Shape::Date | Shape::DateTime);
            let sums = measured.rules().is_measure();
            let right = match rollup.function {
                RollupFunction::Sum => sums,
                RollupFunction::Min | RollupFunction::Max => sums || is_time,
                RollupFunction::Count => true,
            };
            if !right || !measured.is_stored() {
                report.add(here, both!("“{name}”不能这样汇总", "`{name}` cannot be rolled up like this"));
            }
        }
    }
    if let Some(filter) = &rollup.filter {
        let here = at(pointer, "filter");
        filters::check(catalog, child, filter, &here, report);
        let text = filter.to_string();
        if text.contains("\"within\"") || text.contains("\"$me\"") || text.contains("\"$my_departments\"") {
            report.add(
                &here,
                both!(
                    "汇总的结果会保存，因此其筛选不能取决于时间或使用者",
                    "a roll-up is kept, so its filter cannot depend on the moment or the person"
                ),
            );
        }
        if filter_has_path(filter) {
            report.add(
                here,
                both!("汇总的筛选只能使用被汇总记录自身的字段", "the filter of a roll-up asks about the counted record's own fields only"),
            );
        }
    }
    if catalog.computed().is_circular(&of.name, &field.name) {
        report.add(pointer, both!("“{}”会由自身计算得出", "`{}` would be computed from itself", field.name));
    }
}

fn filter_has_path(filter: &trellis_model::Json) -> bool {
    match filter {
        trellis_model::Json::Object(map) => map.iter().any(|(key, inner)| match key.as_str() {
            "and" | "or" | "not" => filter_has_path(inner),
            path => path.contains('.'),
        }),
        trellis_model::Json::Array(items) => items.iter().any(filter_has_path),
        _ => false,
    }
}

fn mirror(catalog: &Catalog, of: &Object, source: &str, pointer: &str, report: &mut Report<'_>) {
    let Some(found) = path(catalog, of, source, pointer, report) else { return };
    if matches!(found.kind, FieldKind::Mirror | FieldKind::Lines | FieldKind::Secret) {
        report.add(pointer, both!("类型为“{}”的字段不能被引用", "a field of kind `{}` cannot be mirrored", found.kind.name()));
    }
}
