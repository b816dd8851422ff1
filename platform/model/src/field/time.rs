//! A time of day.

use super::{Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// A time of day, without a day or a zone. Kept as `HH:MM:SS`, so that it sorts as text.
pub(super) struct Time;

impl Kind for Time {
    fn label(&self) -> Label {
        Label::new("时间", "Time")
    }

    fn icon(&self) -> &'static str {
        "clock"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = json.as_str().ok_or_else(|| not_a("time"))?;
        parse_time(text).map(Value::Text).ok_or_else(|| wrong(Code::Format).with("expected", "time"))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("pattern", "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$".into())])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Between, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Default]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("{:02}:30:00", 8 + n % 12).into())
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// `HH:MM` or `HH:MM:SS` as `HH:MM:SS`.
pub fn parse_time(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |part: &str, below: u8| {
        let two = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u8>().ok().filter(|number| two && *number < below)
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (number(hour, 24)?, number(minute, 60)?, 0),
        [hour, minute, second] => (number(hour, 24)?, number(minute, 60)?, number(second, 60)?),
        _ => return None,
    };
    Some(format!("{hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_seconds() {
        for (text, expected) in [
            ("09:30", Some("09:30:00")),
            ("23:59:59", Some("23:59:59")),
            ("24:00", None),
            ("9:30", None),
            ("09:60", None),
            ("09:30:00Z", None),
            ("", None),
        ] {
            assert_eq!(parse_time(text).as_deref(), expected, "{text}");
        }
    }
}
