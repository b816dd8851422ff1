//! Questions made by chance, and their naive answers.

use std::cmp::Ordering;

use serde_json::{Value as Json, json};

use crate::{
    dice::Dice,
    oracle::{HIDDEN, MASKED, Oracle, READ},
    world::{Kind, Row, fields},
};

/// The fields that a keyword is looked for in.
const SEARCHED: &[(&str, &[&str])] = &[
    ("customer", &["name", "phone"]),
    ("contact", &["name", "phone", "email", "wechat"]),
    ("opportunity", &["name"]),
    ("follow_up", &["content"]),
    ("task", &["subject"]),
];

/// Paths through lookups.
pub const PATHS: &[(&str, &[&str])] = &[
    ("customer", &["parent.level", "parent.city", "parent.phone", "owner.department"]),
    ("contact", &["customer.level", "customer.city", "customer.email", "owner.department"]),
    ("opportunity", &["customer.level", "customer.annual_revenue", "contact.wechat", "contact.email", "owner.department"]),
    ("follow_up", &[]),
    ("task", &["assignee.department", "owner.department"]),
];

/// The labels of lookups.
pub const LABELS: &[(&str, &[&str])] = &[
    ("customer", &["parent.name", "owner.name"]),
    ("contact", &["customer.name", "owner.name"]),
    ("opportunity", &["customer.name", "contact.name", "owner.name"]),
    ("follow_up", &["related.name"]),
    ("task", &["related.name", "assignee.name"]),
];

