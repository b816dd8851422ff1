//! A chart's numbers on the page: one large number, a table, or a drawing.

use trellis_model::{Chart, Json, JsonMap};
use trellis_ui_client::dashboards::ChartData;
use trellis_ui_kit::{Chart as Canvas, EmptyState, Icon, t};
use trellis_ui_renderers::{
    Scope,
    charts::{Drawing, change, draw},
    use_scope,
};
use yew::prelude::*;

use super::words::{arranged, format_of, group_name};

/// Properties of [`Figure`].
#[derive(Properties, PartialEq)]
pub struct FigureProps {
    /// The chart.
    pub chart: Chart,
    /// Its numbers.
    pub data: ChartData,
    /// The height of a drawing, in pixels.
    pub height: u32,
    /// As a table, whatever its kind.
    #[prop_or_default]
    pub as_table: bool,
    /// Hears the group values of the mark that was clicked.
    #[prop_or_default]
    pub onpick: Callback<JsonMap>,
}

/// A chart's numbers.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let scope = use_scope();
    let (chart, data) = (&props.chart, &props.data);
    let (plot, marks) = arranged(&scope, chart, data);
    let drawing = if props.as_table { Drawing::Table } else { draw(chart.kind, &plot) };
    let nothing = data.table.rows.is_empty() && drawing != Drawing::Number;
    if nothing {
        return html! { <EmptyState icon="chart-column" title={t!(scope.i18n, "chart-empty")} text={t!(scope.i18n, "chart-empty-text")} small={true} /> };
    }
    match drawing {
        Drawing::Number => number(&scope, chart, data),
        Drawing::Table => table(&scope, chart, data),
        Drawing::Canvas(option) => {
            let onpick = props.onpick.clone();
            let onpick = Callback::from(move |mark: String| {
                let mark: Json = serde_json::from_str(&mark).unwrap_or_default();
                let place = |name: &str| mark.get(name).and_then(Json::as_u64).and_then(|at| usize::try_from(at).ok());
                if let Some(at) = place("index").and_then(|index| marks.at(index, place("series_index"))) {
                    onpick.emit(at);
                }
            });
            html! { <Canvas label={scope.label(&chart.label)} option={option.to_string()} height={props.height} {onpick} /> }
        }
    }
}

fn number(scope: &Scope, chart: &Chart, data: &ChartData) -> Html {
    let format = format_of(scope, chart);
    let at = chart.by.len();
    let value = data.table.rows.first().and_then(|row| row.get(at)).cloned().unwrap_or(Json::from(0));
    let value = if value.is_null() { Json::from(0) } else { value };
    let before = data.previous.as_ref().map(|rows| rows.first().and_then(|row| row.get(at)).cloned().unwrap_or_default());
    let changed = before.as_ref().and_then(|before| change(&value, before));
    let moved = changed.map(|percent| {
        let up = percent >= 0.0;
        html! {
            <span class="p-number__change" data-up={up.then_some("")}>
                <Icon name={if up { "arrow-up" } else { "arrow-down" }} size={14} />
                { scope.i18n.percent(percent.abs(), 1) }
            </span>
        }
    });
    let compared = before.as_ref().map(|before| t!(scope.i18n, "chart-before", value = format.short_text(&scope.i18n, before)));
    html! {
        <div class="p-number">
            <span class="p-number__value" title={format.text(&scope.i18n, &value)}>{ format.short_text(&scope.i18n, &value) }</span>
            <span class="p-number__note">{ moved }<span class="u-muted">{ compared }</span></span>
        </div>
    }
}

fn table(scope: &Scope, chart: &Chart, data: &ChartData) -> Html {
    let format = format_of(scope, chart);
    let cell = |(at, value): (usize, &Json)| {
        let measure = data.table.columns.get(at).is_some_and(|column| column.measure);
        let text = if measure { format.text(&scope.i18n, value) } else { group_name(scope, chart, data, at, value) };
        html! { <td data-align={measure.then_some("end")}>{ text }</td> }
    };
    html! {
        <div class="p-table">
            <table>
                <thead>
                    <tr>{ for data.table.columns.iter().map(|column| html! { <th scope="col" data-align={column.measure.then_some("end")}>{ scope.label(&column.label) }</th> }) }</tr>
                </thead>
                <tbody>{ for data.table.rows.iter().map(|row| html! { <tr>{ for row.iter().enumerate().map(cell) }</tr> }) }</tbody>
            </table>
        </div>
    }
}
