//! The shipped policy against the catalog.

use trellis_catalog::{Catalog, Problem};
use trellis_model::{Label, Object, Schema, wire::FieldLevel};

use crate::{
    ADMINISTRATION, PolicyLine, Scope, VERBS,
    shipped::{FileLine, file_lines},
};

/// Every problem of the shipped lines: what cannot be read, and what names an object, action or field that is not there.
pub fn check(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for FileLine { file, number, line } in file_lines() {
        let file = format!("policies/{file}");
        let found = match line {
            Ok(line) => one(catalog, &line),
            Err(error) => Some((error.to_string(), None)),
        };
        if let Some((message, suggestion)) = found {
            // Shipped files are checked on the command line, which speaks English.
            let mut problem = Problem::new(&file, "", Label::same(format!("line {number}: {message}")));
            problem.suggestion = suggestion;
            problems.push(problem);
        }
    }
    problems
}

type Found = Option<(String, Option<String>)>;

fn one(catalog: &Catalog, line: &PolicyLine) -> Found {
    match line {
        PolicyLine::Grant { object, action, scope, .. } => grant(catalog, object, action, *scope),
        PolicyLine::Field { field, level, .. } => {
            let (object, field) = field.split_once('.')?;
            let Some(object) = catalog.object(object) else { return unknown("object", object, objects(catalog)) };
            if object.field(field).is_none() {
                return unknown("field", field, object.fields().iter().map(|field| field.name.as_str()).collect());
            }
            let hides_name = field == object.name_field() && *level < FieldLevel::Read;
            hides_name.then(|| (format!("`{field}` names every `{}` and can be neither hidden nor masked", object.name), None))
        }
        PolicyLine::Extends { .. } => None,
    }
}

fn grant(catalog: &Catalog, object: &str, action: &str, scope: Option<Scope>) -> Found {
    if object == "*" {
        return None;
    }
    let declared = catalog.object(object);
    let administration = ADMINISTRATION.iter().find(|(name, _)| *name == object).map(|(_, actions)| *actions);
    let known: Vec<&str> = match (declared, administration) {
        (Some(object), _) => VERBS.iter().copied().chain(object.actions.iter().map(|action| action.name.as_str())).collect(),
        (None, Some(actions)) => actions.to_vec(),
        (None, None) => return unknown("object", object, objects(catalog)),
    };
    if action != "*" && !known.contains(&action) {
        return unknown("action", action, known);
    }
    let owned = declared.is_some_and(|object: &Object| object.options.owned);
    let idle = !owned && scope.is_some_and(|scope| scope != Scope::All);
    idle.then(|| (format!("`{object}` has no owners and knows only the scope `all`"), None))
}

fn objects(catalog: &Catalog) -> Vec<&str> {
    catalog.objects().map(|object| object.name.as_str()).chain(ADMINISTRATION.iter().map(|(name, _)| *name)).collect()
}

fn unknown(what: &str, name: &str, known: Vec<&str>) -> Found {
    let suggestion = trellis_model::violation::suggest(name, known).map(str::to_owned);
    Some((format!("unknown {what} `{name}`"), suggestion))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_policy_has_no_problem() {
        let found: Vec<String> = check(&Catalog::base()).iter().map(ToString::to_string).collect();
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn names_what_is_not_there() {
        let base = Catalog::base();
        for (text, expected) in [
            ("p, sales, custmer, view, all", "unknown object `custmer`"),
            ("p, sales, lead, convrt, own", "unknown action `convrt`"),
            ("p, sales, product, view, own", "`product` has no owners and knows only the scope `all`"),
            ("p2, sales, lead.phon, hidden", "unknown field `phon`"),
            ("p2, sales, lead.name, masked", "`name` names every `lead` and can be neither hidden nor masked"),
        ] {
            let found = one(&base, &text.parse().unwrap()).map(|(message, _)| message);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }
}
