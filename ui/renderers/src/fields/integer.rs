//! A whole number.

use trellis_ui_kit::{Align, NumberInput};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown, format};
use crate::Scope;

/// A whole number.
pub(super) struct Integer;

impl Renderer for Integer {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        number(props, None, None)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        format::digits(shown.value).map_or_else(|| shown.value.to_string(), |digits| shown.scope.i18n.decimal(&digits, 0))
    }

    fn align(&self) -> Align {
        Align::End
    }

    fn width(&self) -> f64 {
        120.0
    }
}

/// A control for a number, with a sign before and a unit behind.
pub(super) fn number(props: &FieldInputProps, prefix: Option<&'static str>, suffix: Option<&'static str>) -> Html {
    html! {
        <NumberInput
            value={props.typed()}
            scale={format::scale(&props.field)}
            prefix={prefix.map(AttrValue::from)}
            suffix={suffix.map(AttrValue::from)}
            disabled={props.disabled}
            oninput={props.onchange.reform(Edit::number)}
            onblur={props.left()}
        />
    }
}
