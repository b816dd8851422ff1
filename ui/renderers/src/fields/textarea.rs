//! Several lines of text.

use trellis_ui_kit::TextArea;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Place, Renderer, Shown};
use crate::Scope;

/// Several lines of text.
pub(super) struct Textarea;

impl Renderer for Textarea {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        let most = props.field.max_length.and_then(|most| u32::try_from(most).ok());
        html! {
            <TextArea
                value={props.typed()}
                max_length={most}
                disabled={props.disabled}
                oninput={props.onchange.reform(Edit::text)}
                onblur={props.left()}
            />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_str().unwrap_or_default().to_owned()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let class = match shown.place {
            Place::Cell => "u-ellipsis",
            Place::Page => "r-lines",
        };
        html! { <span {class}>{ self.text(shown) }</span> }
    }

    fn width(&self) -> f64 {
        240.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}
