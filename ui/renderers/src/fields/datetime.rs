//! An instant.

use trellis_ui_kit::DateTimePicker;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Place, Renderer, Shown};
use crate::Scope;

/// An instant, in the person's zone.
pub(super) struct DateTime;

impl Renderer for DateTime {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <DateTimePicker value={props.typed()} disabled={props.disabled} onchange={props.onchange.reform(Edit::text)} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.scope.i18n.date_time(shown.value.as_str().unwrap_or_default())
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let at = shown.value.as_str().unwrap_or_default().to_owned();
        let exact = self.text(shown);
        // In a table how long ago says more at a glance; the moment itself is one hover away.
        let said = if shown.place == Place::Cell { shown.scope.i18n.relative(&at) } else { exact.clone() };
        html! { <time class="u-ellipsis" datetime={at} title={exact}>{ said }</time> }
    }

    fn width(&self) -> f64 {
        150.0
    }
}
