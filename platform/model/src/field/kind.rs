//! The kinds of field, and what each of them has to say.

use serde::{Deserialize, Serialize};

use super::Field;
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

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
    ($($(#[$doc:meta])* $variant:ident = $name:literal => $module:ident::$rules:ident;)*) => {
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
                match self { $(Self::$variant => &super::$module::$rules,)* }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Lookup, OnDelete};
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
}
