//! The browser's own regional formats (`Intl`), each formatter made once.

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::theme;

/// The currency of amounts.
const CURRENCY: &str = "CNY";

/// Under this name the zone is kept in the browser.
const ZONE: &str = "zone";

/// The zone in which moments are shown, where the person chose one; otherwise the browser's.
pub fn time_zone() -> Option<String> {
    theme::kept(ZONE).filter(|zone| !zone.is_empty())
}

/// Shows moments in another zone from now on; empty for the browser's.
pub fn set_time_zone(zone: &str) {
    theme::keep(ZONE, zone);
}

/// The zone of the browser.
pub fn system_zone() -> Option<String> {
    let format: Object = make("DateTimeFormat", "en", &[])?.0.dyn_into().ok()?;
    let resolved: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
    Reflect::get(&resolved.call0(&format).ok()?, &"timeZone".into()).ok()?.as_string()
}

/// Every zone that the browser knows.
pub fn time_zones() -> Vec<String> {
    let known = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let list: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        list.call1(&intl, &"timeZone".into()).ok()?.dyn_into::<Array>().ok()
    };
    known().map(|zones| zones.iter().filter_map(|zone| zone.as_string()).collect()).unwrap_or_default()
}

type Options<'a> = &'a [(&'a str, &'a str)];

thread_local! {
    /// Formatters by class, language and options: making one costs a hundred times its use.
    static FORMATTERS: RefCell<HashMap<String, (JsValue, Function)>> = RefCell::default();
}

pub fn number(locale: &str, value: f64, least: u8, most: u8) -> String {
    let (least, most) = (least.to_string(), most.to_string());
    let options = [("minimumFractionDigits", least.as_str()), ("maximumFractionDigits", most.as_str())];
    format("NumberFormat", locale, &options, &[value.into()])
}

pub fn decimal(locale: &str, digits: &str, scale: u8) -> String {
    let scale = scale.to_string();
    let options = [("minimumFractionDigits", scale.as_str()), ("maximumFractionDigits", scale.as_str())];
    format("NumberFormat", locale, &options, &[digits.into()])
}

pub fn money(locale: &str, digits: &str, scale: u8) -> String {
    let scale = scale.to_string();
    let options = [
        ("style", "currency"),
        ("currency", CURRENCY),
        ("currencyDisplay", "narrowSymbol"),
        ("minimumFractionDigits", scale.as_str()),
        ("maximumFractionDigits", scale.as_str()),
    ];
    format("NumberFormat", locale, &options, &[digits.into()])
}

pub fn compact(locale: &str, value: f64) -> String {
    let options = [("notation", "compact"), ("maximumFractionDigits", "1")];
    format("NumberFormat", locale, &options, &[value.into()])
}

pub fn compact_money(locale: &str, value: f64) -> String {
    let options = [
        ("style", "currency"),
        ("currency", CURRENCY),
        ("currencyDisplay", "narrowSymbol"),
        ("notation", "compact"),
        ("maximumFractionDigits", "1"),
    ];
    format("NumberFormat", locale, &options, &[value.into()])
}

pub fn percent(locale: &str, value: f64, scale: u8) -> String {
    let scale = scale.to_string();
    let options = [("style", "percent"), ("maximumFractionDigits", scale.as_str())];
    format("NumberFormat", locale, &options, &[(value / 100.0).into()])
}

/// A month that cannot be taken for a day: 2026/01/02 is plain, 01/02/2026 is not.
fn month_style(locale: &str) -> &'static str {
    if locale.starts_with("zh") { "2-digit" } else { "short" }
}

/// A calendar day has no zone: it is read and written as UTC.
pub fn date(locale: &str, date: &str) -> String {
    let options = [("timeZone", "UTC"), ("year", "numeric"), ("month", month_style(locale)), ("day", "2-digit")];
    moment(date).map_or_else(|| date.to_owned(), |at| format("DateTimeFormat", locale, &options, &[at.into()]))
}

pub fn date_time(locale: &str, value: &str) -> String {
    let zone = time_zone();
    let mut options = vec![
        ("year", "numeric"),
        ("month", month_style(locale)),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ];
    options.extend(zone.as_deref().map(|zone| ("timeZone", zone)));
    moment(value).map_or_else(|| value.to_owned(), |at| format("DateTimeFormat", locale, &options, &[at.into()]))
}

pub fn relative(locale: &str, value: &str) -> String {
    let Some(at) = moment(value) else { return value.to_owned() };
    let seconds = (at - Date::now()) / 1000.0;
    let (amount, unit) = match seconds.abs() {
        s if s < 45.0 => (0.0, "second"),
        s if s < 3_600.0 => (seconds / 60.0, "minute"),
        s if s < 86_400.0 => (seconds / 3_600.0, "hour"),
        s if s < 7.0 * 86_400.0 => (seconds / 86_400.0, "day"),
        _ => return date_time(locale, value),
    };
    format("RelativeTimeFormat", locale, &[("numeric", "auto")], &[amount.round().into(), unit.into()])
}

pub fn month(locale: &str, year: i32, month: u8) -> String {
    let at = Date::utc(f64::from(year), f64::from(month) - 1.0);
    let options = [("timeZone", "UTC"), ("year", "numeric"), ("month", "long")];
    format("DateTimeFormat", locale, &options, &[at.into()])
}

pub fn weekdays(locale: &str) -> Vec<String> {
    let width = if locale.starts_with("zh") { "narrow" } else { "short" };
    // 5 January 1970 was a Monday.
    (4..11)
        .map(|day| f64::from(day) * 86_400_000.0)
        .map(|at| format("DateTimeFormat", locale, &[("timeZone", "UTC"), ("weekday", width)], &[at.into()]))
        .collect()
}

/// Milliseconds since 1970, or nothing when the text is no moment.
fn moment(text: &str) -> Option<f64> {
    Some(Date::parse(text)).filter(|at| !at.is_nan())
}

/// Calls `new Intl[class](locale, options).format(…arguments)`.
fn format(class: &str, locale: &str, options: Options<'_>, arguments: &[JsValue]) -> String {
    let key = format!("{class} {locale} {options:?}");
    FORMATTERS
        .with_borrow_mut(|known| {
            if !known.contains_key(&key)
                && let Some(made) = make(class, locale, options)
            {
                known.insert(key.clone(), made);
            }
            let (formatter, format) = known.get(&key)?;
            format.apply(formatter, &arguments.iter().collect::<Array>()).ok()?.as_string()
        })
        .unwrap_or_default()
}

fn make(class: &str, locale: &str, options: Options<'_>) -> Option<(JsValue, Function)> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let bag = Object::new();
    for (name, value) in options {
        Reflect::set(&bag, &(*name).into(), &(*value).into()).ok()?;
    }
    let formatter = Reflect::construct(&class, &Array::of2(&locale.into(), &bag)).ok()?;
    let format = Reflect::get(&formatter, &"format".into()).ok()?.dyn_into().ok()?;
    Some((formatter, format))
}
