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
mod lines;
pub mod lookup;
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

pub use change::{Change, change, refusal, shipped_refusal};
pub(crate) use lines::check_lines;
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

/// Where a lookup leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lookup {
    /// The objects it may name: exactly one, except for `any_lookup`.
    pub objects: Vec<String>,
    /// What happens to the record when its target is deleted.
    #[serde(default)]
    pub on_delete: OnDelete,
    /// Only records that pass are offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
}

/// What deleting a record does to those that look it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// The deletion is refused.
    Restrict,
    /// The lookup is emptied.
    #[default]
    SetNull,
    /// They are deleted as well.
    Cascade,
}

/// How an `auto_number` is made: `HT-{YYYY}{MM}-{0000}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// Text with `{YYYY}`, `{MM}`, `{DD}` and exactly one group of zeros that says how many digits the number has at least.
    pub pattern: String,
    /// When counting begins again.
    #[serde(default)]
    pub reset: Reset,
}

/// When an `auto_number` begins again at one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reset {
    /// Never.
    #[default]
    Never,
    /// With each year.
    Year,
    /// With each month.
    Month,
}

/// Which files a field takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRule {
    /// Endings without the dot, in small letters; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// Most megabytes of one file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_mb: Option<u32>,
}

/// How a value is shown to somebody who may know only that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// `138****1234`
    Phone,
    /// `a***@example.com`
    Email,
    /// The first character, then stars.
    Text,
}

impl Mask {
    /// The value with its middle hidden. The number of stars never depends on the value.
    pub fn apply(self, value: &Value) -> Value {
        let Some(text) = value.as_text() else { return if value.is_null() { Value::Null } else { Value::Text("****".into()) } };
        let characters: Vec<char> = text.chars().collect();
        let part = |range: std::ops::Range<usize>| characters[range].iter().collect::<String>();
        let length = characters.len();
        Value::Text(match self {
            Self::Phone if length >= 9 => format!("{}****{}", part(0..3), part(length - 4..length)),
            Self::Email => match text.split_once('@') {
                Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
                None => "****".into(),
            },
            Self::Text if length >= 4 => format!("{}****", part(0..1)),
            Self::Phone | Self::Text => "****".into(),
        })
    }
}

/// How a kind of field is kept in a column, a data frame and memory. Fewer than the kinds: a new kind usually has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A text.
    Text,
    /// A boolean.
    Bool,
    /// A whole number.
    Integer,
    /// A decimal with so many digits after the point.
    Decimal(u8),
    /// A calendar day.
    Date,
    /// An instant.
    DateTime,
    /// A record's id.
    Id,
    /// Several codes.
    Codes,
    /// An object's name with a record's id.
    Reference,
    /// A first and a last day.
    DateRange,
    /// A postal address.
    Address,
    /// JSON, asked about by nobody.
    Json,
    /// An encrypted text.
    Secret,
    /// How many lines there are; the lines are rows elsewhere.
    Lines,
}

/// A property of a field that the designer offers for a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Fewest and most characters.
    Length,
    /// Smallest and largest value.
    Range,
    /// Digits after the point.
    Scale,
    /// The dictionary.
    Picklist,
    /// One object.
    Object,
    /// Several objects.
    Objects,
    /// What deletion of the target does.
    OnDelete,
    /// The number pattern.
    Sequence,
    /// No two alike.
    Unique,
    /// A default value.
    Default,
    /// How it is masked.
    Mask,
    /// How many stars.
    Stars,
    /// Which files, and how many.
    Files,
    /// The fields of its lines.
    Lines,
    /// The expression.
    Formula,
    /// What is counted or added up.
    Rollup,
    /// Which field of which lookup.
    Mirror,
}

/// What a field kind is and does. One implementation a kind, one file each.
pub trait Kind: Sync {
    /// What the designer calls it.
    fn label(&self) -> Label;
    /// Its icon (a lucide name).
    fn icon(&self) -> &'static str;
    /// How its values are kept.
    fn shape(&self, field: &Field) -> Shape;
    /// Reads and checks one value that is not `null`; the pointer of a violation is relative to the value.
    ///
    /// # Errors
    /// The first thing wrong with it.
    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation>;
    /// Reads one of several values, as `in` and `contains` of a filter name it.
    ///
    /// # Errors
    /// As [`Kind::parse`].
    fn element(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        self.parse(field, json, schema)
    }
    /// The JSON Schema keywords of a value, the same verdict as [`Kind::parse`].
    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap;
    /// The operators that filters may use.
    fn operators(&self) -> &'static [Op];
    /// What the designer lets one set.
    fn settings(&self) -> &'static [Setting];
    /// A valid value, another one for each `n`, for tests and previews; `None` when it takes an existing record.
    fn sample(&self, field: &Field, n: u32, schema: &dyn Schema) -> Option<Json>;
    /// Whether sums and averages make sense.
    fn is_measure(&self) -> bool {
        false
    }
    /// Whether charts may group by it.
    fn is_group(&self) -> bool {
        false
    }
    /// Whether lists may sort by it.
    fn is_sortable(&self) -> bool {
        true
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal => $rules:expr;)*) => {
        /// The kinds of field.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum FieldKind { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl FieldKind {
            /// Every kind, in the order of the designer's palette.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in declarations (`x-type`).
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the kind is and does.
            pub fn rules(self) -> &'static dyn Kind {
                match self { $(Self::$variant => &$rules,)* }
            }
        }
    };
}

