//! What expressions come to while a record is filled in: what is computed, what is shown, required, locked. The same code
//! as on the server; what it reads through a lookup is fetched once and kept with the form.

mod far;
mod judge;

pub use far::Far;
pub use judge::{reads, tried};

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use chrono::{DateTime, Utc};
use trellis_model::{
    Field, FieldKind, Json, JsonMap, Record, Schema, Value,
    expression::{Expression, Moment},
    field::Rollup,
    object::Rule,
};
use trellis_ui_client::{Metadata, records};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::far::{Need, Requests};
use crate::{Scope, actions::use_me, use_scope};

/// What the expressions come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects {
    /// Fields that are not shown.
    pub hidden: BTreeSet<String>,
    /// Fields that need a value, beside those that always do.
    pub required: BTreeSet<String>,
    /// Fields that cannot be changed.
    pub locked: BTreeSet<String>,
    /// What the system computes, with labels.
    pub computed: JsonMap,
    /// Which of the further conditions hold, in their order.
    pub holds: Vec<bool>,
    /// The rules that do not hold, by their places.
    pub broken: Vec<usize>,
}

thread_local! {
    /// Expressions that were read already; one that cannot be read is kept as well.
    static READ: RefCell<HashMap<String, Option<Rc<Expression>>>> = RefCell::default();
}

fn expression(source: &str) -> Option<Rc<Expression>> {
    if let Some(known) = READ.with(|read| read.borrow().get(source).cloned()) {
        return known;
    }
    let fresh = Expression::new(source).ok().map(Rc::new);
    READ.with(|read| read.borrow_mut().insert(source.to_owned(), fresh.clone()));
    fresh
}

/// What the expressions of a form are asked about.
pub struct Asked<'a> {
    /// The fields.
    pub fields: &'a [Field],
    /// The declarations.
    pub schema: &'a dyn Schema,
    /// What is entered.
    pub values: &'a JsonMap,
    /// The record as it is; none for a new one.
    pub before: Option<&'a Record>,
    /// What is known of looked-up records.
    pub far: &'a Far,
    /// Further conditions, of sections.
    pub conditions: &'a [String],
    /// Rules between the fields.
    pub rules: &'a [Rule],
    /// The person and the moment.
    pub moment: Moment<'a>,
}

