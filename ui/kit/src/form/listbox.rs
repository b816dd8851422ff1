//! The list of things to choose that selects and comboboxes open.

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::Choice;
use crate::{display::Icon, dom};

/// Properties of [`Listbox`].
#[derive(Properties, PartialEq)]
pub struct ListboxProps {
    /// The list's id; the options are `{id}-0`, `{id}-1`, …
    pub id: AttrValue,
    /// What is chosen here.
    pub label: AttrValue,
    /// The things to choose.
    pub options: Vec<Choice>,
    /// The values that are chosen.
    pub chosen: Vec<AttrValue>,
    /// Whether several can be chosen.
    #[prop_or_default]
    pub multiple: bool,
    /// The option that the keyboard is at.
    pub active: Option<usize>,
    /// Hears the option that was pressed.
    pub onpick: Callback<usize>,
    /// Hears the option under the pointer.
    pub onhover: Callback<usize>,
}

/// The options; the focus stays in the control that opened them.
#[component]
pub fn Listbox(props: &ListboxProps) -> Html {
    use_effect_with((props.id.clone(), props.active), |(id, active)| {
        if let Some(active) = active {
            scroll_to(&option_id(id, *active));
        }
    });
    let option = |(index, option): (usize, &Choice)| {
        let chosen = props.chosen.contains(&option.value);
        let onpointerdown = {
            let (onpick, disabled) = (props.onpick.clone(), option.disabled);
            Callback::from(move |event: PointerEvent| {
                // The focus must not leave the control.
                event.prevent_default();
                if !disabled && event.button() == 0 {
                    onpick.emit(index);
                }
            })
        };
        let onpointermove = props.onhover.reform(move |_: PointerEvent| index);
        html! {
            <li
                id={option_id(&props.id, index)}
                class="c-option"
                role="option"
                aria-selected={chosen.to_string()}
                aria-disabled={option.disabled.then_some("true")}
                data-active={(props.active == Some(index)).then_some("")}
                {onpointerdown}
                {onpointermove}
            >
                { option.mark() }
                <span class="c-option__text">
                    <span class="u-ellipsis">{ &option.label }</span>
                    if let Some(note) = &option.note {
                        <span class="c-option__note u-ellipsis">{ note }</span>
                    }
                </span>
                if chosen {
                    <Icon name="check" />
                }
            </li>
        }
    };
    html! {
        <ul
            id={props.id.clone()}
            class="c-listbox"
            role="listbox"
            aria-label={props.label.clone()}
            aria-multiselectable={props.multiple.then_some("true")}
        >
            { for props.options.iter().enumerate().map(option) }
        </ul>
    }
}

/// The id of an option, for `aria-activedescendant`.
pub fn option_id(list: &str, index: usize) -> String {
    format!("{list}-{index}")
}

/// Where a key leads in a list of options, past those that cannot be chosen.
pub fn step(key: &str, active: Option<usize>, options: &[Choice]) -> Option<usize> {
    let can = |index: &usize| !options[*index].disabled;
    let count = options.len();
    match key {
        "ArrowDown" => {
            let from = active.map_or(0, |active| active + 1);
            (from..count).find(can).or_else(|| (0..from.min(count)).find(can))
        }
        "ArrowUp" => {
            let to = active.unwrap_or(count);
            (0..to.min(count)).rev().find(can).or_else(|| (to.min(count)..count).rev().find(can))
        }
        "PageDown" => (0..count.min(active.unwrap_or(0) + 9)).rev().find(can),
        "PageUp" => (active.unwrap_or(0).saturating_sub(8)..count).find(can),
        _ => None,
    }
}

pub(super) fn scroll_to(id: &str) {
    let element: Option<Element> = dom::document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_pass_over_what_cannot_be_chosen() {
        let off = |value: &'static str| Choice { disabled: true, ..Choice::new(value, value) };
        let options = [off("a"), Choice::new("b", "b"), off("c"), Choice::new("d", "d")];
        assert_eq!(step("ArrowDown", None, &options), Some(1));
        assert_eq!(step("ArrowDown", Some(1), &options), Some(3));
        assert_eq!(step("ArrowDown", Some(3), &options), Some(1));
        assert_eq!(step("ArrowUp", Some(1), &options), Some(3));
        assert_eq!(step("PageUp", Some(3), &options), Some(1));
        assert_eq!(step("ArrowDown", None, &[off("a")]), None);
        assert_eq!(step("x", Some(1), &options), None);
    }
}
