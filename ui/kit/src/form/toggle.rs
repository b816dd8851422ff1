//! Yes or no.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_field;

/// Properties of [`Checkbox`].
#[derive(Properties, PartialEq)]
pub struct CheckboxProps {
    /// Whether it is ticked.
    pub checked: bool,
    /// Hears a change.
    pub onchange: Callback<bool>,
    /// What it says.
    pub label: AttrValue,
    /// The label is only read aloud, as in tables.
    #[prop_or_default]
    pub bare: bool,
    /// Some of what it stands for are ticked, others not.
    #[prop_or_default]
    pub mixed: bool,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// Left out of the tab order, inside widgets that have their own keys.
    #[prop_or_default]
    pub untabbable: bool,
}

/// A box to tick.
#[component]
pub fn Checkbox(props: &CheckboxProps) -> Html {
    let node = use_node_ref();
    use_effect_with(props.mixed, {
        let node = node.clone();
        move |mixed| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_indeterminate(*mixed);
            }
        }
    });
    let onchange = props.onchange.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="c-check" data-bare={props.bare.then_some("")}>
            <input
                ref={node}
                type="checkbox"
                class="c-check__box"
                checked={props.checked}
                disabled={props.disabled}
                tabindex={props.untabbable.then_some("-1")}
                {onchange}
            />
            <span class={if props.bare { "u-hidden" } else { "c-check__label" }}>{ &props.label }</span>
        </label>
    }
}

/// Properties of [`Switch`].
#[derive(Properties, PartialEq)]
pub struct SwitchProps {
    /// Whether it is on.
    pub on: bool,
    /// Hears a change.
    pub onchange: Callback<bool>,
    /// What it switches; without, the field around it says so.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// Something that is on or off, at once.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    let field = use_field();
    let onchange = props.onchange.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="c-switch">
            <input
                type="checkbox"
                role="switch"
                class="c-switch__box"
                id={field.id}
                aria-describedby={field.described_by}
                checked={props.on}
                disabled={props.disabled}
                {onchange}
            />
            if let Some(label) = &props.label {
                <span>{ label }</span>
            }
        </label>
    }
}