kinds! {
    /// One line of text.
    Text = "text" => text::Text;
    /// Several lines of text.
    Textarea = "textarea" => textarea::Textarea;
    /// Text with headings, lists, tables and links.
    Richtext = "richtext" => richtext::Richtext;
    /// A whole number.
    Integer = "integer" => integer::Integer;
    /// A decimal number.
    Decimal = "decimal" => decimal::DecimalNumber;
    /// A percentage: 12.5 means 12.5 %.
    Percent = "percent" => percent::Percent;
    /// An amount in the company's currency.
    Currency = "currency" => currency::Currency;
    /// Stars.
    Rating = "rating" => rating::Rating;
    /// Yes or no.
    Boolean = "boolean" => boolean::Boolean;
    /// A calendar day.
    Date = "date" => date::Date;
    /// An instant.
    DateTime = "datetime" => datetime::DateTime;
    /// A time of day.
    Time = "time" => time::Time;
    /// A first and a last day.
    DateRange = "date_range" => date_range::DateRange;
    /// A length of time.
    Duration = "duration" => duration::Duration;
    /// One option of a dictionary.
    Picklist = "picklist" => picklist::Picklist;
    /// Several options of a dictionary.
    MultiPicklist = "multi_picklist" => multi_picklist::MultiPicklist;
    /// A path through a dictionary.
    Cascade = "cascade" => cascade::Cascade;
    /// Words that people give freely.
    Tags = "tags" => tags::Tags;
    /// A colour.
    Color = "color" => color::Color;
    /// An e-mail address.
    Email = "email" => email::Email;
    /// A phone number.
    Phone = "phone" => phone::Phone;
    /// A web address.
    Url = "url" => url::Url;
    /// A postal address.
    Address = "address" => address::Address;
    /// Another record.
    Lookup = "lookup" => lookup::LookupKind;
    /// Several other records.
    MultiLookup = "multi_lookup" => multi_lookup::MultiLookup;
    /// A record of one of several objects.
    AnyLookup = "any_lookup" => any_lookup::AnyLookup;
    /// A person of the company.
    User = "user" => user::User;
    /// A department of the company.
    Department = "department" => department::Department;
    /// Rows that belong to the record.
    Lines = "lines" => lines::Lines;
    /// Files.
    File = "file" => file::File;
    /// Pictures.
    Image = "image" => image::Image;
    /// A number given by the system.
    AutoNumber = "auto_number" => auto_number::AutoNumber;
    /// A value computed from others of the record.
    Formula = "formula" => computed::Formula;
    /// A value computed from the records that look this one up.
    Rollup = "rollup" => computed::Rollup;
    /// A field of the record that a lookup leads to.
    Mirror = "mirror" => computed::Mirror;
    /// Anything that is JSON.
    Json = "json" => json::Json;
    /// What is written and never read back.
    Secret = "secret" => secret::Secret;
}

impl FieldKind {
    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether the system computes the value from others.
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Formula | Self::Rollup | Self::Mirror)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::NoSchema;

    #[test]
    fn every_kind_has_a_name_label_and_operators() {
        for kind in FieldKind::ALL {
            assert_eq!(FieldKind::from_name(kind.name()), Some(*kind));
            let rules = kind.rules();
            assert!(!rules.label().zh.is_empty() && !rules.label().en.is_empty());
            assert!(rules.operators().contains(&Op::IsNull), "{}", kind.name());
        }
    }

    #[test]
    fn samples_are_valid_and_differ() {
        for kind in FieldKind::ALL {
            let mut field = Field::new("f", *kind, Label::default());
            field.picklist = Some("sample".into());
            field.lookup = Some(Lookup { objects: vec!["customer".into()], on_delete: OnDelete::SetNull, filter: None });
            field.lines = (*kind == FieldKind::Lines).then(|| vec![Field::new("name", FieldKind::Text, Label::default())]);
            let samples: Vec<_> = (0..2).filter_map(|n| kind.rules().sample(&field, n, &NoSchema)).collect();
            for sample in &samples {
                assert!(field.parse(sample, &NoSchema).is_ok(), "{}: {sample}", kind.name());
            }
            if let [first, second] = samples.as_slice() {
                assert_ne!(first, second, "{}", kind.name());
            }
        }
    }

    #[test]
    fn masks_hide_the_middle() {
        for (mask, value, expected) in [
            (Mask::Phone, "13812341234", "138****1234"),
            (Mask::Phone, "12345", "****"),
            (Mask::Email, "wang@example.com", "w***@example.com"),
            (Mask::Text, "张三丰先生", "张****"),
        ] {
            assert_eq!(mask.apply(&Value::Text(value.into())), Value::Text(expected.into()));
        }
    }
}
