//! One or several of many, found by typing. The options are given, or searched elsewhere as the person types.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    Choice,
    listbox::{Listbox, option_id, step},
    use_field,
};
use crate::{
    action::{IconButton, Size},
    display::{Icon, Spinner, Tag},
    dom::{self, use_debounced, use_id},
    i18n::use_i18n,
    overlay::Popover,
    t,
};

/// How long typing must rest before a search, in milliseconds.
const REST: i32 = 180;

/// Properties of [`Combobox`].
#[derive(Properties, PartialEq)]
pub struct ComboboxProps {
    /// What is chosen, for assistive technology; a [`super::Field`] around it says so too.
    #[prop_or_default]
    pub label: AttrValue,
    /// What is chosen, with labels.
    pub value: Vec<Choice>,
    /// Hears a new choice.
    pub onchange: Callback<Vec<Choice>>,
    /// The things to choose now.
    pub options: Vec<Choice>,
    /// Searches: hears the words when the list opens and when typing rests. Without, `options` are filtered here.
    #[prop_or_default]
    pub onsearch: Option<Callback<String>>,
    /// A search is under way.
    #[prop_or_default]
    pub loading: bool,
    /// Whether several can be chosen.
    #[prop_or_default]
    pub multiple: bool,
    /// Offers to create what was not found: what the line says, and what it does with the words typed.
    #[prop_or_default]
    pub create: Option<(AttrValue, Callback<String>)>,
    /// Shown while nothing is chosen.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
}