impl Asked<'_> {
    /// The record as it would be.
    fn record(&self) -> Record {
        let mut record = self.before.cloned().unwrap_or_default();
        for field in self.fields {
            match self.values.get(&field.name) {
                Some(json) => record.set(&field.name, field.parse(json, self.schema).unwrap_or_default()),
                None if self.before.is_none() => record.set(&field.name, Value::Null),
                None => {}
            }
        }
        record
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What a name or path stands for; `None` while that is not known yet.
    fn read(&self, record: &Record, path: &str) -> Option<Value> {
        let path = self.field(path).and_then(|field| field.mirror.as_deref()).unwrap_or(path);
        let Some((own, part)) = path.split_once('.') else { return Some(record.get(path).clone()) };
        match record.get(own) {
            Value::Null => Some(Value::Null),
            Value::Address(address) => Some(match part {
                "detail" => Value::Text(address.detail.clone()),
                "postcode" => Value::Text(address.postcode.clone()),
                _ => Value::Codes(address.region.clone()),
            }),
            Value::Id(id) => {
                let json = self.far.get(&(own.to_owned(), id.to_string()))?.get(part)?;
                let far = self
                    .field(own)
                    .and_then(Field::target)
                    .and_then(|target| self.schema.object(target))
                    .and_then(|object| object.field(part));
                Some(far.and_then(|field| field.parse(json, self.schema).ok()).unwrap_or_default())
            }
            _ => Some(Value::Null),
        }
    }

    /// Whether a condition holds; `None` while what it reads is not known yet, or when it cannot be read.
    fn holds(&self, source: &str, record: &Record) -> Option<bool> {
        let expression = expression(source)?;
        let known = expression.paths().all(|path| self.read(record, path).is_some());
        known.then(|| expression.holds(&|path| self.read(record, path).unwrap_or_default(), self.moment))
    }

    /// Everything at once.
    pub fn effects(&self) -> Effects {
        let mut record = self.record();
        let mut effects = Effects { computed: self.computed(&mut record), ..Effects::default() };
        for field in self.fields {
            let name = || field.name.clone();
            // What is not known yet neither hides nor requires.
            let hidden = field.visible_when.as_deref().is_some_and(|condition| self.holds(condition, &record) == Some(false));
            if hidden {
                effects.hidden.insert(name());
            } else if field.required_when.as_deref().is_some_and(|condition| self.holds(condition, &record) == Some(true)) {
                effects.required.insert(name());
            }
            // Whether it may be changed is asked of the record as it is.
            let locked = field.read_only_when.as_deref().zip(self.before);
            if locked.is_some_and(|(condition, before)| self.holds(condition, before) == Some(true)) {
                effects.locked.insert(name());
            }
        }
        effects.broken = self.broken(&record, &effects.hidden);
        effects.holds = self.conditions.iter().map(|condition| self.holds(condition, &record) != Some(false)).collect();
        effects
    }

    /// The formulas, mirrors and sums of lines; they are put into the record as well.
    fn computed(&self, record: &mut Record) -> JsonMap {
        let mut computed = JsonMap::new();
        for field in self.fields.iter().filter(|field| field.mirror.is_some()) {
            computed.extend(self.mirrored(field, record).unwrap_or_default());
        }
        for field in self.fields {
            if let Some(value) = self.rolled_up(field, record) {
                computed.insert(field.name.clone(), value.to_json());
                record.set(&field.name, value);
            }
        }
        let formulas: Vec<(&Field, Rc<Expression>)> =
            self.fields.iter().filter_map(|field| Some((field, expression(field.formula.as_deref()?)?))).collect();
        // A formula may read another one: so many rounds at most until nothing moves any more.
        for _ in 0..formulas.len().min(8) {
            let mut moved = false;
            for (field, expression) in &formulas {
                if expression.paths().any(|path| self.read(record, path).is_none()) {
                    continue;
                }
                let value = expression.value(field, &|path| self.read(record, path).unwrap_or_default(), self.moment);
                moved |= record.get(&field.name) != &value;
                computed.insert(field.name.clone(), value.to_json());
                record.set(&field.name, value);
            }
            if !moved {
                break;
            }
        }
        computed
    }

    /// What a mirror shows and the names that go with it, as they came with the other record.
    fn mirrored(&self, field: &Field, record: &Record) -> Option<JsonMap> {
        let (lookup, part) = field.mirror.as_deref()?.split_once('.')?;
        let mut shown = JsonMap::from_iter([(field.name.clone(), Json::Null)]);
        if let Value::Id(id) = record.get(lookup) {
            for (path, json) in self.far.get(&(lookup.to_owned(), id.to_string())).filter(|row| row.contains_key(part))? {
                if let Some(rest) = path.strip_prefix(part).filter(|rest| rest.is_empty() || rest.starts_with('.')) {
                    shown.insert(format!("{}{rest}", field.name), json.clone());
                }
            }
        }
        Some(shown)
    }

    /// A roll-up of the record's own lines; those of other records are the server's.
    fn rolled_up(&self, field: &Field, record: &Record) -> Option<Value> {
        let (rollup, fields) = self.own_lines(field)?;
        let lines: &[Record] = if let Value::Lines(lines) = record.get(&rollup.relation) { lines } else { &[] };
        let (values, far) = (JsonMap::new(), Far::new());
        // The formulas of the lines are not entered, and may be what is rolled up.
        let whole = |line: &Record| {
            let asked = Asked { fields, values: &values, before: Some(line), far: &far, conditions: &[], rules: &[], ..*self };
            let mut line = line.clone();
            asked.computed(&mut line);
            line
        };
        let lines: Vec<Record> = lines.iter().map(whole).collect();
        let part = rollup.field.as_deref().unwrap_or_default();
        Some(rollup.function.over(lines.iter().map(|line| line.get(part)), field.shape()))
    }

    /// A roll-up of the record's own lines that can be told here, with the fields of the lines.
    fn own_lines<'f>(&'f self, field: &'f Field) -> Option<(&'f Rollup, &'f [Field])> {
        let rollup = field.rollup.as_ref().filter(|rollup| rollup.filter.is_none())?;
        let lines = self.field(&rollup.relation).filter(|of| of.kind == FieldKind::Lines)?;
        Some((rollup, lines.lines.as_deref().unwrap_or_default()))
    }
}

