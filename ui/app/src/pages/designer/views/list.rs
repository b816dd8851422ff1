//! The views of an object at the left: what all share, the scenes, and the declared ones in their order.

use trellis_model::ListView;
use trellis_ui_client::{roles, use_query};
use trellis_ui_kit::{Button, Icon, Size, Sortable, SortableItem, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

/// What is chosen at the left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// What all lists share.
    Shared,
    /// A scene, or a declared view.
    View(String),
    /// A view that is not there yet.
    New,
}

/// Properties of [`ViewList`].
#[derive(Properties, PartialEq)]
pub struct ViewListProps {
    /// The scenes.
    pub scenes: Vec<ListView>,
    /// The declared views in their order.
    pub views: Vec<ListView>,
    /// What is open; nothing is marked while a new view is made.
    pub open: Pick,
    /// Hears another choice.
    pub onpick: Callback<Pick>,
    /// Hears which view goes to which place.
    pub onmove: Callback<(AttrValue, usize)>,
}

/// The views to choose from.
#[component]
pub fn ViewList(props: &ViewListProps) -> Html {
    let scope = use_scope();
    let known = use_query(roles::roles_key(), roles::roles);
    let pick = |pick: Pick| props.onpick.reform(move |_: MouseEvent| pick.clone());
    let is_open = |name: &str| matches!(&props.open, Pick::View(open) if open == name);
    let row = |current: bool, icon: &'static str, label: AttrValue, onclick: Callback<MouseEvent>| {
        html! {
            <li aria-current={current.then_some("true")}>
                <button type="button" class="p-index__item p-views__pick" {onclick}><Icon name={icon} /><span class="u-ellipsis">{ label }</span></button>
            </li>
        }
    };
    let role = |name: &String| {
        let role = known.data.as_ref().and_then(|roles| roles.iter().find(|role| role.name == *name));
        role.map_or_else(|| name.clone(), |role| scope.label(&role.label).to_string())
    };
    let item = |view: &ListView| {
        let label = scope.label(&view.label);
        let roles: Vec<String> = view.roles.iter().map(role).collect();
        let onclick = pick(Pick::View(view.name.clone()));
        let content = html! {
            <button type="button" class="p-views__pick" aria-current={is_open(&view.name).then_some("true")} {onclick}>
                <Icon name={super::icon(view.kind)} />
                <span class="p-views__label">
                    <span>{ &label }</span>
                    if !roles.is_empty() {
                        <span class="u-muted p-views__note">{ t!(scope.i18n, "views-for", roles = roles.join(scope.i18n.pick("、", ", "))) }</span>
                    }
                </span>
            </button>
        };
        SortableItem { id: view.name.clone().into(), label, content: Some(content) }
    };
    let items: Vec<SortableItem> = props.views.iter().map(item).collect();
    html! {
        <aside class="p-views__list" aria-label={t!(scope.i18n, "views-title")}>
            <ul>{ row(props.open == Pick::Shared, "sliders-horizontal", t!(scope.i18n, "views-shared"), pick(Pick::Shared)) }</ul>
            <h3>{ t!(scope.i18n, "views-scenes") }</h3>
            <ul>{ for props.scenes.iter().map(|view| row(is_open(&view.name), "lock", scope.label(&view.label), pick(Pick::View(view.name.clone())))) }</ul>
            <h3>{ t!(scope.i18n, "views-own") }</h3>
            if items.is_empty() {
                <p class="c-field__help">{ t!(scope.i18n, "views-none") }</p>
            } else {
                <Sortable label={t!(scope.i18n, "views-own")} {items} onmove={props.onmove.clone()} />
            }
            <div><Button label={t!(scope.i18n, "views-new")} icon="plus" size={Size::Small} onclick={pick(Pick::New)} /></div>
        </aside>
    }
}
