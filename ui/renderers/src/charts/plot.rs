//! A chart's numbers, arranged for drawing: categories along one side, series of values.

use std::collections::HashMap;

use chrono::NaiveDate;
use trellis_model::{
    Chart, Field, FieldKind, Json, JsonMap, Language,
    chart::Function,
    chart::{Measure, Unit},
};
use trellis_ui_client::dashboards::ChartData;
use trellis_ui_kit::I18n;

use super::periods;
use crate::fields::format::digits;

/// How a measure's numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Counted things.
    Integer,
    /// Numbers with decimals.
    Number,
    /// Amounts.
    Money,
    /// Percentages.
    Percent,
}

impl Format {
    /// The format of a measure, by the field that it is computed of.
    pub fn of(measure: &Measure, field: Option<&Field>) -> Self {
        match (measure.function, field.map(Field::value_kind)) {
            (Function::Count, _) => Self::Integer,
            (_, Some(FieldKind::Currency)) => Self::Money,
            (_, Some(FieldKind::Percent)) => Self::Percent,
            (Function::Sum | Function::Min | Function::Max, Some(FieldKind::Integer | FieldKind::Rating)) => Self::Integer,
            _ => Self::Number,
        }
    }

    /// The island's name for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Money => "cny",
            Self::Percent => "percent",
        }
    }

    /// The island's name for it where there is little room.
    pub fn short_code(self) -> &'static str {
        if self == Self::Percent { "percent" } else { "compact" }
    }

    /// The island's name for a mark's value beside the mark.
    pub fn mark_code(self) -> &'static str {
        if self == Self::Percent { "mark:percent" } else { "mark:compact" }
    }

    /// A number in the language of the page, in full.
    pub fn text(self, i18n: &I18n, value: &Json) -> String {
        let Some(exact) = digits(value) else { return "–".into() };
        match self {
            Self::Integer => i18n.decimal(&exact, 0),
            Self::Number => i18n.number(value.as_f64().unwrap_or_default(), 2),
            Self::Money => i18n.money(&exact, 2),
            Self::Percent => i18n.percent(value.as_f64().unwrap_or_default(), 1),
        }
    }

    /// A number where there is little room.
    pub fn short_text(self, i18n: &I18n, value: &Json) -> String {
        let number = value.as_f64().unwrap_or_default();
        match self {
            Self::Money => i18n.compact_money(number),
            Self::Integer | Self::Number if number.abs() >= 10_000.0 => i18n.compact(number),
            _ => self.text(i18n, value),
        }
    }
}

/// A chart's numbers, arranged for drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// What stands along the axis.
    pub categories: Vec<String>,
    /// The values, one a category each.
    pub series: Vec<Series>,
    /// How the values are written.
    pub format: Format,
    /// Whether the categories are periods.
    pub is_time: bool,
}

/// One series of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// A value for each category; `null` for none.
    pub values: Vec<Json>,
    /// Whether it is of the period before.
    pub previous: bool,
}

/// What the marks of a plot stand for: the group values behind each category and series.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks {
    paths: Vec<String>,
    categories: Vec<Json>,
    series: Vec<Json>,
}

impl Marks {
    /// The group values of the mark at this category and series, by path; without a series, of the whole category.
    pub fn at(&self, category: usize, series: Option<usize>) -> Option<JsonMap> {
        let mut at = JsonMap::new();
        at.insert(self.paths.first()?.clone(), self.categories.get(category)?.clone());
        if let (Some(path), Some(value)) = (self.paths.get(1), series.and_then(|series| self.series.get(series))) {
            at.insert(path.clone(), value.clone());
        }
        Some(at)
    }
}

/// What a plot is made with beside the numbers.
pub struct Words<'a> {
    /// How the numbers are written.
    pub format: Format,
    /// The language of the page.
    pub language: Language,
    /// Names a group's value by the group's place.
    pub label: &'a dyn Fn(usize, &Json) -> String,
    /// What the period before is called.
    pub previous: &'a str,
    /// Today: periods after it are blank, not zero.
    pub today: NaiveDate,
}

