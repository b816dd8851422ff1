//! Rules between fields: judged while a record is filled in, and tried on one that is there.

use std::collections::BTreeSet;

use trellis_model::{Field, FieldKind, Json, JsonMap, Object, Record, Value, expression::Moment, object::Rule, wire::FieldLevel};
use trellis_ui_client::Row;
use uuid::Uuid;

use super::{Asked, Far, expression, now};
use crate::Scope;

/// Formulas that read formulas are followed so far.
const DEEPEST: u8 = 8;

/// The names and paths that an expression reads; none while it cannot be read.
pub fn reads(source: &str) -> Vec<String> {
    expression(source).map(|expression| expression.paths().map(str::to_owned).collect()).unwrap_or_default()
}

impl Asked<'_> {
    /// The rules that do not hold, by their places. One that reads what only the server knows is left to the server.
    pub(super) fn broken(&self, record: &Record, hidden: &BTreeSet<String>) -> Vec<usize> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        // What is hidden is not sent: there it stays as it was, and what is computed of it too.
        let mut sent = record.clone();
        for name in hidden {
            sent.set(name, self.before.map(|before| before.get(name).clone()).unwrap_or_default());
        }
        if !hidden.is_empty() {
            self.computed(&mut sent);
        }
        let broken = |rule: &Rule| {
            let nobody = self.moment.me.is_nil() && rule.check.contains("me(");
            let known = reads(&rule.check).iter().all(|path| self.is_known(path, &sent, hidden, DEEPEST));
            known && !nobody && self.holds(&rule.check, &sent) == Some(false)
        };
        self.rules.iter().enumerate().filter(|(_, rule)| broken(rule)).map(|(at, _)| at).collect()
    }

    /// Whether what stands in `record` under a name is what the server will judge.
    fn is_known(&self, path: &str, record: &Record, hidden: &BTreeSet<String>, depth: u8) -> bool {
        let path = self.field(path).and_then(|field| field.mirror.as_deref()).unwrap_or(path);
        let name = path.split_once('.').map_or(path, |(own, _)| own);
        let kept = self.before.is_some_and(|before| before.0.contains_key(name));
        // The system's own fields come with the record, and not before there is one.
        let Some(field) = self.field(name) else { return kept };
        if depth == 0 || self.read(record, path).is_none() || field.level.is_some_and(|level| level < FieldLevel::Read) {
            return false;
        }
        if let Some(formula) = &field.formula {
            return reads(formula).iter().all(|path| self.is_known(path, record, hidden, depth - 1));
        }
        if field.rollup.is_some() {
            return self.are_lines_known(field, record, hidden, depth - 1);
        }
        if field.kind.is_computed() {
            return false;
        }
        if self.before.is_some() {
            return kept || self.values.contains_key(name);
        }
        let given = self.values.contains_key(name) && !hidden.contains(name);
        given || (field.default.is_none() && field.default_when.is_none() && field.kind != FieldKind::AutoNumber)
    }

    /// Whether a roll-up is one of the record's own lines, and what it takes of each is what the server will take.
    fn are_lines_known(&self, field: &Field, record: &Record, hidden: &BTreeSet<String>, depth: u8) -> bool {
        let Some((rollup, fields)) = self.own_lines(field) else { return false };
        let lines = record.get(&rollup.relation);
        let entered = self.values.get(&rollup.relation).filter(|_| !hidden.contains(&rollup.relation));
        let entered = entered.map_or_else(|| lines.to_json(), Json::clone);
        let entered: &[Json] = entered.as_array().map(Vec::as_slice).unwrap_or_default();
        // What cannot be read yet stands in the form, and not in the record.
        let n_read = if let Value::Lines(lines) = lines { lines.len() } else { 0 };
        if !self.is_known(&rollup.relation, record, hidden, depth) || entered.len() != n_read {
            return false;
        }
        let Some(part) = &rollup.field else { return true };
        let far = Far::new();
        entered.iter().filter_map(Json::as_object).all(|values| {
            let line = Asked { fields, values, before: None, far: &far, conditions: &[], rules: &[], ..*self };
            line.is_known(part, &line.record(), &BTreeSet::new(), depth)
        })
    }
}

