//! A colour: chosen from a palette, mixed, or typed.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_field;
use crate::{action::Size, display::Icon, i18n::use_i18n, overlay::Popover, t};

/// Colours that go well beside each other.
const PALETTE: [&str; 16] = [
    "#dc2626", "#ea580c", "#d97706", "#ca8a04", "#65a30d", "#16a34a", "#0d9488", "#0891b2", "#2563eb", "#4f46e5", "#7c3aed", "#9333ea",
    "#db2777", "#78716c", "#64748b", "#1f2937",
];

/// Properties of [`ColorInput`].
#[derive(Properties, PartialEq)]
pub struct ColorInputProps {
    /// The colour as `#rrggbb`, or what was typed instead; empty for none.
    pub value: AttrValue,
    /// Hears every change.
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

/// A swatch that opens the palette, and the code beside it.
#[component]
pub fn ColorInput(props: &ColorInputProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let node = use_node_ref();
    let open = use_state_eq(|| false);
    let color = hex(&props.value);
    let oninput = props.onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onblur = {
        let (onchange, onblur) = (props.onchange.clone(), props.onblur.clone());
        Callback::from(move |event: FocusEvent| {
            // "2563EB" becomes "#2563eb" once the field is left.
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(color) = hex(&typed).filter(|color| *color != typed) {
                onchange.emit(color);
            }
            onblur.emit(event);
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let swatch = |known: &&'static str| {
        let known = *known;
        let onclick = {
            let (onchange, open) = (props.onchange.clone(), open.setter());
            Callback::from(move |_: MouseEvent| {
                open.set(false);
                onchange.emit(known.to_owned());
            })
        };
        let chosen = color.as_deref() == Some(known);
        html! { <button type="button" key={known} class="c-swatch" style={format!("--swatch:{known}")} aria-label={known} aria-pressed={chosen.to_string()} {onclick} /> }
    };
    html! {
        <div class="c-input c-color" ref={node.clone()} data-size={props.size.code()} data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")}>
            <button
                type="button"
                class="c-swatch"
                data-none={color.is_none().then_some("")}
                style={color.as_ref().map(|color| format!("--swatch:{color}"))}
                aria-label={t!(i18n, "kit-color-choose")}
                aria-haspopup="dialog"
                aria-expanded={open.to_string()}
                disabled={props.disabled}
                onclick={toggle}
            />
            <input
                class="c-input__control"
                id={field.id.clone()}
                type="text"
                autocomplete="off"
                spellcheck="false"
                placeholder="#rrggbb"
                maxlength="7"
                value={props.value.clone()}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                disabled={props.disabled}
                {oninput}
                {onblur}
            />
            <Popover open={*open} anchor={node} onclose={close} role="dialog" label={t!(i18n, "kit-color-choose")}>
                <div class="c-palette">
                    <div class="c-palette__swatches">{ for PALETTE.iter().map(swatch) }</div>
                    <label class="c-palette__own">
                        <Icon name="palette" />
                        <span class="u-grow">{ t!(i18n, "kit-color-own") }</span>
                        <input type="color" value={color.clone().unwrap_or_else(|| "#2563eb".to_owned())} oninput={props.onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value())} />
                    </label>
                </div>
            </Popover>
        </div>
    }
}

/// A colour as `#rrggbb` in small letters, also from `rrggbb` and `#rgb`.
pub fn hex(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('#').to_ascii_lowercase();
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match digits.len() {
        6 if all_hex => Some(format!("#{digits}")),
        3 if all_hex => Some(digits.chars().fold(String::from("#"), |out, digit| format!("{out}{digit}{digit}"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn colours_are_read_as_people_write_them() {
        for (text, expected) in
            [("2563EB", Some("#2563eb")), ("#abc", Some("#aabbcc")), (" #2563eb ", Some("#2563eb")), ("blue", None), ("#12", None)]
        {
            assert_eq!(hex(text).as_deref(), expected, "{text}");
        }
    }
}
