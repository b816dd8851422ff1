//! Anything that is JSON, for people who know what they do.

use trellis_model::Json as Any;
use trellis_ui_kit::{TextArea, t};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Place, Renderer, Shown};
use crate::{Scope, use_scope};

/// Anything that is JSON.
pub(super) struct Json;

impl Renderer for Json {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <JsonInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.to_string()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        match shown.place {
            Place::Cell => html! { <code class="u-ellipsis r-json">{ shown.value.to_string() }</code> },
            Place::Page => html! { <pre class="r-json">{ pretty(shown.value) }</pre> },
        }
    }

    fn width(&self) -> f64 {
        200.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}

/// The text as it is being typed; what cannot be read is refused at once, and tidied up when the field is left.
#[component]
fn JsonInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let typed = use_state_eq(|| None::<String>);
    let shown = (*typed).clone().unwrap_or_else(|| if props.value.is_null() { String::new() } else { pretty(&props.value) });
    let oninput = {
        let (typed, onchange, i18n, before) = (typed.setter(), props.onchange.clone(), scope.i18n.clone(), props.value.clone());
        Callback::from(move |text: String| {
            onchange.emit(match read(&text) {
                Ok(value) => Edit::value(value),
                Err((line, column)) => {
                    let fault = t!(i18n, "field-json-fault", line = line, column = column).to_string();
                    Edit { fault: Some(fault), ..Edit::value(before.clone()) }
                }
            });
            typed.set(Some(text));
        })
    };
    let onblur = {
        let (typed, onblur) = (typed.clone(), props.onblur.clone());
        Callback::from(move |_: FocusEvent| {
            if typed.as_deref().is_some_and(|text| read(text).is_ok()) {
                typed.set(None);
            }
            onblur.emit(());
        })
    };
    html! { <div class="r-json-input"><TextArea value={shown} rows={4} placeholder="{ }" disabled={props.disabled} {oninput} {onblur} /></div> }
}

fn pretty(value: &Any) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The value of a text; nothing is no value. Otherwise where it cannot be read.
fn read(text: &str) -> Result<Any, (usize, usize)> {
    if text.trim().is_empty() { Ok(Any::Null) } else { serde_json::from_str(text).map_err(|error| (error.line(), error.column())) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_read_or_refused_with_its_place() {
        assert_eq!(read(" "), Ok(Any::Null));
        assert_eq!(read("\"a\""), Ok(json!("a")));
        assert_eq!(read("{\n  \"a\": }"), Err((2, 8)));
    }
}
