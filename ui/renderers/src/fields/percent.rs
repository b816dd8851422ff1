//! A percentage: 12.5 reads as 12.5 %.

use trellis_ui_kit::Align;
use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown, format, integer::number};
use crate::Scope;

/// A percentage.
pub(super) struct Percent;

impl Renderer for Percent {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        number(props, None, Some("%"))
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let scale = format::scale(shown.field);
        shown.value.as_f64().map_or_else(|| shown.value.to_string(), |value| shown.scope.i18n.percent(value, scale))
    }

    fn align(&self) -> Align {
        Align::End
    }

    fn width(&self) -> f64 {
        100.0
    }
}
