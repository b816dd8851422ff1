//! A number given by the system.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Field, Kind, Setting, Shape, TEXT_OPS, map, not_a};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// How an `auto_number` is made: `HT-{YYYY}{MM}-{0000}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// Text with `{YYYY}`, `{MM}`, `{DD}` and exactly one group of zeros that says how many digits the number has at least.
    pub pattern: String,
    /// When counting begins again.
    #[serde(default)]
    pub reset: Reset,
}

/// When an `auto_number` begins again at one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reset {
    /// Never.
    #[default]
    Never,
    /// With each year.
    Year,
    /// With each month.
    Month,
}

/// A number given by the system when the record is created. Gaps are possible, duplicates never.
pub(super) struct AutoNumber;

impl Kind for AutoNumber {
    fn label(&self) -> Label {
        Label::new("自动编号", "Auto number")
    }

    fn icon(&self) -> &'static str {
        "list-ordered"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        json.as_str().map(|text| Value::Text(text.to_owned())).ok_or_else(|| not_a("text"))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        map([("type", "string".into()), ("readOnly", true.into())])
    }

    fn operators(&self) -> &'static [Op] {
        TEXT_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Sequence]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("NO-{n:04}").into())
    }
}

impl Sequence {
    /// The key under which numbers count on `day`: a new key begins at one.
    pub fn period(&self, day: NaiveDate) -> String {
        match self.reset {
            Reset::Never => String::new(),
            Reset::Year => format!("{:04}", day.year()),
            Reset::Month => format!("{:04}-{:02}", day.year(), day.month()),
        }
    }

    /// The `n`-th number on `day`; `None` when the pattern has not exactly one group of zeros.
    pub fn format(&self, n: u64, day: NaiveDate) -> Option<String> {
        let dated = self
            .pattern
            .replace("{YYYY}", &format!("{:04}", day.year()))
            .replace("{MM}", &format!("{:02}", day.month()))
            .replace("{DD}", &format!("{:02}", day.day()));
        let (before, rest) = dated.split_once('{')?;
        let (zeros, after) = rest.split_once('}')?;
        let valid = !zeros.is_empty() && zeros.len() <= 12 && zeros.bytes().all(|byte| byte == b'0') && !after.contains(['{', '}']);
        valid.then(|| format!("{before}{n:0width$}{after}", width = zeros.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_their_pattern() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        let format = |pattern: &str, n| Sequence { pattern: pattern.into(), reset: Reset::Month }.format(n, day);
        assert_eq!(format("HT-{YYYY}{MM}-{0000}", 7).as_deref(), Some("HT-202603-0007"));
        assert_eq!(format("{00}", 12345).as_deref(), Some("12345"));
        for bad in ["HT", "{000}{00}", "{}", "{XX}"] {
            assert_eq!(format(bad, 1), None, "{bad}");
        }
    }
}
