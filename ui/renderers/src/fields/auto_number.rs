//! A number given by the system.

use trellis_ui_kit::{TextInput, t};
use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown};
use crate::Scope;

/// A number given by the system; a new record has none yet.
pub(super) struct AutoNumber;

impl Renderer for AutoNumber {
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html {
        html! {
            <TextInput value={props.typed()} readonly={true} placeholder={t!(scope.i18n, "field-given-on-save")} oninput={Callback::noop()} />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_str().unwrap_or_default().to_owned()
    }

    fn width(&self) -> f64 {
        150.0
    }
}
