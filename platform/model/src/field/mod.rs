//! Fields and their kinds. Each kind is one file that implements [`Kind`].

mod address;
mod any_lookup;
mod auto_number;
mod boolean;
mod cascade;
mod change;
mod color;
mod computed;
mod currency;
pub mod date;
mod date_range;
pub mod datetime;
mod decimal;
mod department;
mod duration;
pub mod email;
mod file;
mod image;
mod integer;
mod json;
mod kind;
mod lines;
pub mod lookup;
mod mask;
mod multi_lookup;
mod multi_picklist;
mod percent;
pub mod phone;
mod picklist;
pub mod rating;
pub mod richtext;
mod rollup;
mod schema;
mod secret;
mod tags;
mod text;
mod textarea;
pub mod time;
pub mod url;
mod user;

pub use auto_number::{Reset, Sequence};
pub use change::{Change, change, refusal, shipped_refusal};
pub use file::FileRule;
pub use kind::{FieldKind, Kind, Setting, Shape};
pub(crate) use lines::check_lines;
pub use lookup::{Lookup, OnDelete};
pub use mask::Mask;
pub use rollup::{Rollup, RollupFunction};
pub use schema::FieldProblem;

use serde::{Deserialize, Serialize};

use crate::{Decimal, Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code, wire::FieldLevel};

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Immutable id, unique in the object. The column carries it, so a new name is a rename and never drops data.
    pub id: String,
    /// The name on the wire.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// A sentence of help below the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Label>,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a record must have a value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Written by the system only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Added by the engine to every object; cannot be declared or changed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub system: bool,
    /// No two records may have the same value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Lists are often filtered or sorted by it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub indexed: bool,
    /// The value of a new record that does not say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Json>,
    /// How `masked` readers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mask: Option<Mask>,
    /// Fewest characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// Most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Decimal>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Decimal>,
    /// Digits after the point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u8>,
    /// The dictionary that the options come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picklist: Option<String>,
    /// What it looks up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lookup: Option<Lookup>,
    /// How numbers are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<Sequence>,
    /// Most files, records or lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<usize>,
    /// Which files are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRule>,
    /// The fields of its lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<Field>>,
    /// The expression of a formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// What a roll-up counts or adds up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollup: Option<Rollup>,
    /// The path `lookup.field` that a mirror shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mirror: Option<String>,
    /// What the values of a computed field are like. Declared for a formula, or found out by the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<FieldKind>,
    /// The expression that gives a new record its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_when: Option<String>,
    /// The condition under which it is shown; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<String>,
    /// The condition under which a record must have a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<String>,
    /// The condition under which it cannot be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only_when: Option<String>,
    /// Fields that, with this one, no two records may have alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique_with: Vec<String>,
    /// Its changes are kept, but not shown in the history.
    #[serde(default, skip_serializing_if = "is_false")]
    pub untracked: bool,
    /// The column that keeps it, when that is not its id: a field whose kind has changed keeps the old column beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The caller's level, on the wire only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<FieldLevel>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Field {
    /// A plain field of `kind`; the starting point of system fields and tests.
    pub fn new(name: &str, kind: FieldKind, label: Label) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            label,
            help: None,
            kind,
            required: false,
            read_only: false,
            system: false,
            unique: false,
            indexed: false,
            default: None,
            mask: None,
            min_length: None,
            max_length: None,
            minimum: None,
            maximum: None,
            scale: None,
            picklist: None,
            lookup: None,
            sequence: None,
            max_items: None,
            file: None,
            lines: None,
            formula: None,
            rollup: None,
            mirror: None,
            result: None,
            default_when: None,
            visible_when: None,
            required_when: None,
            read_only_when: None,
            unique_with: Vec::new(),
            untracked: false,
            column: None,
            level: None,
        }
    }

    /// How its values are kept.
    pub fn shape(&self) -> Shape {
        self.kind.rules().shape(self)
    }

    /// What its values are like: the kind itself, or what a computed field comes to.
    pub fn value_kind(&self) -> FieldKind {
        self.result.unwrap_or(self.kind)
    }

    /// The rules of its values: how they are asked about, grouped and sorted.
    pub fn rules(&self) -> &'static dyn Kind {
        self.value_kind().rules()
    }

    /// Whether a column keeps it. A mirror is read where it is.
    pub fn is_stored(&self) -> bool {
        self.kind != FieldKind::Mirror
    }

    /// The one object that it looks up, if it does and it is one; not when a value
    /// names several.
    pub fn target(&self) -> Option<&str> {
        match (self.value_kind(), &self.lookup) {
            (FieldKind::AnyLookup | FieldKind::MultiLookup, _) | (_, None) => None,
            (_, Some(lookup)) => lookup.objects.first().map(String::as_str),
        }
    }

    /// Whether it holds words that a keyword can be looked for in.
    pub fn is_text(&self) -> bool {
        self.shape() == Shape::Text && self.picklist.is_none()
    }

    /// Whether it can name its object's records: a text that every record has.
    pub fn can_name(&self) -> bool {
        self.is_text() && (self.required || self.kind == FieldKind::AutoNumber)
    }

    /// Whether a client may give it a value.
    pub fn is_writable(&self) -> bool {
        !(self.system || self.read_only || self.kind == FieldKind::AutoNumber || self.kind.is_computed())
    }

    /// Reads one value as a record, a filter or a default gives it. `null` is no value; whether one must be given is not
    /// asked here.
    ///
    /// # Errors
    /// What is wrong with it, at `/<name>`.
    pub fn parse(&self, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        match json {
            Json::Null => Ok(Value::Null),
            json => self
                .kind
                .rules()
                .parse(self, json, schema)
                .map_err(|violation| violation.under(&format!("/{}", crate::violation::escape(&self.name)))),
        }
    }
}

/// A violation of the value itself.
fn wrong(code: Code) -> Violation {
    Violation::at("", code)
}

/// The value is not of the kind's JSON type.
fn not_a(expected: &str) -> Violation {
    wrong(Code::Type).with("expected", expected)
}

/// A JSON map from pairs.
fn map<const N: usize>(pairs: [(&str, Json); N]) -> JsonMap {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The operators of kinds that are texts.
const TEXT_OPS: &[Op] = &[Op::Eq, Op::Ne, Op::Contains, Op::Starts, Op::In, Op::Nin, Op::IsNull];
/// The operators of numbers.
const NUMBER_OPS: &[Op] = &[Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Between, Op::In, Op::Nin, Op::IsNull];
/// The operators of days and instants.
const TIME_OPS: &[Op] = &[Op::Within, Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Between, Op::IsNull];
/// The operators of what is one of a set.
const CHOICE_OPS: &[Op] = &[Op::In, Op::Nin, Op::Eq, Op::Ne, Op::IsNull];
