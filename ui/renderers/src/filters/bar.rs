//! The conditions of a list as chips, and the builder behind them.

use std::rc::Rc;

use trellis_model::{FieldKind, Json};
use trellis_ui_kit::{Button, ButtonKind, FilterChip, Popover, Size, t};
use yew::prelude::*;

use super::{
    Condition, Group, Node, PathChoice,
    builder::{FilterBuilder, blank},
    paths, sentence,
};
use crate::{
    Scope,
    fields::{format, target_of_many, use_dictionary, use_labels},
    use_scope,
};

/// Properties of [`FilterBar`].
#[derive(Properties, PartialEq)]
pub struct FilterBarProps {
    /// Whose records are filtered.
    pub object: AttrValue,
    /// The filter, as the API has it.
    pub filter: Option<Json>,
    /// Hears another filter.
    pub onchange: Callback<Option<Json>>,
}

/// A button that opens the builder, and a chip for each condition.
#[component]
pub fn FilterBar(props: &FilterBarProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| false);
    let node = use_node_ref();
    let known = use_memo((scope.clone(), props.object.clone()), |(scope, object)| Rc::<[PathChoice]>::from(paths(scope, object)));
    let paths = (*known).clone();
    // Unfinished conditions live here alone; what is finished goes to the page, and from there into the address.
    let draft = use_state_eq(|| Group::read(props.filter.as_ref()));
    use_effect_with(props.filter.clone(), {
        let draft = draft.clone();
        move |filter| {
            if draft.write() != *filter {
                draft.set(Group::read(filter.as_ref()));
            }
        }
    });
    let onchange = {
        let (draft, onchange, filter) = (draft.setter(), props.onchange.clone(), props.filter.clone());
        Callback::from(move |group: Group| {
            let written = group.write();
            draft.set(group);
            if written != filter {
                onchange.emit(written);
            }
        })
    };
    let toggle = {
        let (open, draft, first) = (open.clone(), draft.clone(), paths.first().map(blank));
        Callback::from(move |_: MouseEvent| {
            if !*open && draft.nodes.is_empty() {
                draft.set(Group { any: false, nodes: first.clone().map(Node::Condition).into_iter().collect() });
            }
            open.set(!*open);
        })
    };
    let onclose = {
        let (open, draft, filter) = (open.setter(), draft.setter(), props.filter.clone());
        Callback::from(move |()| {
            open.set(false);
            draft.set(Group::read(filter.as_ref()));
        })
    };
    let shown = Group::read(props.filter.as_ref());
    let chip = |(index, node): (usize, &Node)| {
        let onremove = {
            let (shown, onchange) = (shown.clone(), onchange.clone());
            Callback::from(move |()| {
                let mut shown = shown.clone();
                shown.remove(&[index]);
                onchange.emit(shown);
            })
        };
        html! {
            <>
                if index > 0 && shown.any {
                    <span class="u-muted r-chips__or">{ t!(scope.i18n, "filter-or") }</span>
                }
                <NodeChip object={props.object.clone()} node={node.clone()} onclick={toggle.clone()} {onremove} />
            </>
        }
    };
    html! {
        <div class="r-chips">
            <Button
                node={node.clone()}
                label={t!(scope.i18n, "filter-title")}
                icon="list-filter"
                kind={ButtonKind::Ghost}
                size={Size::Small}
                expanded={*open}
                haspopup="dialog"
                onclick={toggle.clone()}
            />
            { for shown.nodes.iter().enumerate().map(chip) }
            if shown.nodes.len() > 1 {
                <Button
                    label={t!(scope.i18n, "filter-clear")}
                    kind={ButtonKind::Ghost}
                    size={Size::Small}
                    onclick={onchange.reform(|_: MouseEvent| Group::default())}
                />
            }
            <Popover open={*open} anchor={node} {onclose} role="dialog" label={t!(scope.i18n, "filter-title")} class="r-builder-panel">
                <FilterBuilder {paths} group={(*draft).clone()} {onchange} />
            </Popover>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NodeChipProps {
    object: AttrValue,
    node: Node,
    onclick: Callback<MouseEvent>,
    onremove: Callback<()>,
}

/// A condition as a sentence; it looks up the names of the records that it mentions.
#[component]
fn NodeChip(props: &NodeChipProps) -> Html {
    let scope = use_scope();
    let (target, ids) = match &props.node {
        Node::Condition(condition) => mentioned(&scope, &props.object, condition),
        Node::Group(_) | Node::Other(_) => (String::new(), Vec::new()),
    };
    let labels = use_labels(target, ids);
    // A dictionary that did not come along must be there to say the chosen path.
    let field = match &props.node {
        Node::Condition(condition) => scope.meta.field(&props.object, &condition.path),
        Node::Group(_) | Node::Other(_) => None,
    };
    let in_tree = field.filter(|field| matches!(field.value_kind(), FieldKind::Cascade | FieldKind::Address));
    use_dictionary(in_tree.and_then(|field| field.picklist.clone()), in_tree.is_some());
    let (onclick, onremove) = (props.onclick.clone(), props.onremove.clone());
    match &props.node {
        Node::Condition(condition) => {
            let said = sentence(&scope, &props.object, condition, &|id| labels.get(id).cloned());
            html! { <FilterChip field={said.field} operator={said.operator} value={said.value} {onclick} {onremove} /> }
        }
        Node::Group(group) => {
            let field = t!(scope.i18n, "filter-group", count = group.nodes.len());
            html! { <FilterChip {field} {onclick} {onremove} /> }
        }
        Node::Other(_) => html! { <FilterChip field={t!(scope.i18n, "filter-other")} {onclick} {onremove} /> },
    }
}

/// The records that a condition names: of which object, which ids.
fn mentioned(scope: &Scope, object: &str, condition: &Condition) -> (String, Vec<String>) {
    let field = scope.meta.field(object, &condition.path);
    let many = field.filter(|field| field.value_kind() == FieldKind::MultiLookup).map(target_of_many);
    let target = field.and_then(|field| field.target()).map(str::to_owned).or(many).unwrap_or_default();
    if target.is_empty() {
        return (String::new(), Vec::new());
    }
    (target, format::codes(&condition.value).into_iter().map(str::to_owned).collect())
}
