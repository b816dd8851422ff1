//! Yes or no.

use trellis_ui_kit::{Icon, Switch, t};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::Scope;

/// Yes or no.
pub(super) struct Boolean;

impl Renderer for Boolean {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! {
            <Switch on={props.value.as_bool().unwrap_or_default()} disabled={props.disabled} onchange={props.onchange.reform(|on: bool| Edit::value(on))} />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        t!(shown.scope.i18n, if shown.value.as_bool() == Some(true) { "field-yes" } else { "field-no" }).to_string()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let yes = shown.value.as_bool() == Some(true);
        html! {
            <span class="r-boolean" data-on={yes.then_some("")}>
                <Icon name={if yes { "check" } else { "minus" }} />
                { self.text(shown) }
            </span>
        }
    }

    fn width(&self) -> f64 {
        100.0
    }
}