/// The fields that expressions read one lookup away, by lookup.
fn needs(fields: &[Field], conditions: &[String], rules: &[Rule]) -> BTreeMap<String, BTreeSet<String>> {
    let own = fields.iter().flat_map(|field| [&field.formula, &field.visible_when, &field.required_when, &field.read_only_when]);
    let sources = own.flatten().chain(conditions).chain(rules.iter().map(|rule| &rule.check)).map(String::as_str);
    let read = sources.filter_map(expression).flat_map(|expression| expression.paths().map(str::to_owned).collect::<Vec<_>>());
    let mirrors = fields.iter().filter_map(|field| field.mirror.clone());
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in read.chain(mirrors) {
        let path = fields.iter().find(|field| field.name == path).and_then(|field| field.mirror.clone()).unwrap_or(path);
        if let Some((lookup, part)) = path.split_once('.')
            && fields.iter().any(|field| field.name == lookup && field.target().is_some())
        {
            needs.entry(lookup.to_owned()).or_default().insert(part.to_owned());
        }
    }
    needs
}

/// The effects of the expressions on what is entered, kept up to date with it.
#[hook]
pub fn use_effects(
    fields: Rc<[Field]>,
    values: Rc<JsonMap>,
    before: Option<Rc<Record>>,
    conditions: Rc<[String]>,
    rules: Rc<[Rule]>,
) -> Rc<Effects> {
    let scope = use_scope();
    let me = use_me();
    let far = use_state_eq(|| Rc::new(Far::new()));
    let kept = use_mut_ref(Far::new);
    let requests = use_mut_ref(Requests::default);
    let needs =
        use_memo((fields.clone(), conditions.clone(), rules.clone()), |(fields, conditions, rules)| needs(fields, conditions, rules));
    let wanted = wanted(&scope.meta, &fields, &needs, &values, before.as_deref());
    use_effect_with(wanted, {
        let far = far.setter();
        move |wanted| {
            for need in wanted {
                let Some(need) = requests.borrow_mut().open(need) else { continue };
                let (far, kept, requests) = (far.clone(), kept.clone(), requests.clone());
                spawn_local(async move {
                    let row = match records::get(&need.object, &need.id, &need.asked()).await {
                        Ok(found) => found.row.values().clone(),
                        // What cannot be seen has no values here either.
                        Err(error) if error.is_missing() || error.is_forbidden() => JsonMap::new(),
                        Err(_) => {
                            requests.borrow_mut().close(&need);
                            return;
                        }
                    };
                    need.keep(row, &mut kept.borrow_mut());
                    far.set(Rc::new(kept.borrow().clone()));
                });
            }
        }
    });
    let effects = use_memo(
        (fields, values, before, conditions, rules, (*far).clone(), scope.clone(), me),
        |(fields, values, before, conditions, rules, far, scope, me)| {
            let zone = scope.meta.zone();
            let moment = Moment { now: now(), me: Uuid::try_parse(me).unwrap_or_default(), zone: &zone };
            let schema: &dyn Schema = &*scope.meta;
            Rc::new(Asked { fields, schema, values, before: before.as_deref(), far, conditions, rules, moment }.effects())
        },
    );
    (*effects).clone()
}

fn wanted(
    meta: &Metadata,
    fields: &[Field],
    needs: &BTreeMap<String, BTreeSet<String>>,
    values: &JsonMap,
    before: Option<&Record>,
) -> Vec<Need> {
    let mut wanted = Vec::new();
    for (lookup, parts) in needs {
        let Some(target) = fields.iter().find(|field| field.name == *lookup).and_then(Field::target) else { continue };
        let entered = values.get(lookup).and_then(Json::as_str).map(str::to_owned);
        let kept = before.and_then(|before| before.get(lookup).as_id()).map(|id| id.to_string());
        let labels = parts.iter().filter_map(|part| meta.label_path(part, meta.field(target, part)?));
        let fields: Vec<String> = parts.iter().cloned().chain(labels).collect();
        let mut ids: Vec<String> = entered.into_iter().chain(kept).filter(|id| Uuid::try_parse(id).is_ok()).collect();
        ids.dedup();
        let need = |id: String| Need { lookup: lookup.clone(), object: target.to_owned(), id, fields: fields.clone() };
        wanted.extend(ids.into_iter().map(need));
    }
    wanted
}

