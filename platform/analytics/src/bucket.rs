//! Groups of days: which one a day or an instant falls into.

use std::{collections::BTreeMap, ops::Bound};

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};
use polars::prelude::*;
use trellis_model::{chart::Unit, time::Zone};

/// More groups than this are not filled in: nobody reads a chart of so many.
pub const MOST_FILLED: usize = 400;

/// The first day of the group that a day falls into. Weeks begin on Monday.
pub fn start(unit: Unit, day: NaiveDate) -> NaiveDate {
    let month = |month0: u32| NaiveDate::from_ymd_opt(day.year(), month0 + 1, 1).unwrap_or(day);
    match unit {
        Unit::Day => day,
        Unit::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day),
        Unit::Month => month(day.month0()),
        Unit::Quarter => month(day.month0() / 3 * 3),
        Unit::Year => month(0),
    }
}

/// The first day of the next group.
pub fn next(unit: Unit, start: NaiveDate) -> NaiveDate {
    let months = |count| start.checked_add_months(Months::new(count));
    let next = match unit {
        Unit::Day => start.checked_add_days(Days::new(1)),
        Unit::Week => start.checked_add_days(Days::new(7)),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Year => months(12),
    };
    next.unwrap_or(NaiveDate::MAX)
}

/// The groups that touch the days from `from` until before `until`; none when there are too many.
pub fn between(unit: Unit, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    let mut starts = Vec::new();
    let mut day = start(unit, from);
    while day < until {
        if starts.len() == MOST_FILLED {
            return Vec::new();
        }
        starts.push(day);
        day = next(unit, day);
    }
    starts
}

/// For each day or instant of a column the first day of its group in `zone`.
pub fn column(column: &Column, unit: Unit, zone: &dyn Zone) -> PolarsResult<Column> {
    let starts: Int32Chunked = if column.dtype() == &DataType::Date {
        let mut groups = Groups::new(|value: i64| {
            let first = start(unit, NaiveDate::from_epoch_days(i32::try_from(value).ok()?)?);
            Some((first.to_epoch_days().into(), next(unit, first).to_epoch_days().into(), first))
        });
        column.date()?.physical().iter().map(|day| groups.of(day?.into())).collect()
    } else {
        let mut groups = Groups::new(|value: i64| {
            let first = start(unit, zone.day_of(DateTime::from_timestamp_micros(value)?));
            let edge = |day: NaiveDate| zone.start_of(day).timestamp_micros();
            Some((edge(first), edge(next(unit, first)), first))
        });
        column.datetime()?.physical().iter().map(|at| groups.of(at?)).collect()
    };
    Ok(starts.with_name(column.name().clone()).into_date().into_column())
}

/// The groups that were met so far, so that a calendar is asked once a group and not once a record.
struct Groups<F> {
    /// By first value: the value after the last, and the first day.
    known: BTreeMap<i64, (i64, i32)>,
    last: (i64, i64, i32),
    make: F,
}

impl<F: Fn(i64) -> Option<(i64, i64, NaiveDate)>> Groups<F> {
    fn new(make: F) -> Self {
        Self { known: BTreeMap::new(), last: (0, 0, 0), make }
    }

    fn of(&mut self, value: i64) -> Option<i32> {
        let (from, until, first) = self.last;
        if (from..until).contains(&value) {
            return Some(first);
        }
        let before = self.known.range((Bound::Unbounded, Bound::Included(value))).next_back();
        self.last = match before {
            Some((from, (until, first))) if value < *until => (*from, *until, *first),
            _ => {
                let (from, until, first) = (self.make)(value)?;
                self.known.insert(from, (until, first.to_epoch_days()));
                (from, until, first.to_epoch_days())
            }
        };
        Some(self.last.2)
    }
}

#[cfg(test)]
mod tests {
    use trellis_model::time::FixedZone;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn groups_begin_where_people_expect() {
        let wednesday = day("2026-11-25");
        for (unit, expected) in [
            (Unit::Day, "2026-11-25 2026-11-26"),
            (Unit::Week, "2026-11-23 2026-11-30"),
            (Unit::Month, "2026-11-01 2026-12-01"),
            (Unit::Quarter, "2026-10-01 2027-01-01"),
            (Unit::Year, "2026-01-01 2027-01-01"),
        ] {
            let first = start(unit, wednesday);
            assert_eq!(format!("{first} {}", next(unit, first)), expected);
        }
        assert_eq!(between(Unit::Month, day("2026-01-15"), day("2026-03-01")), ["2026-01-01", "2026-02-01"].map(day));
        assert!(between(Unit::Day, day("2020-01-01"), day("2026-01-01")).is_empty());
    }

    #[test]
    fn an_instant_belongs_to_the_day_of_the_company() {
        let shanghai = FixedZone(8 * 3600);
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros();
        let instants = [Some(at("2025-12-31T15:59:59Z")), Some(at("2025-12-31T16:00:00Z")), None];
        let instants = Int64Chunked::from_slice_options("at".into(), &instants).into_datetime(TimeUnit::Microseconds, None);
        let months = column(&instants.into_column(), Unit::Month, &shanghai).unwrap();
        let months: Vec<Option<NaiveDate>> = months.date().unwrap().physical().iter().map(|it| NaiveDate::from_epoch_days(it?)).collect();
        assert_eq!(months, [Some(day("2025-12-01")), Some(day("2026-01-01")), None]);
    }

    #[test]
    fn days_are_grouped_whatever_their_order() {
        let days = ["2026-03-31", "2024-02-29", "2026-03-01", "0001-01-01", "9999-12-31"].map(|it| Some(day(it).to_epoch_days()));
        let days = Int32Chunked::from_slice_options("on".into(), &days).into_date().into_column();
        let months = column(&days, Unit::Quarter, &FixedZone(0)).unwrap();
        let months: Vec<String> =
            months.date().unwrap().physical().iter().map(|it| NaiveDate::from_epoch_days(it.unwrap()).unwrap().to_string()).collect();
        assert_eq!(months, ["2026-01-01", "2024-01-01", "2026-01-01", "0001-01-01", "9999-10-01"]);
    }
}
