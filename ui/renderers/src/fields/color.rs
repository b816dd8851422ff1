//! A colour.

use trellis_ui_kit::{ColorInput, hex};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::Scope;

/// A colour, as a swatch with its code.
pub(super) struct Color;

impl Renderer for Color {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <ColorInput value={props.typed()} disabled={props.disabled} onchange={props.onchange.reform(Edit::text)} onblur={props.left()} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_str().unwrap_or_default().to_owned()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let text = self.text(shown);
        // Only a colour goes into a style.
        let style = hex(&text).map(|color| format!("--swatch:{color}"));
        html! { <span class="r-color"><span class="c-swatch c-swatch--dot" {style} aria-hidden="true" /><code>{ text }</code></span> }
    }

    fn width(&self) -> f64 {
        120.0
    }
}
