//! A moment: a day and a time in the person's zone, kept as RFC 3339 in UTC.

use js_sys::Date;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{DatePicker, use_field};
use crate::{action::Size, calendar::Day, i18n::use_i18n, t};

/// Properties of [`DateTimePicker`].
#[derive(Properties, PartialEq)]
pub struct DateTimePickerProps {
    /// The moment as RFC 3339; empty for none.
    pub value: AttrValue,
    /// Hears every change, in UTC; what is no moment is handed on as it is, for the form to refuse.
    pub onchange: Callback<String>,
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

/// A day with a time.
#[component]
pub fn DateTimePicker(props: &DateTimePickerProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let (day, time) = parts(&props.value);
    let onday = {
        let (onchange, time) = (props.onchange.clone(), time.clone());
        Callback::from(move |day: String| {
            let time = if time.is_empty() { "09:00" } else { &time };
            onchange.emit(joined(&day, time));
        })
    };
    let ontime = {
        let (onchange, day) = (props.onchange.clone(), day.clone());
        Callback::from(move |event: Event| {
            let time = event.target_unchecked_into::<HtmlInputElement>().value();
            let day = if day.is_empty() { Day::today().to_string() } else { day.clone() };
            onchange.emit(joined(&day, &time));
        })
    };
    html! {
        <div class="c-date-time">
            <DatePicker value={day} onchange={onday} label={props.label.clone()} disabled={props.disabled} size={props.size} />
            <div class="c-input" data-size={props.size.code()} data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")}>
                <input class="c-input__control" type="time" value={time} aria-label={t!(i18n, "kit-time")} disabled={props.disabled} onchange={ontime} />
            </div>
        </div>
    }
}

/// Day and time where the person is; a text that is no moment counts as a day being typed.
fn parts(value: &str) -> (String, String) {
    let date = Date::new(&value.into());
    if value.len() < 16 || date.get_time().is_nan() {
        return (value.to_owned(), String::new());
    }
    let day = format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
    (day, format!("{:02}:{:02}", date.get_hours(), date.get_minutes()))
}

/// The moment in UTC; a day that is none stays as it was typed.
fn joined(day: &str, time: &str) -> String {
    let Some(parsed) = Day::parse(day) else { return day.to_owned() };
    // Without a zone, the browser reads it as the person's.
    let date = Date::new(&format!("{parsed}T{time}:00").into());
    if date.get_time().is_nan() { day.to_owned() } else { date.to_iso_string().into() }
}
