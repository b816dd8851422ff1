//! Choosing a colleague.

use trellis_ui_renderers::fields::{Edit, LookupInput, use_labels};
use yew::prelude::*;

/// Properties of [`PersonPicker`].
#[derive(Properties, PartialEq)]
pub struct PersonPickerProps {
    /// The chosen person's id.
    pub value: Option<String>,
    /// Hears another choice, or none.
    pub onchange: Callback<Option<String>>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A colleague, found by name.
#[component]
pub fn PersonPicker(props: &PersonPickerProps) -> Html {
    let labels = use_labels("user".to_owned(), props.value.iter().cloned().collect());
    let label = props.value.as_ref().and_then(|id| labels.get(id)).map(|name| AttrValue::from(name.clone()));
    html! {
        <LookupInput
            object="user"
            value={props.value.clone().map(AttrValue::from)}
            {label}
            disabled={props.disabled}
            onchange={props.onchange.reform(|edit: Edit| edit.value.as_str().map(str::to_owned))}
        />
    }
}
