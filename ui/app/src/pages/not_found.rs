//! There is no such page.

use trellis_ui_kit::{Button, ButtonKind, EmptyState, t, use_i18n};
use yew::prelude::*;

use crate::shell::use_go;

/// Says so, with a way back.
#[component]
pub fn NotFoundPage() -> Html {
    let i18n = use_i18n();
    let go = use_go();
    html! {
        <main class="s-alone">
            <EmptyState icon="map" title={t!(i18n, "not-found-title")} text={t!(i18n, "not-found-text")}>
                <Button label={t!(i18n, "not-found-back")} kind={ButtonKind::Primary} onclick={go.reform(|_: MouseEvent| "/".into())} />
            </EmptyState>
        </main>
    }
}
