//! One filter for lists, charts, rules and permissions. SQL, Polars and memory compile the same value and must agree on
//! every record (a property test holds them to it).
//!
//! Two truth values: a test of a field without a value is false, except `is_null`; `not` turns it round. So `ne` and `nin`
//! are true for a field without a value. Texts compare by code point; `contains` and `starts` do not tell ASCII capitals
//! from small letters.

mod evaluate;
mod parse;

pub use evaluate::{Related, contains_folded, starts_folded};
pub use parse::{Caller, ParseContext, between_days, parse};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::Value;

/// Which records pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Every record.
    True,
    /// No record.
    False,
    /// Those that pass all.
    And(Vec<Filter>),
    /// Those that pass any.
    Or(Vec<Filter>),
    /// Those that do not pass.
    Not(Box<Filter>),
    /// Those whose field passes the test.
    Field {
        /// The field's name.
        field: String,
        /// What its value must be.
        test: Test,
    },
    /// Those that this person takes part in.
    Team {
        /// The person.
        user: Uuid,
        /// Only where the person may also edit.
        edit: bool,
    },
    /// Those whose lookup leads to a record that passes.
    Related {
        /// A lookup of any kind.
        field: String,
        /// The object that the target must be of.
        object: String,
        /// What the target must pass.
        filter: Box<Filter>,
    },
}

/// What a value must be. Never true of no value, except [`Test::IsNull`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The same.
    Eq(Value),
    /// Smaller.
    Lt(Value),
    /// Smaller or the same.
    Le(Value),
    /// Larger.
    Gt(Value),
    /// Larger or the same.
    Ge(Value),
    /// One of these.
    In(Vec<Value>),
    /// A text with this in it, ASCII capitals and small letters alike.
    Contains(String),
    /// A text that begins so, likewise.
    Starts(String),
    /// Several codes, or an address, with any of these among them.
    HasAny(Vec<String>),
    /// A range of days that has a day in common with this one, both ends included.
    Overlaps(NaiveDate, NaiveDate),
    /// No value.
    IsNull,
}

/// The operators of the API's filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less than.
    Lt,
    /// At most.
    Le,
    /// Greater than.
    Gt,
    /// At least.
    Ge,
    /// One of.
    In,
    /// None of.
    Nin,
    /// Has it within.
    Contains,
    /// Begins with.
    Starts,
    /// Whether there is no value.
    IsNull,
    /// From … to, both included.
    Between,
    /// In a period relative to today.
    Within,
}

impl Op {
    /// Every operator.
    pub const ALL: &'static [Self] = &[
        Self::Eq,
        Self::Ne,
        Self::Lt,
        Self::Le,
        Self::Gt,
        Self::Ge,
        Self::In,
        Self::Nin,
        Self::Contains,
        Self::Starts,
        Self::IsNull,
        Self::Between,
        Self::Within,
    ];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::In => "in",
            Self::Nin => "nin",
            Self::Contains => "contains",
            Self::Starts => "starts",
            Self::IsNull => "is_null",
            Self::Between => "between",
            Self::Within => "within",
        }
    }

    /// The operator with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|op| op.name() == name)
    }
}

impl Filter {
    /// Those that pass all of these; constants are folded away.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        for filter in filters {
            match filter {
                Self::True => {}
                Self::False => return Self::False,
                Self::And(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        match parts.len() {
            0 => Self::True,
            1 => parts.swap_remove(0),
            _ => Self::And(parts),
        }
    }

    /// Those that pass any of these; constants are folded away.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        for filter in filters {
            match filter {
                Self::False => {}
                Self::True => return Self::True,
                Self::Or(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        match parts.len() {
            0 => Self::False,
            1 => parts.swap_remove(0),
            _ => Self::Or(parts),
        }
    }

    /// Those that do not pass this.
    pub fn negated(filter: Self) -> Self {
        match filter {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Those whose field passes the test.
    pub fn field(field: &str, test: Test) -> Self {
        match test {
            Test::Eq(Value::Null) => Self::Field { field: field.to_owned(), test: Test::IsNull },
            Test::In(values) if values.is_empty() => Self::False,
            test => Self::Field { field: field.to_owned(), test },
        }
    }

    /// Those whose field is one of these records.
    pub fn id_in(field: &str, ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self::field(field, Test::In(ids.into_iter().map(Value::Id).collect()))
    }
}
