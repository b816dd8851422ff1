//! Expressions: formulas, defaults, conditions and rules, written as Jinja expressions and run by minijinja with a limit of
//! fuel. The server and the browser run this very code, so that a form shows, requires and computes what the server will.
//!
//! A record's fields stand under their names, those one lookup away as `customer.level`. No value is `none`; it counts as
//! smaller than any other, and whatever cannot be computed because of it has no value. Days and instants are on the
//! company's clock. Arithmetic is binary floating point; a formula's result is rounded, halves to even, to its field's scale.

mod check;
mod functions;
mod syntax;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use minijinja::{Environment, Value as Dynamic};
use uuid::Uuid;

pub use check::{Checked, Names, ObjectNames, Type, check};

use crate::{Decimal, Field, FieldKind, Label, Object, Record, Value, field::date::parse_date, time::Zone, value::Address};

/// Steps that one evaluation may take: far more than any sensible expression needs, over in under a millisecond.
const FUEL: u64 = 20_000;
/// The longest expression, in bytes.
pub const LONGEST: usize = 2_000;

/// The moment and the person that an expression is evaluated for.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The instant: `now()`.
    pub now: DateTime<Utc>,
    /// The person: `me()`.
    pub me: Uuid,
    /// The company's clock: what `today()` goes by.
    pub zone: &'a dyn Zone,
}

/// A record as expressions read it.
pub struct RecordNames<'a> {
    /// Its object.
    pub object: &'a Object,
    /// Its own values.
    pub record: &'a Record,
    /// Those of looked-up records, by lookup and field.
    pub related: &'a HashMap<(String, String), Value>,
}

impl RecordNames<'_> {
    /// What a name or path stands for.
    pub fn read(&self, path: &str) -> Value {
        let path = self.object.field(path).and_then(|field| field.mirror.as_deref()).unwrap_or(path);
        match path.split_once('.') {
            None => self.record.get(path).clone(),
            Some((own, part)) => match self.record.get(own) {
                Value::Address(address) => match part {
                    "detail" => Value::Text(address.detail.clone()),
                    "postcode" => Value::Text(address.postcode.clone()),
                    _ => Value::Codes(address.region.clone()),
                },
                _ => self.related.get(&(own.to_owned(), part.to_owned())).cloned().unwrap_or_default(),
            },
        }
    }
}

/// An expression that can be read.
pub struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    paths: Vec<String>,
}

/// An expression that cannot be read, in words for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct SyntaxError(pub Label);

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::empty();
        environment.set_fuel(Some(FUEL));
        functions::register(&mut environment);
        environment
    })
}

