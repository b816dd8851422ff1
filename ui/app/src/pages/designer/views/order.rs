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
    let change = |alter: Box<dyn Fn(&mut Vec<(String, bool)>, AttrValue)>| {
        let (keys, onchange) = (now.clone(), props.onchange.clone());
        Callback::from(move |value: AttrValue| {
            let mut keys = keys.clone();
            alter(&mut keys, value);
            onchange.emit(sort(&keys));
        })
    };
    let item = |(at, (path, down)): (usize, &(String, bool))| {
        let known = props.paths.iter().find(|choice| choice.path == *path);
        let label = known.map_or_else(|| AttrValue::from(path.clone()), |choice| choice.label.clone());
        let remove = change(Box::new(move |keys, _| drop(keys.remove(at)))).reform(|_: MouseEvent| AttrValue::default());
        let turn = change(Box::new(move |keys, way| keys[at].1 = way == "down"));
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
    let onmove = {
        let (keys, onchange) = (now.clone(), props.onchange.clone());
        Callback::from(move |(path, to): (AttrValue, usize)| {
            let mut keys = keys.clone();
            put_at(&mut keys, |(key, _)| *key == path.as_str(), to);
            onchange.emit(sort(&keys));
        })
    };
    let free = |choice: &&PathChoice| {
        choice.field.rules().is_sortable() && !choice.path.contains('.') && now.iter().all(|(path, _)| *path != choice.path)
    };
    let options: Vec<Choice> = props.paths.iter().filter(free).map(choice).collect();
    let add = change(Box::new(|keys, path| keys.push((path.to_string(), false))));
    let onadd = Callback::from(move |picked: Vec<Choice>| {
        if let Some(choice) = picked.first() {
            add.emit(choice.value.clone());
        }
    });
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
