//! What people write in a cell, as the API wants it. What cannot be read stays a text: the record's own check says then what
//! is wrong with it.

use std::collections::HashMap;

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use trellis_model::{
    Field, FieldKind, Json, Picklist, Schema, Violation, field::Shape, field::lookup::parse_id, value::format_instant, violation::Code,
};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::Cx;

/// The records that names mean: by lookup field and text, each as the API writes it.
pub type Names = HashMap<(String, String), Vec<Json>>;

/// The text of a cell as a value of the field.
///
/// # Errors
/// For a name that no record has, or several.
pub fn json(cx: &Cx, field: &Field, text: &str, names: &Names) -> Result<Json, Violation> {
    let plain = || Json::from(text);
    let picklist = field.picklist.as_deref().and_then(|name| cx.catalog().picklist(name));
    Ok(match (field.shape(), picklist) {
        (Shape::Codes, Some(picklist)) if field.kind == FieldKind::Cascade => Json::from(path(picklist, text)),
        (Shape::Codes, Some(picklist)) => Json::from(codes(picklist, text)),
        (Shape::Codes, None) if field.kind == FieldKind::MultiLookup => {
            let one = |text| if is_id(text) { Ok(Json::from(text)) } else { named(field, text, names) };
            Json::Array(parts(text).into_iter().map(one).collect::<Result<_, _>>()?)
        }
        (Shape::Codes, None) => Json::from(parts(text)),
        (Shape::DateRange, _) => range(text).map_or_else(plain, |(from, to)| serde_json::json!([from.to_string(), to.to_string()])),
        (_, Some(picklist)) => code(picklist, text).map_or_else(plain, Json::from),
        (Shape::Bool, _) => flag(text).map_or_else(plain, Json::from),
        (Shape::Integer | Shape::Decimal(_), _) => number(text, field.kind == FieldKind::Percent).unwrap_or_else(plain),
        (Shape::Date, _) => moment(text).map_or_else(plain, |at| at.date().to_string().into()),
        (Shape::DateTime, _) => instant(cx, text).map_or_else(plain, |at| format_instant(at).into()),
        (Shape::Id | Shape::Reference, _) if is_id(text) => reference(text),
        (Shape::Id | Shape::Reference, _) => named(field, text, names)?,
        (Shape::Text, _) => plain(),
        // A kind with another form of its own: the text, or what the text spells.
        _ => match serde_json::from_str::<Json>(text) {
            Ok(json) if field.parse(&plain(), cx.catalog()).is_err() => json,
            _ => plain(),
        },
    })
}

/// Whether a cell holds ids rather than names: `<id>`, or `<object>:<id>`.
pub fn is_id(text: &str) -> bool {
    parse_id(text.split_once(':').map_or(text, |(_, id)| id)).is_some()
}

fn reference(text: &str) -> Json {
    match text.split_once(':') {
        Some((object, id)) => serde_json::json!({ "object": object, "id": id }),
        None => text.into(),
    }
}

fn named(field: &Field, text: &str, names: &Names) -> Result<Json, Violation> {
    match names.get(&(field.name.clone(), text.to_owned())).map(Vec::as_slice) {
        Some([one]) => Ok(one.clone()),
        Some([_, ..]) => {
            let [zh, en] =
                [format!("有多条记录名为“{text}”，请填写记录 ID"), format!("Several records are named `{text}`; give the record's id")];
            Err(Violation::new(&field.name, Code::Refused).with("reason_zh", zh).with("reason_en", en))
        }
        _ => {
            let [zh, en] = [format!("没有名为“{text}”的记录"), format!("There is no record named `{text}`")];
            Err(Violation::new(&field.name, Code::Refused).with("reason_zh", zh).with("reason_en", en))
        }
    }
}

/// An option by its code or either label.
fn code(picklist: &Picklist, text: &str) -> Option<String> {
    let option = picklist.option(text).or_else(|| {
        let folded = text.to_lowercase();
        let fits = |label: &str| label.to_lowercase() == folded;
        // Of two with one label the one that may be chosen.
        let mut fitting: Vec<_> = picklist.options.iter().filter(|option| fits(&option.label.zh) || fits(&option.label.en)).collect();
        fitting.sort_by_key(|option| !option.active);
        fitting.first().copied()
    });
    option.map(|option| option.code.clone())
}

/// The parts of a text, with the marks between them that people use.
pub fn parts(text: &str) -> Vec<&str> {
    let marks: &[char] = if text.contains([';', '；', '、', '|', '\n']) { &[';', '；', '、', '|', '\n'] } else { &[',', '，'] };
    text.split(marks).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A path of options from the top down, each below the one before: `Zhejiang / Hangzhou`.
fn path(picklist: &Picklist, text: &str) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    for part in text.split(['/', '／', '>']).map(str::trim).filter(|part| !part.is_empty()) {
        let folded = part.to_lowercase();
        let below = picklist.options.iter().filter(|option| option.parent.as_ref() == path.last());
        let fits = |label: &str| label.to_lowercase() == folded;
        let option = below.clone().find(|option| option.code == part).or_else(|| below.clone().find(|option| fits(&option.label.zh) || fits(&option.label.en)));
        path.push(option.map_or_else(|| part.to_owned(), |option| option.code.clone()));
    }
    path
}

/// Two days: `2026-03-01 ~ 2026-03-31`.
fn range(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = text.split_once(['~', '～', '至', '—', '–']).or_else(|| text.split_once(" - ")).or_else(|| text.split_once(" to "))?;
    Some((moment(from)?.date(), moment(to)?.date()))
}

