//! A length of time: `1h 30m` on the screen, seconds in the record.

use trellis_model::Json;
use trellis_ui_kit::{Align, TextInput, t};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown};
use crate::{Scope, use_scope};

/// A length of time.
pub(super) struct Duration;

impl Renderer for Duration {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <DurationInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_f64().map_or_else(|| shown.value.to_string(), |seconds| said(&shown.scope.i18n, seconds))
    }

    fn align(&self) -> Align {
        Align::End
    }

    fn width(&self) -> f64 {
        120.0
    }
}

/// Text that is read as a length of time; it is tidied up when the field is left.
#[component]
fn DurationInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let typed = use_state_eq(|| None::<String>);
    let shown = match (&*typed, &props.value) {
        (Some(typed), _) => typed.clone(),
        (None, Json::Number(number)) => number.as_f64().map(|seconds| said(&scope.i18n, seconds)).unwrap_or_default(),
        (None, _) => props.typed().to_string(),
    };
    let oninput = {
        let (typed, onchange) = (typed.setter(), props.onchange.clone());
        Callback::from(move |text: String| {
            onchange.emit(match parse(&text) {
                Some(seconds) => Edit::value(seconds),
                None => Edit::text(text.trim().to_owned()),
            });
            typed.set(Some(text));
        })
    };
    let onblur = {
        let (typed, onblur) = (typed.setter(), props.onblur.clone());
        Callback::from(move |_: FocusEvent| {
            typed.set(None);
            onblur.emit(());
        })
    };
    html! {
        <TextInput icon="timer" value={shown} placeholder={t!(scope.i18n, "field-duration-example")} disabled={props.disabled} autofocus={props.autofocus} {oninput} {onblur} />
    }
}

const DAY: u64 = 86_400;

/// `1d 2h 30m 5s`, or `1天2小时30分5秒`.
pub(crate) fn said(i18n: &trellis_ui_kit::I18n, seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a field are whole and not negative")]
    let whole = seconds.abs().round() as u64;
    let parts = [(whole / DAY, "天", "d"), (whole % DAY / 3600, "小时", "h"), (whole % 3600 / 60, "分", "m"), (whole % 60, "秒", "s")];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, chinese, english)| format!("{count}{}", i18n.pick(chinese, english)))
        .collect();
    match words.is_empty() {
        true => format!("0{}", i18n.pick("分", "m")),
        false => words.join(i18n.pick("", " ")),
    }
}

/// Seconds from what people type: `1h 30m`, `1:30`, `90m`, `1.5h`, `2天3小时`, `45` (minutes).
pub(crate) fn parse(text: &str) -> Option<u64> {
    let text = text.trim().to_lowercase();
    if let Some((hours, rest)) = text.split_once(':') {
        let mut parts = vec![hours];
        parts.extend(rest.split(':'));
        let numbers: Vec<u64> = parts.iter().map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        return match numbers.as_slice() {
            [hours, minutes] if *minutes < 60 => Some(hours * 3600 + minutes * 60),
            [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => Some(hours * 3600 + minutes * 60 + seconds),
            _ => None,
        };
    }
    let (mut rest, mut total, mut any) = (text.as_str(), 0.0, false);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let unit = rest.find(|c: char| c.is_ascii_digit() || c.is_whitespace()).unwrap_or(rest.len());
        let factor = match &rest[..unit] {
            "d" | "day" | "days" | "天" | "日" => 86_400.0,
            "h" | "hr" | "hour" | "hours" | "时" | "小时" => 3600.0,
            "m" | "min" | "mins" | "minute" | "minutes" | "分" | "分钟" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" | "秒" => 1.0,
            // A number alone means minutes.
            "" if !any => 60.0,
            _ => return None,
        };
        total += number * factor;
        any = true;
        rest = rest[unit..].trim_start();
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some decades, never negative")]
    (any && total < 4e9).then(|| total.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, expected) in [
            ("1h 30m", Some(5400)),
            ("1h30m", Some(5400)),
            ("1:30", Some(5400)),
            ("0:00:45", Some(45)),
            ("90", Some(5400)),
            ("1.5 h", Some(5400)),
            ("2天3小时", Some(2 * 86_400 + 3 * 3600)),
            ("1 小时 5 分钟", Some(3900)),
            ("1:75", None),
            ("soon", None),
            ("1x", None),
            ("", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