/// Arranges a chart's numbers.
pub fn plot(chart: &Chart, data: &ChartData, words: &Words<'_>) -> (Plot, Marks) {
    let Words { format, language, label, previous, today } = *words;
    let groups = chart.by.len().min(2);
    let rows = &data.table.rows;
    let unit = chart.by.first().and_then(|group| group.unit);
    let mut categories: Vec<Json> = distinct(rows.iter().filter_map(|row| row.first()));
    if let (Some(unit), Some(range)) = (unit, &data.range)
        && let (Ok(from), Ok(to)) = (range.from.parse(), range.to.parse())
    {
        categories = filled(&categories, periods::starts(unit, from, to));
    }
    if groups == 0 {
        categories.clear();
    }
    let names = categories.iter().map(|value| match (unit, day(value)) {
        (Some(unit), Some(first)) => periods::name(unit, first, language),
        _ => label(0, value),
    });
    let names: Vec<String> = names.collect();
    let second: Vec<Json> = if groups == 2 { distinct(rows.iter().filter_map(|row| row.get(1))) } else { Vec::new() };
    let measure = |at: usize| data.table.columns.get(groups + at).map(|column| column.label.get(language).to_owned()).unwrap_or_default();
    let mut series = Vec::new();
    if groups == 2 {
        let cells: HashMap<(String, String), &Json> =
            rows.iter().filter_map(|row| Some(((key(row.first()?), key(row.get(1)?)), row.get(2)?))).collect();
        for value in &second {
            let values = categories.iter().map(|category| cells.get(&(key(category), key(value))).map_or(Json::Null, |it| (*it).clone()));
            series.push(Series { name: label(1, value), values: values.collect(), previous: false });
        }
    } else {
        // Measures of different kinds do not share an axis: the first is drawn.
        let mut values = by_category(&categories, rows, groups);
        for (value, category) in values.iter_mut().zip(&categories).filter(|_| unit.is_some()) {
            if day(category).is_some_and(|first| first > today) {
                *value = Json::Null;
            }
        }
        series.push(Series { name: measure(0), values, previous: false });
        if let Some(before) = data.previous.as_ref().filter(|_| groups == 1) {
            // Periods are compared by their place in the range, other groups by what they are.
            let values = if unit.is_some() {
                (0..categories.len()).map(|at| before.get(at).and_then(|row| row.get(1)).cloned().unwrap_or_default()).collect()
            } else {
                by_category(&categories, before, groups)
            };
            series.push(Series { name: previous.to_owned(), values, previous: true });
        }
    }
    let marks = Marks { paths: chart.by.iter().take(2).map(|group| group.field.clone()).collect(), categories, series: second };
    (Plot { categories: names, series, format, is_time: unit.is_some() }, marks)
}

fn by_category(categories: &[Json], rows: &[Vec<Json>], groups: usize) -> Vec<Json> {
    let found: HashMap<String, &Json> = rows.iter().filter_map(|row| Some((key(row.first()?), row.get(groups)?))).collect();
    categories.iter().map(|category| found.get(&key(category)).map_or(Json::Null, |it| (*it).clone())).collect()
}

/// What a period is called, by its first day as the numbers have it; nothing for what is no day.
pub fn period_name(unit: Unit, value: &Json, language: Language) -> Option<String> {
    day(value).map(|first| periods::name(unit, first, language))
}

fn key(value: &Json) -> String {
    value.to_string()
}

fn distinct<'a>(values: impl Iterator<Item = &'a Json>) -> Vec<Json> {
    let mut seen = std::collections::HashSet::new();
    values.filter(|value| seen.insert(key(value))).cloned().collect()
}

fn day(value: &Json) -> Option<NaiveDate> {
    value.as_str()?.get(..10)?.parse().ok()
}

