//! The bin of fields and objects: what was retired keeps its data until somebody empties it.

use trellis_model::FieldKind;
use trellis_ui_client::{
    Tag,
    designer::{self, Retired},
    use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Confirm, EmptyState, Icon, Size, Skeleton, t};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use super::head::{Head, Part};
use crate::workspace::{Saved, use_crumbs, use_save};

/// The retired fields and objects, to be brought back or emptied for good.
#[component]
pub fn RetiredPage() -> Html {
    let scope = use_scope();
    let asking = use_state_eq(|| None::<Retired>);
    use_crumbs(vec![(t!(scope.i18n, "designer-title"), Some("/designer".into())), (t!(scope.i18n, "designer-retired"), None)]);
    let found = use_query(designer::retired_key(), designer::retired);
    let then = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(None))
    };
    let said =
        |message: &str| Saved { said: t!(scope.i18n, message), tags: vec![Tag::Draft, Tag::Metadata], then: then.clone(), tells: true };
    let restore = use_save(&scope.i18n, |it: Retired| async move { designer::restore_retired(&it).await }, said("retired-restored"));
    let empty = use_save(&scope.i18n, |it: Retired| async move { designer::empty_retired(&it).await }, said("retired-emptied"));
    let line = |it: &Retired| {
        let object = scope.meta.info(&it.object).map_or_else(|| it.object.clone().into(), |info| scope.label(&info.label));
        let kind = it.kind.as_deref().and_then(FieldKind::from_name).map(FieldKind::rules);
        // A whole object is called what it was called; nothing knows its icon any more.
        let icon = if it.field.is_none() { "box" } else { kind.map_or("circle", |kind| kind.icon()) };
        let restore = {
            let it = it.clone();
            restore.run.reform(move |_: MouseEvent| it.clone())
        };
        let ask = {
            let (asking, it) = (asking.setter(), it.clone());
            Callback::from(move |_: MouseEvent| asking.set(Some(it.clone())))
        };
        html! {
            <li class="p-retired" key={format!("{}/{}", it.object, it.column.as_deref().unwrap_or_default())}>
                <span class="r-tile" data-color="gray"><Icon name={icon} /></span>
                <div class="u-grow">
                    <strong>
                        if it.field.is_some() {
                            { object }{ " › " }
                        }
                        { scope.label(&it.label) }
                    </strong>
                    <p class="u-muted">
                        if let Some(kind) = kind {
                            { scope.label(&kind.label()) }{ " · " }
                        }
                        <code>{ it.field.as_ref().unwrap_or(&it.object) }</code>{ " · " }{ t!(scope.i18n, rows_message(it), count = it.rows) }
                        if it.earlier {
                            { " · " }{ t!(scope.i18n, "retired-earlier") }
                        }
                    </p>
                </div>
                <div class="p-retired__acts">
                    if !it.earlier {
                        <Button label={t!(scope.i18n, "retired-restore")} icon="rotate-ccw" size={Size::Small} onclick={restore} />
                    }
                    <Button label={t!(scope.i18n, "retired-empty")} kind={ButtonKind::Danger} size={Size::Small} onclick={ask} />
                </div>
            </li>
        }
    };
    let body = match (found.data, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={5} /> },
        (Some(items), _) if items.is_empty() => {
            html! { <EmptyState icon="trash-2" title={t!(scope.i18n, "retired-none")} text={t!(scope.i18n, "retired-none-text")} /> }
        }
        (Some(items), _) => html! { <ul class="p-panel p-retired__list">{ for items.iter().map(line) }</ul> },
    };
    let about = (*asking).clone();
    let what = about.as_ref().map(|it| scope.label(&it.label)).unwrap_or_default();
    let rows = about.as_ref().map(|it| it.rows).unwrap_or_default();
    let whole = about.as_ref().is_some_and(|it| it.field.is_none());
    let confirm = {
        let about = about.clone();
        let run = empty.run.clone();
        Callback::from(move |()| {
            if let Some(it) = about.clone() {
                run.emit(it);
            }
        })
    };
    html! {
        <div class="p-designer">
            <Head part={Part::Retired} />
            { body }
            <Confirm
                open={about.is_some()}
                title={t!(scope.i18n, "retired-empty-title", field = what)}
                text={t!(scope.i18n, if whole { "object-empty-text" } else { "retired-empty-text" }, count = rows)}
                action={t!(scope.i18n, "retired-empty")}
                danger={true}
                busy={empty.busy}
                onconfirm={confirm}
                onclose={then}
            />
        </div>
    }
}

/// What is counted: values of a field, or the records of a whole object.
fn rows_message(it: &Retired) -> &'static str {
    if it.field.is_some() { "retired-rows" } else { "object-bin-rows" }
}
