//! Sections and tabs in their order.

use trellis_model::{
    Layout,
    layout::{Section, Tab},
};
use trellis_ui_kit::{Icon, IconButton, Size, Sortable, SortableItem, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{moved, without_tab};

/// Properties of [`SectionList`].
#[derive(Properties, PartialEq)]
pub struct SectionListProps {
    /// The layout.
    pub layout: Layout,
    /// Hears the layout after every change.
    pub onchange: Callback<Layout>,
    /// Hears the section that is to be edited, and its place.
    pub onedit: Callback<(usize, Section)>,
}

/// The sections in their order. One with fields in it stays: its fields are moved first.
#[component]
pub fn SectionList(props: &SectionListProps) -> Html {
    let scope = use_scope();
    let (layout, onchange) = (&props.layout, &props.onchange);
    let item = |(at, section): (usize, &Section)| {
        let label = scope.label(&section.label);
        let edit = {
            let section = section.clone();
            props.onedit.reform(move |_: MouseEvent| (at, section.clone()))
        };
        let remove = {
            let layout = layout.clone();
            onchange.reform(move |_: MouseEvent| {
                let mut layout = layout.clone();
                layout.sections.remove(at);
                layout
            })
        };
        let note = t!(scope.i18n, "layout-section-note", count = section.fields.len(), columns = section.columns);
        let content = html! {
            <div class="p-line">
                <button type="button" class="p-line__name u-ellipsis" onclick={edit}>
                    { &label }
                    <span class="u-muted p-line__note">{ note }</span>
                </button>
                if section.visible.is_some() {
                    <Icon name="eye" size={14} label={t!(scope.i18n, "layout-conditional")} />
                }
                if section.fields.is_empty() && layout.sections.len() > 1 {
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="trash-2" size={Size::Small} onclick={remove} />
                }
            </div>
        };
        SortableItem { id: section.name.clone().into(), label, content: Some(content) }
    };
    let onmove = {
        let layout = layout.clone();
        onchange.reform(move |(name, to): (AttrValue, usize)| {
            let mut layout = layout.clone();
            moved(&mut layout.sections, |section| section.name == name.as_str(), to);
            layout
        })
    };
    let items: Vec<SortableItem> = layout.sections.iter().enumerate().map(item).collect();
    html! { <Sortable label={t!(scope.i18n, "layout-sections")} {items} {onmove} /> }
}

/// Properties of [`TabList`].
#[derive(Properties, PartialEq)]
pub struct TabListProps {
    /// The layout.
    pub layout: Layout,
    /// Hears the layout after every change.
    pub onchange: Callback<Layout>,
    /// Hears the tab that is to be edited, and its place.
    pub onedit: Callback<(usize, Tab)>,
}

/// The tabs in their order. The sections of a removed one go to the first.
#[component]
pub fn TabList(props: &TabListProps) -> Html {
    let scope = use_scope();
    let (layout, onchange) = (&props.layout, &props.onchange);
    if layout.tabs.is_empty() {
        return Html::default();
    }
    let item = |(at, tab): (usize, &Tab)| {
        let label = scope.label(&tab.label);
        let edit = {
            let tab = tab.clone();
            props.onedit.reform(move |_: MouseEvent| (at, tab.clone()))
        };
        let remove = {
            let layout = layout.clone();
            onchange.reform(move |_: MouseEvent| without_tab(layout.clone(), at))
        };
        let content = html! {
            <div class="p-line">
                <button type="button" class="p-line__name u-ellipsis" onclick={edit}>{ &label }</button>
                <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="trash-2" size={Size::Small} onclick={remove} />
            </div>
        };
        SortableItem { id: tab.name.clone().into(), label, content: Some(content) }
    };
    let onmove = {
        let layout = layout.clone();
        onchange.reform(move |(name, to): (AttrValue, usize)| {
            let mut layout = layout.clone();
            moved(&mut layout.tabs, |tab| tab.name == name.as_str(), to);
            layout
        })
    };
    let items: Vec<SortableItem> = layout.tabs.iter().enumerate().map(item).collect();
    html! { <Sortable label={t!(scope.i18n, "layout-tabs")} {items} {onmove} /> }
}
