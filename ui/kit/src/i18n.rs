//! Messages and regional formats. The application brings the messages; the kit and everything above it ask here.

use std::rc::Rc;

use yew::prelude::*;

use crate::intl;
pub use crate::intl::{set_time_zone, system_zone, time_zone, time_zones};

/// What a message is filled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A word, as it is.
    Text(String),
    /// A number: it chooses the plural and is written the regional way.
    Number(f64),
}

macro_rules! arg_from {
    (text: $($text:ty),*; number: $($number:ty),*) => {
        $(impl From<$text> for Arg {
            fn from(value: $text) -> Self {
                Self::Text(value.to_string())
            }
        })*
        $(impl From<$number> for Arg {
            fn from(value: $number) -> Self {
                Self::Number(f64::from(value))
            }
        })*
    };
}
arg_from!(text: &str, String, &String, AttrValue, &AttrValue; number: u8, u16, u32, i32, f64);

impl From<u64> for Arg {
    #[expect(clippy::cast_precision_loss, reason = "a count on a screen is far below 2^52")]
    fn from(value: u64) -> Self {
        Self::Number(value as f64)
    }
}

impl From<usize> for Arg {
    #[expect(clippy::cast_precision_loss, reason = "a count on a screen is far below 2^52")]
    fn from(value: usize) -> Self {
        Self::Number(value as f64)
    }
}

/// Where messages come from; the application implements it over its message files.
pub trait Translate {
    /// The language in use, as in `<html lang>`.
    fn locale(&self) -> &str;
    /// The message, or the id itself when there is none.
    fn text(&self, id: &str, args: &[(&'static str, Arg)]) -> String;
}

/// The language of the page, cheap to clone and compare.
#[derive(Clone)]
pub struct I18n(Rc<dyn Translate>);

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl I18n {
    /// Wraps a source of messages.
    pub fn new(source: Rc<dyn Translate>) -> Self {
        Self(source)
    }

    /// The language in use, such as `zh-CN`.
    pub fn locale(&self) -> &str {
        self.0.locale()
    }

    /// A message; see the macro [`t!`](crate::t).
    pub fn text(&self, id: &str, args: &[(&'static str, Arg)]) -> AttrValue {
        self.0.text(id, args).into()
    }

    /// Chooses from a label in both languages, as declarations carry them.
    pub fn pick<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        if self.locale().starts_with("zh") { chinese } else { english }
    }

    /// `1,234,567.5` in a language, for sources of messages.
    pub fn number_in(locale: &str, value: f64) -> String {
        intl::number(locale, value, 0, 3)
    }

    /// `1,234,567.5` with up to `scale` decimals.
    pub fn number(&self, value: f64, scale: u8) -> String {
        intl::number(self.locale(), value, 0, scale)
    }

    /// `1,234,567.50` with exactly `scale` decimals; takes the digits as text so that none is lost.
    pub fn decimal(&self, digits: &str, scale: u8) -> String {
        intl::decimal(self.locale(), digits, scale)
    }

    /// `¥1,234,567.50`; takes the digits as text so that none is lost.
    pub fn money(&self, digits: &str, scale: u8) -> String {
        intl::money(self.locale(), digits, scale)
    }

    /// `1.2亿` or `123M`.
    pub fn compact(&self, value: f64) -> String {
        intl::compact(self.locale(), value)
    }

    /// `¥123.5万` or `CN¥1.2M`.
    pub fn compact_money(&self, value: f64) -> String {
        intl::compact_money(self.locale(), value)
    }

    /// `12.5%`, from 12.5.
    pub fn percent(&self, value: f64, scale: u8) -> String {
        intl::percent(self.locale(), value, scale)
    }

    /// `2026-09-21` in the regional way; what is no date is given back.
    pub fn date(&self, date: &str) -> String {
        intl::date(self.locale(), date)
    }

    /// An RFC 3339 moment as date and time in the person's zone.
    pub fn date_time(&self, moment: &str) -> String {
        intl::date_time(self.locale(), moment)
    }

    /// `3 minutes ago`, `yesterday`; older than a week: the date.
    pub fn relative(&self, moment: &str) -> String {
        intl::relative(self.locale(), moment)
    }

    /// `2026年9月`.
    pub fn month(&self, year: i32, month: u8) -> String {
        intl::month(self.locale(), year, month)
    }

    /// The short names of the days of the week, Monday first.
    pub fn weekdays(&self) -> Vec<String> {
        intl::weekdays(self.locale())
    }
}

/// Without a provider the ids themselves are shown, so that a missing one is plain to see.
struct Unset;

impl Translate for Unset {
    fn locale(&self) -> &str {
        "zh-CN"
    }

    fn text(&self, id: &str, _: &[(&'static str, Arg)]) -> String {
        id.to_owned()
    }
}

/// The language of the page.
#[hook]
pub fn use_i18n() -> I18n {
    let unset = use_memo((), |()| I18n::new(Rc::new(Unset)));
    use_context::<I18n>().unwrap_or_else(|| (*unset).clone())
}

/// A message by id: `t!(i18n, "list-total", count = rows)`.
#[macro_export]
macro_rules! t {
    ($i18n:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $i18n.text($id, &[$((stringify!($name), $crate::i18n::Arg::from($value))),*])
    };
}
