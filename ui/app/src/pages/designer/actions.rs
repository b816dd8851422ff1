//! The actions of an object: where they stand, and what a conversion copies.

use std::rc::Rc;

use trellis_ui_client::designer::{Draft, DraftObject};
use yew::prelude::*;

/// Properties of [`ActionsPart`].
#[derive(Properties, PartialEq)]
pub struct ActionsPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// The actions of an object: where they stand, and what a conversion copies.
#[component]
pub fn ActionsPart(props: &ActionsPartProps) -> Html {
    html! { <code>{ &props.object.name }{ props.draft.changes }</code> }
}
