//! Stars.

use trellis_model::{Json, field::rating::most};
use trellis_ui_kit::{Rating as Input, Stars};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::Scope;

/// Stars.
pub(super) struct Rating;

impl Renderer for Rating {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        let onchange = props.onchange.reform(|stars: u8| Edit::value(if stars == 0 { Json::Null } else { stars.into() }));
        html! {
            <Input value={stars(&props.value)} most={small(most(&props.field))} disabled={props.disabled} {onchange} onblur={props.left()} />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        format!("{} ★", shown.value)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        html! { <Stars value={stars(shown.value)} most={small(most(shown.field))} /> }
    }

    fn width(&self) -> f64 {
        120.0
    }
}

fn stars(value: &Json) -> u8 {
    value.as_i64().map(small).unwrap_or_default()
}

fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or_default()
}
