//! Business actions and their parameters.

use std::collections::HashSet;

use trellis_model::{
    Action, Object, both,
    object::{VERBS, fields_of, is_name},
};

use super::{filters, objects};
use crate::{
    Catalog,
    problem::{Report, What, at},
};

pub(super) fn check(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    for action in &of.actions {
        let pointer = at("/actions", &action.name);
        if !is_name(&action.name) || VERBS.contains(&action.name.as_str()) {
            report.add(&pointer, both!("“{}”不能作为操作的名称", "`{}` cannot be the name of an action", action.name));
        }
        if let Some(filter) = &action.when {
            filters::check(catalog, of, filter, &at(&pointer, "when"), report);
        }
        parameters(catalog, action, &at(&pointer, "params"), report);
    }
}

fn parameters(catalog: &Catalog, action: &Action, pointer: &str, report: &mut Report<'_>) {
    let Some(params) = &action.params else { return };
    let (fields, problems) = fields_of(params);
    for problem in problems {
        report.unreadable(format!("{pointer}{}", problem.pointer), problem.message);
    }
    let mut ids = HashSet::new();
    for field in &fields {
        let pointer = at(&at(pointer, "properties"), &field.name);
        if !ids.insert(field.id.as_str()) {
            report.add(at(&pointer, "x-id"), both!("“{}”已是另一个参数的标识", "`{}` is the id of another parameter", field.id));
        }
        objects::one(catalog, field, &pointer, report);
    }
    let names = params.get("required").and_then(|names| names.as_array()).into_iter().flatten();
    for (index, name) in names.filter_map(|name| name.as_str()).enumerate() {
        if !fields.iter().any(|field| field.name == name) {
            let known = fields.iter().map(|field| field.name.as_str());
            report.unknown(format!("{pointer}/required/{index}"), What::Parameter, name, known);
        }
    }
}
