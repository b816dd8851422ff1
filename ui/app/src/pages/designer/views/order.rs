//! The order of a list's rows: by several keys, the first counting most.

use trellis_ui_kit::{Choice, Combobox, Icon, IconButton, Segment, SegmentedControl, Size, Sortable, SortableItem, t};
use trellis_ui_renderers::{filters::PathChoice, use_scope};
use yew::prelude::*;

use super::{
    columns::choice,
    model::{keys, put_at, sort},
};

/// Properties of [`OrderSetting`].
#[derive(Properties, PartialEq)]
pub struct OrderSettingProps {
    /// As the API's `sort`.
    pub value: String,
    /// What there is to sort by.
    pub paths: std::rc::Rc<[PathChoice]>,
    /// Hears another order.
    pub onchange: Callback<String>,
}

/// The keys of an order, each upwards or downwards, with a box to add one.
#[component]
pub fn OrderSetting(props: &OrderSettingProps) -> Html {
    let scope = use_scope();
    let now = keys(&props.value);
    let item = |(at, (path, down)): (usize, &(String, bool))| {
        let known = props.paths.iter().find(|choice| choice.path == *path);
        let label = known.map_or_else(|| AttrValue::from(path.clone()), |choice| choice.label.clone());
        let remove = change(props, move |keys, _: MouseEvent| drop(keys.remove(at)));
        let turn = change(props, move |keys, way: AttrValue| keys[at].1 = way == "down");
        let ways = [("up", "arrow-up"), ("down", "arrow-down")]
            .map(|(way, icon)| Segment::new(way, t!(scope.i18n, &format!("views-sort-{way}"))).with_icon(icon));
        let content = html! {
            <div class="p-line p-views__column" data-gone={known.is_none().then_some("")}>
                <span class="p-views__name" title={label.clone()}>
                    if known.is_none() {
                        <Icon name="triangle-alert" size={14} label={t!(scope.i18n, "views-gone")} />
                    }
                    <span class="u-ellipsis">{ &label }</span>
                </span>
                <SegmentedControl label={t!(scope.i18n, "views-sort-way", name = &label)} segments={ways.to_vec()} value={if *down { "down" } else { "up" }} onchange={turn} />
                <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="x" size={Size::Small} onclick={remove} />
            </div>
        };
        SortableItem { id: path.clone().into(), label, content: Some(content) }
    };
    let onmove = change(props, |keys, (path, to): (AttrValue, usize)| put_at(keys, |(key, _)| *key == path.as_str(), to));
    let free = |choice: &&PathChoice| {
        choice.field.rules().is_sortable() && !choice.path.contains('.') && now.iter().all(|(path, _)| *path != choice.path)
    };
    let options: Vec<Choice> = props.paths.iter().filter(free).map(choice).collect();
    let onadd = change(props, |keys, picked: Vec<Choice>| keys.extend(picked.first().map(|choice| (choice.value.to_string(), false))));
    let items: Vec<SortableItem> = now.iter().enumerate().map(item).collect();
    html! {
        <>
            if !items.is_empty() {
                <Sortable label={t!(scope.i18n, "views-sort")} {items} {onmove} />
            }
            <Combobox label={t!(scope.i18n, "views-sort-add")} placeholder={t!(scope.i18n, "views-sort-add")} {options} value={Vec::new()} onchange={onadd} size={Size::Small} />
        </>
    }
}

/// A callback that changes the keys.
fn change<T: 'static>(props: &OrderSettingProps, alter: impl Fn(&mut Vec<(String, bool)>, T) + 'static) -> Callback<T> {
    let now = keys(&props.value);
    props.onchange.reform(move |value: T| {
        let mut keys = now.clone();
        alter(&mut keys, value);
        sort(&keys)
    })
}
