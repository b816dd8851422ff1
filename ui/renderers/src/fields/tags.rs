//! Words that people give freely.

use trellis_model::Json;
use trellis_ui_kit::{Pill, TagColor, TagsInput, t};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Renderer, Shown, cascade::path, format};
use crate::Scope;

/// Words that people give freely; each word has its colour everywhere.
pub(super) struct Tags;

impl Renderer for Tags {
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html {
        let onchange = props.onchange.reform(|words: Vec<AttrValue>| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            Edit::value(if words.is_empty() { Json::Null } else { words.into() })
        });
        html! {
            <TagsInput value={path(&props.value)} placeholder={t!(scope.i18n, "field-tags-hint")} disabled={props.disabled} {onchange} onblur={props.onblur.clone()} />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        format::codes(shown.value).join(shown.scope.i18n.pick("、", ", "))
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let pill = |word: &str| html! { <Pill label={word.to_owned()} color={TagColor::of_text(word).name()} dot={false} /> };
        html! { <span class="r-pills">{ for format::codes(shown.value).into_iter().map(pill) }</span> }
    }

    fn width(&self) -> f64 {
        200.0
    }
}
