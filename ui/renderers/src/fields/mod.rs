//! How each kind of field is entered and shown. Each kind is one file that implements [`Renderer`].

mod address;
mod any_lookup;
mod auto_number;
mod boolean;
mod cascade;
mod color;
mod computed;
mod currency;
mod date;
mod date_range;
mod datetime;
mod decimal;
mod department;
mod dictionary;
mod duration;
mod email;
mod file;
pub mod format;
mod input;
mod integer;
mod json;
mod lines;
mod lookup;
mod lookup_input;
mod multi_lookup;
mod multi_picklist;
mod percent;
mod phone;
mod picklist;
mod rating;
mod richtext;
mod secret;
mod tags;
mod text;
mod textarea;
mod time;
mod url;
mod user;

pub use cascade::{PathInput, PathInputProps};
pub use dictionary::{Dictionary, held, is_offered, use_dictionary};
pub(crate) use duration::{parse as parse_duration, said as say_duration};
pub use input::{Edit, FieldInput, FieldInputProps};
pub use lookup::{LabelOf, use_labels};
pub use lookup_input::{LookupInput, LookupInputProps};
pub(crate) use multi_lookup::target as target_of_many;
pub use multi_lookup::{RecordsInput, RecordsInputProps};
pub use richtext::document;

use trellis_model::{Field, FieldKind, Json};
use trellis_ui_client::Row;
use trellis_ui_kit::Align;
use yew::prelude::*;

use crate::Scope;

/// A value to be shown.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// Language and metadata.
    pub scope: &'a Scope,
    /// The field.
    pub field: &'a Field,
    /// The value; never `null` when a renderer sees it.
    pub value: &'a Json,
    /// What people read for the records and files that it names: a text, or one for each id.
    pub label: Option<&'a Json>,
    /// Where it stands.
    pub place: Place,
}

impl<'a> Shown<'a> {
    /// The name of the one record that it names.
    pub fn name(&self) -> Option<&'a str> {
        self.label.and_then(Json::as_str).filter(|name| !name.is_empty())
    }

    /// The name of one of several; also of the only one, as a filter compares with it.
    pub fn name_at(&self, at: usize) -> Option<&'a str> {
        match self.label? {
            Json::Array(names) => names.get(at).and_then(Json::as_str).filter(|name| !name.is_empty()),
            _ if at == 0 => self.name(),
            _ => None,
        }
    }
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One line of a table or card.
    Cell,
    /// A record's page, with room for lines.
    Page,
}

/// How a kind of field is entered and shown.
pub trait Renderer: Sync {
    /// The control that changes it.
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html;

    /// The value as people read it, without markup: in sentences, tooltips and charts.
    fn text(&self, shown: Shown<'_>) -> String;

    /// The value on the page.
    fn view(&self, shown: Shown<'_>) -> Html {
        html! { <span class="u-ellipsis">{ self.text(shown) }</span> }
    }

    /// On which side it stands in a table.
    fn align(&self) -> Align {
        Align::Start
    }

    /// How wide its column is at first, in pixels.
    fn width(&self) -> f64 {
        160.0
    }

    /// Whether it takes the whole width of a form.
    fn is_wide(&self) -> bool {
        false
    }
}

macro_rules! renderers {
    ($($variant:ident => $renderer:expr;)*) => {
        /// The renderer of a kind.
        pub fn renderer(kind: FieldKind) -> &'static dyn Renderer {
            match kind { $(FieldKind::$variant => &$renderer,)* }
        }
    };
}

renderers! {
    Text => text::Text;
    Textarea => textarea::Textarea;
    Integer => integer::Integer;
    Decimal => decimal::Decimal;
    Percent => percent::Percent;
    Currency => currency::Currency;
    Boolean => boolean::Boolean;
    Date => date::Date;
    DateTime => datetime::DateTime;
    Picklist => picklist::Picklist;
    MultiPicklist => multi_picklist::MultiPicklist;
    Email => email::Email;
    Phone => phone::Phone;
    Url => url::Url;
    Lookup => lookup::Lookup;
    AnyLookup => any_lookup::AnyLookup;
    User => user::User;
    Department => department::Department;
    AutoNumber => auto_number::AutoNumber;
    Richtext => richtext::Richtext;
    Rating => rating::Rating;
    Time => time::Time;
    DateRange => date_range::DateRange;
    Duration => duration::Duration;
    Cascade => cascade::Cascade;
    Tags => tags::Tags;
    Color => color::Color;
    Address => address::Address;
    MultiLookup => multi_lookup::MultiLookup;
    Lines => lines::Lines;
    File => file::File;
    Image => file::Image;
    Formula => computed::Computed;
    Rollup => computed::Computed;
    Mirror => computed::Computed;
    Json => json::Json;
    Secret => secret::Secret;
}

/// A field's value in a record, as it stands in `place`; no value is a dash.
pub fn view(scope: &Scope, field: &Field, path: &str, row: &Row, place: Place) -> Html {
    let label = scope.meta.label_path(path, field);
    let label = label.as_deref().map(|label| row.get(label)).filter(|label| !label.is_null());
    shown_value(scope, field, row.get(path), label, place)
}

/// [`view`] of a value that is not in a record.
pub fn shown_value(scope: &Scope, field: &Field, value: &Json, label: Option<&Json>, place: Place) -> Html {
    if format::is_empty(value) {
        return html! { <span class="r-none" aria-hidden="true">{ "–" }</span> };
    }
    let shown = Shown { scope, field, value, label, place };
    // A mask is not what its kind expects: it is shown as it came.
    if let (Some(masked), true) = (value.as_str(), is_masked(field)) {
        return html! { <span class="r-masked u-ellipsis">{ masked }</span> };
    }
    renderer(field.kind).view(shown)
}

/// A value in words, for chips, history and charts. Empty for no value.
pub fn text(scope: &Scope, field: &Field, value: &Json, label: Option<&Json>) -> String {
    if format::is_empty(value) {
        return String::new();
    }
    match value.as_str().filter(|_| is_masked(field)) {
        Some(masked) => masked.to_owned(),
        None => renderer(field.kind).text(Shown { scope, field, value, label, place: Place::Cell }),
    }
}

/// Whether the caller sees only that there is a value.
pub fn is_masked(field: &Field) -> bool {
    field.level == Some(trellis_model::wire::FieldLevel::Masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_icon_in_the_sprite() {
        let listed = include_str!("../../../kit/icons.txt");
        for kind in FieldKind::ALL {
            assert!(listed.lines().any(|line| line == kind.rules().icon()), "add to ui/kit/icons.txt: {}", kind.rules().icon());
        }
    }

    #[test]
    fn every_kind_has_a_column_of_some_width() {
        for kind in FieldKind::ALL {
            assert!((80.0..=320.0).contains(&renderer(*kind).width()), "{}", kind.name());
        }
    }
}
