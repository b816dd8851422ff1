//! What can be done with the rows that are selected, from below.

use yew::prelude::*;

use crate::{
    action::{IconButton, LinkButton},
    i18n::use_i18n,
    t,
};

/// Properties of [`BatchBar`].
#[derive(Properties, PartialEq)]
pub struct BatchBarProps {
    /// How many rows are selected; with none the bar is away.
    pub count: usize,
    /// How many rows the list has, when all of them can be selected beyond this page.
    #[prop_or_default]
    pub total: Option<usize>,
    /// Selects all of them.
    #[prop_or_default]
    pub onall: Callback<()>,
    /// Selects none.
    pub onclear: Callback<()>,
    /// The buttons.
    pub children: Html,
}

/// A bar over the foot of the list while rows are selected.
#[component]
pub fn BatchBar(props: &BatchBarProps) -> Html {
    let i18n = use_i18n();
    if props.count == 0 {
        return Html::default();
    }
    html! {
        <div class="c-batch" role="region" aria-label={t!(i18n, "kit-selection")}>
            <span class="c-batch__count" role="status">{ t!(i18n, "kit-selected", count = props.count) }</span>
            if let Some(total) = props.total.filter(|total| *total > props.count) {
                <LinkButton label={t!(i18n, "kit-select-all", count = total)} onclick={props.onall.reform(|_: MouseEvent| ())} />
            }
            <div class="c-batch__actions">{ props.children.clone() }</div>
            <IconButton label={t!(i18n, "kit-clear-selection")} icon="x" onclick={props.onclear.reform(|_: MouseEvent| ())} />
        </div>
    }
}
