//! The top bar: where one is, search, what can be created, notifications, help, the person.

use trellis_ui_kit::{Breadcrumb, Button, ButtonKind, Crumb, Icon, IconButton, Kbd, Menu, MenuItem, Placement, Popover, t, use_i18n};
use yew::prelude::*;

use super::{Command, Who, person_menu::PersonMenu, rail::use_go};

/// Properties of [`TopBar`].
#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    pub crumbs: Vec<Crumb>,
    pub creatable: Vec<Command>,
    pub oncreate: Callback<AttrValue>,
    pub onsearch: Callback<()>,
    pub unread: u32,
    pub onnotifications: Callback<()>,
    pub who: Who,
    pub onsettings: Option<Callback<()>>,
    pub onsignout: Callback<()>,
    pub onswitch: Option<Callback<()>>,
}

/// The bar above the page.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let i18n = use_i18n();
    let go = use_go();
    html! {
        <header class="s-top">
            <div class="s-top__where">
                <Breadcrumb label={t!(i18n, "shell-where")} crumbs={props.crumbs.clone()} onnavigate={go} />
            </div>
            <button type="button" class="s-top__search" aria-label={t!(i18n, "shell-search")} aria-keyshortcuts="Control+K Meta+K" onclick={props.onsearch.reform(|_: MouseEvent| ())}>
                <Icon name="search" />
                <span class="u-grow u-ellipsis">{ t!(i18n, "shell-search") }</span>
                <Kbd keys="Ctrl K" />
            </button>
            <div class="s-top__tools">
                <CreateMenu items={props.creatable.clone()} onpick={props.oncreate.clone()} />
                <IconButton label={t!(i18n, "shell-notifications")} icon="bell" badge={props.unread} onclick={props.onnotifications.reform(|_: MouseEvent| ())} />
                <PersonMenu who={props.who.clone()} onsettings={props.onsettings.clone()} onsignout={props.onsignout.clone()} onswitch={props.onswitch.clone()} />
            </div>
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct CreateMenuProps {
    items: Vec<Command>,
    onpick: Callback<AttrValue>,
}

#[component]
fn CreateMenu(props: &CreateMenuProps) -> Html {
    let i18n = use_i18n();
    let open = use_state_eq(|| false);
    let node = use_node_ref();
    if props.items.is_empty() {
        return Html::default();
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let pick = {
        let (open, onpick) = (open.setter(), props.onpick.clone());
        Callback::from(move |value: AttrValue| {
            open.set(false);
            onpick.emit(value);
        })
    };
    let items: Vec<MenuItem> =
        props.items.iter().map(|item| MenuItem::new(item.value.clone(), item.label.clone()).with_icon(item.icon.clone())).collect();
    html! {
        <>
            <Button node={node.clone()} label={t!(i18n, "shell-new")} icon="plus" kind={ButtonKind::Primary} expanded={*open} haspopup="menu" onclick={toggle} />
            <Popover open={*open} anchor={node} onclose={close} placement={Placement::End}>
                <Menu label={t!(i18n, "shell-new")} {items} onpick={pick} />
            </Popover>
        </>
    }
}
