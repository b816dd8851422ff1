//! What a field holds.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use uuid::Uuid;

use crate::{Decimal, Json};

/// The value of one field of one record, in the one form that storage, filters and rules share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// No value. Absent, `null` and (for texts) the empty string are all this.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number of at most fifteen digits.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A text or an option's code.
    Text(String),
    /// A calendar day.
    Date(NaiveDate),
    /// An instant, to the microsecond.
    DateTime(DateTime<Utc>),
    /// The id of a record.
    Id(Uuid),
    /// Several option codes, in the order of the picklist.
    Codes(Vec<String>),
    /// A record of an object that the value itself names.
    Reference(Reference),
}

/// The target of an `any_lookup`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The object's name.
    pub object: String,
    /// The record's id.
    pub id: Uuid,
}

impl Value {
    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The id, when this is one.
    pub fn as_id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// The text or code, when this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As it goes over the wire.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => Json::Bool(*flag),
            Self::Integer(number) => Json::from(*number),
            Self::Decimal(number) => Json::Number((*number).into()),
            Self::Text(text) => Json::String(text.clone()),
            Self::Date(day) => Json::String(day.to_string()),
            Self::DateTime(at) => Json::String(format_instant(*at)),
            Self::Id(id) => Json::String(id.to_string()),
            Self::Codes(codes) => Json::from(codes.as_slice()),
            Self::Reference(target) => serde_json::json!({ "object": target.object, "id": target.id.to_string() }),
        }
    }

    /// Writes the value as JSON text.
    pub fn write_json(&self, out: &mut String) {
        use std::fmt::Write;
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Null => out.write_str("null"),
            Self::Bool(flag) => write!(out, "{flag}"),
            Self::Integer(number) => write!(out, "{number}"),
            Self::Decimal(number) => write!(out, "{number}"),
            Self::Date(day) => write!(out, "\"{day}\""),
            Self::Id(id) => write!(out, "\"{id}\""),
            other => write!(out, "{}", other.to_json()),
        };
    }

    /// The order that lists sort by: no value first, numbers by size, texts by code point. Values of different kinds never
    /// meet in one field; if they do, they count as equal.
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Less,
            (_, Self::Null) => Ordering::Greater,
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Decimal(a), Self::Decimal(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::Id(a), Self::Id(b)) => a.cmp(b),
            (Self::Codes(a), Self::Codes(b)) => a.cmp(b),
            (Self::Reference(a), Self::Reference(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

/// RFC 3339 in UTC with as many digits of the second as it needs.
pub fn format_instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
