//! The operators that people choose from, by kind of field.

use trellis_model::{FieldKind, filter::Op};

/// An operator as people see it: "empty" and "not empty" are two, though the API has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// One of the API's.
    Op(Op),
    /// Has no value.
    Empty,
    /// Has a value.
    Filled,
}

impl Operator {
    /// A name that is stable and unique.
    pub fn name(self) -> &'static str {
        match self {
            Self::Op(op) => op.name(),
            Self::Empty => "empty",
            Self::Filled => "filled",
        }
    }

    /// The operator with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "empty" => Some(Self::Empty),
            "filled" => Some(Self::Filled),
            name => Op::from_name(name).map(Self::Op),
        }
    }

    /// Whether it compares with something.
    pub fn takes_value(self) -> bool {
        matches!(self, Self::Op(_))
    }

    /// The message that says it for this kind of field: a day is "before", a number "less than".
    pub fn message(self, kind: FieldKind) -> &'static str {
        let Self::Op(op) = self else {
            return if self == Self::Empty { "filter-empty" } else { "filter-filled" };
        };
        match (op, family(kind)) {
            (Op::Eq | Op::In, Family::Choice | Family::Time) => "filter-is",
            (Op::Ne | Op::Nin, Family::Choice | Family::Time) => "filter-is-not",
            (Op::Lt, Family::Time) => "filter-before",
            (Op::Le, Family::Time) => "filter-until",
            (Op::Gt, Family::Time) => "filter-after",
            (Op::Ge, Family::Time) => "filter-since",
            (Op::Eq | Op::In, _) => "filter-equals",
            (Op::Ne | Op::Nin, _) => "filter-differs",
            (Op::Lt, _) => "filter-less",
            (Op::Le, _) => "filter-at-most",
            (Op::Gt, _) => "filter-more",
            (Op::Ge, _) => "filter-at-least",
            (Op::Contains, _) => "filter-contains",
            (Op::Starts, _) => "filter-starts",
            (Op::Between, _) => "filter-between",
            (Op::Within, _) => "filter-within",
            (Op::IsNull, _) => "filter-empty",
        }
    }
}

/// Kinds whose operators read alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Number,
    Time,
    Choice,
}

pub(super) fn family(kind: FieldKind) -> Family {
    match kind {
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Currency => Family::Number,
        FieldKind::Date | FieldKind::DateTime => Family::Time,
        FieldKind::Boolean
        | FieldKind::Picklist
        | FieldKind::MultiPicklist
        | FieldKind::Lookup
        | FieldKind::AnyLookup
        | FieldKind::User
        | FieldKind::Department => Family::Choice,
        FieldKind::Rating | FieldKind::Duration => Family::Number,
        FieldKind::Time | FieldKind::DateRange => Family::Time,
        FieldKind::Cascade | FieldKind::Tags | FieldKind::MultiLookup | FieldKind::Color | FieldKind::Address => Family::Choice,
        _ => Family::Text,
    }
}

/// The operators offered for a kind, the usual one first. What only programs need (a list of texts, say) is left out.
pub fn offered(kind: FieldKind) -> Vec<Operator> {
    let known = kind.rules().operators();
    let wanted: &[Op] = match family(kind) {
        Family::Text => &[Op::Contains, Op::Eq, Op::Ne, Op::Starts],
        Family::Number => &[Op::Ge, Op::Le, Op::Eq, Op::Ne, Op::Gt, Op::Lt, Op::Between],
        Family::Time => &[Op::Within, Op::Between, Op::Ge, Op::Le],
        Family::Choice if kind == FieldKind::AnyLookup => &[],
        Family::Choice if known.contains(&Op::In) => &[Op::In, Op::Nin],
        Family::Choice => &[Op::Eq],
    };
    let mut offered: Vec<Operator> = wanted.iter().filter(|op| known.contains(op)).map(|op| Operator::Op(*op)).collect();
    offered.extend([Operator::Filled, Operator::Empty]);
    offered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_offers_operators_that_the_api_knows() {
        for kind in FieldKind::ALL {
            let offered = offered(*kind);
            assert!(offered.len() >= 2, "{}", kind.name());
            for operator in offered {
                assert_eq!(Operator::from_name(operator.name()), Some(operator));
                assert!(operator.message(*kind).starts_with("filter-"));
            }
        }
    }

    #[test]
    fn days_are_before_and_numbers_less() {
        assert_eq!(Operator::Op(Op::Lt).message(FieldKind::Date), "filter-before");
        assert_eq!(Operator::Op(Op::Lt).message(FieldKind::Currency), "filter-less");
        assert_eq!(Operator::Op(Op::In).message(FieldKind::Picklist), "filter-is");
    }
}
