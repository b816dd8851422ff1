//! A first and a last day.

use super::{Field, Kind, Setting, Shape, date::parse_date, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// A first and a last day, both included.
pub(super) struct DateRange;

impl Kind for DateRange {
    fn label(&self) -> Label {
        Label::new("日期区间", "Date range")
    }

    fn icon(&self) -> &'static str {
        "calendar-range"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::DateRange
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let Some([from, to]) = json.as_array().map(Vec::as_slice) else { return Err(not_a("date_range")) };
        let day = |at: usize, json: &Json| {
            let day = json.as_str().and_then(parse_date);
            day.ok_or_else(|| wrong(Code::Format).with("expected", "date").under(&format!("/{at}")))
        };
        let (from, to) = (day(0, from)?, day(1, to)?);
        if from > to { Err(wrong(Code::TooSmall).with("min", from).under("/1")) } else { Ok(Value::DateRange(from, to)) }
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        let day = serde_json::json!({ "type": "string", "format": "date" });
        map([("type", "array".into()), ("items", day), ("minItems", 2.into()), ("maxItems", 2.into())])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::Within, Op::Contains, Op::Between, Op::Eq, Op::Ne, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        let day = n % 20 + 1;
        Some(serde_json::json!([format!("2026-03-{day:02}"), format!("2026-03-{:02}", day + 7)]))
    }
}
