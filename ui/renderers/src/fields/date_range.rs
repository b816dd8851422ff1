//! A first and a last day.

use serde_json::json;
use trellis_model::Json;
use trellis_ui_kit::{
    DatePicker, FieldInfo, MenuButton, MenuItem, Placement,
    calendar::{Day, preset_range},
    t, use_field,
};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::{Scope, use_scope};

/// Ranges that are often meant, by name.
const PRESETS: [&str; 6] = ["today", "this_week", "this_month", "last_month", "this_quarter", "this_year"];

/// A first and a last day.
pub(super) struct DateRange;

impl Renderer for DateRange {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <DateRangeInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let end = |at: usize| shown.value.get(at).and_then(Json::as_str).map(|day| shown.scope.i18n.date(day)).unwrap_or_default();
        if end(0) == end(1) { end(0) } else { format!("{} – {}", end(0), end(1)) }
    }

    fn width(&self) -> f64 {
        210.0
    }
}

/// Two days, and the ranges that have a name.
#[component]
fn DateRangeInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let field = use_field();
    let (from, to) = (end(&props.value, 0), end(&props.value, 1));
    let set = |first: bool| {
        let (from, to, onchange) = (from.clone(), to.clone(), props.onchange.clone());
        Callback::from(move |day: String| {
            let (from, to) = if first { (&day, &to) } else { (&from, &day) };
            onchange.emit(Edit::value(range(from, to)));
        })
    };
    let onpick = props.onchange.reform(|name: AttrValue| match preset_range(&name, Day::today()) {
        Some((from, to)) => Edit::value(json!([from.to_string(), to.to_string()])),
        None => Edit::default(),
    });
    let mut items: Vec<MenuItem> =
        PRESETS.iter().map(|name| MenuItem::new(*name, t!(scope.i18n, &format!("kit-range-{}", name.replace('_', "-"))))).collect();
    if !props.value.is_null() {
        items.extend([MenuItem::Separator, MenuItem::new("clear", t!(scope.i18n, "kit-clear"))]);
    }
    // The label names the first day; the second has a name of its own.
    let second = FieldInfo { id: format!("{}-to", field.id).into(), ..field };
    html! {
        <div class="r-range">
            <DatePicker value={from.clone()} disabled={props.disabled} onchange={set(true)} onblur={props.left()} />
            <span aria-hidden="true">{ "–" }</span>
            <ContextProvider<FieldInfo> context={second}>
                <DatePicker label={t!(scope.i18n, "kit-range-to")} value={to.clone()} disabled={props.disabled} onchange={set(false)} onblur={props.left()} />
            </ContextProvider<FieldInfo>>
            if !props.disabled {
                <MenuButton label={t!(scope.i18n, "field-range-presets")} icon="calendar-range" {items} {onpick} placement={Placement::End} />
            }
        </div>
    }
}

fn end(value: &Json, at: usize) -> String {
    value.get(at).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// The value of two days as they were typed; none at all is no value.
fn range(from: &str, to: &str) -> Json {
    if from.is_empty() && to.is_empty() { Json::Null } else { json!([from, to]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_empty_days_are_no_value() {
        assert_eq!(range("", ""), Json::Null);
        assert_eq!(range("2026-01-01", ""), json!(["2026-01-01", ""]));
    }
}
