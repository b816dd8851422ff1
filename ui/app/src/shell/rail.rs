//! The rail: where one can go.

use trellis_ui_kit::{Icon, t, use_i18n};
use yew::prelude::*;

use super::{Logo, NavGroup, NavItem};

/// Properties of [`Rail`].
#[derive(Properties, PartialEq)]
pub struct RailProps {
    pub groups: Vec<NavGroup>,
    pub path: String,
    pub narrow: bool,
    pub company: AttrValue,
    pub ontoggle: Callback<()>,
}

/// Groups of places, wide with names or narrow with icons alone.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let i18n = use_i18n();
    let toggle = if props.narrow { t!(i18n, "shell-expand") } else { t!(i18n, "shell-collapse") };
    html! {
        <nav class="s-rail" aria-label={t!(i18n, "shell-navigation")}>
            <div class="s-rail__head">
                <Logo />
                <span class="s-rail__company u-ellipsis" title={props.company.clone()}>{ &props.company }</span>
            </div>
            <div class="s-rail__groups">
                { for props.groups.iter().map(|group| html! {
                    <section class="s-rail__group">
                        if let Some(label) = &group.label {
                            <h2 class="s-rail__label">{ label }</h2>
                        }
                        <ul>{ for group.items.iter().map(|item| html! { <li><Place item={item.clone()} here={item.is_at(&props.path)} narrow={props.narrow} /></li> }) }</ul>
                    </section>
                }) }
            </div>
            <button type="button" class="s-rail__item s-rail__toggle" title={toggle.clone()} aria-expanded={(!props.narrow).to_string()} onclick={props.ontoggle.reform(|_: MouseEvent| ())}>
                <Icon name="panel-left" size={18} />
                <span class="s-rail__name">{ toggle }</span>
            </button>
        </nav>
    }
}

/// Properties of [`Place`].
#[derive(Properties, PartialEq)]
pub struct PlaceProps {
    pub item: NavItem,
    pub here: bool,
    #[prop_or_default]
    pub narrow: bool,
    #[prop_or(18)]
    pub icon_size: u32,
}

/// A link to a place, followed without loading the page anew.
#[component]
pub fn Place(props: &PlaceProps) -> Html {
    let follow = use_follow();
    let item = &props.item;
    let onclick = {
        let (follow, href) = (follow, item.href.clone());
        Callback::from(move |event: MouseEvent| follow.emit((event, href.clone())))
    };
    html! {
        <a
            class="s-rail__item"
            href={item.href.clone()}
            aria-current={props.here.then_some("page")}
            title={props.narrow.then(|| item.label.clone())}
            {onclick}
        >
            <Icon name={item.icon.clone()} size={props.icon_size} />
            <span class="s-rail__name u-ellipsis">{ &item.label }</span>
            if item.count > 0 {
                <span class="s-rail__count">{ if item.count > 99 { "99+".to_owned() } else { item.count.to_string() } }</span>
            }
        </a>
    }
}

/// Follows a link inside the application; a click that asks for a new tab stays the browser's.
#[hook]
pub fn use_follow() -> Callback<(MouseEvent, AttrValue)> {
    let go = use_go();
    use_callback(go, |(event, href): (MouseEvent, AttrValue), go| {
        if !event.ctrl_key() && !event.meta_key() && !event.shift_key() && event.button() == 0 {
            event.prevent_default();
            go.emit(href);
        }
    })
}

/// Goes to an address inside the application.
#[hook]
pub fn use_go() -> Callback<AttrValue> {
    let navigator = yew_router::hooks::use_navigator();
    use_callback(navigator, |href: AttrValue, navigator| {
        if let Some(navigator) = navigator {
            match <crate::route::Route as yew_router::Routable>::recognize(&href) {
                Some(route) => navigator.push(&route),
                None => navigator.push(&crate::route::Route::NotFound),
            }
        }
    })
}
