//! One option of a dictionary.

use trellis_model::{Field, Schema, picklist::PicklistOption};
use trellis_ui_kit::{Choice, Combobox, Pill, Select};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown, is_offered};
use crate::{Scope, choices};

/// More options than this are searched, not scrolled.
const MANY: usize = 12;

/// One option of a dictionary.
pub(super) struct Picklist;

impl Renderer for Picklist {
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html {
        let code = props.value.as_str();
        let options = options(scope, props, code.as_slice());
        if options.len() <= MANY {
            let onchange =
                props.onchange.reform(|code: Option<AttrValue>| Edit::text(code.map(|code| code.to_string()).unwrap_or_default()));
            let value = code.map(|code| AttrValue::from(code.to_owned()));
            return html! { <Select {options} {value} {onchange} clearable={!props.field.required} disabled={props.disabled} /> };
        }
        let value: Vec<Choice> = options.iter().filter(|choice| Some(choice.value.as_str()) == code).cloned().collect();
        let onchange = props
            .onchange
            .reform(|chosen: Vec<Choice>| Edit::text(chosen.first().map(|choice| choice.value.to_string()).unwrap_or_default()));
        html! { <Combobox {options} {value} {onchange} disabled={props.disabled} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let code = shown.value.as_str().unwrap_or_default();
        option(shown.scope, shown.field, code).map_or_else(|| code.to_owned(), |option| shown.scope.label(&option.label).to_string())
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        pill(shown.scope, shown.field, shown.value.as_str().unwrap_or_default())
    }

    fn width(&self) -> f64 {
        150.0
    }
}

/// The option behind a code.
pub(super) fn option<'a>(scope: &'a Scope, field: &Field, code: &str) -> Option<&'a PicklistOption> {
    scope.meta.picklist(field.picklist.as_deref()?)?.option(code)
}

/// The options to choose from: those that are offered for what the record holds, and what is chosen already.
pub(super) fn options(scope: &Scope, props: &FieldInputProps, chosen: &[&str]) -> Vec<Choice> {
    let Some(picklist) = props.field.picklist.as_deref().and_then(|name| scope.meta.picklist(name)) else { return Vec::new() };
    let offered = |choice: &Choice| {
        let option = picklist.option(&choice.value);
        chosen.contains(&choice.value.as_str()) || option.is_none_or(|option| is_offered(&option.when, props.held.as_deref()))
    };
    choices(scope, picklist, chosen).into_iter().filter(offered).collect()
}

/// An option as a pill; a code that the dictionary lacks is shown as it is.
pub(super) fn pill(scope: &Scope, field: &Field, code: &str) -> Html {
    match option(scope, field, code) {
        Some(option) => {
            let color = option.color.clone().unwrap_or_else(|| "gray".into());
            html! { <Pill label={scope.label(&option.label)} dot={option.color.is_some()} {color} /> }
        }
        None => html! { <Pill label={code.to_owned()} dot={false} /> },
    }
}