/// Every period of the range; when the rows write their periods another way, they stay as they are.
fn filled(known: &[Json], starts: Vec<NaiveDate>) -> Vec<Json> {
    let days: Vec<Option<NaiveDate>> = known.iter().map(day).collect();
    let fits = days.iter().all(|day| day.is_some_and(|day| starts.contains(&day)));
    if !fits {
        return known.to_vec();
    }
    let as_known = |first: NaiveDate| {
        let at = days.iter().position(|day| *day == Some(first));
        at.map_or_else(|| Json::from(first.to_string()), |at| known[at].clone())
    };
    starts.into_iter().map(as_known).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn chart(by: Json) -> Chart {
        serde_json::from_value(json!({
            "kind": "bar", "label": { "zh-CN": "图", "en": "Chart" }, "object": "deal", "measures": [{ "fn": "count" }], "by": by,
            "grid": { "x": 0, "y": 0, "w": 4, "h": 4 },
        }))
        .unwrap()
    }

    fn data(columns: usize, rows: Json, previous: Json, range: Json) -> ChartData {
        let column = |at: usize| json!({ "name": at.to_string(), "label": { "zh-CN": "数", "en": "Count" }, "measure": at + 1 == columns });
        let columns: Vec<Json> = (0..columns).map(column).collect();
        serde_json::from_value(json!({ "table": { "columns": columns, "rows": rows }, "previous": previous, "range": range })).unwrap()
    }

    fn arrange(by: Json, data: &ChartData) -> (Plot, Marks) {
        let label = |_: usize, value: &Json| value.as_str().unwrap_or("none").to_uppercase();
        let today = NaiveDate::from_ymd_opt(2026, 3, 15).unwrap();
        let words = Words { format: Format::Integer, language: Language::En, label: &label, previous: "Before", today };
        plot(&chart(by), data, &words)
    }

    #[test]
    fn months_without_records_are_there_too() {
        let data = data(
            2,
            json!([["2026-01-01", 3], ["2026-03-01", 5]]),
            json!([["2025-10-01", 1]]),
            json!({ "from": "2026-01-01", "to": "2026-03-31" }),
        );
        let (plot, marks) = arrange(json!([{ "field": "closed", "unit": "month" }]), &data);
        assert_eq!(plot.categories, ["2026-01", "2026-02", "2026-03"]);
        assert_eq!(plot.series[0].values, [json!(3), Json::Null, json!(5)]);
        assert_eq!((plot.series[1].previous, plot.series[1].values[0].clone()), (true, json!(1)));
        assert_eq!(Json::Object(marks.at(2, Some(0)).unwrap()), json!({ "closed": "2026-03-01" }));
    }

    #[test]
    fn what_has_not_come_yet_is_blank() {
        let data = data(2, json!([["2026-03-01", 5], ["2026-04-01", 0]]), Json::Null, json!({ "from": "2026-03-01", "to": "2026-04-30" }));
        let (plot, _) = arrange(json!([{ "field": "closed", "unit": "month" }]), &data);
        assert_eq!(plot.series[0].values, [json!(5), Json::Null]);
    }

    #[test]
    fn two_groups_make_a_series_each() {
        let data = data(3, json!([["north", "won", 1], ["north", "open", 2], ["south", "open", 4]]), Json::Null, Json::Null);
        let (plot, marks) = arrange(json!([{ "field": "department" }, { "field": "stage" }]), &data);
        assert_eq!(plot.categories, ["NORTH", "SOUTH"]);
        assert_eq!(plot.series.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["WON", "OPEN"]);
        assert_eq!(plot.series[0].values, [json!(1), Json::Null]);
        assert_eq!(Json::Object(marks.at(1, Some(1)).unwrap()), json!({ "department": "south", "stage": "open" }));
    }

    #[test]
    fn a_number_has_no_categories() {
        let data = data(1, json!([[42]]), json!([[40]]), Json::Null);
        let (plot, marks) = arrange(json!([]), &data);
        assert!(plot.categories.is_empty());
        assert_eq!(marks.at(0, None), None);
    }

    #[test]
    fn other_groups_are_compared_by_what_they_are() {
        let data = data(2, json!([["a", 1], [null, 2]]), json!([["b", 9], ["a", 3]]), Json::Null);
        let (plot, _) = arrange(json!([{ "field": "source" }]), &data);
        assert_eq!(plot.categories, ["A", "NONE"]);
        assert_eq!(plot.series[1].values, [json!(3), Json::Null]);
    }
}
