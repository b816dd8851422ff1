//! The states around content: loading, empty, failed.

use yew::prelude::*;

use super::Icon;

/// Properties of [`Spinner`].
#[derive(Properties, PartialEq)]
pub struct SpinnerProps {
    /// Width and height in pixels.
    #[prop_or(16)]
    pub size: u32,
    /// What is being waited for; without, it is hidden from assistive technology.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// Something is under way and will not take long.
#[component]
pub fn Spinner(props: &SpinnerProps) -> Html {
    let style = format!("--size:{}px", props.size);
    html! {
        <span
            class="c-spinner"
            {style}
            role={props.label.as_ref().map(|_| "status")}
            aria-label={props.label.clone()}
            aria-hidden={props.label.is_none().then_some("true")}
        />
    }
}

/// Properties of [`Skeleton`].
#[derive(Properties, PartialEq)]
pub struct SkeletonProps {
    /// How many lines.
    #[prop_or(3)]
    pub lines: usize,
}

/// Grey lines where text will stand; they appear only when the wait is long enough to notice.
#[component]
pub fn Skeleton(props: &SkeletonProps) -> Html {
    html! {
        <div class="c-skeleton" aria-hidden="true">
            { for (0..props.lines).map(|_| html! { <span class="c-skeleton__line" /> }) }
        </div>
    }
}

/// Properties of [`Kbd`].
#[derive(Properties, PartialEq)]
pub struct KbdProps {
    /// The keys, such as `Ctrl K`.
    pub keys: AttrValue,
}

/// Keys to press.
#[component]
pub fn Kbd(props: &KbdProps) -> Html {
    html! { <kbd class="c-kbd">{ for props.keys.split(' ').map(|key| html! { <span>{ key.to_owned() }</span> }) }</kbd> }
}

/// Properties of [`EmptyState`].
#[derive(Properties, PartialEq)]
pub struct EmptyStateProps {
    /// An icon that stands for what is absent.
    #[prop_or(AttrValue::Static("inbox"))]
    pub icon: AttrValue,
    /// What there is not.
    pub title: AttrValue,
    /// The next step, in one sentence.
    #[prop_or_default]
    pub text: AttrValue,
    /// The one button that takes it.
    #[prop_or_default]
    pub children: Html,
    /// Smaller, inside a card.
    #[prop_or_default]
    pub small: bool,
}

/// Nothing here yet, and what to do about it.
#[component]
pub fn EmptyState(props: &EmptyStateProps) -> Html {
    html! {
        <div class="c-state" data-small={props.small.then_some("")}>
            <span class="c-state__icon"><Icon name={props.icon.clone()} size={if props.small { 20 } else { 24 }} /></span>
            <p class="c-state__title">{ &props.title }</p>
            if !props.text.is_empty() {
                <p class="c-state__text">{ &props.text }</p>
            }
            <div class="c-state__actions">{ props.children.clone() }</div>
        </div>
    }
}

/// Properties of [`ErrorState`].
#[derive(Properties, PartialEq)]
pub struct ErrorStateProps {
    /// What did not work.
    pub title: AttrValue,
    /// What to do now.
    #[prop_or_default]
    pub text: AttrValue,
    /// Buttons: try again, go back.
    #[prop_or_default]
    pub children: Html,
    /// Smaller, inside a card.
    #[prop_or_default]
    pub small: bool,
}

/// Something failed; announced at once.
#[component]
pub fn ErrorState(props: &ErrorStateProps) -> Html {
    html! {
        <div class="c-state" data-kind="error" data-small={props.small.then_some("")} role="alert">
            <span class="c-state__icon"><Icon name="triangle-alert" size={if props.small { 20 } else { 24 }} /></span>
            <p class="c-state__title">{ &props.title }</p>
            if !props.text.is_empty() {
                <p class="c-state__text">{ &props.text }</p>
            }
            <div class="c-state__actions">{ props.children.clone() }</div>
        </div>
    }
}
