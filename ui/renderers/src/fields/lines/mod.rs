//! Rows that belong to the record: a table in the form, a table on the page.

mod input;
mod model;
mod view;

use trellis_model::{Field, Json};
use trellis_ui_kit::t;
use yew::prelude::*;

use super::{FieldInputProps, Place, Renderer, Shown};
use crate::Scope;

/// Rows that belong to the record.
pub(super) struct Lines;

/// The name of what a line looks up, of those that came beside the lines.
fn name_in<'n>(names: Option<&'n Json>, field: &Field, value: &Json) -> Option<&'n Json> {
    field.target().and(names)?.get(value.as_str()?)
}

impl Renderer for Lines {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <input::LinesInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        // A list knows how many there are, a record knows them all.
        let count = shown.value.as_array().map(Vec::len).or_else(|| shown.value.as_u64().and_then(|count| usize::try_from(count).ok()));
        t!(shown.scope.i18n, "lines-count", count = count.unwrap_or_default()).to_string()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        match (shown.place, shown.value) {
            (Place::Page, Json::Array(lines)) => {
                html! { <view::LinesView field={shown.field.clone()} lines={lines.clone()} names={shown.label.cloned()} /> }
            }
            _ => html! { <span class="u-ellipsis">{ self.text(shown) }</span> },
        }
    }

    fn width(&self) -> f64 {
        90.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}