/// One or several of many, found by typing.
#[component]
pub fn Combobox(props: &ComboboxProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let list = use_id("list");
    let (node, input) = (use_node_ref(), use_node_ref());
    let open = use_state_eq(|| false);
    let query = use_state_eq(String::new);
    let active = use_state_eq(|| None::<usize>);

    let shown: Vec<Choice> = if props.onsearch.is_some() {
        props.options.clone()
    } else {
        let words = query.trim().to_lowercase();
        props.options.iter().filter(|option| option.matches(&words)).cloned().collect()
    };
    let search = use_debounced(REST, props.onsearch.clone().unwrap_or_else(Callback::noop));
    let show = {
        let (open, onsearch) = (open.clone(), props.onsearch.clone());
        move || {
            if !*open {
                open.set(true);
                if let Some(onsearch) = &onsearch {
                    onsearch.emit(String::new());
                }
            }
        }
    };
    let close = {
        let (open, query, active) = (open.setter(), query.setter(), active.setter());
        Callback::from(move |()| {
            open.set(false);
            query.set(String::new());
            active.set(None);
        })
    };
    let pick = {
        let (shown, value, multiple) = (shown.clone(), props.value.clone(), props.multiple);
        let (onchange, close, query) = (props.onchange.clone(), close.clone(), query.setter());
        Callback::from(move |index: usize| {
            let Some(option) = shown.get(index).filter(|option| !option.disabled) else { return };
            if multiple {
                onchange.emit(toggled(&value, option));
                query.set(String::new());
            } else {
                onchange.emit(vec![option.clone()]);
                close.emit(());
            }
        })
    };
    let remove = {
        let (value, onchange) = (props.value.clone(), props.onchange.clone());
        move |index: usize| {
            let mut value = value.clone();
            value.remove(index);
            onchange.emit(value);
        }
    };
    let oninput = {
        let (query, active, search, show) = (query.setter(), active.setter(), search, show.clone());
        Callback::from(move |event: InputEvent| {
            let words = event.target_unchecked_into::<HtmlInputElement>().value();
            show();
            active.set(Some(0));
            query.set(words.clone());
            search.emit(words);
        })
    };
    let onkeydown = {
        let (open, active, shown, pick, close) = (open.clone(), active.clone(), shown.clone(), pick.clone(), close.clone());
        let (remove, show) = (remove.clone(), show.clone());
        let last = (props.multiple && query.is_empty()).then(|| props.value.len().checked_sub(1)).flatten();
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let key = event.key();
            match key.as_str() {
                "Enter" if *open => {
                    event.prevent_default();
                    if let Some(index) = *active {
                        pick.emit(index);
                    }
                }
                "Backspace" => {
                    if let Some(last) = last {
                        remove(last);
                    }
                }
                "Tab" => close.emit(()),
                _ => {
                    if let Some(to) = step(&key, *active, &shown) {
                        event.prevent_default();
                        show();
                        active.set(Some(to));
                    } else if key == "ArrowDown" {
                        show();
                    }
                }
            }
        })
    };
    let onclick = {
        let (input, show) = (input.clone(), show.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(element) = input.cast::<web_sys::Element>() {
                dom::focus(&element);
            }
            show();
        })
    };
    let clear = {
        let (onchange, query) = (props.onchange.clone(), query.setter());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            query.set(String::new());
            onchange.emit(Vec::new());
        })
    };
    let hover = {
        let active = active.setter();
        Callback::from(move |index| active.set(Some(index)))
    };
    let single = props.value.first().filter(|_| !props.multiple);
    let text = if *open { (*query).clone() } else { single.map(|choice| choice.label.to_string()).unwrap_or_default() };
    let placeholder = match single {
        Some(choice) => choice.label.clone(),
        None if !props.value.is_empty() => AttrValue::default(),
        None if props.placeholder.is_empty() => t!(i18n, "kit-search-and-choose"),
        None => props.placeholder.clone(),
    };
    let create = props.create.clone().map(|(label, create)| {
        let (close, words) = (close.clone(), (*query).clone());
        let onpointerdown = Callback::from(move |event: PointerEvent| {
            event.prevent_default();
            create.emit(words.trim().to_owned());
            close.emit(());
        });
        html! { <div class="c-combobox__create" {onpointerdown}><Icon name="plus" />{ label }</div> }
    });
    let can_clear = !props.value.is_empty() && !props.disabled;
    html! {
        <div
            class="c-combobox"
            ref={node.clone()}
            data-size={props.size.code()}
            data-multiple={props.multiple.then_some("")}
            data-invalid={field.invalid.then_some("")}
            data-disabled={props.disabled.then_some("")}
            onclick={(!props.disabled).then_some(onclick)}
        >
            if props.multiple {
                { for props.value.iter().enumerate().map(|(index, choice)| {
                    let remove = remove.clone();
                    let onremove = (!props.disabled).then(|| Callback::from(move |()| remove(index)));
                    html! { <Tag key={choice.value.to_string()} label={choice.label.clone()} {onremove} remove_label={t!(i18n, "kit-remove", name = &choice.label)} /> }
                }) }
            } else if let Some(choice) = single.filter(|_| !*open) {
                { choice.mark() }
            }
            <input
                ref={input}
                class="c-combobox__input"
                id={field.id.clone()}
                type="text"
                role="combobox"
                autocomplete="off"
                value={text}
                {placeholder}
                aria-label={(!props.label.is_empty()).then(|| props.label.clone())}
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-expanded={open.to_string()}
                aria-controls={open.then(|| list.clone())}
                aria-activedescendant={active.filter(|index| *open && *index < shown.len()).map(|index| option_id(&list, index))}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                disabled={props.disabled}
                {oninput}
                {onkeydown}
            />
            if props.loading {
                <Spinner size={14} />
            } else if can_clear {
                <IconButton label={t!(i18n, "kit-clear")} icon="x" size={Size::Small} onclick={clear} />
            } else {
                <Icon name="chevron-down" size={14} class="c-select__arrow" />
            }
            <Popover open={*open} anchor={node} onclose={close} match_width={true}>
                <Listbox
                    id={list}
                    label={props.label.clone()}
                    options={shown.clone()}
                    chosen={props.value.iter().map(|choice| choice.value.clone()).collect::<Vec<_>>()}
                    multiple={props.multiple}
                    active={*active}
                    onpick={pick}
                    onhover={hover}
                />
                if shown.is_empty() {
                    <p class="c-combobox__none" role="status">{ t!(i18n, if props.loading { "kit-searching" } else { "kit-nothing-found" }) }</p>
                }
                { create }
            </Popover>
        </div>
    }
}

/// The choice with this one added, or taken away when it was there.
fn toggled(value: &[Choice], option: &Choice) -> Vec<Choice> {
    let mut value = value.to_vec();
    match value.iter().position(|chosen| chosen.value == option.value) {
        Some(index) => drop(value.remove(index)),
        None => value.push(option.clone()),
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_option_is_taken_back_by_choosing_it_again() {
        let (a, b) = (Choice::new("a", "A"), Choice::new("b", "B"));
        let both = toggled(&toggled(&[], &a), &b);
        assert!(both == [a.clone(), b.clone()]);
        assert!(toggled(&both, &a) == [b]);
    }
}
