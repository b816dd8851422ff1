//! The file comes in.

use trellis_model::wire::ImportInfo;
use trellis_ui_client::{imports, path::encode};
use trellis_ui_kit::{FileDrop, Icon, t};
use trellis_ui_renderers::{Scope, use_go, use_scope};
use yew::prelude::*;

use super::mapping::is_fillable;
use crate::workspace::{Saved, import_path, reason, use_save};

/// Properties of [`Upload`].
#[derive(Properties, PartialEq)]
pub struct UploadProps {
    /// The object.
    pub object: AttrValue,
}

/// A place for the file, and an empty one to begin with.
#[component]
pub fn Upload(props: &UploadProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let object = props.object.clone();
    let then = {
        let object = object.clone();
        Callback::from(move |import: ImportInfo| go.to(format!("{}/{}", import_path(&object), import.id)))
    };
    let upload = {
        let object = object.clone();
        let saved = Saved { said: AttrValue::default(), tags: Vec::new(), then, tells: false };
        use_save(
            &scope.i18n,
            move |file: web_sys::File| {
                let object = object.clone();
                async move { imports::upload(&object, &file).await }
            },
            saved,
        )
    };
    html! {
        <section class="p-panel p-import__panel">
            <FileDrop
                label={t!(scope.i18n, "import-drop")}
                hint={t!(scope.i18n, "import-drop-hint")}
                accept=".csv,.txt,.xlsx"
                multiple={false}
                disabled={upload.busy}
                onfiles={{
                    let run = upload.run.clone();
                    Callback::from(move |files: Vec<web_sys::File>| files.into_iter().for_each(|file| run.emit(file)))
                }}
            />
            if let Some(error) = &upload.error {
                <p class="p-import__error" role="alert"><Icon name="triangle-alert" />{ reason(&scope.i18n, error) }</p>
            }
            <p class="u-muted">
                { t!(scope.i18n, "import-template-text") }{ " " }
                <a class="u-link" href={template(&scope, &object)} download={format!("{object}.csv")}>{ t!(scope.i18n, "import-template") }</a>
            </p>
        </section>
    }
}

/// A file with nothing but the titles of the fields that may be filled.
fn template(scope: &Scope, object: &str) -> String {
    let Some(info) = scope.meta.info(object) else { return String::new() };
    let fillable = info.fields.iter().filter(|field| is_fillable(field));
    let titles: Vec<String> = fillable.map(|field| format!("\"{}\"", scope.label(&field.label).replace('"', "\"\""))).collect();
    format!("data:text/csv;charset=utf-8,{}", encode(&format!("\u{feff}{}\r\n", titles.join(","))))
}
