//! Conditions in words.

use trellis_model::{Field, FieldKind, Json, filter::Op};
use trellis_ui_kit::{I18n, t};
use yew::AttrValue;

use super::{Condition, Operator};
use crate::{Scope, fields};

/// A condition in words, in the three parts of a chip.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// The field.
    pub field: AttrValue,
    /// How it is compared.
    pub operator: AttrValue,
    /// With what; empty when the operator says it all.
    pub value: AttrValue,
}

/// A condition in words. `label_of` names records by id.
pub fn sentence(scope: &Scope, object: &str, condition: &Condition, label_of: &dyn Fn(&str) -> Option<String>) -> Sentence {
    let Some(field) = scope.meta.field(object, &condition.path) else {
        let name = AttrValue::from(condition.path.clone());
        return Sentence { field: name, operator: condition.operator.name().into(), value: condition.value.to_string().into() };
    };
    let through = condition.path.split_once('.').and_then(|(lookup, _)| scope.meta.field(object, lookup));
    let label = match through {
        Some(lookup) => format!("{} › {}", scope.label(&lookup.label), scope.label(&field.label)).into(),
        None => scope.label(&field.label),
    };
    let value = if condition.operator.takes_value() { value(scope, field, condition, label_of) } else { String::new() };
    Sentence { field: label, operator: t!(scope.i18n, condition.operator.message(field.value_kind())), value: value.into() }
}

fn value(scope: &Scope, field: &Field, condition: &Condition, label_of: &dyn Fn(&str) -> Option<String>) -> String {
    let one = |json: &Json| match json.as_str() {
        Some("$me") => t!(scope.i18n, "filter-me").to_string(),
        Some("$my_departments") => t!(scope.i18n, "filter-my-departments").to_string(),
        id => fields::text(scope, field, json, id.and_then(label_of).map(Json::from).as_ref()),
    };
    match (condition.operator, &condition.value) {
        (Operator::Op(Op::Within), Json::String(name)) => period(&scope.i18n, name),
        (Operator::Op(Op::Between), Json::Array(ends)) => ends.iter().map(day_or(scope, field, &one)).collect::<Vec<_>>().join(" – "),
        // A day within a range, or a word of an address.
        (Operator::Op(Op::Contains), Json::String(text)) if field.value_kind() == FieldKind::DateRange => scope.i18n.date(text),
        (Operator::Op(Op::Contains), Json::String(text)) => text.clone(),
        (_, Json::Array(items)) => items.iter().map(one).collect::<Vec<_>>().join(scope.i18n.pick("、", ", ")),
        (_, json) => one(json),
    }
}

/// How one end of a span is said: a range of days is compared with two days.
fn day_or<'a>(scope: &'a Scope, field: &'a Field, one: &'a dyn Fn(&Json) -> String) -> impl Fn(&Json) -> String + 'a {
    move |json| match (field.value_kind(), json) {
        (FieldKind::DateRange, Json::String(day)) => scope.i18n.date(day),
        _ => one(json),
    }
}

/// The name of a relative period, such as `last_30_days`.
pub fn period(i18n: &I18n, name: &str) -> String {
    let counted = |prefix: &str| name.strip_prefix(prefix)?.strip_suffix("_days")?.parse::<u32>().ok();
    let said = match (counted("last_"), counted("next_")) {
        (Some(days), _) => t!(i18n, "period-last-days", count = days),
        (_, Some(days)) => t!(i18n, "period-next-days", count = days),
        _ => t!(i18n, &format!("period-{}", name.replace('_', "-"))),
    };
    said.to_string()
}
