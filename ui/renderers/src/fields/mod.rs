//! How each kind of field is entered and shown. Each kind is one file that implements [`Renderer`].

mod any_lookup;
mod auto_number;
mod boolean;
mod currency;
mod date;
mod datetime;
mod decimal;
mod department;
mod email;
pub mod format;
mod input;
mod integer;
mod lookup;
mod lookup_input;
mod multi_picklist;
mod percent;
mod phone;
mod picklist;
mod text;
mod textarea;
mod url;
mod user;

pub use input::{Edit, FieldInput, FieldInputProps};
pub use lookup::{LabelOf, use_labels};
pub use lookup_input::{LookupInput, LookupInputProps};

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
    /// What people read for a lookup.
    pub label: Option<&'a str>,
    /// Where it stands.
    pub place: Place,
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
    Richtext => textarea::Textarea;
    Rating => integer::Integer;
    Time => text::Text;
    DateRange => text::Text;
    Duration => integer::Integer;
    Cascade => multi_picklist::MultiPicklist;
    Tags => text::Text;
    Color => text::Text;
    Address => text::Text;
    MultiLookup => text::Text;
    Lines => text::Text;
    File => text::Text;
    Image => text::Text;
    Formula => text::Text;
    Rollup => text::Text;
    Mirror => text::Text;
    Json => textarea::Textarea;
    Secret => text::Text;
}

/// A field's value in a record, as it stands in `place`; no value is a dash.
pub fn view(scope: &Scope, field: &Field, path: &str, row: &Row, place: Place) -> Html {
    let value = row.get(path);
    if format::is_empty(value) {
        return html! { <span class="r-none" aria-hidden="true">{ "–" }</span> };
    }
    let label = scope.meta.label_path(path, field).and_then(|label| row.text(&label));
    let shown = Shown { scope, field, value, label, place };
    // A mask is not what its kind expects: it is shown as it came.
    if let (Some(masked), true) = (value.as_str(), is_masked(field)) {
        return html! { <span class="r-masked u-ellipsis">{ masked }</span> };
    }
    renderer(field.kind).view(shown)
}

/// A value in words, for chips, history and charts. Empty for no value.
pub fn text(scope: &Scope, field: &Field, value: &Json, label: Option<&str>) -> String {
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