/// The moment, by the browser's clock.
fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and far below 2^53")]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Default expressions of a new record that can be answered at once; the others are the server's.
pub fn defaults(scope: &Scope, fields: &[Field], values: &JsonMap, me: &str) -> JsonMap {
    let zone = scope.meta.zone();
    let moment = Moment { now: now(), me: Uuid::try_parse(me).unwrap_or_default(), zone: &zone };
    let (far, schema): (Far, &dyn Schema) = (Far::new(), &*scope.meta);
    let asked = Asked { fields, schema, values, before: None, far: &far, conditions: &[], rules: &[], moment };
    let record = asked.record();
    let open = fields.iter().filter(|field| field.is_writable() && !values.contains_key(&field.name));
    let given = open.filter_map(|field| {
        let source = field.default_when.as_deref()?;
        let expression = expression(source).filter(|it| !it.paths().any(|path| asked.read(&record, path).is_none()))?;
        // Until it is known who asks, "me" is nobody.
        let unknown = me.is_empty() && source.contains("me(");
        let value = expression.value(field, &|path| asked.read(&record, path).unwrap_or_default(), moment).to_json();
        (!unknown && !value.is_null()).then(|| (field.name.clone(), value))
    });
    given.collect()
}

/// Lines with what the system computes of each.
pub fn computed_lines(scope: &Scope, fields: &[Field], lines: Vec<Json>) -> Vec<Json> {
    if fields.iter().all(|field| field.formula.is_none()) {
        return lines;
    }
    let (zone, schema): (_, &dyn Schema) = (scope.meta.zone(), &*scope.meta);
    let moment = Moment { now: now(), me: Uuid::nil(), zone: &zone };
    lines.into_iter().map(|line| with_formulas(fields, schema, line, moment)).collect()
}

/// A line with what the system computes of it.
fn with_formulas(fields: &[Field], schema: &dyn Schema, line: Json, moment: Moment<'_>) -> Json {
    match line {
        Json::Object(mut values) => {
            let far = Far::new();
            let asked = Asked { fields, schema, values: &values, before: None, far: &far, conditions: &[], rules: &[], moment };
            let computed = asked.computed(&mut asked.record());
            values.extend(computed);
            Json::Object(values)
        }
        other => other,
    }
}

