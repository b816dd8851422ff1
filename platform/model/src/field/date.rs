//! A calendar day.

use chrono::{Datelike, NaiveDate};

use super::{Field, Kind, Setting, Shape, TIME_OPS, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// A calendar day in the company's time zone.
pub(super) struct Date;

impl Kind for Date {
    fn label(&self) -> Label {
        Label::new("日期", "Date")
    }

    fn icon(&self) -> &'static str {
        "calendar"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Date
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = json.as_str().ok_or_else(|| not_a("date"))?;
        parse_date(text).map(Value::Date).ok_or_else(|| wrong(Code::Format).with("expected", "date"))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("format", "date".into())])
    }

    fn operators(&self) -> &'static [Op] {
        TIME_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("2026-03-{:02}", n % 28 + 1).into())
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// `YYYY-MM-DD` and nothing else, from year 1 on.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.year() >= 1)
}