/// Several options, with the marks between them that people use.
fn codes(picklist: &Picklist, text: &str) -> Vec<String> {
    if let Some(code) = code(picklist, text) {
        return vec![code];
    }
    let mut codes: Vec<String> = Vec::new();
    for part in parts(text) {
        let code = code(picklist, part).unwrap_or_else(|| part.to_owned());
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "真" | "对" | "有" | "yes" | "y" | "true" | "1" | "√" | "✓" | "x" => Some(true),
        "否" | "假" | "错" | "无" | "no" | "n" | "false" | "0" | "×" => Some(false),
        _ => None,
    }
}

/// A number with the marks that people write around it.
fn number(text: &str, percent: bool) -> Option<Json> {
    let mut digits: String = text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '$' | '€' | '£')).collect();
    if percent && digits.ends_with('%') {
        digits.pop();
    }
    let digits = digits
        .strip_suffix('元')
        .unwrap_or(&digits)
        .strip_prefix('+')
        .map(str::to_owned)
        .unwrap_or_else(|| digits.trim_end_matches('元').to_owned());
    let digits = match digits.strip_prefix("-.") {
        Some(rest) => format!("-0.{rest}"),
        None if digits.starts_with('.') => format!("0{digits}"),
        None => digits,
    };
    let json: Json = serde_json::from_str(&digits).ok()?;
    json.is_number().then_some(json)
}

/// A moment on the company's clock, or one that says its zone.
fn instant(cx: &Cx, text: &str) -> Option<DateTime<Utc>> {
    if let Some(at) = trellis_model::field::datetime::parse_instant(text) {
        return Some(at);
    }
    match cx.snapshot.zone.0.from_local_datetime(&moment(text)?) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => None,
    }
}

/// A day, perhaps with a time, in the usual notations.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    if let Some(day) = day(text) {
        return Some(day.and_time(NaiveTime::MIN));
    }
    // The time stands behind the last `T` or space that has a day before it.
    text.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T')).find_map(|(at, _)| {
        let day = day(text[..at].trim())?;
        Some(day.and_time(time(text[at + 1..].trim())?))
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    let ymd = |year: &str, month: &str, day: &str| {
        let year: i32 = year.parse().ok().filter(|_| year.len() == 4)?;
        NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
    };
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return ymd(&text[..4], &text[4..6], &text[6..]);
    }
    // A spreadsheet's own count of days, where a cell lost its format.
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(text.parse().ok()?));
    }
    let chinese = text.replace(['年', '月'], "-").replace('日', "");
    let parts: Vec<&str> = chinese.split(['-', '/', '.']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return english(text) };
    if first.len() == 4 {
        return ymd(first, second, third);
    }
    let (one, other): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    // 13/03 and 03/13 say themselves which is the day; 03/04 with dashes or dots is written where days come first.
    match (one > 12, other > 12) {
        (true, _) => ymd(third, second, first),
        (_, true) => ymd(third, first, second),
        _ if one == other || !text.contains('/') => ymd(third, second, first),
        _ => None,
    }
}

/// `10 Mar 2026` and `March 10, 2026`.
fn english(text: &str) -> Option<NaiveDate> {
    let text = text.replace(',', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ["%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y"].iter().find_map(|format| NaiveDate::parse_from_str(&text, format).ok())
}

fn time(text: &str) -> Option<NaiveTime> {
    let lower = text.to_lowercase();
    let (text, late) = ["上午", "am", "下午", "pm"].iter().fold((lower.clone(), None), |(text, late), word| {
        match text.strip_prefix(word).or(text.strip_suffix(word)) {
            Some(rest) => (rest.trim().to_owned(), Some(matches!(*word, "下午" | "pm"))),
            None => (text, late),
        }
    });
    let time = ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(&text, format).ok())?;
    let hour = chrono::Timelike::hour(&time);
    let hour = match late {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    chrono::Timelike::with_hour(&time, hour)
}

/// The id that a cell of the column of ids holds.
pub fn own_id(text: &str) -> Option<Uuid> {
    parse_id(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_in_the_usual_notations() {
        for text in [
            "2026-03-10",
            "2026/3/10",
            "2026.3.10",
            "20260310",
            "2026年3月10日",
            "10-03-2026",
            "10.3.2026",
            "Mar 10, 2026",
            "10 March 2026",
            "２０２６－０３－１０",
            "46091",
        ] {
            assert_eq!(moment(text).map(|at| at.to_string()).as_deref(), Some("2026-03-10 00:00:00"), "{text}");
        }
        assert_eq!(day("13/03/2026"), day("03/13/2026"));
        // Which is the day cannot be known: better refused than wrong.
        assert_eq!(day("03/04/2026"), None);
        for text in ["2026-03-10 14:30", "2026/3/10 14:30:00", "2026-03-10T14:30", "2026年3月10日 下午2:30", "2026-03-10 2:30 PM"] {
            assert_eq!(moment(text).map(|at| at.to_string()).as_deref(), Some("2026-03-10 14:30:00"), "{text}");
        }
        for text in ["", "tomorrow", "2026-13-01", "2026-02-30", "26-01-01", "10:30"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_and_flags_as_people_write_them() {
        for (text, expected) in [
            ("1,234.50", "1234.50"),
            ("￥1 000", "1000"),
            ("１２", "12"),
            ("-5", "-5"),
            ("+5", "5"),
            (".5", "0.5"),
            ("300元", "300"),
            ("-.5", "-0.5"),
        ] {
            assert_eq!(number(text, false).map(|json| json.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(number("12.5%", true).map(|json| json.to_string()).as_deref(), Some("12.5"));
        for text in ["", "abc", "1.2.3", "12%", "1-2"] {
            assert_eq!(number(text, false), None, "{text}");
        }
        assert_eq!((flag("是"), flag("No"), flag("perhaps")), (Some(true), Some(false), None));
    }
}
