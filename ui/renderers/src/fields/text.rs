//! One line of text.

use trellis_ui_kit::TextInput;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::Scope;

/// One line of text.
pub(super) struct Text;

impl Renderer for Text {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        line(props, "text", None)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_str().map_or_else(|| shown.value.to_string(), str::to_owned)
    }

    fn width(&self) -> f64 {
        180.0
    }
}

/// A control for one line: of which kind for the browser's keyboard, with which icon.
pub(super) fn line(props: &FieldInputProps, kind: &'static str, icon: Option<&'static str>) -> Html {
    let most = props.field.max_length.and_then(|most| u32::try_from(most).ok());
    html! {
        <TextInput
            kind={kind}
            icon={icon.map(AttrValue::from)}
            value={props.typed()}
            max_length={most}
            disabled={props.disabled}
            autofocus={props.autofocus}
            oninput={props.onchange.reform(Edit::text)}
            onblur={props.left()}
        />
    }
}
