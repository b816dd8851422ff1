//! A word about what is under the pointer or has the focus.

use yew::prelude::*;

use crate::dom::use_id;

/// Properties of [`Tooltip`].
#[derive(Properties, PartialEq)]
pub struct TooltipProps {
    /// What it says.
    pub text: AttrValue,
    /// What it speaks of; something that can have the focus.
    pub children: Html,
    /// Below instead of above.
    #[prop_or_default]
    pub below: bool,
}

/// Shown on hover and focus, hidden by Escape; drawn in CSS alone.
#[component]
pub fn Tooltip(props: &TooltipProps) -> Html {
    let id = use_id("tip");
    let hidden = use_state_eq(|| false);
    let onkeydown = {
        let hidden = hidden.setter();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                hidden.set(true)
            }
        })
    };
    let show = hidden.setter();
    let onpointerenter = Callback::from(move |_: PointerEvent| show.set(false));
    html! {
        <span class="c-tooltip" data-below={props.below.then_some("")} aria-describedby={id.clone()} {onkeydown} {onpointerenter}>
            { props.children.clone() }
            <span class="c-tooltip__text" role="tooltip" {id} hidden={*hidden}>{ &props.text }</span>
        </span>
    }
}
