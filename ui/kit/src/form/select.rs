//! One of a short list.

use yew::prelude::*;

use super::{
    Choice,
    listbox::{Listbox, option_id, step},
    use_field,
};
use crate::{
    action::{IconButton, Size},
    display::Icon,
    dom::use_id,
    i18n::use_i18n,
    overlay::Popover,
    t,
};

/// Properties of [`Select`].
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// What is chosen, for assistive technology; a [`super::Field`] around it says so too.
    #[prop_or_default]
    pub label: AttrValue,
    /// The things to choose.
    pub options: Vec<Choice>,
    /// The chosen one's value.
    pub value: Option<AttrValue>,
    /// Hears a new choice, or none.
    pub onchange: Callback<Option<AttrValue>>,
    /// Shown while nothing is chosen.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Whether the choice can be taken back.
    #[prop_or_default]
    pub clearable: bool,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
}

/// One of a short list; letters jump to an option.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let list = use_id("list");
    let node = use_node_ref();
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    let chosen = props.options.iter().position(|option| Some(&option.value) == props.value.as_ref());
    let show = {
        let (open, active) = (open.setter(), active.setter());
        move |at: Option<usize>| {
            active.set(at);
            open.set(true);
        }
    };
    let pick = {
        let (open, options, onchange) = (open.setter(), props.options.clone(), props.onchange.clone());
        Callback::from(move |index: usize| {
            open.set(false);
            if let Some(option) = options.get(index).filter(|option| !option.disabled) {
                onchange.emit(Some(option.value.clone()));
            }
        })
    };
    let onclick = {
        let (open, show) = (open.clone(), show.clone());
        Callback::from(move |_: MouseEvent| if *open { open.set(false) } else { show(chosen) })
    };
    let onkeydown = {
        let (open, active, options, pick) = (open.clone(), active.clone(), props.options.clone(), pick.clone());
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            match key.as_str() {
                "Enter" | " " if *open => {
                    event.prevent_default();
                    if let Some(index) = *active {
                        pick.emit(index);
                    }
                }
                "Tab" => open.set(false),
                "ArrowDown" | "ArrowUp" if !*open => {
                    event.prevent_default();
                    show(chosen.or_else(|| step(&key, None, &options)));
                }
                _ => {
                    let to = step(&key, *active, &options).or_else(|| by_letter(&key, *active, &options));
                    if let Some(to) = to.filter(|_| !event.ctrl_key() && !event.meta_key()) {
                        event.prevent_default();
                        show(Some(to));
                    }
                }
            }
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let clear = props.onchange.reform(|event: MouseEvent| {
        event.stop_propagation();
        None
    });
    let hover = {
        let active = active.setter();
        Callback::from(move |index| active.set(Some(index)))
    };
    let shown = chosen.and_then(|index| props.options.get(index));
    let can_clear = props.clearable && shown.is_some() && !props.disabled;
    html! {
        <div class="c-select" ref={node.clone()} data-size={props.size.code()} data-invalid={field.invalid.then_some("")}>
            <button
                type="button"
                class="c-select__button"
                id={field.id.clone()}
                role="combobox"
                aria-label={(!props.label.is_empty()).then(|| props.label.clone())}
                aria-haspopup="listbox"
                aria-expanded={open.to_string()}
                aria-controls={open.then(|| list.clone())}
                aria-activedescendant={active.filter(|_| *open).map(|index| option_id(&list, index))}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                disabled={props.disabled}
                {onclick}
                {onkeydown}
            >
                if let Some(option) = shown {
                    { option.mark() }
                    <span class="u-ellipsis u-grow">{ &option.label }</span>
                } else {
                    <span class="u-ellipsis u-grow c-select__placeholder">
                        { if props.placeholder.is_empty() { t!(i18n, "kit-choose") } else { props.placeholder.clone() } }
                    </span>
                }
                <Icon name="chevrons-up-down" size={14} class="c-select__arrow" />
            </button>
            if can_clear {
                <span class="c-select__clear"><IconButton label={t!(i18n, "kit-clear")} icon="x" size={Size::Small} onclick={clear} /></span>
            }
            <Popover open={*open} anchor={node} onclose={close} match_width={true}>
                <Listbox
                    id={list}
                    label={props.label.clone()}
                    options={props.options.clone()}
                    chosen={props.value.iter().cloned().collect::<Vec<_>>()}
                    active={*active}
                    onpick={pick}
                    onhover={hover}
                />
            </Popover>
        </div>
    }
}

/// The next option after the active one that starts with the letter typed.
fn by_letter(key: &str, active: Option<usize>, options: &[Choice]) -> Option<usize> {
    if key.chars().count() != 1 || key == " " {
        return None;
    }
    let letter = key.to_lowercase();
    let after = active.map_or(0, |active| active + 1).min(options.len());
    let starts = |index: &usize| !options[*index].disabled && options[*index].label.to_lowercase().starts_with(&letter);
    (after..options.len()).chain(0..after).find(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_jumps_to_the_next_option_and_round() {
        let options = [Choice::new("1", "Alpha"), Choice::new("2", "Beta"), Choice::new("3", "Atlas")];
        assert_eq!(by_letter("a", None, &options), Some(0));
        assert_eq!(by_letter("a", Some(0), &options), Some(2));
        assert_eq!(by_letter("A", Some(2), &options), Some(0));
        assert_eq!(by_letter("Enter", Some(0), &options), None);
    }
}
