//! A path through a dictionary.

use trellis_model::Json;
use trellis_ui_kit::{Cascader, Size};
use yew::prelude::*;

use super::{
    Edit, FieldInputProps, Renderer, Shown,
    dictionary::{known, use_dictionary},
    format,
};
use crate::Scope;

/// A path through a dictionary.
pub(super) struct Cascade;

impl Renderer for Cascade {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        let onchange = props.onchange.reform(|path: Vec<AttrValue>| Edit::value(codes(&path)));
        html! { <PathInput picklist={props.field.picklist.clone()} value={path(&props.value)} disabled={props.disabled} {onchange} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        // A filter compares with one option, a record has the path to it.
        let branches = shown.field.picklist.as_deref().and_then(|name| known(shown.scope, name));
        let path = path(shown.value);
        match branches {
            Some(branches) => branches.words(&path),
            None => path.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(" / "),
        }
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        html! { <PathView picklist={shown.field.picklist.clone()} value={path(shown.value)} /> }
    }

    fn width(&self) -> f64 {
        200.0
    }
}

/// The codes of a path.
pub(super) fn path(value: &Json) -> Vec<AttrValue> {
    format::codes(value).into_iter().map(|code| AttrValue::from(code.to_owned())).collect()
}

/// A path as it is kept; an empty one is no value.
pub(super) fn codes(path: &[AttrValue]) -> Json {
    if path.is_empty() { Json::Null } else { path.iter().map(ToString::to_string).collect::<Vec<_>>().into() }
}

/// Properties of [`PathInput`].
#[derive(Properties, PartialEq)]
pub struct PathInputProps {
    /// The dictionary.
    pub picklist: Option<String>,
    /// The chosen path.
    pub value: Vec<AttrValue>,
    /// Hears another path.
    pub onchange: Callback<Vec<AttrValue>>,
    /// The name, when no field is around it.
    #[prop_or_default]
    pub label: AttrValue,
    /// Shown while nothing is chosen.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A cascader over a dictionary, which is fetched when it is first opened, or when there is a path to be said.
#[component]
pub fn PathInput(props: &PathInputProps) -> Html {
    let opened = use_state_eq(|| false);
    let dictionary = use_dictionary(props.picklist.clone(), *opened || !props.value.is_empty());
    let onopen = {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(true))
    };
    html! {
        <Cascader
            options={dictionary.branches}
            loading={dictionary.loading}
            value={props.value.clone()}
            label={props.label.clone()}
            placeholder={props.placeholder.clone()}
            size={props.size}
            disabled={props.disabled}
            onchange={props.onchange.clone()}
            {onopen}
        />
    }
}

/// Properties of [`PathView`].
#[derive(Properties, PartialEq)]
pub struct PathViewProps {
    /// The dictionary.
    pub picklist: Option<String>,
    /// The path.
    pub value: Vec<AttrValue>,
    /// What follows it.
    #[prop_or_default]
    pub after: AttrValue,
}

/// A path in words.
#[component]
pub fn PathView(props: &PathViewProps) -> Html {
    let dictionary = use_dictionary(props.picklist.clone(), !props.value.is_empty());
    // Codes of a region say nothing: better nothing yet than numbers.
    let words = if dictionary.loading { "…".to_owned() } else { dictionary.branches.words(&props.value) };
    let whole = if props.after.is_empty() { words } else { format!("{words} {}", props.after).trim_start().to_owned() };
    html! { <span class="u-ellipsis" title={whole.clone()}>{ whole }</span> }
}
