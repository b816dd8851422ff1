//! An amount in the company's currency.

use trellis_ui_kit::Align;
use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown, format, integer::number};
use crate::Scope;

/// An amount.
pub(super) struct Currency;

impl Renderer for Currency {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        number(props, Some("¥"), None)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let scale = format::scale(shown.field);
        format::digits(shown.value).map_or_else(|| shown.value.to_string(), |digits| shown.scope.i18n.money(&digits, scale))
    }

    fn align(&self) -> Align {
        Align::End
    }

    fn width(&self) -> f64 {
        140.0
    }
}
