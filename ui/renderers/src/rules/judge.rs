//! Rules between fields: judged while a record is filled in, and tried on one that is there.

use std::collections::BTreeSet;

use trellis_model::{FieldKind, JsonMap, Object, Record, expression::Moment, object::Rule};
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
        // What is hidden is not sent: there it stays as it was.
        let mut sent = record.clone();
        for name in hidden {
            sent.set(name, self.before.map(|before| before.get(name).clone()).unwrap_or_default());
        }
        let broken = |rule: &Rule| {
            let nobody = self.moment.me.is_nil() && rule.check.contains("me(");
            let known = reads(&rule.check).iter().all(|path| self.is_known(path, hidden, DEEPEST));
            known && !nobody && self.holds(&rule.check, &sent) == Some(false)
        };
        self.rules.iter().enumerate().filter(|(_, rule)| broken(rule)).map(|(at, _)| at).collect()
    }

    /// Whether what stands here under a name is what the server will judge.
    fn is_known(&self, path: &str, hidden: &BTreeSet<String>, depth: u8) -> bool {
        let path = self.field(path).and_then(|field| field.mirror.as_deref()).unwrap_or(path);
        let name = path.split_once('.').map_or(path, |(own, _)| own);
        let kept = self.before.is_some_and(|before| before.0.contains_key(name));
        // The system's own fields come with the record, and not before there is one.
        let Some(field) = self.field(name) else { return kept };
        if let Some(formula) = &field.formula {
            return depth > 0 && reads(formula).iter().all(|path| self.is_known(path, hidden, depth - 1));
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
    use trellis_model::{Field, Label, Value, object::NoSchema, time::FixedZone};

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
        !asked.broken(&asked.record(), &hidden).is_empty()
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
}
