//! The page: charts on a grid of twelve columns.

use trellis_ui_client::{Tag, dashboards, invalidate, use_query};
use trellis_ui_kit::{EmptyState, IconButton, Skeleton, t};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use super::card::ChartCard;
use crate::workspace::{Absent, use_crumbs};

/// Properties of [`DashboardPage`].
#[derive(Properties, PartialEq)]
pub struct DashboardPageProps {
    /// The dashboard.
    pub name: AttrValue,
}

/// A dashboard.
#[component]
pub fn DashboardPage(props: &DashboardPageProps) -> Html {
    let scope = use_scope();
    let found = use_query(dashboards::list_key(), dashboards::list);
    let board = found.data.as_ref().and_then(|boards| boards.iter().find(|board| board.name == props.name.as_str()));
    let label = board.map(|board| scope.label(&board.label)).unwrap_or_default();
    use_crumbs(vec![(t!(scope.i18n, "nav-analysis"), None), (label.clone(), None)]);
    let Some(board) = board else {
        return match (&found.data, found.error) {
            (None, Some(error)) => html! { <div class="p-board"><Failure {error} onretry={found.refetch} /></div> },
            (None, None) => html! { <div class="p-board"><Skeleton lines={8} /></div> },
            (Some(_), _) => html! { <Absent /> },
        };
    };
    let charts: Vec<_> = board.charts.keys().filter_map(|name| board.chart(name)).collect();
    // Whoever may not see an object has no chart of it.
    let charts: Vec<_> = charts.into_iter().filter(|chart| scope.meta.info(&chart.object).is_some()).collect();
    html! {
        <div class="p-board">
            <header class="p-head">
                <h1 class="p-head__title">{ label }</h1>
                <div class="p-head__actions">
                    <IconButton label={t!(scope.i18n, "list-refresh")} icon="refresh-cw" onclick={Callback::from(|_: MouseEvent| invalidate(&[Tag::Charts]))} />
                </div>
            </header>
            if charts.is_empty() {
                <EmptyState icon="chart-column" title={t!(scope.i18n, "chart-none")} />
            }
            <div class="p-board__grid">
                { for charts.iter().map(|chart| html! { <ChartCard key={chart.name.clone()} dashboard={props.name.clone()} chart={chart.clone()} /> }) }
            </div>
        </div>
    }
}
