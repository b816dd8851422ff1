//! The operators that people choose from, by kind of field.

use trellis_model::{Field, FieldKind, filter::Op};

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
            (Op::In, Family::Several) => "filter-has-any",
            (Op::Nin, Family::Several) => "filter-has-none",
            (Op::In, Family::Place) => "filter-in-place",
            (Op::Nin, Family::Place) => "filter-not-in-place",
            (Op::Contains, Family::Span) => "filter-covers",
            (Op::Between, Family::Span) => "filter-overlaps",
            (Op::Eq | Op::In, Family::Choice | Family::Time | Family::Span) => "filter-is",
            (Op::Ne | Op::Nin, Family::Choice | Family::Time | Family::Span) => "filter-is-not",
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
    /// From one day to another.
    Span,
    /// One of a set.
    Choice,
    /// Several of a set.
    Several,
    /// A path or an address: what is below a place counts as in it.
    Place,
}

pub(super) fn family(kind: FieldKind) -> Family {
    use FieldKind as Kind;
    match kind {
        Kind::Integer | Kind::Decimal | Kind::Percent | Kind::Currency | Kind::Rating | Kind::Duration => Family::Number,
        Kind::Date | Kind::DateTime | Kind::Time => Family::Time,
        Kind::DateRange => Family::Span,
        Kind::Boolean | Kind::Picklist | Kind::Lookup | Kind::AnyLookup | Kind::User | Kind::Department | Kind::Color => Family::Choice,
        Kind::MultiPicklist | Kind::Tags | Kind::MultiLookup => Family::Several,
        Kind::Cascade | Kind::Address => Family::Place,
        _ => Family::Text,
    }
}

/// The operators offered for a field, the usual one first. What only programs need (a list of texts, say) is left out.
pub fn offered(field: &Field) -> Vec<Operator> {
    let kind = field.value_kind();
    let known = field.rules().operators();
    let wanted: &[Op] = match family(kind) {
        Family::Text => &[Op::Contains, Op::Eq, Op::Ne, Op::Starts],
        Family::Number => &[Op::Ge, Op::Le, Op::Eq, Op::Ne, Op::Gt, Op::Lt, Op::Between],
        Family::Time => &[Op::Within, Op::Between, Op::Ge, Op::Le],
        Family::Span => &[Op::Within, Op::Between, Op::Contains],
        Family::Place => &[Op::In, Op::Nin, Op::Contains],
        Family::Choice if kind == FieldKind::AnyLookup => &[],
        Family::Several => &[Op::In, Op::Nin],
        Family::Choice if known.contains(&Op::In) => &[Op::In, Op::Nin],
        Family::Choice => &[Op::Eq],
    };
    // A region is chosen; its words are looked for only in an address.
    let fits = |op: &&Op| known.contains(op) && !(kind == FieldKind::Cascade && **op == Op::Contains);
    let mut offered: Vec<Operator> = wanted.iter().filter(fits).map(|op| Operator::Op(*op)).collect();
    offered.extend([Operator::Filled, Operator::Empty]);
    offered
}

#[cfg(test)]
mod tests {
    use trellis_model::Label;

    use super::*;

    #[test]
    fn every_kind_offers_operators_that_the_api_knows() {
        for kind in FieldKind::ALL {
            let field = Field::new("f", *kind, Label::default());
            let offered = offered(&field);
            assert!(offered.len() >= 2, "{}", kind.name());
            for operator in offered {
                assert_eq!(Operator::from_name(operator.name()), Some(operator));
                assert!(operator.message(*kind).starts_with("filter-"));
            }
        }
    }

    #[test]
    fn a_computed_field_is_asked_about_as_what_it_comes_to() {
        let mut field = Field::new("total", FieldKind::Rollup, Label::default());
        assert_eq!(offered(&field)[0], Operator::Filled);
        field.result = Some(FieldKind::Currency);
        assert_eq!(offered(&field)[0], Operator::Op(Op::Ge));
    }

    #[test]
    fn days_are_before_and_numbers_less() {
        assert_eq!(Operator::Op(Op::Lt).message(FieldKind::Date), "filter-before");
        assert_eq!(Operator::Op(Op::Lt).message(FieldKind::Currency), "filter-less");
        assert_eq!(Operator::Op(Op::In).message(FieldKind::Picklist), "filter-is");
        assert_eq!(Operator::Op(Op::In).message(FieldKind::Tags), "filter-has-any");
        assert_eq!(Operator::Op(Op::Between).message(FieldKind::DateRange), "filter-overlaps");
    }
}
