//! The control of a field, whatever its kind.

use trellis_model::{Field, Json};
use yew::prelude::*;

use super::renderer;
use crate::use_scope;

/// A new value, with what people read for it when that is not the value itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edit {
    /// The value as it goes over the wire; what cannot be read yet stays as it was typed.
    pub value: Json,
    /// The name of a chosen record or file; a list of names for a list of ids.
    pub label: Option<Json>,
    /// Why it cannot be taken as it is, in words: a text that is no JSON, a file still on its way.
    pub fault: Option<String>,
}

impl Edit {
    /// A value that reads as itself.
    pub fn value(value: impl Into<Json>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// The name of the one chosen record.
    pub fn name(&self) -> Option<&str> {
        self.label.as_ref().and_then(Json::as_str)
    }

    /// A text; nothing for an empty one.
    pub fn text(typed: String) -> Self {
        Self::value(if typed.is_empty() { Json::Null } else { Json::String(typed) })
    }

    /// A number as it was typed: exact digits, or the text itself while it is no number.
    pub fn number(typed: String) -> Self {
        let is_number = |text: &str| text.parse::<serde_json::Number>().ok();
        match is_number(&typed) {
            Some(number) => Self::value(Json::Number(number)),
            None => Self::text(typed),
        }
    }
}

/// Properties of [`FieldInput`].
#[derive(Properties, Clone, PartialEq)]
pub struct FieldInputProps {
    /// The field.
    pub field: Field,
    /// Its value.
    #[prop_or_default]
    pub value: Json,
    /// What people read for chosen records and files: a name, or a list of names.
    #[prop_or_default]
    pub label: Option<Json>,
    /// For a dictionary that depends on another one: the codes that the record holds of that.
    #[prop_or_default]
    pub held: Option<Vec<String>>,
    /// What is wrong inside a value of several parts: pointers below the value, with what is wrong there.
    #[prop_or_default]
    pub problems: Vec<(String, String)>,
    /// Hears every change.
    pub onchange: Callback<Edit>,
    /// Hears that the control was left.
    #[prop_or_default]
    pub onblur: Callback<()>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// Takes the focus when it appears.
    #[prop_or_default]
    pub autofocus: bool,
}

impl FieldInputProps {
    /// The value while it is text, typed or stored.
    pub fn typed(&self) -> AttrValue {
        match &self.value {
            Json::String(text) => text.clone().into(),
            Json::Null => AttrValue::default(),
            other => other.to_string().into(),
        }
    }

    /// The name of the one chosen record.
    pub fn name(&self) -> Option<AttrValue> {
        self.label.as_ref().and_then(Json::as_str).map(|name| AttrValue::from(name.to_owned()))
    }

    /// [`Self::onblur`] as controls of text want it.
    pub fn left(&self) -> Callback<FocusEvent> {
        self.onblur.reform(|_| ())
    }
}

/// The control of a field; put a kit `Field` around it for label and errors.
#[component]
pub fn FieldInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    renderer(props.field.kind).input(&scope, props)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn digits_stay_exact_and_what_is_no_number_stays_text() {
        assert_eq!(Edit::number("12.50".into()).value.to_string(), "12.50");
        assert_eq!(Edit::number("12x".into()).value, json!("12x"));
        assert_eq!(Edit::number(String::new()).value, Json::Null);
        assert_eq!(Edit::text(String::new()).value, Json::Null);
    }
}
