//! The list views of an object.

use std::rc::Rc;

use trellis_ui_client::designer::{Draft, DraftObject};
use yew::prelude::*;

/// Properties of [`ViewsPart`].
#[derive(Properties, PartialEq)]
pub struct ViewsPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// The list views of an object.
#[component]
pub fn ViewsPart(props: &ViewsPartProps) -> Html {
    html! { <code>{ &props.object.name }{ props.draft.changes }</code> }
}
