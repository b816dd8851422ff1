//! What happened, newest first.

use yew::prelude::*;

use super::Icon;

/// Properties of [`Timeline`].
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// Its items.
    pub children: Html,
}

/// A list of [`TimelineItem`] along a line.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    html! { <ol class="c-timeline">{ props.children.clone() }</ol> }
}

/// Properties of [`TimelineItem`].
#[derive(Properties, PartialEq)]
pub struct TimelineItemProps {
    /// The icon of its kind.
    pub icon: AttrValue,
    /// The colour of its kind.
    #[prop_or(AttrValue::Static("gray"))]
    pub color: AttrValue,
    /// Who did what, in one line.
    pub title: Html,
    /// When, as people say it.
    pub time: AttrValue,
    /// When, exactly (RFC 3339).
    #[prop_or_default]
    pub at: AttrValue,
    /// The content.
    #[prop_or_default]
    pub children: Html,
}

/// One thing that happened.
#[component]
pub fn TimelineItem(props: &TimelineItemProps) -> Html {
    let empty = props.children == Html::default();
    html! {
        <li class="c-timeline__item">
            <span class="c-timeline__icon" data-color={props.color.clone()}><Icon name={props.icon.clone()} size={14} /></span>
            <div class="c-timeline__head">
                <div class="u-grow">{ props.title.clone() }</div>
                <time class="c-timeline__time" datetime={props.at.clone()} title={props.at.clone()}>{ &props.time }</time>
            </div>
            if !empty {
                <div class="c-timeline__body">{ props.children.clone() }</div>
            }
        </li>
    }
}
