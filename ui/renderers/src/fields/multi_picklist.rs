//! Several options of a dictionary.

use trellis_model::Json;
use trellis_ui_kit::{Choice, Combobox};
use yew::prelude::*;

use super::{
    Edit, FieldInputProps, Renderer, Shown, format,
    picklist::{option, options, pill},
};
use crate::Scope;

/// Several options of a dictionary.
pub(super) struct MultiPicklist;

impl Renderer for MultiPicklist {
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html {
        let codes = format::codes(&props.value);
        let options = options(scope, props, &codes);
        let value: Vec<Choice> = codes.iter().filter_map(|code| options.iter().find(|choice| choice.value == *code)).cloned().collect();
        let onchange = props.onchange.reform(|chosen: Vec<Choice>| {
            let codes: Vec<String> = chosen.iter().map(|choice| choice.value.to_string()).collect();
            Edit::value(if codes.is_empty() { Json::Null } else { codes.into() })
        });
        html! { <Combobox multiple={true} {options} {value} {onchange} disabled={props.disabled} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let said = |code: &str| match option(shown.scope, shown.field, code) {
            Some(option) => shown.scope.label(&option.label).to_string(),
            None => code.to_owned(),
        };
        let separator = shown.scope.i18n.pick("、", ", ");
        format::codes(shown.value).into_iter().map(said).collect::<Vec<_>>().join(separator)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let codes = format::codes(shown.value);
        html! { <span class="r-pills">{ for codes.into_iter().map(|code| pill(shown.scope, shown.field, code)) }</span> }
    }

    fn width(&self) -> f64 {
        200.0
    }
}
