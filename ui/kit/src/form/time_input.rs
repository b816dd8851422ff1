//! A time of day.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_field;
use crate::action::Size;

/// Properties of [`TimeInput`].
#[derive(Properties, PartialEq)]
pub struct TimeInputProps {
    /// The time as `09:30` or `09:30:15`; empty for none.
    pub value: AttrValue,
    /// Hears every change, as `09:30`, with seconds where there are any.
    pub onchange: Callback<String>,
    /// Hears that the control was left.
    #[prop_or_default]
    pub onblur: Callback<FocusEvent>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A time of day, in the browser's own control.
#[component]
pub fn TimeInput(props: &TimeInputProps) -> Html {
    let field = use_field();
    let onchange = props.onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    // Seconds are shown only where they say something.
    let (value, step) = match props.value.strip_suffix(":00").filter(|short| short.len() == 5) {
        Some(short) => (AttrValue::from(short.to_owned()), "60"),
        None if props.value.len() == 8 => (props.value.clone(), "1"),
        None => (props.value.clone(), "60"),
    };
    html! {
        <div class="c-input c-time" data-size={props.size.code()} data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")}>
            <input
                class="c-input__control"
                id={field.id.clone()}
                type="time"
                {step}
                {value}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                disabled={props.disabled}
                oninput={onchange}
                onblur={props.onblur.clone()}
            />
        </div>
    }
}
