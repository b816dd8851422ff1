//! Charts: their period, their query, and the filter of the records behind a mark.

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;
use trellis_engine::{Cx, Error, Result};
use trellis_model::{
    Chart, Filter, Json, JsonMap, Object, Violation,
    chart::{Group, Unit},
    field::{Shape, date::parse_date},
    filter::{self, Caller, between_days},
    time::Period,
    value::format_instant,
    violation::Code,
};

use super::{AggregateQuery, Days, Path, Range, plan::is_time};
use crate::bucket;

/// Days from the first until before the second.
pub type Span = (NaiveDate, NaiveDate);

impl AggregateQuery {
    /// What a chart asks, its period aside.
    pub fn of(chart: &Chart) -> Self {
        Self {
            object: chart.object.clone(),
            measures: chart.measures.clone(),
            by: chart.by.clone(),
            filter: chart.filter.clone(),
            sort: chart.sort.clone(),
            limit: chart.limit,
        }
    }
}

impl From<Span> for Days {
    fn from((from, until): Span) -> Self {
        Self { from: from.to_string(), to: (until - TimeDelta::days(1)).to_string() }
    }
}

/// The period of a chart: the one that was asked for, or its own. `None` for a chart that is about no date, or about all
/// time.
///
/// # Errors
/// What is wrong with the period that was asked for.
pub fn span(chart: &Chart, asked: Option<&Range>, today: NaiveDate) -> Result<Option<Span>, Violation> {
    if chart.date_field.is_none() {
        return Ok(None);
    }
    match (asked, &chart.range) {
        (Some(Range::Days(days)), _) => days_of(days).map(Some),
        (Some(Range::Preset(name)), _) | (None, Some(name)) => {
            let period = Period::parse(name).ok_or_else(|| Violation::new("range", Code::Format).with("expected", "period"))?;
            Ok(Some(period.days(today)))
        }
        (None, None) => Ok(None),
    }
}

fn days_of(days: &Days) -> Result<Span, Violation> {
    let day = |text: &str, key: &str| {
        parse_date(text).ok_or_else(|| Violation::at(format!("/range/{key}"), Code::Format).with("expected", "date"))
    };
    let (from, to) = (day(&days.from, "from")?, day(&days.to, "to")?);
    if to < from {
        return Err(Violation::at("/range/to", Code::TooSmall).with("min", from));
    }
    Ok((from, to + TimeDelta::days(1)))
}

/// The records of a period by the chart's date.
///
/// # Errors
/// When the caller may not ask about the date.
pub fn within(cx: &Cx, object: &Object, chart: &Chart, span: Option<Span>) -> Result<Filter> {
    let (Some((from, until)), Some(name)) = (span, &chart.date_field) else { return Ok(Filter::True) };
    let path = Path::read(cx, object, name, "/date_field").map_err(Error::invalid)?;
    if path.through.is_some() || !is_time(path.field.shape()) {
        return Err(Error::invalid(Violation::new("date_field", Code::Operator).with("op", "range")));
    }
    Ok(between_days(&path.field, from, until, cx.zone()))
}

/// The records behind a mark of a chart: exactly those that the mark counts, the caller's scope aside, which the list adds.
///
/// # Errors
/// [`Error::Invalid`] naming what is wrong.
pub fn rows_filter(cx: &Cx, object: &Object, chart: &Chart, asked: Option<&Range>, at: &JsonMap) -> Result<Filter> {
    let span = span(chart, asked, cx.today()).map_err(Error::invalid)?;
    let mut conditions: Vec<Json> = chart.filter.iter().cloned().collect();
    let mut violations = Vec::new();
    for (path, value) in at {
        match chart.by.iter().find(|group| group.field == *path) {
            None => violations.push(Violation::at(pointer(path), Code::UnknownReference).with("name", path)),
            Some(group) => match condition(cx, object, group, value) {
                Ok(condition) => conditions.push(condition),
                Err(violation) => violations.push(violation),
            },
        }
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let filter = filter::parse(&json!({ "and": conditions }), object, cx.parsing()).map_err(Error::Invalid)?;
    Ok(Filter::all([within(cx, object, chart, span)?, filter]))
}

/// The records of one group, as the API's filter.
fn condition(cx: &Cx, object: &Object, group: &Group, value: &Json) -> Result<Json, Violation> {
    let test = match (value, group.unit) {
        (Json::Null, _) => json!({ "is_null": true }),
        (value, None) => json!({ "eq": value }),
        (value, Some(unit)) => {
            let wrong = || Violation::at(pointer(&group.field), Code::Format).with("expected", "date");
            let first = value.as_str().and_then(parse_date).filter(|day| bucket::start(unit, *day) == *day).ok_or_else(wrong)?;
            let path = Path::read(cx, object, &group.field, &pointer(&group.field))?;
            edges(cx, path.field.shape(), unit, first)
        }
    };
    Ok(json!({ group.field.as_str(): test }))
}

fn edges(cx: &Cx, shape: Shape, unit: Unit, first: NaiveDate) -> Json {
    let edge = |day: NaiveDate| match shape {
        Shape::DateTime => format_instant(cx.zone().start_of(day)),
        _ => day.to_string(),
    };
    json!({ "ge": edge(first), "lt": edge(bucket::next(unit, first)) })
}

fn pointer(path: &str) -> String {
    format!("/at/{}", trellis_model::violation::escape(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(date_field: Option<&str>, range: Option<&str>) -> Chart {
        let label = json!({ "zh-CN": "图", "en": "Chart" });
        let grid = json!({ "x": 0, "y": 0, "w": 1, "h": 1 });
        let chart = json!({ "kind": "number", "label": label, "object": "deal", "measures": [{ "fn": "count" }], "date_field": date_field, "range": range, "grid": grid });
        serde_json::from_value(chart).unwrap()
    }

    #[test]
    fn a_chart_has_the_period_that_was_asked_for_or_its_own() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let of = |chart: &Chart, asked: Option<Json>| {
            let asked: Option<Range> = asked.map(|json| serde_json::from_value(json).unwrap());
            span(chart, asked.as_ref(), today).map(|span| span.map(Days::from).map(|days| format!("{} {}", days.from, days.to)))
        };
        let dated = chart(Some("close_date"), Some("this_month"));
        assert_eq!(of(&dated, None).unwrap().unwrap(), "2026-11-01 2026-11-30");
        assert_eq!(of(&dated, Some(json!("yesterday"))).unwrap().unwrap(), "2026-11-24 2026-11-24");
        assert_eq!(of(&dated, Some(json!({ "from": "2026-01-01", "to": "2026-01-01" }))).unwrap().unwrap(), "2026-01-01 2026-01-01");
        assert_eq!(of(&chart(Some("close_date"), None), None).unwrap(), None);
        assert_eq!(of(&chart(None, Some("this_month")), Some(json!("nonsense"))).unwrap(), None);
        for (asked, pointer) in [
            (json!("someday"), "/range"),
            (json!({ "from": "2026-02-30", "to": "2026-03-01" }), "/range/from"),
            (json!({ "from": "2026-03-02", "to": "2026-03-01" }), "/range/to"),
        ] {
            assert_eq!(of(&dated, Some(asked)).unwrap_err().pointer, pointer);
        }
    }
}
