//! What expressions may call, beside minijinja's own filters.

use chrono::{Datelike, Months, TimeDelta};
use minijinja::{Environment, State, Value as Dynamic, filters, tests, value::Rest};

use super::{Type, day};

/// Where the context keeps what the calls without arguments answer; no field has such a name.
pub(super) const TODAY: &str = "@today";
pub(super) const NOW: &str = "@now";
pub(super) const ME: &str = "@me";

/// Every function: its name, what it takes, what it gives. The last kind of argument may come more than once where the
/// flag says so.
pub(super) const NAMES: &[(&str, &[Type], bool, Type)] = &[
    ("today", &[], false, Type::Date),
    ("now", &[], false, Type::DateTime),
    ("me", &[], false, Type::Text),
    ("date", &[Type::Number, Type::Number, Type::Number], false, Type::Date),
    ("days_between", &[Type::Date, Type::Date], false, Type::Number),
    ("add_days", &[Type::Date, Type::Number], false, Type::Date),
    ("add_months", &[Type::Date, Type::Number], false, Type::Date),
    ("year", &[Type::Date], false, Type::Number),
    ("month", &[Type::Date], false, Type::Number),
    ("day", &[Type::Date], false, Type::Number),
    ("weekday", &[Type::Date], false, Type::Number),
    ("min", &[Type::Number], true, Type::Number),
    ("max", &[Type::Number], true, Type::Number),
    ("starts_with", &[Type::Text, Type::Text], false, Type::Bool),
    ("ends_with", &[Type::Text, Type::Text], false, Type::Bool),
    ("contains", &[Type::Text, Type::Text], false, Type::Bool),
];

/// minijinja's filters that may be used: what they are used on, how many arguments they take at least and at most, and what
/// they give.
pub(super) const FILTERS: &[(&str, Type, [usize; 2], Type)] = &[
    ("default", Type::Any, [1, 1], Type::Any),
    ("round", Type::Number, [0, 1], Type::Number),
    ("abs", Type::Number, [0, 0], Type::Number),
    ("int", Type::Any, [0, 0], Type::Number),
    ("float", Type::Any, [0, 0], Type::Number),
    ("string", Type::Any, [0, 0], Type::Text),
    ("upper", Type::Text, [0, 0], Type::Text),
    ("lower", Type::Text, [0, 0], Type::Text),
    ("trim", Type::Text, [0, 1], Type::Text),
    ("replace", Type::Text, [2, 2], Type::Text),
    ("length", Type::Any, [0, 0], Type::Number),
    ("first", Type::List, [0, 0], Type::Text),
    ("last", Type::List, [0, 0], Type::Text),
    ("join", Type::List, [0, 1], Type::Text),
];

/// minijinja's tests that may be used.
pub(super) const TESTS: &[&str] = &["none", "odd", "even"];

/// Adds all of these and nothing else: what no expression may call is not in the browser's download either. A function
/// whose argument has no value has none itself.
pub(super) fn register(environment: &mut Environment<'static>) {
    // A field without a value is given, and is nothing: minijinja's own `default` only replaces what is not given at all.
    environment.add_filter("default", |value: Dynamic, other: Dynamic| if value.is_none() || value.is_undefined() { other } else { value });
    environment.add_filter("round", filters::round);
    environment.add_filter("abs", filters::abs);
    environment.add_filter("int", filters::int);
    environment.add_filter("float", filters::float);
    environment.add_filter("string", filters::string);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("replace", filters::replace);
    environment.add_filter("length", filters::length);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", filters::last);
    environment.add_filter("join", filters::join);
    environment.add_test("none", tests::is_none);
    environment.add_test("odd", tests::is_odd);
    environment.add_test("even", tests::is_even);
    for (name, key) in [("today", TODAY), ("now", NOW), ("me", ME)] {
        environment.add_function(name, move |state: &State<'_, '_>| state.lookup(key).unwrap_or_default());
    }
    environment.add_function("date", |year: Option<f64>, month: Option<f64>, at: Option<f64>| {
        let whole = |number: Option<f64>| {
            number.filter(|number| number.fract() == 0.0).and_then(|number| format!("{number:.0}").parse::<i32>().ok())
        };
        let (year, month, at) = (whole(year)?, whole(month)?, whole(at)?);
        let date = chrono::NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(at).ok()?)?;
        Some(date.to_string())
    });
    environment.add_function("days_between", |from: Option<&str>, to: Option<&str>| Some((day(to?)? - day(from?)?).num_days()));
    environment.add_function("add_days", |from: Option<&str>, days: Option<f64>| {
        let days = format!("{:.0}", days?).parse().ok()?;
        Some(day(from?)?.checked_add_signed(TimeDelta::try_days(days)?)?.to_string())
    });
    environment.add_function("add_months", |from: Option<&str>, months: Option<f64>| {
        let (from, months) = (day(from?)?, format!("{:.0}", months?).parse::<i32>().ok()?);
        let by = Months::new(months.unsigned_abs());
        let moved = if months < 0 { from.checked_sub_months(by) } else { from.checked_add_months(by) };
        Some(moved?.to_string())
    });
    environment.add_function("year", |at: Option<&str>| Some(day(at?)?.year()));
    environment.add_function("month", |at: Option<&str>| Some(day(at?)?.month()));
    environment.add_function("day", |at: Option<&str>| Some(day(at?)?.day()));
    environment.add_function("weekday", |at: Option<&str>| Some(day(at?)?.weekday().number_from_monday()));
    environment.add_function("min", |values: Rest<Dynamic>| among(&values, |one, other| one < other));
    environment.add_function("max", |values: Rest<Dynamic>| among(&values, |one, other| one > other));
    environment.add_function("starts_with", |text: Option<&str>, part: Option<&str>| Some(text?.starts_with(part?)));
    environment.add_function("ends_with", |text: Option<&str>, part: Option<&str>| Some(text?.ends_with(part?)));
    environment.add_function("contains", |text: Option<&str>, part: Option<&str>| Some(text?.contains(part?)));
}

/// The one of several values that comes before (or after) all others; those that are none do not count.
fn among(values: &[Dynamic], wins: impl Fn(&Dynamic, &Dynamic) -> bool) -> Dynamic {
    let given = values.iter().filter(|value| !value.is_none() && !value.is_undefined());
    given
        .fold(None, |best: Option<&Dynamic>, value| if best.is_none_or(|best| wins(value, best)) { Some(value) } else { best })
        .cloned()
        .unwrap_or_default()
}
