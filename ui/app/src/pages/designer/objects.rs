//! All objects, by app.

use trellis_model::object::is_custom;
use trellis_ui_client::designer::{self, Draft, DraftObject};
use trellis_ui_client::use_query;
use trellis_ui_kit::{Button, ButtonKind, Icon, Pill, Skeleton, t};
use trellis_ui_renderers::{Failure, Link, use_go, use_scope};
use yew::prelude::*;

use super::{
    draft_bar::DraftBar,
    head::{Head, Part},
    new_object::NewObject,
};
use crate::workspace::use_crumbs;

/// The objects as cards, with a button for a new one.
#[component]
pub fn DesignerPage() -> Html {
    let scope = use_scope();
    let go = use_go();
    let creating = use_state_eq(|| false);
    use_crumbs(vec![(t!(scope.i18n, "designer-title"), None)]);
    let found = use_query(designer::draft_key(), designer::draft);
    let set = |state: &UseStateHandle<bool>, on: bool| {
        let state = state.setter();
        Callback::from(move |()| state.set(on))
    };
    let oncreated = Callback::from(move |name: String| go.to(format!("/designer/{name}")));
    let allowed = !found.error.as_ref().is_some_and(trellis_ui_client::ApiError::is_forbidden);
    let body = match (found.data, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={8} /> },
        (Some(draft), _) => html! {
            <>
                <DraftBar changes={draft.changes} />
                { apps(&scope, &draft) }
            </>
        },
    };
    html! {
        <div class="p-designer">
            <Head part={Part::Objects}>
                if allowed {
                    <Button label={t!(scope.i18n, "designer-new-object")} icon="plus" kind={ButtonKind::Primary} onclick={set(&creating, true).reform(|_: MouseEvent| ())} />
                }
            </Head>
            { body }
            if *creating {
                <NewObject onclose={set(&creating, false)} {oncreated} />
            }
        </div>
    }
}

fn apps(scope: &trellis_ui_renderers::Scope, draft: &Draft) -> Html {
    let known: Vec<(String, AttrValue)> = scope.meta.apps().iter().map(|app| (app.name.clone(), scope.label(&app.label))).collect();
    let mut names: Vec<String> = known.iter().map(|(name, _)| name.clone()).collect();
    for object in draft.shaped() {
        if !names.contains(&object.app) {
            names.push(object.app.clone());
        }
    }
    let group = |name: &String| {
        let objects: Vec<&DraftObject> = draft.shaped().filter(|object| object.app == *name).collect();
        let label = known.iter().find(|(known, _)| known == name).map(|(_, label)| label.clone());
        let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| t!(scope.i18n, "designer-own-objects"));
        html! {
            if !objects.is_empty() {
                <section class="p-designer__app">
                    <h2 class="p-designer__label">{ label }</h2>
                    <ul class="p-designer__cards">{ for objects.into_iter().map(|object| card(scope, object)) }</ul>
                </section>
            }
        }
    };
    html! { <>{ for names.iter().map(group) }</> }
}

fn card(scope: &trellis_ui_renderers::Scope, object: &DraftObject) -> Html {
    let own = object.fields.iter().filter(|field| !field.system);
    let added = own.clone().filter(|field| is_custom(&field.name)).count();
    html! {
        <li key={object.name.clone()}>
            <Link href={format!("/designer/{}", object.name)} class="p-object-card">
                <span class="r-tile" data-color={object.options.color.clone().unwrap_or_else(|| "blue".into())}><Icon name={object.options.icon.clone()} size={20} /></span>
                <span class="p-object-card__text">
                    <strong class="u-ellipsis">{ scope.label(&object.label) }</strong>
                    <span class="u-muted u-ellipsis">{ t!(scope.i18n, "designer-field-count", count = own.count(), added = added) }</span>
                </span>
                if object.is_new {
                    <Pill label={t!(scope.i18n, "designer-unpublished")} color="amber" />
                }
            </Link>
        </li>
    }
}
