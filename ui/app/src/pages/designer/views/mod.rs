//! The list views of an object: the views at the left, the list with real records in the middle, the settings at the right.

mod columns;
mod editing;
mod editor;
mod list;
mod model;
mod open;
mod order;
mod parts;
mod preview;
mod shared;

use std::rc::Rc;

use trellis_model::{ListView, Schema, view::ViewKind};
use trellis_ui_client::{
    Meta,
    designer::{self, Draft, DraftObject, Part, Parts, Tags},
    use_query,
};
use trellis_ui_kit::{EmptyState, Skeleton, t};
use trellis_ui_renderers::{Failure, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use self::{
    editing::{Bases, Editing, reset, use_list_writes},
    editor::{Editor, Step},
    list::{Pick, ViewList},
    model::{Shared, in_order},
    open::{Open, edits, in_moved_order, kept, previewed},
    preview::Preview,
};
use super::opening::{RemoveQuestion, use_following, use_leaving};
use crate::workspace::{Conflict, use_base};

/// The heading of the settings, where the focus goes when another view is opened.
const HEADING: &str = "view-settings";

/// The icon of a kind of view.
fn icon(kind: ViewKind) -> &'static str {
    match kind {
        ViewKind::Table => "table-2",
        ViewKind::Kanban => "kanban",
        ViewKind::Calendar => "calendar",
    }
}

/// Properties of [`ViewsPart`].
#[derive(Properties, PartialEq)]
pub struct ViewsPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// Fetches what the draft declares and the objects as they would be, then shows the views. What is published is asked for
/// records; everything else here goes by the draft.
#[component]
pub fn ViewsPart(props: &ViewsPartProps) -> Html {
    let scope = use_scope();
    let name = props.object.name.clone();
    let parts = use_query(designer::parts_key(&name), move || {
        let name = name.clone();
        async move { designer::parts(&name).await }
    });
    let meta = use_query(designer::drafted_key(), designer::drafted);
    let error = parts.error.clone().filter(|_| parts.data.is_none()).or_else(|| meta.error.clone().filter(|_| meta.data.is_none()));
    if let Some(error) = error {
        let (again, other) = (parts.refetch.clone(), meta.refetch.clone());
        let onretry = Callback::from(move |()| {
            again.emit(());
            other.emit(());
        });
        return html! { <Failure {error} {onretry} /> };
    }
    match (parts.data, meta.data) {
        (Some(parts), Some(meta)) if meta.info(&props.object.name).is_some() => html! {
            <ContextProvider<Meta> context={(*meta).clone()}>
                <Lists object={props.object.clone()} {parts} published={scope.meta.clone()} />
            </ContextProvider<Meta>>
        },
        (Some(_), Some(_)) => {
            html! { <EmptyState icon="lock" title={t!(scope.i18n, "views-forbidden")} text={t!(scope.i18n, "views-forbidden-text")} /> }
        }
        _ => html! { <div class="p-designer"><Skeleton lines={8} /></div> },
    }
}

#[derive(Properties, PartialEq)]
struct ListsProps {
    object: DraftObject,
    parts: Rc<Parts>,
    published: Meta,
}

