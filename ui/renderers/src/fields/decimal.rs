//! A decimal number.

use trellis_ui_kit::Align;
use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown, format, integer::number};
use crate::Scope;

/// A decimal number.
pub(super) struct Decimal;

impl Renderer for Decimal {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        number(props, None, None)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let scale = format::scale(shown.field);
        format::digits(shown.value).map_or_else(|| shown.value.to_string(), |digits| shown.scope.i18n.decimal(&digits, scale))
    }

    fn align(&self) -> Align {
        Align::End
    }

    fn width(&self) -> f64 {
        120.0
    }
}
