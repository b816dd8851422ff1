//! A time of day.

use trellis_ui_kit::TimeInput;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::Scope;

/// A time of day.
pub(super) struct Time;

impl Renderer for Time {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <TimeInput value={props.typed()} disabled={props.disabled} onchange={props.onchange.reform(Edit::text)} onblur={props.left()} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let text = shown.value.as_str().unwrap_or_default();
        // Seconds are said only where there are any.
        text.strip_suffix(":00").filter(|short| short.len() == 5).unwrap_or(text).to_owned()
    }

    fn width(&self) -> f64 {
        90.0
    }
}
