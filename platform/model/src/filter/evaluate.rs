//! A filter against a record in memory.

use std::cmp::Ordering;

use uuid::Uuid;

use super::{Filter, Test};
use crate::{Record, Value};

/// What a filter may need to know beside the record itself.
pub trait Related {
    /// The record of `object` with this id, when it exists.
    fn find(&self, object: &str, id: Uuid) -> Option<&Record>;
    /// Whether `user` takes part in the record, with the right to edit when that is asked.
    fn on_team(&self, record: Uuid, user: Uuid, edit: bool) -> bool;
}

/// Nothing related.
impl Related for () {
    fn find(&self, _: &str, _: Uuid) -> Option<&Record> {
        None
    }

    fn on_team(&self, _: Uuid, _: Uuid, _: bool) -> bool {
        false
    }
}

impl Filter {
    /// Whether the record passes.
    pub fn matches(&self, record: &Record, related: &dyn Related) -> bool {
        match self {
            Self::True => true,
            Self::False => false,
            Self::And(filters) => filters.iter().all(|filter| filter.matches(record, related)),
            Self::Or(filters) => filters.iter().any(|filter| filter.matches(record, related)),
            Self::Not(filter) => !filter.matches(record, related),
            Self::Field { field, test } => test.holds(record.get(field)),
            Self::Team { user, edit } => related.on_team(record.id(), *user, *edit),
            Self::Related { field, object, filter } => {
                let target = match record.get(field) {
                    Value::Id(id) => Some(*id),
                    Value::Reference(target) if target.object == *object => Some(target.id),
                    _ => None,
                };
                target.and_then(|id| related.find(object, id)).is_some_and(|target| filter.matches(target, related))
            }
        }
    }
}

impl Test {
    /// Whether the value passes.
    pub fn holds(&self, value: &Value) -> bool {
        if value.is_null() {
            return matches!(self, Self::IsNull);
        }
        match self {
            Self::IsNull => false,
            Self::Eq(other) => value == other,
            Self::Lt(other) => value.order(other) == Ordering::Less,
            Self::Le(other) => value.order(other) != Ordering::Greater,
            Self::Gt(other) => value.order(other) == Ordering::Greater,
            Self::Ge(other) => value.order(other) != Ordering::Less,
            Self::In(others) => others.contains(value),
            Self::Contains(part) => match value {
                Value::Text(text) => contains_folded(text, part),
                Value::Address(address) => [&address.detail, &address.postcode].iter().any(|text| contains_folded(text, part)),
                _ => false,
            },
            Self::Starts(part) => value.as_text().is_some_and(|text| starts_folded(text, part)),
            Self::HasAny(codes) => match value {
                Value::Codes(own) => own.iter().any(|code| codes.contains(code)),
                Value::Address(address) => address.region.iter().any(|code| codes.contains(code)),
                _ => false,
            },
            Self::Overlaps(from, to) => matches!(value, Value::DateRange(first, last) if first <= to && last >= from),
        }
    }
}

/// Whether `part` is in `text`, ASCII capitals and small letters alike.
pub fn contains_folded(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
}

/// Whether `text` begins with `part`, ASCII capitals and small letters alike.
pub fn starts_folded(text: &str, part: &str) -> bool {
    text.as_bytes().get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part.as_bytes()))
}
