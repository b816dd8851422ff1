//! A chart on its card: range, comparison, table, full screen.

use trellis_model::{Chart, JsonMap, chart::ChartKind};
use trellis_ui_client::{
    dashboards::{self, ChartQuery, Range},
    use_query,
};
use trellis_ui_kit::{DateRange, DateRangePicker, IconButton, Size, Skeleton, Spinner, t};
use trellis_ui_renderers::{Failure, charts::icon, use_scope};
use yew::prelude::*;

use super::{
    figures::Figure,
    full::FullScreen,
    words::{asked, picked},
};

/// The height of a row of the grid, and what of it is not the drawing, in pixels.
const ROW: u32 = 76;
const CHROME: u32 = 84;

/// Properties of [`ChartCard`].
#[derive(Properties, PartialEq)]
pub struct ChartCardProps {
    /// The dashboard.
    pub dashboard: AttrValue,
    /// The chart.
    pub chart: Chart,
}

/// A chart on its card.
#[component]
pub fn ChartCard(props: &ChartCardProps) -> Html {
    let scope = use_scope();
    let chart = &props.chart;
    let range = use_state_eq(|| chart.range.clone().map(Range::Preset));
    let is_number = chart.kind == ChartKind::Number;
    // A number says little without what it was before.
    let compare = use_state_eq(|| is_number);
    let as_table = use_state_eq(|| false);
    let full = use_state_eq(|| None::<JsonMap>);
    let has_range = chart.date_field.is_some();
    let query = ChartQuery { range: (*range).clone().filter(|_| has_range), compare: *compare && has_range };
    let found = {
        let (dashboard, name, query) = (props.dashboard.clone(), chart.name.clone(), query.clone());
        use_query(dashboards::data_key(&dashboard, &name, &query).keeping(), move || {
            let (dashboard, name, query) = (dashboard.clone(), name.clone(), query.clone());
            async move { dashboards::data(&dashboard, &name, &query).await }
        })
    };
    let label = scope.label(&chart.label);
    let toggle = |state: &UseStateHandle<bool>| {
        let (state, on) = (state.setter(), **state);
        Callback::from(move |_: MouseEvent| state.set(!on))
    };
    let open = {
        let full = full.setter();
        Callback::from(move |at: JsonMap| full.set(Some(at)))
    };
    let onrange = {
        let range = range.setter();
        Callback::from(move |picked: Option<DateRange>| range.set(asked(picked)))
    };
    let height = u32::from(chart.grid.h) * ROW - CHROME;
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
        (None, None) => html! { <Skeleton lines={if is_number { 2 } else { 5 }} /> },
        (Some(data), _) => {
            html! { <Figure chart={chart.clone()} data={(**data).clone()} {height} as_table={*as_table} onpick={open.clone()} /> }
        }
    };
    let style = format!("grid-column:{} / span {};grid-row:{} / span {}", chart.grid.x + 1, chart.grid.w, chart.grid.y + 1, chart.grid.h);
    html! {
        <section class="p-chart" aria-label={label.clone()} {style} data-kind={is_number.then_some("number")} data-stale={found.is_previous.then_some("")}>
            <header class="p-chart__head">
                <h2 class="p-chart__title u-ellipsis">{ label }</h2>
                if found.loading && found.data.is_some() {
                    <Spinner size={12} />
                }
                <div class="p-chart__tools">
                    if has_range {
                        <DateRangePicker label={t!(scope.i18n, "chart-range")} value={picked(range.as_ref())} onchange={onrange} clearable={true} size={Size::Small} />
                    }
                    if has_range && !is_number {
                        <IconButton label={t!(scope.i18n, "chart-compare")} icon="layers" size={Size::Small} pressed={Some(*compare)} onclick={toggle(&compare)} />
                    }
                    if !is_number && chart.kind != ChartKind::Table {
                        <IconButton
                            label={t!(scope.i18n, "chart-as-table")}
                            icon={if *as_table { icon(chart.kind) } else { "table-2" }}
                            size={Size::Small}
                            pressed={Some(*as_table)}
                            onclick={toggle(&as_table)}
                        />
                    }
                    <IconButton label={t!(scope.i18n, "chart-full")} icon="maximize" size={Size::Small} onclick={open.reform(|_: MouseEvent| JsonMap::new())} />
                </div>
            </header>
            <div class="p-chart__body">{ body }</div>
            if let (Some(at), Some(data)) = ((*full).clone(), found.data.clone()) {
                <FullScreen
                    dashboard={props.dashboard.clone()}
                    chart={chart.clone()}
                    data={(*data).clone()}
                    range={query.range.clone()}
                    {at}
                    onclose={{
                        let full = full.setter();
                        Callback::from(move |()| full.set(None))
                    }}
                />
            }
        </section>
    }
}
