//! What a field holds.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use uuid::Uuid;

use crate::{Decimal, Json, JsonMap, Record};

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
    /// A first and a last day.
    DateRange(NaiveDate, NaiveDate),
    /// A postal address.
    Address(Box<Address>),
    /// JSON that nobody asks about.
    Json(Box<Json>),
    /// What is never read back: as it was written until it is sealed, encrypted afterwards.
    Secret(String),
    /// The record's lines, in order.
    Lines(Vec<Record>),
}

/// A postal address. Its texts hold no control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Address {
    /// The path of codes of its region, from the top down; may be empty.
    pub region: Vec<String>,
    /// Street and number.
    pub detail: String,
    /// Its postcode.
    pub postcode: String,
    /// Longitude and latitude in degrees.
    pub coordinates: Option<(Decimal, Decimal)>,
}

/// What separates the codes, and the parts, of an address that is kept as a text.
const UNIT: char = '\u{1f}';
const PART: char = '\u{1e}';

impl Address {
    /// As columns keep it: the codes of the region between separators, then detail, postcode and coordinates.
    pub fn encoded(&self) -> String {
        let mut out = String::from(UNIT);
        for code in &self.region {
            out.push_str(code);
            out.push(UNIT);
        }
        let place = self.coordinates.map(|(lng, lat)| format!("{lng},{lat}")).unwrap_or_default();
        format!("{out}{PART}{}{PART}{}{PART}{place}", self.detail, self.postcode)
    }

    /// Reads what [`Address::encoded`] wrote.
    pub fn decoded(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(PART).collect();
        let [region, detail, postcode, place] = parts.as_slice() else { return None };
        let coordinates = match place.split_once(',') {
            Some((lng, lat)) => Some((lng.parse().ok()?, lat.parse().ok()?)),
            None => None,
        };
        let region = region.split(UNIT).filter(|code| !code.is_empty()).map(str::to_owned).collect();
        Some(Self { region, detail: (*detail).to_owned(), postcode: (*postcode).to_owned(), coordinates })
    }

    /// How a code of the region stands in the encoded text.
    pub fn encoded_code(code: &str) -> String {
        format!("{UNIT}{code}{UNIT}")
    }

    /// Where in the encoded text the parts begin that a word may be looked for in.
    pub const PART: char = PART;

    fn to_json(&self) -> Json {
        let mut out = JsonMap::new();
        out.insert("region".into(), self.region.clone().into());
        out.insert("detail".into(), self.detail.as_str().into());
        out.insert("postcode".into(), self.postcode.as_str().into());
        if let Some((lng, lat)) = self.coordinates {
            let number = |degree: Decimal| Json::Number(degree.into());
            out.insert("coordinates".into(), serde_json::json!({ "lng": number(lng), "lat": number(lat) }));
        }
        Json::Object(out)
    }
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
            Self::DateRange(from, to) => serde_json::json!([from.to_string(), to.to_string()]),
            Self::Address(address) => address.to_json(),
            Self::Json(json) => json.as_ref().clone(),
            // That there is one, and nothing else.
            Self::Secret(_) => Json::Bool(true),
            Self::Lines(lines) => lines.iter().map(Record::values_json).collect(),
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
            (Self::DateRange(from, to), Self::DateRange(other_from, other_to)) => (from, to).cmp(&(other_from, other_to)),
            _ => Ordering::Equal,
        }
    }
}

/// RFC 3339 in UTC with as many digits of the second as it needs.
pub fn format_instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_back_as_it_was() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        for address in [
            Address::default(),
            Address { region: vec!["33".into(), "3301".into()], detail: "文三路 1; 号".into(), ..Address::default() },
            Address { postcode: "310000".into(), coordinates: Some((number("120.5"), number("-30"))), ..Address::default() },
        ] {
            assert_eq!(Address::decoded(&address.encoded()).as_ref(), Some(&address));
        }
        assert_eq!(Address::decoded("x"), None);
    }

    #[test]
    fn a_secret_says_only_that_it_is_there() {
        let mut out = String::new();
        Value::Secret("geheim".into()).write_json(&mut out);
        assert_eq!(out, "true");
    }
}
