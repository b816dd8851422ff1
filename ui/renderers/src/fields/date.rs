//! A calendar day.

use trellis_ui_kit::DatePicker;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::Scope;

/// A calendar day.
pub(super) struct Date;

impl Renderer for Date {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! {
            <DatePicker value={props.typed()} disabled={props.disabled} onchange={props.onchange.reform(Edit::text)} onblur={props.left()} />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.scope.i18n.date(shown.value.as_str().unwrap_or_default())
    }

    fn width(&self) -> f64 {
        120.0
    }
}
