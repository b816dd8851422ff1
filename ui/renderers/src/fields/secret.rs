//! What is written and never read back.

use trellis_model::Json;
use trellis_ui_kit::{Icon, IconButton, Size, TextInput, t};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::{Scope, use_scope};

/// A password or key. A record says only that there is one.
pub(super) struct Secret;

impl Renderer for Secret {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <SecretInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        t!(shown.scope.i18n, "field-secret-set").to_string()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        html! { <span class="r-boolean"><Icon name="lock" size={14} />{ self.text(shown) }</span> }
    }

    fn width(&self) -> f64 {
        110.0
    }
}

/// An empty password field: what was kept is not in it. Left alone, nothing is sent; typed over, the new one is; with the
/// cross, it is taken away.
#[component]
fn SecretInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    // Whether there was one when the form began.
    let kept = use_state_eq(|| props.value == Json::Bool(true));
    let shown = use_state_eq(|| false);
    let typed = match &props.value {
        Json::String(text) => text.clone(),
        _ => String::new(),
    };
    let oninput = {
        let kept = *kept;
        props
            .onchange
            .reform(move |text: String| Edit::value(if text.is_empty() && kept { Json::Bool(true) } else { Edit::text(text).value }))
    };
    let remove = props.onchange.reform(|_: MouseEvent| Edit::default());
    let restore = props.onchange.reform(|_: MouseEvent| Edit::value(true));
    let reveal = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let (placeholder, step) = match (&props.value, *kept) {
        (Json::Bool(true), _) => (
            t!(scope.i18n, "field-secret-kept"),
            html! { <IconButton label={t!(scope.i18n, "field-secret-remove")} icon="trash-2" size={Size::Small} disabled={props.disabled} onclick={remove} /> },
        ),
        (Json::Null, true) => (
            t!(scope.i18n, "field-secret-removed"),
            html! { <IconButton label={t!(scope.i18n, "undo")} icon="undo-2" size={Size::Small} disabled={props.disabled} onclick={restore} /> },
        ),
        _ => (AttrValue::default(), Html::default()),
    };
    let trailing = html! {
        <>
            if !typed.is_empty() {
                <IconButton label={t!(scope.i18n, "field-secret-show")} icon={if *shown { "eye-off" } else { "eye" }} size={Size::Small} pressed={Some(*shown)} onclick={reveal} />
            }
            { step }
        </>
    };
    html! {
        <TextInput kind={if *shown { "text" } else { "password" }} autocomplete="new-password" icon="key-round" value={typed} {placeholder} {trailing} disabled={props.disabled} {oninput} onblur={props.left()} />
    }
}
