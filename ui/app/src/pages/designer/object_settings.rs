//! What an object is called and can do.

use std::rc::Rc;

use trellis_ui_client::designer::{Draft, DraftObject};
use yew::prelude::*;

/// Properties of [`SettingsPart`].
#[derive(Properties, PartialEq)]
pub struct SettingsPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// What an object is called and can do.
#[component]
pub fn SettingsPart(props: &SettingsPartProps) -> Html {
    html! { <code>{ &props.object.name }{ props.draft.changes }</code> }
}
