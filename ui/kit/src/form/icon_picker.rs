//! One icon of the sprite, chosen from a grid and found by its name.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    listbox::{option_id, scroll_to},
    use_field,
};
use crate::{
    display::{Icon, icons},
    dom::{self, use_id},
    i18n::use_i18n,
    overlay::Popover,
    t,
};

/// Icons in a row of the grid.
const COLUMNS: usize = 8;

/// Properties of [`IconPicker`].
#[derive(Properties, PartialEq)]
pub struct IconPickerProps {
    /// The chosen icon's name.
    pub value: AttrValue,
    /// Hears a new choice.
    pub onchange: Callback<AttrValue>,
    /// What is chosen, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A button with the chosen icon that opens the grid; arrows walk through it, letters narrow it down.
#[component]
pub fn IconPicker(props: &IconPickerProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let list = use_id("icons");
    let (node, button) = (use_node_ref(), use_node_ref());
    let open = use_state_eq(|| false);
    let query = use_state_eq(String::new);
    let active = use_state_eq(|| None::<usize>);
    let shown = found(&props.value, &query);
    use_effect_with((list.clone(), *active), |(list, active)| {
        if let Some(active) = active {
            scroll_to(&option_id(list, *active));
        }
    });
    let close = {
        let (open, query, active) = (open.setter(), query.setter(), active.setter());
        Callback::from(move |()| {
            open.set(false);
            query.set(String::new());
            active.set(None);
        })
    };
    let toggle = {
        let (open, close) = (open.clone(), close.clone());
        Callback::from(move |_: MouseEvent| if *open { close.emit(()) } else { open.set(true) })
    };
    let pick = {
        let (onchange, close, button) = (props.onchange.clone(), close.clone(), button.clone());
        Callback::from(move |name: AttrValue| {
            close.emit(());
            onchange.emit(name);
            if let Some(button) = button.cast::<web_sys::Element>() {
                dom::focus(&button);
            }
        })
    };
    let oninput = {
        let (query, active) = (query.setter(), active.setter());
        Callback::from(move |event: InputEvent| {
            active.set(Some(0));
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onkeydown = {
        let (active, shown, pick) = (active.clone(), shown.clone(), pick.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            if event.key() == "Enter" {
                event.prevent_default();
                if let Some(name) = active.and_then(|at| shown.get(at)) {
                    pick.emit(name.clone());
                }
            } else if let Some(to) = step(&event.key(), *active, shown.len()) {
                event.prevent_default();
                active.set(Some(to));
            }
        })
    };
    let option = |(at, name): (usize, &AttrValue)| {
        let onpointerdown = {
            let (pick, name) = (pick.clone(), name.clone());
            Callback::from(move |event: PointerEvent| {
                // The focus must not leave the control.
                event.prevent_default();
                pick.emit(name.clone());
            })
        };
        html! {
            <li
                key={name.to_string()}
                id={option_id(&list, at)}
                class="c-icons__option"
                role="option"
                title={name.clone()}
                aria-label={name.clone()}
                aria-selected={(*name == props.value).to_string()}
                data-active={(*active == Some(at)).then_some("")}
                {onpointerdown}
            >
                <Icon name={name.clone()} size={20} />
            </li>
        }
    };
    html! {
        <div class="c-select" ref={node.clone()} data-invalid={field.invalid.then_some("")}>
            <button
                ref={button}
                type="button"
                class="c-select__button"
                id={field.id.clone()}
                aria-haspopup="dialog"
                aria-expanded={open.to_string()}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                disabled={props.disabled}
                onclick={toggle}
            >
                <Icon name={props.value.clone()} />
                <span class="u-ellipsis u-grow">{ &props.value }</span>
                <Icon name="chevron-down" size={14} class="c-select__arrow" />
            </button>
            <Popover open={*open} anchor={node} onclose={close} role="dialog" label={t!(i18n, "kit-icon-choose")}>
                <div class="c-icons">
                    <div class="c-input" data-size="small">
                        <Icon name="search" />
                        <input
                            class="c-input__control"
                            type="text"
                            role="combobox"
                            autocomplete="off"
                            data-autofocus=""
                            value={(*query).clone()}
                            placeholder={t!(i18n, "kit-icon-search")}
                            aria-label={t!(i18n, "kit-icon-search")}
                            aria-autocomplete="list"
                            aria-expanded="true"
                            aria-controls={list.clone()}
                            aria-activedescendant={active.filter(|at| *at < shown.len()).map(|at| option_id(&list, at))}
                            {oninput}
                            {onkeydown}
                        />
                    </div>
                    if shown.is_empty() {
                        <p class="c-combobox__none" role="status">{ t!(i18n, "kit-nothing-found") }</p>
                    } else {
                        <ul id={list.clone()} class="c-icons__grid" role="listbox" aria-label={t!(i18n, "kit-icon-choose")}>
                            { for shown.iter().enumerate().map(option) }
                        </ul>
                    }
                </div>
            </Popover>
        </div>
    }
}

/// The icons whose names have the words; the chosen one is always among all.
fn found(chosen: &AttrValue, query: &str) -> Vec<AttrValue> {
    let words: Vec<String> = query.to_lowercase().split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let own = (!chosen.is_empty() && icons().all(|name| name != chosen.as_str())).then(|| chosen.clone());
    let all = own.into_iter().chain(icons().map(AttrValue::from));
    all.filter(|name| words.iter().all(|word| name.contains(word.as_str()))).collect()
}

/// Where a key leads in the grid.
fn step(key: &str, active: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let Some(at) = active else { return matches!(key, "ArrowDown" | "ArrowRight").then_some(0) };
    match key {
        "ArrowRight" => Some((at + 1).min(last)),
        "ArrowLeft" => Some(at.saturating_sub(1)),
        "ArrowDown" => Some(if at + COLUMNS <= last { at + COLUMNS } else { at.min(last) }),
        "ArrowUp" => Some(if at >= COLUMNS { at - COLUMNS } else { at }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_narrows_the_icons_down() {
        let shown = found(&"box".into(), "circle alert");
        assert!(shown.contains(&"circle-alert".into()) && shown.len() < 5, "{shown:?}");
        assert_eq!(found(&"only-shipped".into(), "").first().map(AttrValue::as_str), Some("only-shipped"));
        assert!(found(&"box".into(), "no such icon").is_empty());
    }

    #[test]
    fn arrows_walk_through_the_grid() {
        assert_eq!(step("ArrowDown", None, 20), Some(0));
        assert_eq!((step("ArrowDown", Some(3), 20), step("ArrowDown", Some(15), 20)), (Some(11), Some(15)));
        assert_eq!((step("ArrowUp", Some(9), 20), step("ArrowLeft", Some(0), 20)), (Some(1), Some(0)));
        assert_eq!((step("ArrowRight", Some(0), 0), step("a", Some(0), 9)), (None, None));
    }
}
