//! What the groups of a chart are called.

use trellis_model::{Chart, Json};
use trellis_ui_client::dashboards::{ChartData, Range};
use trellis_ui_kit::{DateRange, calendar::Day, t};
use trellis_ui_renderers::{
    Scope,
    charts::{Format, Marks, Plot, Words, period_name, plot},
    fields::{format::is_empty, text},
};

/// The format of a chart's numbers.
pub fn format_of(scope: &Scope, chart: &Chart) -> Format {
    let Some(measure) = chart.measures.first() else { return Format::Integer };
    let field = measure.field.as_deref().and_then(|path| scope.meta.field(&chart.object, path));
    Format::of(measure, field)
}

/// What a group's value is called: a record's name, an option's label, or the value itself.
pub fn group_name(scope: &Scope, chart: &Chart, data: &ChartData, group: usize, value: &Json) -> String {
    if is_empty(value) {
        return t!(scope.i18n, "chart-nothing").to_string();
    }
    let unit = chart.by.get(group).and_then(|by| by.unit);
    if let Some(name) = unit.and_then(|unit| period_name(unit, value, scope.language())) {
        return name;
    }
    let field = chart.by.get(group).and_then(|by| scope.meta.field(&chart.object, &by.field));
    let label = value.as_str().and_then(|key| data.labels.get(key)).map(String::as_str);
    match field {
        Some(field) if field.picklist.is_some() => text(scope, field, value, None),
        Some(field) => text(scope, field, value, label.map(Json::from).as_ref()),
        None => label.or(value.as_str()).map_or_else(|| value.to_string(), str::to_owned),
    }
}

/// The chart's numbers, arranged and named.
pub fn arranged(scope: &Scope, chart: &Chart, data: &ChartData) -> (Plot, Marks) {
    let name = |group: usize, value: &Json| group_name(scope, chart, data, group, value);
    let previous = t!(scope.i18n, "chart-previous");
    let today = scope.meta.zone().today();
    let words = Words { format: format_of(scope, chart), language: scope.language(), label: &name, previous: &previous, today };
    plot(chart, data, &words)
}

/// A range as the picker knows it.
pub fn picked(range: Option<&Range>) -> Option<DateRange> {
    match range? {
        Range::Preset(name) => Some(DateRange::Preset(name.clone().into())),
        Range::Days { from, to } => Some(DateRange::Days(Day::parse(from)?, Day::parse(to)?)),
    }
}

/// A range as the API knows it.
pub fn asked(range: Option<DateRange>) -> Option<Range> {
    Some(match range? {
        DateRange::Preset(name) => Range::Preset(name.to_string()),
        DateRange::Days(from, to) => Range::Days { from: from.to_string(), to: to.to_string() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_go_there_and_back() {
        for range in [Range::Preset("this_year".into()), Range::Days { from: "2026-01-01".into(), to: "2026-01-31".into() }] {
            assert_eq!(asked(picked(Some(&range))), Some(range));
        }
        assert_eq!(asked(picked(None)), None);
    }
}
