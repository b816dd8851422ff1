//! Dashboards and their charts.

use trellis_model::{
    Chart, Label, Object, both,
    chart::{Function, Grid, Group, Measure},
    field::Shape,
    time::Period,
};

use super::{field, filters, name_matches, object, path};
use crate::{
    Catalog,
    problem::{Report, What, at},
};

/// How many columns the grid has.
const COLUMNS: u16 = 12;

pub(super) fn check(catalog: &Catalog, name: &str, report: &mut Report<'_>) {
    name_matches(catalog, &format!("dashboards/{name}.json"), "name", name, report);
    let Some(dashboard) = catalog.dashboard(name) else { return };
    let mut placed: Vec<(&str, Grid)> = Vec::new();
    for (name, json) in &dashboard.charts {
        let pointer = at("/charts", name);
        let chart: Chart = match serde_json::from_value(json.clone()) {
            Ok(chart) => chart,
            Err(error) => {
                report.unreadable(pointer, Label::same(error.to_string()));
                continue;
            }
        };
        place(&placed, chart.grid, &at(&pointer, "grid"), report);
        placed.push((name, chart.grid));
        if let Some(object) = object(catalog, &chart.object, &at(&pointer, "object"), report) {
            one(catalog, object, &chart, &pointer, report);
        }
    }
}

fn one(catalog: &Catalog, of: &Object, chart: &Chart, pointer: &str, report: &mut Report<'_>) {
    for (index, one) in chart.measures.iter().enumerate() {
        measure(catalog, of, one, &format!("{pointer}/measures/{index}/field"), report);
    }
    for (index, one) in chart.by.iter().enumerate() {
        group(catalog, of, one, &format!("{pointer}/by/{index}"), report);
    }
    if let Some(filter) = &chart.filter {
        filters::check(catalog, of, filter, &at(pointer, "filter"), report);
    }
    if let Some(name) = &chart.date_field {
        let pointer = at(pointer, "date_field");
        if field(of, name, &pointer, report).is_some_and(|found| !is_time(found.shape())) {
            report.add(pointer, both!("“{name}”不是日期", "`{name}` is no date"));
        }
    }
    if let Some(range) = chart.range.as_deref().filter(|range| Period::parse(range).is_none()) {
        report.unknown(at(pointer, "range"), What::Period, range, trellis_model::time::PRESETS.iter().copied());
    }
}

fn measure(catalog: &Catalog, of: &Object, measure: &Measure, pointer: &str, report: &mut Report<'_>) {
    let Some(name) = &measure.field else {
        if measure.function != Function::Count {
            report.add(pointer, both!("缺少 `field`", "`field` is missing"));
        }
        return;
    };
    let Some(found) = path(catalog, of, name, pointer, report) else { return };
    let measurable = match measure.function {
        Function::Count => true,
        Function::Sum | Function::Avg => found.rules().is_measure(),
        Function::Min | Function::Max => found.rules().is_measure() || is_time(found.shape()),
    };
    if !measurable {
        report.add(
            pointer,
            both!("“{name}”的类型是“{}”，不能用于计算", "`{name}` is a field of kind `{}` and cannot be computed with", found.kind.name()),
        );
    }
}

fn group(catalog: &Catalog, of: &Object, group: &Group, pointer: &str, report: &mut Report<'_>) {
    let Some(found) = path(catalog, of, &group.field, &at(pointer, "field"), report) else { return };
    if !found.rules().is_group() {
        report.add(
            at(pointer, "field"),
            both!("图表不能按“{}”分组，其类型是“{}”", "charts cannot group by `{}`, a field of kind `{}`", group.field, found.kind.name()),
        );
    }
    if group.unit.is_some() != is_time(found.shape()) {
        report.add(at(pointer, "unit"), both!("日期须按单位分组，其他字段则不能", "a date is grouped by a unit, and nothing else is"));
    }
}

fn is_time(shape: Shape) -> bool {
    matches!(shape, Shape::Date | Shape::DateTime)
}

fn place(placed: &[(&str, Grid)], grid: Grid, pointer: &str, report: &mut Report<'_>) {
    if grid.w == 0 || grid.h == 0 || grid.x.saturating_add(grid.w) > COLUMNS {
        report.add(pointer, both!("超出了 {COLUMNS} 列的网格", "does not fit on a grid of {COLUMNS} columns"));
    }
    let apart = |a: u16, length: u16, b: u16| a.saturating_add(length) <= b;
    let overlap = |other: &Grid| {
        let beside = apart(grid.x, grid.w, other.x) || apart(other.x, other.w, grid.x);
        let above = apart(grid.y, grid.h, other.y) || apart(other.y, other.h, grid.y);
        !beside && !above
    };
    if let Some((name, _)) = placed.iter().find(|(_, other)| overlap(other)) {
        report.add(pointer, both!("与图表“{name}”重叠", "lies over the chart `{name}`"));
    }
}
