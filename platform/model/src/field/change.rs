//! Another kind for a field that has data, and one field's values for another: what is safe, what is checked, what is refused.

use super::{Field, FieldKind, Shape};
use crate::Label;

/// What changing a kind asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The values are kept where and as they are.
    Nothing,
    /// Every value fits.
    Safe,
    /// Values that do not fit are counted and listed before anything is published.
    Checked,
    /// Not possible: another field is wanted.
    Refused,
}

/// What changing a field from one declaration to another asks.
pub fn change(from: &Field, to: &Field) -> Change {
    use FieldKind as K;
    if from.kind == to.kind && from.shape() == to.shape() && targets(from) == targets(to) {
        let narrower = from.picklist != to.picklist;
        return if narrower { Change::Checked } else { Change::Nothing };
    }
    match (from.kind, to.kind) {
        (K::Lookup, K::MultiLookup) if targets(from) == targets(to) => Change::Safe,
        (K::Formula | K::AutoNumber, to) if plain(to) && from.rules().shape(from) == Field::new("x", to, to.rules().label()).shape() => {
            Change::Safe
        }
        (from_kind, to_kind) if plain(from_kind) && plain(to_kind) => match (from_kind, to_kind) {
            (_, K::Textarea) | (K::Integer, K::Decimal | K::Currency | K::Percent) | (K::Picklist, K::MultiPicklist) => Change::Safe,
            (K::Decimal | K::Percent | K::Currency, K::Decimal | K::Percent | K::Currency) => wider(from, to),
            (K::Date, K::DateTime) | (K::Duration | K::Rating, K::Integer | K::Decimal) => Change::Safe,
            (other, K::Text) if other != K::Textarea => Change::Safe,
            _ => Change::Checked,
        },
        _ => Change::Refused,
    }
}

/// Why a field that has data cannot become one of another kind.
pub fn refusal(from: FieldKind, to: FieldKind) -> Label {
    let (from, to) = (from.rules().label(), to.rules().label());
    Label::new(
        format!("已有数据的字段不能从“{}”改为“{}”，请新建字段", from.zh, to.zh),
        format!("a field that has data cannot change from {} to {}; add a new field instead", from.en, to.en),
    )
}

/// Why a field of the product keeps its kind: what is shipped means the same in every company.
pub fn shipped_refusal() -> Label {
    Label::new("产品自带字段的类型不能更改，请新建字段", "a field of the product keeps its kind; add a new field instead")
}

impl Field {
    /// Whether every value of this field is a value of the other, as far as their declarations tell: what a conversion may copy.
    pub fn fits_into(&self, to: &Self) -> bool {
        self.shape() == to.shape() && (to.picklist.is_none() || self.picklist == to.picklist) && targets(self) == targets(to)
    }
}

fn targets(field: &Field) -> Option<&[String]> {
    field.lookup.as_ref().map(|lookup| lookup.objects.as_slice())
}

/// More digits after the point take every value; fewer do not.
fn wider(from: &Field, to: &Field) -> Change {
    match (from.shape(), to.shape()) {
        (Shape::Decimal(from), Shape::Decimal(to)) if to >= from => Change::Safe,
        _ => Change::Checked,
    }
}

/// Kinds whose values can be written as a text and read from one.
fn plain(kind: FieldKind) -> bool {
    use FieldKind as K;
    matches!(
        kind,
        K::Text
            | K::Textarea
            | K::Integer
            | K::Decimal
            | K::Percent
            | K::Currency
            | K::Rating
            | K::Boolean
            | K::Date
            | K::DateTime
            | K::Time
            | K::Duration
            | K::Picklist
            | K::MultiPicklist
            | K::Tags
            | K::Color
            | K::Email
            | K::Phone
            | K::Url
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Lookup, OnDelete};

    fn field(kind: FieldKind) -> Field {
        Field::new("f", kind, Label::default())
    }

    #[test]
    fn changes_are_safe_checked_or_refused() {
        use FieldKind as K;
        for (from, to, expected) in [
            (K::Text, K::Text, Change::Nothing),
            (K::Text, K::Textarea, Change::Safe),
            (K::Integer, K::Decimal, Change::Safe),
            (K::Text, K::Integer, Change::Checked),
            (K::Text, K::Date, Change::Checked),
            (K::Text, K::Picklist, Change::Checked),
            (K::Decimal, K::Integer, Change::Checked),
            (K::Email, K::Text, Change::Safe),
            (K::Text, K::Formula, Change::Refused),
            (K::Text, K::Lookup, Change::Refused),
            (K::Lines, K::Text, Change::Refused),
            (K::Secret, K::Text, Change::Refused),
        ] {
            assert_eq!(change(&field(from), &field(to)), expected, "{from:?} {to:?}");
        }
    }

    #[test]
    fn a_value_fits_where_the_declarations_agree() {
        let lookup = |object: &str| {
            let lookup = Lookup { objects: vec![object.to_owned()], on_delete: OnDelete::SetNull, filter: None };
            Field { lookup: Some(lookup), ..field(FieldKind::Lookup) }
        };
        let choice = |name: &str| Field { picklist: Some(name.to_owned()), ..field(FieldKind::Picklist) };
        assert!(field(FieldKind::Email).fits_into(&field(FieldKind::Text)));
        assert!(choice("level").fits_into(&field(FieldKind::Text)) && !choice("level").fits_into(&choice("rating")));
        assert!(lookup("customer").fits_into(&lookup("customer")) && !lookup("customer").fits_into(&lookup("contact")));
        assert!(!field(FieldKind::Text).fits_into(&field(FieldKind::Integer)));
    }
}
