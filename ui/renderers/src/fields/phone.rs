//! A phone number.

use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown, email::stay, format, text::line};
use crate::Scope;

/// A phone number, one click from a call.
pub(super) struct Phone;

impl Renderer for Phone {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        line(props, "tel", Some("phone"))
    }

    fn text(&self, shown: Shown<'_>) -> String {
        format::phone(shown.value.as_str().unwrap_or_default())
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let number = shown.value.as_str().unwrap_or_default();
        html! { <a class="u-link u-ellipsis" href={format::tel(number)} onclick={stay()}>{ format::phone(number) }</a> }
    }

    fn width(&self) -> f64 {
        140.0
    }
}
