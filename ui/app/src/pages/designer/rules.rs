//! The rules between the fields of an object.

use std::rc::Rc;

use trellis_ui_client::designer::{Draft, DraftObject};
use yew::prelude::*;

/// Properties of [`RulesPart`].
#[derive(Properties, PartialEq)]
pub struct RulesPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// The rules between the fields of an object.
#[component]
pub fn RulesPart(props: &RulesPartProps) -> Html {
    html! { <code>{ &props.object.name }{ props.draft.changes }</code> }
}
