//! Fields in an order that the person decides: added by name, moved by dragging or by keys, taken out.

use trellis_ui_kit::{Choice, Combobox, Field as Shell, IconButton, Size, Sortable, SortableItem, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::moved;

/// Properties of [`Ordered`].
#[derive(Properties, PartialEq)]
pub struct OrderedProps {
    /// What the fields are for.
    pub label: AttrValue,
    /// What is to be known about it.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// The names, in their order.
    pub names: Vec<String>,
    /// What there is to choose.
    pub options: Vec<Choice>,
    /// Most of them.
    #[prop_or(usize::MAX)]
    pub most: usize,
    /// Fewest of them.
    #[prop_or_default]
    pub least: usize,
    /// Hears the names after every change.
    pub onchange: Callback<Vec<String>>,
}

/// A list of fields in order, and a field to add another.
#[component]
pub fn Ordered(props: &OrderedProps) -> Html {
    let scope = use_scope();
    let names = &props.names;
    let item = |name: &String| {
        let known = props.options.iter().find(|choice| choice.value == name.as_str());
        let label = known.map_or_else(|| AttrValue::from(name.clone()), |choice| choice.label.clone());
        let remove = {
            let (names, name) = (names.clone(), name.clone());
            props.onchange.reform(move |_: MouseEvent| names.iter().filter(|other| **other != name).cloned().collect())
        };
        let content = html! {
            <div class="p-line">
                <span class="u-grow u-ellipsis">{ &label }</span>
                if names.len() > props.least {
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="x" size={Size::Small} onclick={remove} />
                }
            </div>
        };
        SortableItem { id: name.clone().into(), label, content: Some(content) }
    };
    let onmove = {
        let names = names.clone();
        props.onchange.reform(move |(name, to): (AttrValue, usize)| {
            let mut names = names.clone();
            moved(&mut names, |other| *other == name.as_str(), to);
            names
        })
    };
    let onadd = {
        let (names, onchange) = (names.clone(), props.onchange.clone());
        Callback::from(move |picked: Vec<Choice>| {
            if let Some(choice) = picked.first() {
                onchange.emit(names.iter().cloned().chain([choice.value.to_string()]).collect());
            }
        })
    };
    let rest: Vec<Choice> = props.options.iter().filter(|choice| names.iter().all(|name| choice.value != name.as_str())).cloned().collect();
    let full = names.len() >= props.most;
    html! {
        <div class="p-setting">
            <Shell label={props.label.clone()} help={props.help.clone()}>
                <Combobox value={Vec::new()} options={rest} onchange={onadd} placeholder={t!(scope.i18n, "tailor-add-field")} disabled={full} />
            </Shell>
            if !names.is_empty() {
                <Sortable label={props.label.clone()} items={names.iter().map(item).collect::<Vec<_>>()} {onmove} />
            }
        </div>
    }
}
