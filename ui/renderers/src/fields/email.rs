//! An e-mail address.

use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown, text::line};
use crate::Scope;

/// An e-mail address.
pub(super) struct Email;

impl Renderer for Email {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        line(props, "email", Some("mail"))
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_str().unwrap_or_default().to_owned()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let address = self.text(shown);
        html! { <a class="u-link u-ellipsis" href={format!("mailto:{address}")} onclick={stay()}>{ address }</a> }
    }

    fn width(&self) -> f64 {
        200.0
    }
}

/// A link inside a row does its own thing and does not open the row.
pub(super) fn stay() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| event.stop_propagation())
}