/// Whether a rule holds for a record that was fetched with everything that the rule reads; `None` where it cannot be told.
pub fn tried(scope: &Scope, object: &Object, row: &Row, source: &str, me: &str) -> Option<bool> {
    let mut far = Far::new();
    for path in reads(source) {
        let path = object.field(&path).and_then(|field| field.mirror.clone()).unwrap_or(path);
        if let Some((own, part)) = path.split_once('.')
            && let Some(id) = row.text(own)
        {
            far.entry((own.to_owned(), id.to_owned())).or_default().insert(part.to_owned(), row.get(&path).clone());
        }
    }
    let (zone, record, values) = (scope.meta.zone(), row.to_record(object, &*scope.meta), JsonMap::new());
    let moment = Moment { now: now(), me: Uuid::try_parse(me).unwrap_or_default(), zone: &zone };
    let asked = Asked {
        fields: object.fields(),
        schema: &*scope.meta,
        values: &values,
        before: Some(&record),
        far: &far,
        conditions: &[],
        rules: &[],
        moment,
    };
    asked.holds(source, &record)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};
    use trellis_model::{
        Label,
        field::{Rollup, RollupFunction},
        object::NoSchema,
        time::FixedZone,
    };

    use super::*;

    fn field(name: &str, kind: FieldKind) -> Field {
        Field::new(name, kind, Label::default())
    }

    fn broken(fields: &[Field], check: &str, values: Json, before: Option<&Record>, hidden: &[&str]) -> bool {
        let zone = FixedZone(8 * 3600);
        let moment = Moment { now: chrono::DateTime::default(), me: Uuid::nil(), zone: &zone };
        let rules = [Rule { name: "r".into(), check: check.into(), message: Label::default(), field: None }];
        let values = values.as_object().unwrap().clone();
        let far = Far::new();
        let asked = Asked { fields, schema: &NoSchema, values: &values, before, far: &far, conditions: &[], rules: &rules, moment };
        let hidden = hidden.iter().map(|name| (*name).to_owned()).collect();
        let mut record = asked.record();
        asked.computed(&mut record);
        !asked.broken(&record, &hidden).is_empty()
    }

    #[test]
    fn a_rule_is_judged_by_what_is_entered() {
        let fields = [field("low", FieldKind::Integer), field("high", FieldKind::Integer)];
        assert!(broken(&fields, "high >= low", json!({ "low": 5, "high": 3 }), None, &[]));
        assert!(!broken(&fields, "high >= low", json!({ "low": 5, "high": 7 }), None, &[]));
        let mut before = Record::default();
        before.set("low", Value::Integer(5));
        before.set("high", Value::Integer(9));
        assert!(broken(&fields, "high >= low", json!({ "high": 3 }), Some(&before), &[]));
        // What is hidden stays as it was.
        assert!(!broken(&fields, "high >= low", json!({ "high": 3 }), Some(&before), &["high"]));
    }

    #[test]
    fn what_only_the_server_knows_is_left_to_it() {
        let mut fields = vec![field("low", FieldKind::Integer), field("high", FieldKind::Integer), field("number", FieldKind::AutoNumber)];
        fields[1].default_when = Some("low + 1".into());
        assert!(!broken(&fields, "high < low", json!({ "low": 5 }), None, &[]), "its default is the server's");
        assert!(!broken(&fields, "number == 'x'", json!({}), None, &[]));
        assert!(!broken(&fields, "owner == 'x'", json!({}), None, &[]), "the owner is set by the server");
        assert!(!broken(&fields, "low == me()", json!({ "low": 5 }), None, &[]), "nobody is known yet");
        let mut sum = field("sum", FieldKind::Formula);
        (sum.formula, sum.result) = (Some("low * 2".into()), Some(FieldKind::Integer));
        fields.push(sum);
        assert!(!broken(&fields, "sum > 10 or gone", json!({ "low": 5 }), None, &[]));
    }

    #[test]
    fn a_rule_about_a_sum_of_lines_is_judged_where_all_of_them_are_known() {
        let mut items = field("items", FieldKind::Lines);
        let mut doubled = field("doubled", FieldKind::Formula);
        (doubled.formula, doubled.result) = (Some("price * 2".into()), Some(FieldKind::Integer));
        items.lines = Some(vec![field("price", FieldKind::Integer), doubled]);
        let mut total = field("total", FieldKind::Rollup);
        let rollup = Rollup { relation: "items".into(), function: RollupFunction::Sum, field: Some("doubled".into()), filter: None };
        (total.rollup, total.result) = (Some(rollup), Some(FieldKind::Integer));
        let mut fields = [items, total];
        let (small, large) = (json!({ "items": [{ "price": 5 }] }), json!({ "items": [{ "price": 5 }, { "price": 1 }] }));
        assert!(!broken(&fields, "total <= 10", small.clone(), None, &[]));
        assert!(broken(&fields, "total <= 10", large.clone(), None, &[]));
        assert!(!broken(&fields, "total <= 10", large.clone(), None, &["items"]), "what is hidden is not sent");
        let unread = json!({ "items": [{ "price": 5 }, { "price": "x" }] });
        assert!(!broken(&fields, "total > 10", unread, None, &[]), "what cannot be read is refused for that");
        fields[0].lines.as_mut().unwrap()[0].default_when = Some("3".into());
        assert!(!broken(&fields, "total > 10", json!({ "items": [{}] }), None, &[]), "its default is the server's");
        fields[0].lines.as_mut().unwrap()[0].level = Some(FieldLevel::Masked);
        assert!(!broken(&fields, "total <= 10", large, None, &[]), "what is masked is not known");
        fields[1].rollup.as_mut().unwrap().relation = "contact.customer".into();
        assert!(!broken(&fields, "total > 10", small, None, &[]), "other records are the server's");
    }
}
