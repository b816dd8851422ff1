//! Words that people give freely, as chips.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_field;
use crate::{action::Size, display::Tag, dom, i18n::use_i18n, t};

/// Properties of [`TagsInput`].
#[derive(Properties, PartialEq)]
pub struct TagsInputProps {
    /// The words.
    pub value: Vec<AttrValue>,
    /// Hears the words after every change.
    pub onchange: Callback<Vec<AttrValue>>,
    /// Hears that the control was left.
    #[prop_or_default]
    pub onblur: Callback<()>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Shown while there are none.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// Chips with an input behind them. Enter, a comma or a semicolon ends a word, as does leaving the control; Backspace takes
/// the last one back.
#[component]
pub fn TagsInput(props: &TagsInputProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let node = use_node_ref();
    let typed = use_state_eq(String::new);
    let take = {
        let (typed, value, onchange) = (typed.setter(), props.value.clone(), props.onchange.clone());
        move |words: &str| {
            typed.set(String::new());
            let with = joined(&value, words);
            if with != value {
                onchange.emit(with);
            }
        }
    };
    let oninput = {
        let (typed, take) = (typed.setter(), take.clone());
        Callback::from(move |event: InputEvent| {
            let words = event.target_unchecked_into::<HtmlInputElement>().value();
            // A separator ends a word; while a Chinese word is composed, nothing does.
            if words.contains(is_separator) && !event.is_composing() { take(&words) } else { typed.set(words) }
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
    let onkeydown = {
        let (typed, take, remove, count) = (typed.clone(), take.clone(), remove.clone(), props.value.len());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            _ if event.is_composing() => {}
            "Enter" if !typed.trim().is_empty() => {
                event.prevent_default();
                take(&typed);
            }
            "Backspace" if typed.is_empty() && count > 0 => remove(count - 1),
            _ => {}
        })
    };
    let onblur = {
        let (typed, take, onblur) = (typed.clone(), take, props.onblur.clone());
        Callback::from(move |_: FocusEvent| {
            if !typed.trim().is_empty() {
                take(&typed);
            }
            onblur.emit(());
        })
    };
    let onclick = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = node.cast::<web_sys::Element>() {
                dom::focus(&input);
            }
        })
    };
    html! {
        <div
            class="c-combobox"
            data-multiple=""
            data-size={props.size.code()}
            data-invalid={field.invalid.then_some("")}
            data-disabled={props.disabled.then_some("")}
            {onclick}
        >
            { for props.value.iter().enumerate().map(|(index, word)| {
                let remove = remove.clone();
                let onremove = (!props.disabled).then(|| Callback::from(move |()| remove(index)));
                html! { <Tag key={word.to_string()} label={word.clone()} {onremove} remove_label={t!(i18n, "kit-remove", name = word)} /> }
            }) }
            <input
                ref={node}
                class="c-combobox__input"
                id={field.id.clone()}
                type="text"
                autocomplete="off"
                value={(*typed).clone()}
                placeholder={if props.value.is_empty() { props.placeholder.clone() } else { AttrValue::default() }}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                disabled={props.disabled}
                {oninput}
                {onkeydown}
                {onblur}
            />
        </div>
    }
}

fn is_separator(sign: char) -> bool {
    matches!(sign, ',' | ';' | '，' | '；' | '、' | '\n' | '\t')
}

/// The words with what was typed added, each at most once.
fn joined(value: &[AttrValue], typed: &str) -> Vec<AttrValue> {
    let mut value = value.to_vec();
    for word in typed.split(is_separator).map(str::trim).filter(|word| !word.is_empty()) {
        if !value.iter().any(|known| known.as_str() == word) {
            value.push(word.to_owned().into());
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_end_words_and_none_comes_twice() {
        let words = joined(&["甲".into()], " 乙，甲; a b ;; 丙、");
        assert_eq!(words.iter().map(AttrValue::as_str).collect::<Vec<_>>(), ["甲", "乙", "a b", "丙"]);
    }
}