#[component]
fn Lists(props: &ListsProps) -> Html {
    let scope = use_scope();
    let object = AttrValue::from(props.object.name.clone());
    let declared = &props.parts.views;
    let all = scope.meta.object(&object).map(|object| object.views.clone()).unwrap_or_default();
    let scenes: Vec<ListView> = all.iter().filter(|view| view.scene).cloned().collect();
    let usual = all.first().map(|view| view.columns.clone()).unwrap_or_default();
    let saved = Shared::of(declared.as_ref(), &usual);
    let views: Vec<ListView> = declared.as_ref().map(in_order).unwrap_or_default();
    let open = use_state_eq(|| Open::Shared(saved.clone()));
    let (tried, removing) = (use_state_eq(|| false), use_state_eq(|| false));
    let before = kept(&open, &views, &saved);
    let dirty = before.as_ref() != Some(&*open);
    use_unsaved_guard(dirty);
    use_following(&open, (views.clone(), saved.clone()), |open, (views, saved)| {
        kept(open, views, saved).unwrap_or_else(|| Open::Shared(saved.clone()))
    });
    let bases = use_bases(&open, &props.parts.tags, dirty);
    // An order on its way into the draft is shown at once.
    let moved = use_state_eq(|| None::<Vec<String>>);
    let onload = {
        let (open, before, saved) = (open.clone(), before.clone(), saved.clone());
        let (tried, moved) = (tried.setter(), moved.setter());
        Callback::from(move |_: Conflict| {
            moved.set(None);
            reset(&open, before.as_ref(), &saved, &tried);
        })
    };
    let (write, met) = use_list_writes(&object, &open, &saved, &bases, tried.setter(), onload);
    use_effect_with(declared.clone(), {
        let moved = moved.setter();
        move |_| moved.set(None)
    });
    // An order that was refused is not shown any longer.
    use_effect_with(write.error.is_some(), {
        let moved = moved.setter();
        move |refused| {
            if *refused {
                moved.set(None);
            }
        }
    });
    let shown = in_moved_order(&views, moved.as_ref());
    let preview = previewed(&open, &saved, &scope.meta.object(&object).map(|object| object.label.clone()).unwrap_or_default());
    let editing = Rc::new(Editing {
        saved: saved.clone(),
        scenes: scenes.clone(),
        order: declared.as_ref().map(|views| views.order.clone()).unwrap_or_default(),
        shown: shown.iter().map(|view| view.name.clone()).collect(),
        taken: all.iter().chain(&views).map(|view| view.name.clone()).collect(),
        views,
        open: open.clone(),
        before,
        tried: tried.setter(),
        removing: removing.setter(),
        moved: moved.setter(),
        bases,
        write: write.clone(),
    });
    let go = {
        let editing = editing.clone();
        Callback::from(move |pick: Pick| editing.go(pick))
    };
    let (onpick, leaving) = use_leaving(dirty, &go);
    let onmove = {
        let editing = editing.clone();
        Callback::from(move |(name, to): (AttrValue, usize)| editing.relocate(&name, to))
    };
    let onstep = {
        let editing = editing.clone();
        Callback::from(move |step: Step| editing.step(step))
    };
    let (onwidth, onsort) = edits(&open, &preview, &onstep);
    let onremove = {
        let (editing, name) = (editing.clone(), preview.name.clone());
        Callback::from(move |()| editing.remove(&name))
    };
    html! {
        <>
            <div class="p-studio__columns p-views">
                <ViewList {scenes} views={shown} open={editing.current()} {onpick} {onmove} />
                <Preview object={object.clone()} view={preview.clone()} published={props.published.clone()} {onwidth} {onsort} />
                <Editor
                    {object}
                    open={(*open).clone()}
                    shared={saved}
                    owned={props.object.options.owned}
                    {dirty}
                    tried={*tried}
                    error={write.error.clone()}
                    busy={write.busy}
                    heading={HEADING}
                    {onstep}
                />
            </div>
            <RemoveQuestion
                asking={removing}
                title={t!(scope.i18n, "views-remove-title", view = scope.label(&preview.label))}
                text={t!(scope.i18n, "views-remove-text")}
                action={t!(scope.i18n, "views-remove")}
                busy={write.busy}
                {onremove}
            />
            { leaving }
            { met }
        </>
    }
}

/// Which declarations the work on what is open began with.
#[hook]
fn use_bases(open: &Open, tags: &Tags, dirty: bool) -> Bases {
    let (name, shares) = match open {
        Open::Shared(_) => (String::new(), true),
        Open::Scene(view) | Open::View { view, .. } => (view.name.clone(), false),
    };
    let part = Part::View(name);
    // The order of the views is saved at once, whatever else is open.
    let lists = use_base(&Part::Lists.address(), tags.of(&Part::Lists), dirty && shares);
    let view = use_base(&part.address(), tags.of(&part), dirty && !shares);
    Bases { view, lists }
}
