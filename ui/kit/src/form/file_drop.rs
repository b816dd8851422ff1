//! A place for a file: dropped on it, or chosen.

use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use crate::{
    display::{Icon, Spinner},
    dom::use_id,
};

/// Properties of [`FileDrop`].
#[derive(Properties, PartialEq)]
pub struct FileDropProps {
    /// What to do, such as "Choose a file, or drop it here".
    pub label: AttrValue,
    /// What kind of file, in a quieter line.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The kinds that the browser offers, such as `.csv,.xlsx`.
    #[prop_or_default]
    pub accept: AttrValue,
    /// Whether a file is on its way.
    #[prop_or_default]
    pub busy: bool,
    /// Hears the file.
    pub onpick: Callback<File>,
}

/// A field for one file.
#[component]
pub fn FileDrop(props: &FileDropProps) -> Html {
    let id = use_id("file");
    let over = use_state_eq(|| false);
    let onchange = {
        let onpick = props.onpick.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                onpick.emit(file);
            }
            // The same file can be chosen again, after it was corrected.
            input.set_value("");
        })
    };
    let drag = |shown: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(shown);
        })
    };
    let ondrop = {
        let (over, onpick) = (over.setter(), props.onpick.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
                onpick.emit(file);
            }
        })
    };
    html! {
        <label
            class="c-file-drop"
            for={id.clone()}
            data-over={over.then_some("")}
            data-busy={props.busy.then_some("")}
            ondragover={drag(true)}
            ondragleave={drag(false)}
            {ondrop}
        >
            <input {id} type="file" class="c-file-drop__input" accept={props.accept.clone()} disabled={props.busy} {onchange} />
            <span class="c-file-drop__icon">
                if props.busy {
                    <Spinner size={24} />
                } else {
                    <Icon name="upload" size={24} />
                }
            </span>
            <span class="c-file-drop__label">{ &props.label }</span>
            <span class="c-file-drop__hint">{ &props.hint }</span>
        </label>
    }
}
