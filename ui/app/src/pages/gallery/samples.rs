//! Made-up records, by rule, for the sample screens.

use trellis_ui_kit::{Choice, I18n};

/// Names of people.
pub const PEOPLE: [&str; 6] = ["李雷", "韩梅梅", "王建国", "赵敏", "陈思远", "Ada Lin"];

const PLACES: [&str; 6] = ["华东", "北辰", "海川", "远景", "中科", "青禾"];
const TRADES: [&str; 6] = ["精密制造", "信息技术", "医疗器械", "新能源", "供应链", "食品"];
const LEVELS: [(&str, &str, &str); 3] =
    [("A 级 重点", "A Key", "red"), ("B 级 普通", "B Normal", "amber"), ("C 级 长尾", "C Long tail", "gray")];
const STATES: [(&str, &str, &str); 4] =
    [("跟进中", "In touch", "blue"), ("已成交", "Won", "green"), ("待跟进", "To follow up", "violet"), ("已流失", "Lost", "gray")];

/// A customer.
pub struct Customer {
    pub name: String,
    pub level: (&'static str, &'static str),
    pub state: (&'static str, &'static str),
    pub owner: &'static str,
    pub phone: String,
    pub amount: String,
    pub date: String,
}

/// The customer of this number, always the same.
pub fn customer(i18n: &I18n, number: usize) -> Customer {
    let pick = |(chinese, english, color): (&'static str, &'static str, &'static str)| {
        (if i18n.locale().starts_with("zh") { chinese } else { english }, color)
    };
    Customer {
        name: format!("{}{}有限公司 {:05}", PLACES[number % 6], TRADES[number * 7 / 6 % 6], number + 1),
        level: pick(LEVELS[number * 7 % 5 % 3]),
        state: pick(STATES[number * 5 % 7 % 4]),
        owner: PEOPLE[number * 5 % 6],
        phone: format!("1{}{:04}{:04}", 30 + number % 60, number % 9_000 * 37 % 10_000, number % 9_000 * 7_919 % 10_000),
        amount: format!("{}.{:02}", number % 8_000 * 48_271 % 9_000_000 + 12_000, number % 100),
        date: format!("2026-{:02}-{:02}T0{}:30:00Z", number % 11 + 1, number % 28 + 1, number % 10),
    }
}

/// People to choose from.
pub fn people() -> Vec<Choice> {
    let team = ["华东销售部", "华北销售部", "客户成功部"];
    PEOPLE.iter().enumerate().map(|(index, name)| Choice::new(index.to_string(), *name).with_note(team[index % 3]).with_avatar()).collect()
}

/// A picklist.
pub fn levels(i18n: &I18n) -> Vec<Choice> {
    LEVELS
        .iter()
        .map(|(chinese, english, color)| Choice::new(*english, i18n.pick(chinese, english).to_owned()).with_color(*color))
        .collect()
}