/// The fields as a form must treat them now.
pub fn effective(fields: &[Field], effects: &Effects) -> Vec<Field> {
    let changed = |field: &Field| {
        let mut field = field.clone();
        let hidden = effects.hidden.contains(&field.name);
        field.required = (field.required || effects.required.contains(&field.name)) && !hidden;
        field.read_only |= effects.locked.contains(&field.name);
        field
    };
    fields.iter().map(changed).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{Label, field::RollupFunction, object::NoSchema, time::FixedZone};

    use super::*;

    fn field(name: &str, kind: FieldKind) -> Field {
        Field::new(name, kind, Label::default())
    }

    fn effects(fields: &[Field], values: Json, before: Option<&Record>, far: &Far) -> Effects {
        let zone = FixedZone(8 * 3600);
        let moment = Moment { now: DateTime::default(), me: Uuid::nil(), zone: &zone };
        let values = values.as_object().unwrap().clone();
        let conditions = ["stage == 'won'".to_owned()];
        Asked { fields, schema: &NoSchema, values: &values, before, far, conditions: &conditions, rules: &[], moment }.effects()
    }

    #[test]
    fn formulas_follow_what_is_typed_and_each_other() {
        let mut net = field("net", FieldKind::Formula);
        (net.formula, net.result) = (Some("price * count".into()), Some(FieldKind::Currency));
        let mut gross = field("gross", FieldKind::Formula);
        (gross.formula, gross.result) = (Some("net * 1.13".into()), Some(FieldKind::Currency));
        // Declared the wrong way round.
        let fields = [gross, net, field("price", FieldKind::Currency), field("count", FieldKind::Integer)];
        let found = effects(&fields, json!({ "price": 10.5, "count": 2 }), None, &Far::new());
        assert_eq!((found.computed["net"].to_string(), found.computed["gross"].to_string()), ("21".into(), "23.73".into()));
        let none = effects(&fields, json!({ "price": "x", "count": 2 }), None, &Far::new());
        assert_eq!(none.computed["gross"], Json::Null);
    }

    #[test]
    fn what_is_hidden_is_not_required_and_what_is_locked_goes_by_the_record_as_it_is() {
        let mut reason = field("reason", FieldKind::Text);
        (reason.visible_when, reason.required_when) = (Some("stage == 'lost'".into()), Some("true".into()));
        let mut amount = field("amount", FieldKind::Currency);
        amount.read_only_when = Some("stage == 'won'".into());
        let fields = [field("stage", FieldKind::Text), reason, amount];
        let open = effects(&fields, json!({ "stage": "open" }), None, &Far::new());
        assert!(open.hidden.contains("reason") && open.required.is_empty() && open.holds == [false]);
        let lost = effects(&fields, json!({ "stage": "lost" }), None, &Far::new());
        assert!(lost.hidden.is_empty() && lost.required.contains("reason"));
        let mut before = Record::default();
        before.set("stage", Value::Text("open".into()));
        let winning = effects(&fields, json!({ "stage": "won" }), Some(&before), &Far::new());
        assert!(winning.locked.is_empty() && winning.holds == [true]);
        before.set("stage", Value::Text("won".into()));
        assert!(effects(&fields, json!({}), Some(&before), &Far::new()).locked.contains("amount"));
        assert!(!effective(&fields, &open)[1].required && effective(&fields, &lost)[1].required);
    }

    #[test]
    fn sums_of_lines_follow_the_lines() {
        let mut lines = field("items", FieldKind::Lines);
        let mut sum = field("sum", FieldKind::Formula);
        (sum.formula, sum.result) = (Some("price * 2".into()), Some(FieldKind::Currency));
        lines.lines = Some(vec![field("price", FieldKind::Currency), sum]);
        let mut double = field("double", FieldKind::Rollup);
        double.rollup = Some(Rollup { relation: "items".into(), function: RollupFunction::Sum, field: Some("sum".into()), filter: None });
        double.result = Some(FieldKind::Currency);
        let mut total = field("total", FieldKind::Rollup);
        total.rollup = Some(Rollup { relation: "items".into(), function: RollupFunction::Sum, field: Some("price".into()), filter: None });
        total.result = Some(FieldKind::Currency);
        let fields = [lines, total, double];
        let found = effects(&fields, json!({ "items": [{ "price": 1.5 }, { "price": 2 }] }), None, &Far::new());
        assert_eq!((found.computed["total"].to_string(), found.computed["double"].to_string()), ("3.5".into(), "7".into()));
    }

    #[test]
    fn a_mirror_shows_the_other_record_with_its_names() {
        let mut group = field("group", FieldKind::Mirror);
        group.mirror = Some("customer.parent".into());
        let fields = [field("customer", FieldKind::Lookup), group];
        let id = "0191aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
        let row = json!({ "id": id, "parent": "p", "parent.name": "P", "parental": 1 }).as_object().unwrap().clone();
        let far = Far::from([(("customer".to_owned(), id.to_owned()), row)]);
        let found = effects(&fields, json!({ "customer": id }), None, &far);
        assert_eq!(Json::Object(found.computed), json!({ "group": "p", "group.name": "P" }));
        assert_eq!(Json::Object(effects(&fields, json!({ "customer": null }), None, &far).computed), json!({ "group": null }));
    }

    #[test]
    fn only_what_is_one_lookup_away_is_asked_for() {
        let mut customer = field("customer", FieldKind::Lookup);
        customer.lookup = Some(serde_json::from_value(json!({ "objects": ["customer"] })).unwrap());
        let mut level = field("level", FieldKind::Mirror);
        level.mirror = Some("customer.level".into());
        let mut note = field("note", FieldKind::Text);
        note.visible_when = Some("level == 'A' and customer.amount > 5 and gone.x".into());
        let needs = needs(&[customer.clone(), level, note.clone()], &[], &[]);
        assert_eq!(needs, BTreeMap::from([("customer".to_owned(), BTreeSet::from(["amount".to_owned(), "level".to_owned()]))]));
        // Until it is known, nothing is hidden; neither when only another field of the same record is.
        let id = "0191aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
        let far = |row: Json| Far::from([(("customer".to_owned(), id.to_owned()), row.as_object().unwrap().clone())]);
        let fields = [customer, Field { visible_when: Some("customer.amount > 5".into()), ..note }];
        let hidden = |far: &Far| effects(&fields, json!({ "customer": id }), None, far).hidden.len();
        assert_eq!((hidden(&Far::new()), hidden(&far(json!({ "level": "A" })))), (0, 0));
        assert_eq!(hidden(&far(json!({ "level": "A", "amount": null }))), 1);
    }
}
