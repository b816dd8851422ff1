//! Groups of days: every one of a range, also those that nothing fell into, and what they are called.

use chrono::{Datelike, Days, Months, NaiveDate};
use trellis_model::{Language, chart::Unit};

/// More groups than this are not filled in: a chart could not show them.
const MOST: usize = 400;

/// The first days of every group from `from` to `to`.
pub fn starts(unit: Unit, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut day = start(unit, from);
    let mut starts = Vec::new();
    while day <= to && starts.len() < MOST {
        starts.push(day);
        match next(unit, day) {
            Some(next) => day = next,
            None => break,
        }
    }
    starts
}

/// The first day of the group that a day falls into. Weeks begin on Monday.
fn start(unit: Unit, day: NaiveDate) -> NaiveDate {
    let first_of = |month0: u32| NaiveDate::from_ymd_opt(day.year(), month0 + 1, 1).unwrap_or(day);
    match unit {
        Unit::Day => day,
        Unit::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day),
        Unit::Month => first_of(day.month0()),
        Unit::Quarter => first_of(day.month0() / 3 * 3),
        Unit::Year => first_of(0),
    }
}

fn next(unit: Unit, day: NaiveDate) -> Option<NaiveDate> {
    match unit {
        Unit::Day => day.checked_add_days(Days::new(1)),
        Unit::Week => day.checked_add_days(Days::new(7)),
        Unit::Month => day.checked_add_months(Months::new(1)),
        Unit::Quarter => day.checked_add_months(Months::new(3)),
        Unit::Year => day.checked_add_months(Months::new(12)),
    }
}

/// What a group is called, by its first day.
pub fn name(unit: Unit, first: NaiveDate, language: Language) -> String {
    let (year, month, day) = (first.year(), first.month(), first.day());
    match (unit, language) {
        (Unit::Year, Language::ZhCn) => format!("{year}年"),
        (Unit::Year, Language::En) => year.to_string(),
        (Unit::Quarter, _) => format!("{year} Q{}", (month - 1) / 3 + 1),
        (Unit::Month, _) => format!("{year}-{month:02}"),
        (Unit::Day | Unit::Week, _) => format!("{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_group_of_a_range_is_there() {
        let months = starts(Unit::Month, day("2026-01-15"), day("2026-04-02"));
        assert_eq!(months, ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"].map(day));
        assert_eq!(starts(Unit::Week, day("2026-11-25"), day("2026-11-30")), ["2026-11-23", "2026-11-30"].map(day));
        assert_eq!(starts(Unit::Quarter, day("2026-02-01"), day("2026-12-31")).len(), 4);
        assert_eq!(starts(Unit::Day, day("2020-01-01"), day("2026-01-01")).len(), MOST);
    }

    #[test]
    fn groups_have_short_names() {
        assert_eq!(name(Unit::Month, day("2026-03-01"), Language::En), "2026-03");
        assert_eq!(name(Unit::Quarter, day("2026-10-01"), Language::ZhCn), "2026 Q4");
        assert_eq!(name(Unit::Year, day("2026-01-01"), Language::ZhCn), "2026年");
    }
}
