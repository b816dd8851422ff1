//! From the API's JSON to a [`Filter`], checked against the fields and the caller's rights.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::{Filter, Op, Test};
use crate::{
    Field, Json, Object, Schema, Value, Violation,
    field::Shape,
    record::unknown_field,
    time::{Period, Zone},
    violation::Code,
};

/// Most conditions in one filter, and how deep they may nest.
const MOST_CONDITIONS: usize = 200;
const DEEPEST: usize = 12;
/// Most values of one `in`.
const MOST_VALUES: usize = 1000;

/// Whose filter it is: what `$me` means, and what may be asked about.
pub trait Caller: Send + Sync {
    /// `"$me"`.
    fn user(&self) -> Uuid;
    /// `"$my_departments"`: the caller's department and all below it, and those that the caller manages.
    fn departments(&self) -> Vec<Uuid>;
    /// The day it is in the company.
    fn today(&self) -> NaiveDate;
    /// The company's clock.
    fn zone(&self) -> &dyn Zone;
    /// Whether the caller may filter, sort and group by this field. One that may not be asked about is unknown.
    fn may_ask(&self, object: &Object, field: &Field) -> bool;
    /// The records of `object` that the caller sees; a path through a lookup reads no value anywhere else.
    fn sees(&self, object: &Object) -> Filter;
}

/// What a filter is read with.
#[derive(Clone, Copy)]
pub struct ParseContext<'a> {
    /// The objects.
    pub schema: &'a dyn Schema,
    /// Whose filter it is.
    pub caller: &'a dyn Caller,
}

/// Reads a filter on records of `object`. Pointers begin at the filter's root.
///
/// # Errors
/// Every violation: unknown fields, operators that do not go with a field, values of the wrong kind.
pub fn parse(json: &Json, object: &Object, cx: ParseContext<'_>) -> Result<Filter, Vec<Violation>> {
    let mut parser = Parser { cx, violations: Vec::new(), conditions: 0 };
    let filter = parser.node(json, object, "", 0);
    if parser.violations.is_empty() { Ok(filter) } else { Err(parser.violations) }
}

struct Parser<'a> {
    cx: ParseContext<'a>,
    violations: Vec<Violation>,
    conditions: usize,
}

