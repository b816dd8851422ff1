//! A condition of a list, read as a sentence: "Level is A, B".

use yew::prelude::*;

use crate::{display::Icon, i18n::use_i18n, t};

/// Properties of [`FilterChip`].
#[derive(Properties, PartialEq)]
pub struct FilterChipProps {
    /// The field.
    pub field: AttrValue,
    /// How it is compared; empty for a condition that has not been set yet.
    #[prop_or_default]
    pub operator: AttrValue,
    /// With what.
    #[prop_or_default]
    pub value: AttrValue,
    /// Whether its editor is open.
    #[prop_or_default]
    pub open: bool,
    /// Opens the editor.
    pub onclick: Callback<MouseEvent>,
    /// Takes the condition away; without, it cannot be.
    #[prop_or_default]
    pub onremove: Option<Callback<()>>,
    /// The element, for the editor that is placed beside it.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A condition of a list.
#[component]
pub fn FilterChip(props: &FilterChipProps) -> Html {
    let i18n = use_i18n();
    let set = !props.operator.is_empty() || !props.value.is_empty();
    html! {
        <span class="c-chip" ref={props.node.clone()} data-set={set.then_some("")}>
            <button type="button" class="c-chip__body" aria-haspopup="dialog" aria-expanded={props.open.to_string()} onclick={props.onclick.clone()}>
                <span class="c-chip__field">{ &props.field }</span>
                if set {
                    <span class="c-chip__operator">{ &props.operator }</span>
                    <span class="c-chip__value u-ellipsis">{ &props.value }</span>
                } else {
                    <Icon name="chevron-down" size={14} />
                }
            </button>
            if let Some(onremove) = props.onremove.clone() {
                <button type="button" class="c-chip__remove" aria-label={t!(i18n, "kit-remove", name = &props.field)} onclick={onremove.reform(|_: MouseEvent| ())}>
                    <Icon name="x" size={14} />
                </button>
            }
        </span>
    }
}
