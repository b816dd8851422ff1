//! Files that become records: `/import/:object`. Upload, map, check, run, result; the import itself says which of them.

mod mapping;
mod outcome;
mod steps;
mod upload;

use trellis_model::wire::{ImportInfo, ImportStatus};
use trellis_ui_client::{Key, Tag, imports, invalidate, use_query};
use trellis_ui_kit::{Icon, Skeleton, dom, t};
use trellis_ui_renderers::{Failure, Scope, use_go, use_scope};
use yew::prelude::*;

use crate::workspace::{Absent, import_path, list_path, use_crumbs};
use mapping::Mapping;
use outcome::{Outcome, Working};
use steps::Steps;
use upload::Upload;

/// How often it is asked how far an import has come, in milliseconds.
const ASK_EVERY: i32 = 700;

/// Properties of [`ImportPage`].
#[derive(Properties, PartialEq)]
pub struct ImportPageProps {
    /// The object.
    pub object: AttrValue,
    /// The import; a new one when there is none.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// The steps from a file to records.
#[component]
pub fn ImportPage(props: &ImportPageProps) -> Html {
    let scope = use_scope();
    let Some(info) = scope.meta.info(&props.object).filter(|info| info.can.iter().any(|can| can == "import")) else {
        return html! { <Absent /> };
    };
    let (label, icon) = (scope.label(&info.label), info.options.icon.clone());
    let color = info.options.color.clone().unwrap_or_else(|| "blue".into());
    html! {
        <div class="p-page p-import">
            <Crumbs object={props.object.clone()} label={label.clone()} />
            <header class="p-head">
                <span class="r-tile" data-color={color}><Icon name={icon} size={20} /></span>
                <h1 class="p-head__title">{ t!(scope.i18n, "import-title", object = &label) }</h1>
            </header>
            if let Some(id) = props.id.clone() {
                <Import key={id.to_string()} object={props.object.clone()} id={id.clone()} />
            } else {
                <Steps at={0} />
                <Upload object={props.object.clone()} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CrumbsProps {
    object: AttrValue,
    label: AttrValue,
}

#[component]
fn Crumbs(props: &CrumbsProps) -> Html {
    let scope = use_scope();
    use_crumbs(vec![
        (props.label.clone(), Some(list_path(&props.object).into())),
        (t!(scope.i18n, "import-title", object = &props.label), None),
    ]);
    Html::default()
}

#[derive(Properties, PartialEq)]
struct ImportProps {
    object: AttrValue,
    id: AttrValue,
}

/// An import that has its file.
#[component]
fn Import(props: &ImportProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let mapping = use_state_eq(|| false);
    let found = {
        let id = props.id.clone();
        let key = Key::new(format!("import {id}"), Vec::new());
        use_query(key, move || {
            let id = id.clone();
            async move { imports::get(&id).await }
        })
    };
    let status = found.data.as_ref().map(|import| import.status);
    let done = found.data.as_ref().map(|import| import.done);
    use_effect_with((status, done, found.loading), {
        let refetch = found.refetch.clone();
        move |(status, _, loading)| {
            let waits = status.is_some_and(ImportStatus::is_busy) && !loading;
            let timer = waits.then(|| dom::Timer::after(ASK_EVERY, move || refetch.emit(())));
            move || drop(timer)
        }
    });
    // What was imported is seen at once, also by lists that listen to nothing.
    use_effect_with((status, props.object.clone()), |(status, object)| {
        if *status == Some(ImportStatus::Done) {
            invalidate(&[Tag::Records(object.to_string()), Tag::Charts]);
        }
    });
    let Some(import) = found.data.clone() else {
        return match found.error {
            Some(error) => html! { <Failure {error} onretry={found.refetch} /> },
            None => html! { <Skeleton lines={6} /> },
        };
    };
    let onchange = {
        let (refetch, mapping) = (found.refetch.clone(), mapping.setter());
        Callback::from(move |()| {
            mapping.set(false);
            refetch.emit(());
        })
    };
    let onback = {
        let mapping = mapping.setter();
        Callback::from(move |()| mapping.set(true))
    };
    let onagain = {
        let (go, object) = (go, props.object.clone());
        Callback::from(move |()| go.to(import_path(&object)))
    };
    let object = props.object.clone();
    let import: ImportInfo = (*import).clone();
    match import.status {
        ImportStatus::Mapping => html! { <><Steps at={1} /><Mapping {object} {import} {onchange} /></> },
        ImportStatus::Checked if *mapping => html! { <><Steps at={1} /><Mapping {object} {import} {onchange} /></> },
        ImportStatus::Checking => html! { <><Steps at={2} /><Working label={t!(scope.i18n, "import-checking")} {import} /></> },
        ImportStatus::Checked => html! { <><Steps at={2} /><Outcome {object} {import} {onchange} {onback} {onagain} /></> },
        ImportStatus::Running => html! { <><Steps at={3} /><Working label={t!(scope.i18n, "import-running")} {import} /></> },
        ImportStatus::Done | ImportStatus::Failed => {
            html! { <><Steps at={3} /><Outcome {object} {import} {onchange} {onback} {onagain} /></> }
        }
    }
}

/// How many rows, in the page's notation.
fn number(scope: &Scope, count: u32) -> String {
    scope.i18n.decimal(&count.to_string(), 0)
}
