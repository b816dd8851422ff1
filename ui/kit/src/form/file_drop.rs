//! A place for files: dropped, or chosen in the system's dialog.

use wasm_bindgen::JsCast;
use web_sys::{File, FileList, HtmlInputElement};
use yew::prelude::*;

use super::use_field;
use crate::{display::Icon, i18n::use_i18n, t};

/// Properties of [`FileDrop`].
#[derive(Properties, PartialEq)]
pub struct FileDropProps {
    /// Hears the files.
    pub onfiles: Callback<Vec<File>>,
    /// What the system's dialog offers, as the attribute `accept` wants it; everything when empty.
    #[prop_or_default]
    pub accept: AttrValue,
    /// Whether several come at once.
    #[prop_or(true)]
    pub multiple: bool,
    /// What to do; the usual words when empty.
    #[prop_or_default]
    pub label: AttrValue,
    /// What is taken, in words.
    #[prop_or_default]
    pub hint: AttrValue,
    /// One line, for narrow places.
    #[prop_or_default]
    pub small: bool,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A field to drop files on; a click or Enter opens the dialog.
#[component]
pub fn FileDrop(props: &FileDropProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let over = use_state_eq(|| false);
    let set_over = |on: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(on);
        })
    };
    let ondrop = {
        let (over, onfiles, disabled, multiple) = (over.setter(), props.onfiles.clone(), props.disabled, props.multiple);
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let mut files = event.data_transfer().and_then(|data| data.files()).map(list).unwrap_or_default();
            if !multiple {
                files.truncate(1);
            }
            if !files.is_empty() && !disabled {
                onfiles.emit(files);
            }
        })
    };
    let onchange = props.onfiles.reform(|event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let files = input.files().map(list).unwrap_or_default();
        // The same file can be chosen again after it was taken away.
        input.set_value("");
        files
    });
    html! {
        <label
            class="c-file-drop"
            data-over={over.then_some("")}
            data-small={props.small.then_some("")}
            data-invalid={field.invalid.then_some("")}
            data-disabled={props.disabled.then_some("")}
            ondragenter={set_over(true)}
            ondragover={set_over(true)}
            ondragleave={set_over(false)}
            {ondrop}
        >
            <input
                class="c-file-drop__input"
                id={field.id.clone()}
                type="file"
                accept={(!props.accept.is_empty()).then(|| props.accept.clone())}
                multiple={props.multiple}
                aria-describedby={field.described_by.clone()}
                disabled={props.disabled}
                {onchange}
            />
            <Icon name="upload" />
            <span>
                <span class="c-file-drop__text">{ if props.label.is_empty() { t!(i18n, "kit-files-drop") } else { props.label.clone() } }</span>
                if !props.hint.is_empty() {
                    <span class="c-file-drop__hint">{ &props.hint }</span>
                }
            </span>
        </label>
    }
}

fn list(files: FileList) -> Vec<File> {
    (0..files.length()).filter_map(|at| files.get(at)).filter_map(|file| file.dyn_into::<File>().ok()).collect()
}
