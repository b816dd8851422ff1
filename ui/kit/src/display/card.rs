//! A part of a page on its own ground.

use yew::prelude::*;

/// Properties of [`Card`].
#[derive(Properties, PartialEq)]
pub struct CardProps {
    /// The heading.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// Buttons or a menu at the right of the heading.
    #[prop_or_default]
    pub actions: Html,
    /// Without space around the content, for tables and lists.
    #[prop_or_default]
    pub flush: bool,
    /// What it holds.
    pub children: Html,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// Content on a surface with a hairline border.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let head = props.title.as_ref().map(|title| {
        html! {
            <header class="c-card__head">
                <h2 class="c-card__title u-ellipsis">{ title }</h2>
                <div class="c-card__actions">{ props.actions.clone() }</div>
            </header>
        }
    });
    html! {
        <section class={classes!("c-card", props.class.clone())} data-flush={props.flush.then_some("")}>
            { head }
            <div class="c-card__body">{ props.children.clone() }</div>
        </section>
    }
}