/// The entry of an object in one of the lists above.
pub fn of<'a>(list: &[(&str, &'a [&'a str])], object: &str) -> &'a [&'a str] {
    list.iter().find(|(name, _)| *name == object).map(|(_, paths)| *paths).unwrap_or_default()
}

#[derive(Debug, Clone)]
pub enum Question {
    Test { path: String, op: &'static str, value: Json },
    Not(Box<Question>),
    And(Vec<Question>),
    Or(Vec<Question>),
}

impl Question {
    /// A question about an object, with values that stand somewhere, seen or not.
    pub fn ask(dice: &mut Dice, oracle: &Oracle<'_>, object: &str, depth: usize) -> Self {
        match dice.below(if depth > 1 { 6 } else { 10 }) {
            6 => Self::Not(Box::new(Self::ask(dice, oracle, object, depth + 1))),
            7 => Self::And((0..2).map(|_| Self::ask(dice, oracle, object, depth + 1)).collect()),
            8 | 9 => Self::Or((0..2).map(|_| Self::ask(dice, oracle, object, depth + 1)).collect()),
            _ => Self::test(dice, oracle, object),
        }
    }

    fn test(dice: &mut Dice, oracle: &Oracle<'_>, object: &str) -> Self {
        let own = fields(object).iter().filter(|(_, kind)| *kind != Kind::ToAny).map(|(name, _)| *name);
        let paths: Vec<&str> = own.chain(of(PATHS, object).iter().copied()).collect();
        let path = (*dice.pick(&paths)).to_owned();
        let (target, field) = split(object, &path);
        let kind = kind(object, &path);
        let values: Vec<Json> =
            oracle.world.rows.iter().filter(|row| row.object == target).filter_map(|row| row.values.get(field)).cloned().collect();
        let value = match kind {
            Kind::To("department") => json!(dice.pick(&oracle.world.departments).id),
            _ if values.is_empty() => return Self::Test { path, op: "is_null", value: json!(true) },
            _ => dice.pick(&values).clone(),
        };
        let ops: &[&str] = match kind {
            Kind::Long => &["contains", "is_null"],
            Kind::Text | Kind::Phone | Kind::Email => &["eq", "ne", "contains", "starts", "in", "is_null"],
            Kind::Amount | Kind::Day => &["eq", "gt", "le", "is_null"],
            _ => &["eq", "ne", "in", "is_null"],
        };
        let op = *dice.pick(ops);
        let value = match op {
            "is_null" => json!(dice.chance(50)),
            "in" => json!([value]),
            "contains" | "starts" => {
                let text = value.as_str().unwrap_or_default();
                let end = dice.between(2, text.len());
                json!(text[..end].to_ascii_uppercase())
            }
            _ => value,
        };
        Self::Test { path, op, value }
    }

    pub fn json(&self) -> Json {
        match self {
            Self::Test { path, op, value } => json!({ path.as_str(): { *op: value } }),
            Self::Not(inner) => json!({ "not": inner.json() }),
            Self::And(parts) => json!({ "and": parts.iter().map(Self::json).collect::<Vec<_>>() }),
            Self::Or(parts) => json!({ "or": parts.iter().map(Self::json).collect::<Vec<_>>() }),
        }
    }

    /// Whether the person may ask this at all.
    pub fn is_known(&self, who: usize, oracle: &Oracle<'_>, object: &str) -> bool {
        match self {
            Self::Test { path, .. } => oracle.knows(who, object, path, READ),
            Self::Not(inner) => inner.is_known(who, oracle, object),
            Self::And(parts) | Self::Or(parts) => parts.iter().all(|part| part.is_known(who, oracle, object)),
        }
    }

    pub fn holds(&self, who: usize, oracle: &Oracle<'_>, row: &Row) -> bool {
        match self {
            Self::Not(inner) => !inner.holds(who, oracle, row),
            Self::And(parts) => parts.iter().all(|part| part.holds(who, oracle, row)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(who, oracle, row)),
            Self::Test { path, op, value } => {
                let found = oracle.read(who, row, path);
                let text = |json: &Json| json.as_str().unwrap_or_default().to_ascii_lowercase();
                match *op {
                    "eq" => found == *value,
                    "ne" => found != *value,
                    "in" => value.as_array().is_some_and(|values| values.contains(&found)),
                    "is_null" => found.is_null() == (*value == json!(true)),
                    "contains" => !found.is_null() && text(&found).contains(&text(value)),
                    "starts" => !found.is_null() && text(&found).starts_with(&text(value)),
                    "gt" => !found.is_null() && compare(&found, value) == Ordering::Greater,
                    _ => !found.is_null() && compare(&found, value) != Ordering::Greater,
                }
            }
        }
    }
}

/// An order by one or two paths.
pub fn order(dice: &mut Dice, object: &str) -> Vec<(String, bool)> {
    let own = fields(object).iter().filter(|(_, kind)| !matches!(kind, Kind::Long | Kind::To(_) | Kind::ToAny)).map(|(name, _)| *name);
    let labels = of(LABELS, object).iter().copied().filter(|path| *path != "related.name");
    let through = of(PATHS, object).iter().copied().filter(|path| !path.ends_with("department"));
    let paths: Vec<&str> = own.chain(labels).chain(through).chain(["created_at"]).collect();
    (0..dice.between(1, 2)).map(|_| ((*dice.pick(&paths)).to_owned(), dice.chance(50))).collect()
}

/// Puts rows in order; no value comes first going up, the id decides between equals.
pub fn sort<'a>(who: usize, oracle: &Oracle<'_>, mut rows: Vec<&'a Row>, order: &[(String, bool)]) -> Vec<&'a Row> {
    rows.sort_by(|one, other| {
        for (path, descending) in order.iter().filter(|(path, _)| path != "created_at") {
            let ordering = compare(&oracle.read(who, one, path), &oracle.read(who, other, path));
            if ordering != Ordering::Equal {
                return if *descending { ordering.reverse() } else { ordering };
            }
        }
        let ordering = one.id.cmp(&other.id);
        if order.first().is_some_and(|(_, descending)| *descending) { ordering.reverse() } else { ordering }
    });
    rows
}

/// Whether the keyword stands in a field that the person may search.
pub fn has_keyword(who: usize, oracle: &Oracle<'_>, row: &Row, keyword: &str) -> bool {
    let searched = of(SEARCHED, row.object).iter().filter(|field| oracle.level(who, row.object, field) >= READ);
    let keyword = keyword.to_ascii_lowercase();
    let text = |field: &str| row.values.get(field).and_then(Json::as_str).unwrap_or_default().to_ascii_lowercase();
    searched.into_iter().any(|field| text(field).contains(&keyword))
}

/// Whether a reply's field is what the person may see of the stored one.
pub fn is_shown(level: u8, stored: &Json, shown: Option<&Json>) -> bool {
    match (level, shown) {
        (HIDDEN, shown) => shown.is_none(),
        (MASKED, Some(shown)) => shown.is_null() == stored.is_null() && (stored.is_null() || shown != stored),
        (_, Some(shown)) => shown == stored,
        _ => false,
    }
}

fn compare(one: &Json, other: &Json) -> Ordering {
    match (one, other) {
        (Json::Null, Json::Null) => Ordering::Equal,
        (Json::Null, _) => Ordering::Less,
        (_, Json::Null) => Ordering::Greater,
        (Json::Number(one), Json::Number(other)) => one.as_i64().cmp(&other.as_i64()),
        _ => one.as_str().cmp(&other.as_str()),
    }
}

/// What a path holds; the worlds' people have a department and nothing else.
pub fn kind(object: &str, path: &str) -> Kind {
    let (target, field) = split(object, path);
    fields(target).iter().find(|(name, _)| *name == field).map_or(Kind::To("department"), |(_, kind)| *kind)
}

fn split<'a>(object: &'a str, path: &'a str) -> (&'a str, &'a str) {
    match path.split_once('.') {
        Some((lookup, field)) => (crate::oracle::target_of(object, lookup), field),
        None => (object, path),
    }
}