impl Parser<'_> {
    fn wrong(&mut self, violation: Violation) -> Filter {
        self.violations.push(violation);
        Filter::False
    }

    fn node(&mut self, json: &Json, object: &Object, pointer: &str, depth: usize) -> Filter {
        let Some(map) = json.as_object() else {
            return self.wrong(Violation::at(pointer, Code::Shape).with("expected", "object"));
        };
        if depth > DEEPEST {
            return self.wrong(Violation::at(pointer, Code::TooMany).with("max", DEEPEST));
        }
        let mut parts = Vec::new();
        for (key, inner) in map {
            let here = format!("{pointer}/{}", crate::violation::escape(key));
            let part = match key.as_str() {
                "and" => Filter::all(self.list(inner, object, &here, depth)),
                "or" => Filter::any(self.list(inner, object, &here, depth)),
                "not" => Filter::negated(self.node(inner, object, &here, depth + 1)),
                path => self.path(path, inner, object, &here),
            };
            parts.push(part);
        }
        Filter::all(parts)
    }

    fn list(&mut self, json: &Json, object: &Object, pointer: &str, depth: usize) -> Vec<Filter> {
        let Some(items) = json.as_array() else {
            return vec![self.wrong(Violation::at(pointer, Code::Shape).with("expected", "array"))];
        };
        items.iter().enumerate().map(|(at, item)| self.node(item, object, &format!("{pointer}/{at}"), depth + 1)).collect()
    }

    /// `{"field": {…}}` or `{"lookup.field": {…}}`.
    fn path(&mut self, path: &str, json: &Json, object: &Object, pointer: &str) -> Filter {
        if let Some(source) = self.mirrored(path, object) {
            return self.path(&source, json, object, pointer);
        }
        let Some((lookup, name)) = path.split_once('.') else {
            return match self.field(path, object, pointer) {
                Some(Asked::Team) => self.tests(json, pointer, |parser, op, value, at| parser.team(object, op, value, at)),
                Some(Asked::Field(field)) => self.tests(json, pointer, |parser, op, value, at| parser.condition(&field, op, value, at)),
                None => Filter::False,
            };
        };
        let Some(Asked::Field(step)) = self.field(lookup, object, pointer) else { return Filter::False };
        let target = step.target().and_then(|name| self.cx.schema.object(name));
        let Some(target) = target else {
            return self.wrong(Violation::at(pointer, Code::UnknownField).with("name", path));
        };
        let Some(Asked::Field(field)) = self.field(name, target, pointer) else { return Filter::False };
        let guard = self.cx.caller.sees(target);
        self.tests(json, pointer, |parser, op, value, at| {
            let test = parser.condition(&field, op, value, at);
            through(&step.name, target, &guard, test)
        })
    }

    /// The path that a mirror shows, when the name is that of one that the caller may ask about.
    fn mirrored(&self, name: &str, object: &Object) -> Option<String> {
        object.field(name).filter(|field| self.cx.caller.may_ask(object, field)).and_then(|field| field.mirror.clone())
    }

    fn field(&mut self, name: &str, object: &Object, pointer: &str) -> Option<Asked> {
        if name == "team" && object.has_participants() {
            return Some(Asked::Team);
        }
        let caller = self.cx.caller;
        let found = object.field(name).filter(|field| caller.may_ask(object, field) && name != "deleted_at");
        if let Some(field) = found {
            return Some(Asked::Field(Box::new(field.clone())));
        }
        let names = object.fields().iter().filter(|field| caller.may_ask(object, field)).map(|field| field.name.as_str());
        let mut violation = unknown_field(name, names);
        violation.pointer = pointer.to_owned();
        self.violations.push(violation);
        None
    }

    fn tests(&mut self, json: &Json, pointer: &str, mut one: impl FnMut(&mut Self, Op, &Json, &str) -> Filter) -> Filter {
        let Some(map) = json.as_object().filter(|map| !map.is_empty()) else {
            return self.wrong(Violation::at(pointer, Code::Shape).with("expected", "object"));
        };
        let mut parts = Vec::new();
        for (name, value) in map {
            let here = format!("{pointer}/{}", crate::violation::escape(name));
            self.conditions += 1;
            if self.conditions > MOST_CONDITIONS {
                return self.wrong(Violation::at(here, Code::TooMany).with("max", MOST_CONDITIONS));
            }
            let part = match Op::from_name(name) {
                Some(op) => one(self, op, value, &here),
                None => self.wrong(Violation::at(here, Code::Operator).with("op", name)),
            };
            parts.push(part);
        }
        Filter::all(parts)
    }

    /// Those that somebody takes part in, as far as the caller may know: a field that is hidden tells nothing here either.
    fn team(&mut self, object: &Object, op: Op, json: &Json, pointer: &str) -> Filter {
        let user = match (op, json.as_str()) {
            (Op::Eq, Some("$me")) => Some(self.cx.caller.user()),
            (Op::Eq, Some(text)) => crate::field::lookup::parse_id(text),
            _ => return self.wrong(Violation::at(pointer, Code::Operator).with("op", op.name())),
        };
        match user {
            Some(user) => {
                let team = if object.options.team { Filter::Team { user, edit: false } } else { Filter::False };
                let named = object.participants().filter(|field| self.cx.caller.may_ask(object, field));
                Filter::any(std::iter::once(team).chain(named.map(|field| Filter::field(&field.name, Test::Eq(Value::Id(user))))))
            }
            None => self.wrong(Violation::at(pointer, Code::Format).with("expected", "id")),
        }
    }

    fn condition(&mut self, field: &Field, op: Op, json: &Json, pointer: &str) -> Filter {
        if !field.rules().operators().contains(&op) {
            return self.wrong(Violation::at(pointer, Code::Operator).with("op", op.name()));
        }
        let is_null = || Filter::Field { field: field.name.clone(), test: Test::IsNull };
        match op {
            Op::IsNull => match json.as_bool() {
                Some(true) => is_null(),
                Some(false) => Filter::negated(is_null()),
                None => self.wrong(Violation::at(pointer, Code::Type).with("expected", "boolean")),
            },
            Op::In | Op::Nin => {
                let filter = self.one_of(field, json, pointer);
                if op == Op::Nin { Filter::negated(filter) } else { filter }
            }
            Op::Within => self.within(field, json, pointer),
            Op::Between if field.shape() == Shape::DateRange => match self.value(field, json, pointer) {
                Some(Value::DateRange(from, to)) => Filter::field(&field.name, Test::Overlaps(from, to)),
                _ => Filter::False,
            },
            Op::Contains if field.shape() == Shape::DateRange => match json.as_str().and_then(crate::field::date::parse_date) {
                Some(day) => Filter::field(&field.name, Test::Overlaps(day, day)),
                None => self.wrong(Violation::at(pointer, Code::Format).with("expected", "date")),
            },
            Op::Contains | Op::Starts => self.text(field, op, json, pointer),
            Op::Between => match json.as_array().map(Vec::as_slice) {
                Some([from, to]) => Filter::all([
                    self.compare(field, Op::Ge, from, &format!("{pointer}/0")),
                    self.compare(field, Op::Le, to, &format!("{pointer}/1")),
                ]),
                _ => self.wrong(Violation::at(pointer, Code::Shape).with("expected", "array")),
            },
            Op::Ne => Filter::negated(self.compare(field, Op::Eq, json, pointer)),
            Op::Eq | Op::Lt | Op::Le | Op::Gt | Op::Ge => self.compare(field, op, json, pointer),
        }
    }

    fn compare(&mut self, field: &Field, op: Op, json: &Json, pointer: &str) -> Filter {
        let Some(value) = self.value(field, json, pointer) else { return Filter::False };
        if value.is_null() && op != Op::Eq {
            return self.wrong(Violation::at(pointer, Code::Required));
        }
        let test = match op {
            Op::Lt => Test::Lt(value),
            Op::Le => Test::Le(value),
            Op::Gt => Test::Gt(value),
            Op::Ge => Test::Ge(value),
            _ => Test::Eq(value),
        };
        Filter::field(&field.name, test)
    }

    fn one_of(&mut self, field: &Field, json: &Json, pointer: &str) -> Filter {
        if json.as_str() == Some("$my_departments") && field.target() == Some("department") {
            return Filter::id_in(&field.name, self.cx.caller.departments());
        }
        let Some(items) = json.as_array() else {
            return self.wrong(Violation::at(pointer, Code::Shape).with("expected", "array"));
        };
        if items.len() > MOST_VALUES {
            return self.wrong(Violation::at(pointer, Code::TooMany).with("max", MOST_VALUES));
        }
        let mut values = Vec::with_capacity(items.len());
        let mut parts = Vec::new();
        for (at, item) in items.iter().enumerate() {
            match self.element(field, item, &format!("{pointer}/{at}")) {
                Some(Value::Null) => parts.push(Filter::Field { field: field.name.clone(), test: Test::IsNull }),
                Some(value) => values.push(value),
                None => {}
            }
        }
        parts.push(if has_elements(field) {
            let codes: Vec<String> = values.iter().filter_map(Value::as_text).map(str::to_owned).collect();
            if codes.is_empty() { Filter::False } else { Filter::Field { field: field.name.clone(), test: Test::HasAny(codes) } }
        } else {
            Filter::field(&field.name, Test::In(values))
        });
        Filter::any(parts)
    }

    fn text(&mut self, field: &Field, op: Op, json: &Json, pointer: &str) -> Filter {
        let Some(text) = json.as_str() else {
            return self.wrong(Violation::at(pointer, Code::Type).with("expected", "text"));
        };
        if text.is_empty() || text.len() > 1000 || text.contains('\0') {
            return self.wrong(Violation::at(pointer, Code::Format).with("expected", "text"));
        }
        let test = match (op, field.shape()) {
            (Op::Contains, Shape::Codes) if has_elements(field) => match self.element(field, json, pointer) {
                Some(_) => Test::HasAny(vec![text.to_owned()]),
                None => return Filter::False,
            },
            (Op::Contains, _) => Test::Contains(text.to_owned()),
            _ => Test::Starts(text.to_owned()),
        };
        Filter::Field { field: field.name.clone(), test }
    }

    fn within(&mut self, field: &Field, json: &Json, pointer: &str) -> Filter {
        let Some(period) = json.as_str().and_then(Period::parse) else {
            return self.wrong(Violation::at(pointer, Code::Format).with("expected", "period"));
        };
        let (from, until) = period.days(self.cx.caller.today());
        between_days(field, from, until, self.cx.caller.zone())
    }

    /// One value of a list: for several codes a single code, else as the field holds it.
    fn element(&mut self, field: &Field, json: &Json, pointer: &str) -> Option<Value> {
        if !has_elements(field) {
            return self.value(field, json, pointer);
        }
        let many_people = field.lookup.as_ref().is_some_and(|lookup| lookup.objects == ["user"]);
        if json.as_str() == Some("$me") && many_people {
            return Some(Value::Text(self.cx.caller.user().to_string()));
        }
        if json.is_null() {
            return Some(Value::Null);
        }
        match field.rules().element(field, json, self.cx.schema) {
            Ok(value) => Some(value),
            Err(violation) => {
                self.violations.push(violation.under(pointer));
                None
            }
        }
    }

    fn value(&mut self, field: &Field, json: &Json, pointer: &str) -> Option<Value> {
        if json.as_str() == Some("$me") && field.target() == Some("user") {
            return Some(Value::Id(self.cx.caller.user()));
        }
        let mut optional = field.clone();
        // A filter may look for what no new record may be.
        (optional.required, optional.min_length, optional.max_length) = (false, None, None);
        (optional.minimum, optional.maximum) = (None, None);
        match optional.parse(json, self.cx.schema) {
            Ok(value) => Some(value),
            Err(mut violation) => {
                let own = format!("/{}", crate::violation::escape(&field.name));
                violation.pointer = format!("{pointer}{}", violation.pointer.strip_prefix(&own).unwrap_or_default());
                self.violations.push(violation);
                None
            }
        }
    }
}

