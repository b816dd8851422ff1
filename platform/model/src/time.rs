//! Calendar periods and the company's time zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

/// A place's clock: which day an instant falls on there, and when a day begins.
pub trait Zone: Send + Sync {
    /// The day on which `at` falls.
    fn day_of(&self, at: DateTime<Utc>) -> NaiveDate;
    /// The first instant of `day`.
    fn start_of(&self, day: NaiveDate) -> DateTime<Utc>;
}

/// A clock with a fixed distance from UTC, in seconds east.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedZone(pub i32);

impl Zone for FixedZone {
    fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        (at + chrono::TimeDelta::seconds(self.0.into())).date_naive()
    }

    fn start_of(&self, day: NaiveDate) -> DateTime<Utc> {
        day.and_time(chrono::NaiveTime::MIN).and_utc() - chrono::TimeDelta::seconds(self.0.into())
    }
}

/// A named period relative to today, such as `this_month` or `last_30_days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A unit of the calendar, so many before (−) or after (+) the present one.
    Unit(Unit, i32),
    /// The last so many days, today included.
    Last(u32),
    /// The next so many days, today included.
    Next(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// The periods that pickers offer.
pub const PRESETS: &[&str] = &[
    "today",
    "yesterday",
    "this_week",
    "last_week",
    "this_month",
    "last_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_7_days",
    "last_30_days",
    "last_90_days",
    "last_365_days",
];

/// The most days of a counted period: ten years.
const MOST_DAYS: u32 = 3660;

impl Period {
    /// Reads a period's name; `None` for an unknown one.
    pub fn parse(name: &str) -> Option<Self> {
        let kind = match name {
            "today" => Kind::Unit(Unit::Day, 0),
            "yesterday" => Kind::Unit(Unit::Day, -1),
            "tomorrow" => Kind::Unit(Unit::Day, 1),
            _ => {
                let (when, what) = name.split_once('_')?;
                if let Some(days) = what.strip_suffix("_days") {
                    let days = days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days))?;
                    match when {
                        "last" => Kind::Last(days),
                        "next" => Kind::Next(days),
                        _ => return None,
                    }
                } else {
                    let offset = match when {
                        "this" => 0,
                        "last" => -1,
                        "next" => 1,
                        _ => return None,
                    };
                    let unit = match what {
                        "week" => Unit::Week,
                        "month" => Unit::Month,
                        "quarter" => Unit::Quarter,
                        "year" => Unit::Year,
                        _ => return None,
                    };
                    Kind::Unit(unit, offset)
                }
            }
        };
        Some(Self(kind))
    }

    /// The first day and the day after the last.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self.0 {
            Kind::Last(days) => (shift_days(today, 1 - i64::from(days)), shift_days(today, 1)),
            Kind::Next(days) => (today, shift_days(today, i64::from(days))),
            Kind::Unit(Unit::Day, offset) => (shift_days(today, offset.into()), shift_days(today, i64::from(offset) + 1)),
            Kind::Unit(Unit::Week, offset) => {
                let monday = shift_days(today, 7 * i64::from(offset) - i64::from(today.weekday().num_days_from_monday()));
                (monday, shift_days(monday, 7))
            }
            Kind::Unit(Unit::Month, offset) => months(today, 1, offset),
            Kind::Unit(Unit::Quarter, offset) => months(today, 3, offset),
            Kind::Unit(Unit::Year, offset) => months(today, 12, offset),
        }
    }
}

/// The calendar unit of `length` months that holds `today`, shifted by `offset` units.
fn months(today: NaiveDate, length: u32, offset: i32) -> (NaiveDate, NaiveDate) {
    let first = today.with_day(1).and_then(|day| day.with_month(today.month0() / length * length + 1)).unwrap_or(today);
    let shift = |day: NaiveDate, units: i32| {
        let months = Months::new(units.unsigned_abs() * length);
        let moved = if units < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
        moved.unwrap_or(day)
    };
    let start = shift(first, offset);
    (start, shift(start, 1))
}

fn shift_days(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) };
    moved.unwrap_or(day)
}

/// The period of the same length that ends where `from` begins; whole months stay whole months.
pub fn period_before(from: NaiveDate, until: NaiveDate) -> (NaiveDate, NaiveDate) {
    let whole_months = from.day() == 1 && until.day() == 1;
    if whole_months {
        let count = (until.year() - from.year()) * 12 + until.month() as i32 - from.month() as i32;
        let start = from.checked_sub_months(Months::new(count.unsigned_abs())).unwrap_or(from);
        return (start, from);
    }
    (shift_days(from, -(until - from).num_days()), from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_a_wednesday() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        for (name, expected) in [
            ("today", "2026-11-25 2026-11-26"),
            ("this_week", "2026-11-23 2026-11-30"),
            ("last_month", "2026-10-01 2026-11-01"),
            ("this_quarter", "2026-10-01 2027-01-01"),
            ("last_quarter", "2026-07-01 2026-10-01"),
            ("next_year", "2027-01-01 2028-01-01"),
            ("last_7_days", "2026-11-19 2026-11-26"),
            ("next_30_days", "2026-11-25 2026-12-25"),
        ] {
            let (from, until) = Period::parse(name).unwrap().days(today);
            assert_eq!(format!("{from} {until}"), expected, "{name}");
        }
        for bad in ["", "this", "this_day_", "last_0_days", "last_99999_days", "some_week", "last_-1_days"] {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
        assert!(PRESETS.iter().all(|name| Period::parse(name).is_some()));
    }

    #[test]
    fn the_period_before_is_as_long() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(period_before(day("2026-03-01"), day("2026-04-01")), (day("2026-02-01"), day("2026-03-01")));
        assert_eq!(period_before(day("2026-03-10"), day("2026-03-17")), (day("2026-03-03"), day("2026-03-10")));
    }

    #[test]
    fn a_day_begins_in_its_zone() {
        let shanghai = FixedZone(8 * 3600);
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let start = shanghai.start_of(day);
        assert_eq!(start.to_rfc3339(), "2025-12-31T16:00:00+00:00");
        assert_eq!(shanghai.day_of(start), day);
    }
}