/// Whether a name is a word of the language of expressions, so that no field can be read by it.
pub fn is_word(name: &str) -> bool {
    const WORDS: &[&str] =
        &["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "null", "undefined", "loop", "self", "super"];
    WORDS.contains(&name) || functions::NAMES.iter().any(|(function, ..)| *function == name)
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// When it is no expression, or longer than [`LONGEST`].
    pub fn new(source: &str) -> Result<Self, SyntaxError> {
        if source.trim().is_empty() || source.len() > LONGEST {
            let (zh, en) =
                (format!("表达式不能为空，且不超过 {LONGEST} 个字节"), format!("an expression has at most {LONGEST} bytes, and some"));
            return Err(SyntaxError(Label::new(zh, en)));
        }
        let compiled =
            environment().compile_expression_owned(source.to_owned()).map_err(|error| SyntaxError(syntax::words(source, &error)))?;
        let known = functions::NAMES.iter().map(|(name, ..)| *name).collect::<Vec<_>>();
        let mut paths: Vec<String> =
            compiled.undeclared_variables(true).into_iter().filter(|path| !known.contains(&path.as_str())).collect();
        paths.sort();
        Ok(Self { compiled, paths })
    }

    /// [`Expression::new`], remembered: one that was read before is not read again. `None` for what cannot be read.
    pub fn shared(source: &str) -> Option<Arc<Self>> {
        /// Far more than a company declares; a flood of others empties the memory instead of filling it.
        const MOST: usize = 10_000;
        static KNOWN: Mutex<BTreeMap<String, Option<Arc<Expression>>>> = Mutex::new(BTreeMap::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(source) {
            return found.clone();
        }
        if known.len() >= MOST {
            known.clear();
        }
        let read = Self::new(source).ok().map(Arc::new);
        known.insert(source.to_owned(), read.clone());
        read
    }

    /// The names and paths that it reads.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Whether it changes with the moment or the person, and not with the record alone.
    pub fn is_volatile(source: &str) -> bool {
        ["today(", "now(", "me("].iter().any(|call| source.replace(' ', "").contains(call))
    }

    /// What it comes to as a value of `field`; no value where it cannot be computed.
    pub fn value(&self, field: &Field, values: &dyn Fn(&str) -> Value, moment: Moment<'_>) -> Value {
        self.run(values, moment).map(|result| into_value(&result, field, moment)).unwrap_or_default()
    }

    /// Whether it holds. What cannot be computed does not.
    pub fn holds(&self, values: &dyn Fn(&str) -> Value, moment: Moment<'_>) -> bool {
        self.run(values, moment).is_some_and(|result| result.is_true())
    }

    fn run(&self, values: &dyn Fn(&str) -> Value, moment: Moment<'_>) -> Option<Dynamic> {
        let mut context: BTreeMap<String, Dynamic> = BTreeMap::new();
        let mut related: BTreeMap<&str, BTreeMap<String, Dynamic>> = BTreeMap::new();
        for path in &self.paths {
            let value = dynamic(&values(path), moment);
            match path.split_once('.') {
                Some((lookup, name)) => drop(related.entry(lookup).or_default().insert(name.to_owned(), value)),
                None => drop(context.insert(path.clone(), value)),
            }
        }
        context.extend(related.into_iter().map(|(lookup, fields)| (lookup.to_owned(), Dynamic::from(fields))));
        context.insert(functions::TODAY.to_owned(), Dynamic::from(moment.zone.day_of(moment.now).to_string()));
        context.insert(functions::NOW.to_owned(), Dynamic::from(local(moment.now, moment.zone)));
        context.insert(functions::ME.to_owned(), Dynamic::from(moment.me.to_string()));
        self.compiled.eval(Dynamic::from(context)).ok()
    }
}

/// An instant on the company's clock, as texts compare.
fn local(at: DateTime<Utc>, zone: &dyn Zone) -> String {
    let day = zone.day_of(at);
    let time = at - zone.start_of(day);
    let on_clock = day.and_time(chrono::NaiveTime::MIN) + time;
    on_clock.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

fn dynamic(value: &Value, moment: Moment<'_>) -> Dynamic {
    let texts = |texts: &[String]| Dynamic::from(texts.to_vec());
    match value {
        Value::Null => Dynamic::from(()),
        Value::Bool(flag) => Dynamic::from(*flag),
        Value::Integer(number) => Dynamic::from(*number),
        Value::Decimal(number) => number.to_integer().map_or_else(|| Dynamic::from(number.to_f64()), Dynamic::from),
        Value::Text(text) => Dynamic::from(text.as_str()),
        Value::Date(day) => Dynamic::from(day.to_string()),
        Value::DateTime(at) => Dynamic::from(local(*at, moment.zone)),
        Value::Id(id) => Dynamic::from(id.to_string()),
        Value::Codes(codes) => texts(codes),
        Value::Reference(target) => Dynamic::from(target.id.to_string()),
        Value::DateRange(from, to) => texts(&[from.to_string(), to.to_string()]),
        Value::Address(address) => address_map(address),
        Value::Lines(lines) => Dynamic::from(lines.len()),
        // Nothing may be computed from what nobody asks about.
        Value::Json(_) | Value::Secret(_) => Dynamic::from(()),
    }
}

fn address_map(address: &Address) -> Dynamic {
    let mut parts: BTreeMap<String, Dynamic> = BTreeMap::new();
    parts.insert("region".into(), Dynamic::from(address.region.clone()));
    parts.insert("detail".into(), Dynamic::from(address.detail.as_str()));
    parts.insert("postcode".into(), Dynamic::from(address.postcode.as_str()));
    Dynamic::from(parts)
}

/// A list that is longer comes to no value.
const MOST_ITEMS: usize = 1_000;

/// A result as a value of a field's kind; no value where it is none of it.
fn into_value(result: &Dynamic, field: &Field, moment: Moment<'_>) -> Value {
    if result.is_none() || result.is_undefined() {
        return Value::Null;
    }
    // A list repeated a million times costs no fuel, but would as a text.
    let list = result.len().is_some() && result.as_str().is_none();
    let takes_lists = matches!(field.value_kind(), FieldKind::MultiPicklist | FieldKind::Tags | FieldKind::Cascade);
    if list && !(takes_lists && result.len().is_some_and(|items| items <= MOST_ITEMS)) {
        return Value::Null;
    }
    let number = || -> Option<Decimal> {
        let text = result.to_string();
        // Sixteen and more digits of binary floating point are rounded to the fifteen that are meant.
        text.parse::<Decimal>().ok().or_else(|| {
            let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
            format!("{number:.14e}").parse().ok()
        })
    };
    let read = match field.value_kind() {
        FieldKind::Boolean => Some(Value::Bool(result.is_true())),
        FieldKind::Integer | FieldKind::Duration | FieldKind::Rating => {
            number().and_then(|number| number.rounded(0).to_integer()).map(Value::Integer)
        }
        FieldKind::Decimal | FieldKind::Percent | FieldKind::Currency => match field.shape() {
            crate::field::Shape::Decimal(scale) => number().and_then(|number| number.rounded(scale).exact(scale)).map(Value::Decimal),
            _ => None,
        },
        FieldKind::Date => result.as_str().and_then(|text| parse_date(text.get(..10)?)).map(Value::Date),
        FieldKind::DateTime => result.as_str().and_then(|text| instant(text, moment.zone)).map(Value::DateTime),
        FieldKind::Lookup | FieldKind::User | FieldKind::Department => {
            result.as_str().and_then(crate::field::lookup::parse_id).map(Value::Id)
        }
        FieldKind::MultiPicklist | FieldKind::Tags | FieldKind::Cascade => {
            let items = result.try_iter().ok().map(|items| items.filter_map(|item| item.as_str().map(str::to_owned)).collect::<Vec<_>>());
            items.filter(|items| !items.is_empty()).map(Value::Codes)
        }
        _ => Some(result.to_string()).filter(|text| !text.is_empty() && !text.contains('\0')).map(Value::Text),
    };
    read.unwrap_or_default()
}

fn instant(text: &str, zone: &dyn Zone) -> Option<DateTime<Utc>> {
    if let Some(day) = parse_date(text) {
        return Some(zone.start_of(day));
    }
    let on_clock = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    let since: TimeDelta = on_clock.time().signed_duration_since(chrono::NaiveTime::MIN);
    Some(zone.start_of(on_clock.date()) + since)
}

/// The day in a text that begins with one.
fn day(text: &str) -> Option<NaiveDate> {
    parse_date(text.get(..10)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::FixedZone;

    #[test]
    fn what_the_check_allows_can_be_called() {
        let sources = functions::FILTERS.iter().map(|(name, ..)| (format!("'1'|{name}"), *name));
        let sources = sources.chain(functions::TESTS.iter().map(|name| (format!("1 is {name}"), *name)));
        for (source, name) in sources.chain(functions::NAMES.iter().map(|(name, ..)| (format!("{name}()"), *name))) {
            let result = environment().compile_expression(&source).and_then(|expression| expression.eval(()));
            let error = result.map_err(|error| error.to_string()).err().unwrap_or_default();
            assert!(!error.contains("unknown"), "{name}: {error}");
        }
    }

    fn result(source: &str, kind: FieldKind) -> String {
        let zone = FixedZone(8 * 3600);
        let moment = Moment { now: "2026-03-09T17:00:00Z".parse().unwrap(), me: Uuid::nil(), zone: &zone };
        let values = |path: &str| match path {
            "amount" => Value::Decimal(Decimal::new(12_345, 2)),
            "count" => Value::Integer(3),
            "stage" => Value::Text("won".into()),
            "signed" => Value::Date("2026-01-31".parse().unwrap()),
            "at" => Value::DateTime("2025-12-31T20:00:00Z".parse().unwrap()),
            "tags" => Value::Codes(vec!["a".into(), "b".into()]),
            "customer.level" => Value::Text("A".into()),
            _ => Value::Null,
        };
        let mut field = Field::new("f", kind, Label::default());
        field.scale = Some(2);
        Expression::new(source).unwrap().value(&field, &values, moment).to_json().to_string()
    }

    #[test]
    fn expressions_come_to_values() {
        for (source, kind, expected) in [
            ("amount * count", FieldKind::Currency, "370.35"),
            ("amount / 2", FieldKind::Currency, "61.72"),
            ("0.1 + 0.2", FieldKind::Decimal, "0.3"),
            ("count // 2", FieldKind::Integer, "1"),
            ("amount > 100 and stage == 'won'", FieldKind::Boolean, "true"),
            ("customer.level == 'A'", FieldKind::Boolean, "true"),
            ("nothing * 2", FieldKind::Integer, "null"),
            ("nothing|default(0) + 1", FieldKind::Integer, "1"),
            ("nothing is none", FieldKind::Boolean, "true"),
            ("1 / 0", FieldKind::Decimal, "null"),
            ("stage ~ '-' ~ count", FieldKind::Text, "\"won-3\""),
            ("'a' in tags", FieldKind::Boolean, "true"),
            ("today()", FieldKind::Date, "\"2026-03-10\""),
            ("add_months(signed, 1)", FieldKind::Date, "\"2026-02-28\""),
            ("add_days(signed, 1)", FieldKind::Date, "\"2026-02-01\""),
            ("days_between(signed, today())", FieldKind::Integer, "38"),
            ("days_between(signed, nothing)", FieldKind::Integer, "null"),
            ("year(at)", FieldKind::Integer, "2026"),
            ("at", FieldKind::DateTime, "\"2025-12-31T20:00:00Z\""),
            ("'高' if amount > 1000 else '低'", FieldKind::Text, "\"低\""),
            ("max(amount, 200)", FieldKind::Currency, "200"),
            ("[1] * 9999999", FieldKind::Text, "null"),
        ] {
            assert_eq!(result(source, kind), expected, "{source}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for source in ["", "amount *", "{{ x }}", "a b"] {
            assert!(Expression::new(source).is_err(), "{source}");
        }
        let paths: Vec<String> =
            Expression::new("customer.level == 'A' and amount > today()").unwrap().paths().map(str::to_owned).collect();
        assert_eq!(paths, ["amount", "customer.level"]);
    }
}
