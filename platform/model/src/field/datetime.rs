//! An instant.

use chrono::{DateTime as Instant, Datelike, SubsecRound, Utc};

use super::{Field, Kind, Setting, Shape, TIME_OPS, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// An instant, kept in UTC to the microsecond.
pub(super) struct DateTime;

impl Kind for DateTime {
    fn label(&self) -> Label {
        Label::new("日期时间", "Date and time")
    }

    fn icon(&self) -> &'static str {
        "clock"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::DateTime
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = json.as_str().ok_or_else(|| not_a("datetime"))?;
        parse_instant(text).map(Value::DateTime).ok_or_else(|| wrong(Code::Format).with("expected", "datetime"))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("format", "date-time".into())])
    }

    fn operators(&self) -> &'static [Op] {
        TIME_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("2026-03-15T{:02}:30:00Z", n % 24).into())
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// An RFC 3339 time with its zone, between the years 1 and 9999; digits below the microsecond are dropped.
pub fn parse_instant(text: &str) -> Option<Instant<Utc>> {
    if text.len() > 40 {
        return None;
    }
    let at = Instant::parse_from_rfc3339(text).ok()?.with_timezone(&Utc).trunc_subsecs(6);
    (1..=9999).contains(&at.year()).then_some(at)
}
