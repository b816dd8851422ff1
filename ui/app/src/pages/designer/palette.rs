//! The kinds of field, to be dragged or clicked into the form.

use trellis_model::FieldKind;
use trellis_ui_kit::{DragItem, Icon, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

/// What is dragged in the designer.
pub const FIELD: &str = "field";

/// How a dragged kind is told from a dragged field.
pub const NEW: &str = "new:";

/// Properties of [`Palette`].
#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    /// Hears the kind that was clicked.
    pub onpick: Callback<FieldKind>,
}

/// Every kind with its icon. A click adds a field at the end; dragging chooses its place.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let scope = use_scope();
    let item = |kind: &FieldKind| {
        let kind = *kind;
        let rules = kind.rules();
        let onclick = props.onpick.reform(move |_: MouseEvent| kind);
        html! {
            <li key={kind.name()}>
                <DragItem kind={FIELD} id={format!("{NEW}{}", kind.name())}>
                    <button type="button" class="p-palette__kind" {onclick}>
                        <Icon name={rules.icon()} />
                        <span class="u-ellipsis">{ scope.label(&rules.label()) }</span>
                    </button>
                </DragItem>
            </li>
        }
    };
    html! {
        <nav class="p-palette" aria-label={t!(scope.i18n, "designer-palette")}>
            <h2 class="p-palette__title">{ t!(scope.i18n, "designer-palette") }</h2>
            <p class="u-muted p-palette__help">{ t!(scope.i18n, "designer-palette-help") }</p>
            <ul>{ for FieldKind::ALL.iter().map(item) }</ul>
        </nav>
    }
}
