//! The company's clock, by what the browser knows of time zones.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use js_sys::{Array, Date, Function, Object, Reflect};
use trellis_model::time::Zone;
use wasm_bindgen::{JsCast, JsValue};

/// A locale that writes moments as `2026-03-10 08:00:00`.
const PLAIN: &str = "sv-SE";

/// The time zone in which the company's calendar days begin and end. One that the browser does not know is UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyZone(String);

impl CompanyZone {
    /// The zone with this IANA name.
    pub fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The day that it is there now.
    pub fn today(&self) -> NaiveDate {
        self.day_of(now())
    }

    /// What a clock on the wall shows there.
    fn wall(&self, at: DateTime<Utc>) -> Option<NaiveDateTime> {
        let options = Object::new();
        Reflect::set(&options, &"timeZone".into(), &self.0.as_str().into()).ok()?;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay far below 2^53")]
        let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
        // Through reflection, because a zone that the browser does not know throws.
        let write: Function = Reflect::get(&date, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
        let text = Reflect::apply(&write, &date, &Array::of2(&PLAIN.into(), &options)).ok()?.as_string()?;
        NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok()
    }

    /// How far that clock is ahead of UTC.
    fn ahead(&self, at: DateTime<Utc>) -> TimeDelta {
        self.wall(at).map_or(TimeDelta::zero(), |wall| TimeDelta::seconds((wall.and_utc() - at).num_seconds()))
    }
}

impl Zone for CompanyZone {
    fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.wall(at).map_or_else(|| at.date_naive(), |wall| wall.date())
    }

    fn start_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
        // The distance at a moment near it may be another one than at the moment itself, when clocks change that night.
        let near = midnight - self.ahead(midnight);
        midnight - self.ahead(near)
    }
}

fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and far below 2^53")]
    let milliseconds = Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}
