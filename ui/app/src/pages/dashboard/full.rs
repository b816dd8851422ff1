//! A chart over the whole page, with the records behind it. A click on a mark narrows them.

use std::rc::Rc;

use trellis_model::{Chart, Json, JsonMap, view::Column};
use trellis_ui_client::{
    Row,
    dashboards::{self, ChartData, Range, RowsQuery},
    use_query,
};
use trellis_ui_kit::{CursorPager, EmptyState, FilterChip, IconButton, dom, t};
use trellis_ui_renderers::{Failure, Scope, use_scope, views::RecordTable};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{figures::Figure, words::group_name};

/// Rows of a page.
const ROWS: u32 = 50;

/// Properties of [`FullScreen`].
#[derive(Properties, PartialEq)]
pub struct FullScreenProps {
    /// The dashboard.
    pub dashboard: AttrValue,
    /// The chart.
    pub chart: Chart,
    /// Its numbers.
    pub data: ChartData,
    /// The period.
    pub range: Option<Range>,
    /// The mark to begin with.
    pub at: JsonMap,
    /// It is to go away.
    pub onclose: Callback<()>,
}

/// The chart above, its records below.
#[component]
pub fn FullScreen(props: &FullScreenProps) -> Html {
    let scope = use_scope();
    let node = use_node_ref();
    let at = use_state_eq(|| props.at.clone());
    let cursors = use_state_eq(Vec::<String>::new);
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        }
    });
    let chart = &props.chart;
    let columns = columns(&scope, &chart.object);
    let query = RowsQuery {
        range: props.range.clone(),
        at: (*at).clone(),
        cursor: cursors.last().cloned(),
        limit: ROWS,
        fields: scope.meta.with_labels(&chart.object, columns.iter().map(|column| column.field.as_str())),
    };
    let found = {
        let (dashboard, name, query) = (props.dashboard.clone(), chart.name.clone(), query.clone());
        use_query(dashboards::rows_key(&dashboard, &name, &query).keeping(), move || {
            let (dashboard, name, query) = (dashboard.clone(), name.clone(), query.clone());
            async move { dashboards::rows(&dashboard, &name, &query).await }
        })
    };
    let narrow = {
        let (at, cursors) = (at.setter(), cursors.setter());
        Callback::from(move |picked: JsonMap| {
            at.set(picked);
            cursors.set(Vec::new());
        })
    };
    let label = scope.label(&chart.label);
    let rows: Rc<[Row]> = found.data.as_ref().map(|page| page.items.clone().into()).unwrap_or_default();
    let total = found.data.as_ref().and_then(|page| page.count);
    let next = found.data.as_ref().and_then(|page| page.next.clone());
    let onnext = {
        let (cursors, next) = (cursors.clone(), next.clone());
        Callback::from(move |()| {
            let mut longer = (*cursors).clone();
            longer.extend(next.clone());
            cursors.set(longer);
        })
    };
    let onprevious = {
        let cursors = cursors.clone();
        Callback::from(move |()| {
            let mut shorter = (*cursors).clone();
            shorter.pop();
            cursors.set(shorter);
        })
    };
    let table = match found.error.clone().filter(|_| found.data.is_none()) {
        Some(error) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
        None => html! {
            <RecordTable
                object={chart.object.clone()}
                label={label.clone()}
                {columns}
                {rows}
                loading={found.is_pending()}
                empty={html! { <EmptyState title={t!(scope.i18n, "chart-no-rows")} small={true} /> }}
            />
        },
    };
    let oncancel = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            onclose.emit(());
        })
    };
    let enlarge = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| toggle_screen(&node))
    };
    html! {
        <dialog ref={node} class="p-full" aria-label={label.clone()} {oncancel}>
            <header class="p-full__head">
                <h2 class="p-full__title u-ellipsis">{ label }</h2>
                <IconButton label={t!(scope.i18n, "chart-screen")} icon="maximize" onclick={enlarge} />
                <IconButton label={t!(scope.i18n, "kit-close")} icon="x" onclick={props.onclose.reform(|_: MouseEvent| ())} />
            </header>
            <div class="p-full__chart"><Figure chart={chart.clone()} data={props.data.clone()} height={320} onpick={narrow.clone()} /></div>
            <div class="p-full__bar">
                <h3>{ t!(scope.i18n, "chart-rows") }</h3>
                { for at.iter().map(|(path, value)| chip(&scope, props, path, value, &narrow)) }
                <span class="u-grow" />
                <CursorPager
                    total={total.map(|count| count.value)}
                    exact={total.is_none_or(|count| count.exact)}
                    has_previous={!cursors.is_empty()}
                    has_next={next.is_some()}
                    {onprevious}
                    {onnext}
                />
            </div>
            <div class="p-full__rows">{ table }</div>
        </dialog>
    }
}

/// The mark that narrows the rows, as a sentence; removing it brings all of them back.
fn chip(scope: &Scope, props: &FullScreenProps, path: &str, value: &Json, narrow: &Callback<JsonMap>) -> Html {
    let group = props.chart.by.iter().position(|by| by.field == path).unwrap_or_default();
    let field = scope.meta.field(&props.chart.object, path).map_or_else(|| path.to_owned().into(), |field| scope.label(&field.label));
    let value = group_name(scope, &props.chart, &props.data, group, value);
    let clear = narrow.reform(|()| JsonMap::new());
    html! {
        <FilterChip {field} operator={t!(scope.i18n, "filter-is")} {value} onclick={clear.reform(|_: MouseEvent| ())} onremove={clear} />
    }
}

/// The columns of the object's first view.
fn columns(scope: &Scope, object: &str) -> Vec<Column> {
    let view = scope.meta.info(object).and_then(|info| info.views.iter().find(|view| !view.columns.is_empty()));
    view.map(|view| view.columns.clone()).unwrap_or_default()
}

/// Goes over the whole screen, or back.
fn toggle_screen(node: &NodeRef) {
    let Some(document) = dom::document() else { return };
    // A browser that refuses leaves the page as it is.
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(element) = node.get().and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
        let _ = element.request_fullscreen();
    }
}