/// Whether a value is several things, one of which a condition names.
fn has_elements(field: &Field) -> bool {
    matches!(field.shape(), Shape::Codes | Shape::Address)
}

enum Asked {
    Field(Box<Field>),
    Team,
}

/// A test of a field of the record that `lookup` leads to. Where the caller does not see that record, the path reads as no
/// value: `is_null` and every negation hold there.
fn through(lookup: &str, target: &Object, guard: &Filter, test: Filter) -> Filter {
    let related = |filter: Filter| match filter {
        Filter::False => Filter::False,
        filter => Filter::Related {
            field: lookup.to_owned(),
            object: target.name.clone(),
            filter: Box::new(Filter::all([guard.clone(), filter])),
        },
    };
    match test {
        Filter::Not(inner) => Filter::negated(through(lookup, target, guard, *inner)),
        Filter::And(parts) => Filter::all(parts.into_iter().map(|part| through(lookup, target, guard, part))),
        Filter::Or(parts) => Filter::any(parts.into_iter().map(|part| through(lookup, target, guard, part))),
        Filter::Field { field, test: Test::IsNull } => {
            Filter::negated(related(Filter::negated(Filter::Field { field, test: Test::IsNull })))
        }
        Filter::True => Filter::True,
        other => related(other),
    }
}

/// The days from `from` until before `until`, on a day, an instant or a range of days.
pub fn between_days(field: &Field, from: NaiveDate, until: NaiveDate, zone: &dyn Zone) -> Filter {
    if field.shape() == Shape::DateRange {
        return Filter::field(&field.name, Test::Overlaps(from, until - TimeDelta::days(1)));
    }
    let (low, high) = if field.shape() == Shape::DateTime {
        let instant = |day: NaiveDate| -> DateTime<Utc> { zone.start_of(day) };
        (Test::Ge(Value::DateTime(instant(from))), Test::Lt(Value::DateTime(instant(until))))
    } else {
        (Test::Ge(Value::Date(from)), Test::Le(Value::Date(until - TimeDelta::days(1))))
    };
    Filter::all([Filter::field(&field.name, low), Filter::field(&field.name, high)])
}
