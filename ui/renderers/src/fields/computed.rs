//! What the system computes: shown in the way of what it comes to, never entered.

use trellis_model::FieldKind;
use yew::prelude::*;

use super::{FieldInputProps, Place, Renderer, Shown, renderer, shown_value};
use crate::Scope;

/// A formula, roll-up or mirror.
pub(super) struct Computed;

impl Computed {
    /// How values of the field are shown; as text until the catalog knows better.
    fn inner(shown: Shown<'_>) -> &'static dyn Renderer {
        let kind = shown.field.value_kind();
        renderer(if kind.is_computed() { FieldKind::Text } else { kind })
    }
}

impl Renderer for Computed {
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html {
        html! { <div class="r-form__value">{ shown_value(scope, &props.field, &props.value, props.label.as_ref(), Place::Page) }</div> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        Self::inner(shown).text(shown)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        Self::inner(shown).view(shown)
    }
}
