//! Days of the calendar, and the ranges that people name ("this quarter").

use std::fmt;

/// A day, without time or zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year, such as 2026.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Day {
    /// Reads `2026-09-21`, also `2026/9/21` and `2026.9.21` as people type it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(['-', '/', '.']);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        let parsed = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let possible = (1..=12).contains(&parsed.month) && (1..=days_in(parsed.year, parsed.month)).contains(&parsed.day);
        possible.then_some(parsed)
    }

    /// Today where the person is.
    pub fn today() -> Self {
        let now = js_sys::Date::new_0();
        let part = |value: u32| u8::try_from(value).unwrap_or(1);
        Self { year: i32::try_from(now.get_full_year()).unwrap_or(1970), month: part(now.get_month() + 1), day: part(now.get_date()) }
    }

    /// The day this many days later, or earlier.
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_number(self.number() + days)
    }

    /// The same day this many months later, at most the month's last.
    pub fn plus_months(self, months: i32) -> Self {
        let count = self.year * 12 + i32::from(self.month) - 1 + months;
        let year = count.div_euclid(12);
        let month = u8::try_from(count.rem_euclid(12)).unwrap_or(0) + 1;
        Self { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> i32 {
        // Day 0, 1 January 1970, was a Thursday.
        (self.number() + 3).rem_euclid(7)
    }

    /// The first day of this month.
    pub fn month_start(self) -> Self {
        Self { day: 1, ..self }
    }

    /// The last day of this month.
    pub fn month_end(self) -> Self {
        Self { day: days_in(self.year, self.month), ..self }
    }

    /// Six weeks, Monday first, that show this month whole.
    pub fn month_grid(self) -> Vec<Self> {
        let first = self.month_start();
        let start = first.plus_days(-first.weekday());
        (0..42).map(|offset| start.plus_days(offset)).collect()
    }

    /// Days since 1 January 1970.
    fn number(self) -> i32 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    fn from_number(number: i32) -> Self {
        let number = number + 719_468;
        let era = number.div_euclid(146_097);
        let day_of_era = number.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let small = |value: i32| u8::try_from(value).unwrap_or(1);
        let month = small(if shifted < 10 { shifted + 3 } else { shifted - 9 });
        let day = small(day_of_year - (153 * shifted + 2) / 5 + 1);
        Self { year: year_of_era + era * 400 + i32::from(month <= 2), month, day }
    }
}

/// The ranges that every date filter offers, in this order; the names are those of the filter operator `within`.
pub const PRESETS: [&str; 11] = [
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
    "last_30_days",
];

/// The first and last day of a named range.
pub fn preset_range(name: &str, today: Day) -> Option<(Day, Day)> {
    let week = today.plus_days(-today.weekday());
    let month = today.month_start();
    let quarter = month.plus_months(-(i32::from(today.month) - 1).rem_euclid(3));
    let year = Day { month: 1, day: 1, ..today };
    let quarter_of = |start: Day| (start, start.plus_months(2).month_end());
    let year_of = |start: Day| (start, Day { month: 12, day: 31, ..start });
    Some(match name {
        "today" => (today, today),
        "yesterday" => (today.plus_days(-1), today.plus_days(-1)),
        "this_week" => (week, week.plus_days(6)),
        "last_week" => (week.plus_days(-7), week.plus_days(-1)),
        "this_month" => (month, month.month_end()),
        "last_month" => (month.plus_months(-1), month.plus_days(-1)),
        "this_quarter" => quarter_of(quarter),
        "last_quarter" => quarter_of(quarter.plus_months(-3)),
        "this_year" => year_of(year),
        "last_year" => year_of(year.plus_months(-12)),
        _ => {
            let days: i32 = name.strip_prefix("last_")?.strip_suffix("_days")?.parse().ok()?;
            (today.plus_days(1 - days), today)
        }
    })
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        assert_eq!(day("2026/9/1"), day("2026-09-01"));
        for wrong in ["2026-13-01", "2026-02-29", "26-1-1", "2026-01", "2026-01-01-01", "today"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_count_over_months_years_and_leap_days() {
        assert_eq!(day("2024-02-28").plus_days(1), day("2024-02-29"));
        assert_eq!(day("2026-12-31").plus_days(1), day("2027-01-01"));
        assert_eq!(day("2026-01-01").plus_days(-1), day("2025-12-31"));
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2026-01-15").plus_months(-1), day("2025-12-15"));
        let mut walked = day("1899-12-31");
        for _ in 0..100_000 {
            let next = walked.plus_days(1);
            assert!(next > walked && next.weekday() == (walked.weekday() + 1) % 7);
            walked = next;
        }
    }

    #[test]
    fn a_month_shows_whole_weeks_from_monday() {
        let grid = day("2026-11-23").month_grid();
        assert_eq!((grid[0], grid[41]), (day("2026-10-26"), day("2026-12-06")));
        assert_eq!(grid[0].weekday(), 0);
    }

    #[test]
    fn every_preset_has_its_range() {
        let today = day("2026-11-23");
        let range = |name| preset_range(name, today).map(|(from, to)| format!("{from} {to}")).unwrap();
        assert_eq!(range("this_week"), "2026-11-23 2026-11-29");
        assert_eq!(range("last_month"), "2026-10-01 2026-10-31");
        assert_eq!(range("this_quarter"), "2026-10-01 2026-12-31");
        assert_eq!(range("last_quarter"), "2026-07-01 2026-09-30");
        assert_eq!(range("last_year"), "2025-01-01 2025-12-31");
        assert_eq!(range("last_30_days"), "2026-10-25 2026-11-23");
        assert!(PRESETS.iter().all(|name| preset_range(name, today).is_some()));
        assert_eq!(preset_range("some_day", today), None);
    }
}
