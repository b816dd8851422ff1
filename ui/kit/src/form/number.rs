//! Numbers and amounts. What is typed stays text, so that no digit is lost on the way.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_field;
use crate::i18n::use_i18n;

/// Properties of [`NumberInput`].
#[derive(Properties, PartialEq)]
pub struct NumberInputProps {
    /// The digits, as in JSON: `1234.5`; empty for no value.
    pub value: AttrValue,
    /// Hears every change, as digits; what is no number is handed on as it is, for the form to refuse.
    pub oninput: Callback<String>,
    /// Hears that the field was left.
    #[prop_or_default]
    pub onblur: Callback<FocusEvent>,
    /// How many decimals; 0 for whole numbers.
    #[prop_or_default]
    pub scale: u8,
    /// A sign before, such as `¥`.
    #[prop_or_default]
    pub prefix: Option<AttrValue>,
    /// A unit behind, such as `%`.
    #[prop_or_default]
    pub suffix: Option<AttrValue>,
    /// An example of what belongs here.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Shown, not to be changed.
    #[prop_or_default]
    pub readonly: bool,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A number; it shows thousands separators while it is not being edited.
#[component]
pub fn NumberInput(props: &NumberInputProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let editing = use_state_eq(|| false);
    let shown = if *editing || !is_number(&props.value) {
        props.value.to_string()
    } else {
        let decimals = props.value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        i18n.decimal(&props.value, u8::try_from(decimals).unwrap_or(props.scale).min(props.scale))
    };
    let oninput = props.oninput.reform(|event: InputEvent| digits(&event.target_unchecked_into::<HtmlInputElement>().value()));
    let onfocus = {
        let editing = editing.setter();
        Callback::from(move |_: FocusEvent| editing.set(true))
    };
    let onblur = {
        let (editing, onblur) = (editing.setter(), props.onblur.clone());
        Callback::from(move |event: FocusEvent| {
            editing.set(false);
            onblur.emit(event);
        })
    };
    html! {
        <div class="c-input" data-number="" data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")} data-readonly={props.readonly.then_some("")}>
            if let Some(prefix) = &props.prefix {
                <span class="c-input__affix">{ prefix }</span>
            }
            <input
                class="c-input__control"
                id={field.id.clone()}
                type="text"
                inputmode={if props.scale == 0 { "numeric" } else { "decimal" }}
                autocomplete="off"
                value={shown}
                placeholder={props.placeholder.clone()}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                readonly={props.readonly}
                disabled={props.disabled}
                {oninput}
                {onfocus}
                {onblur}
            />
            if let Some(suffix) = &props.suffix {
                <span class="c-input__affix">{ suffix }</span>
            }
        </div>
    }
}

/// What was typed or pasted, as JSON would write it: separators, signs of money and full-width digits are understood.
fn digits(typed: &str) -> String {
    let plain = |letter: char| match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')),
        '．' | '。' => Some('.'),
        '－' | '−' => Some('-'),
        ',' | '，' | ' ' | '¥' | '￥' | '\u{a0}' => None,
        other => Some(other),
    };
    typed.chars().filter_map(plain).collect()
}

/// Whether the text is a whole JSON number without exponent.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(decimals)
}

#[cfg(test)]
mod tests {
    use super::{digits, is_number};

    #[test]
    fn typed_and_pasted_amounts_are_understood() {
        assert_eq!(digits("¥1,234,567.50"), "1234567.50");
        assert_eq!(digits("－１２．５"), "-12.5");
        assert_eq!(digits("12a"), "12a");
    }

    #[test]
    fn a_number_has_digits_on_both_sides_of_its_point() {
        for number in ["0", "-12.50", "999999999999999.99"] {
            assert!(is_number(number), "{number}");
        }
        for other in ["", "-", "1.", ".5", "1e3", "12a"] {
            assert!(!is_number(other), "{other}");
        }
    }
}
