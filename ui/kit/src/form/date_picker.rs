//! A day, typed or chosen from a calendar.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{calendar_panel::CalendarPanel, use_field};
use crate::{
    action::{IconButton, LinkButton, Size},
    calendar::Day,
    i18n::use_i18n,
    overlay::Popover,
    t,
};

/// Properties of [`DatePicker`].
#[derive(Properties, PartialEq)]
pub struct DatePickerProps {
    /// The day as `2026-09-21`, or what was typed instead; empty for none.
    pub value: AttrValue,
    /// Hears every change; what is no day is handed on as it is, for the form to refuse.
    pub onchange: Callback<String>,
    /// Hears that the field was left.
    #[prop_or_default]
    pub onblur: Callback<FocusEvent>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
}

/// A day, typed or chosen from a calendar.
#[component]
pub fn DatePicker(props: &DatePickerProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let node = use_node_ref();
    let open = use_state_eq(|| false);
    let oninput = props.onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onblur = {
        let (onchange, onblur) = (props.onchange.clone(), props.onblur.clone());
        Callback::from(move |event: FocusEvent| {
            // "2026/9/1" becomes "2026-09-01" once the field is left.
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(day) = Day::parse(&typed).map(|day| day.to_string()).filter(|day| *day != typed) {
                onchange.emit(day);
            }
            onblur.emit(event);
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let open = open.setter();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "ArrowDown" {
                event.prevent_default();
                open.set(true);
            }
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let pick = {
        let (onchange, open, node) = (props.onchange.clone(), open.setter(), node.clone());
        Callback::from(move |day: Option<Day>| {
            open.set(false);
            onchange.emit(day.map(|day| day.to_string()).unwrap_or_default());
            let input = node.cast::<web_sys::Element>().and_then(|shell| shell.query_selector("input").ok().flatten());
            if let Some(input) = input {
                crate::dom::focus(&input);
            }
        })
    };
    html! {
        <div class="c-input" ref={node.clone()} data-size={props.size.code()} data-date="" data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")}>
            <input
                class="c-input__control"
                id={field.id.clone()}
                type="text"
                inputmode="numeric"
                autocomplete="off"
                placeholder={t!(i18n, "kit-date-placeholder")}
                value={props.value.clone()}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                disabled={props.disabled}
                {oninput}
                {onblur}
                {onkeydown}
            />
            <IconButton label={t!(i18n, "kit-open-calendar")} icon="calendar" size={Size::Small} disabled={props.disabled} expanded={*open} haspopup="dialog" onclick={toggle} />
            <Popover open={*open} anchor={node} onclose={close} role="dialog" label={t!(i18n, "kit-calendar")}>
                <CalendarPanel from={Day::parse(&props.value)} onpick={pick.reform(Some)} />
                <div class="c-calendar__foot">
                    <LinkButton label={t!(i18n, "kit-today")} onclick={pick.reform(|_: MouseEvent| Some(Day::today()))} />
                    <LinkButton label={t!(i18n, "kit-clear")} onclick={pick.reform(|_: MouseEvent| None)} />
                </div>
            </Popover>
        </div>
    }
}
