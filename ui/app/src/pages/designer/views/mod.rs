//! The list views of an object: the views at the left, the list with real records in the middle, the settings at the right.

mod columns;
mod editor;
mod list;
mod model;
mod open;
mod order;
mod parts;
mod preview;
mod shared;

use std::rc::Rc;

use trellis_model::{Json, ListView, Schema, view::ViewKind};
use trellis_ui_client::{
    Meta, Tag,
    designer::{self, Draft, DraftObject, Part, Parts},
    http::{Over, Reply},
    use_query,
};
use trellis_ui_kit::{Confirm, EmptyState, Skeleton, dom, t, use_toasts};
use trellis_ui_renderers::{Failure, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use self::{
    editor::{Editor, Step},
    list::{Pick, ViewList},
    model::{Faults, Shared, completed, declaration, in_order, put_at},
    open::{Open, edits, in_moved_order, kept, new_view, previewed},
    preview::Preview,
};
use super::{conflict, model::fresh_name};
use crate::workspace::{Conflict, Saved, use_base, use_save_over};

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

/// What goes into the draft.
#[derive(Clone, PartialEq)]
enum Write {
    View(Box<ListView>),
    Lists(Json),
    Remove(String),
}

#[component]
fn Lists(props: &ListsProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let object = AttrValue::from(props.object.name.clone());
    let declared = &props.parts.views;
    let all = scope.meta.object(&object).map(|object| object.views.clone()).unwrap_or_default();
    let scenes: Vec<ListView> = all.iter().filter(|view| view.scene).cloned().collect();
    let usual = all.first().map(|view| view.columns.clone()).unwrap_or_default();
    let saved = Shared::of(declared.as_ref(), &usual);
    let views: Vec<ListView> = declared.as_ref().map(in_order).unwrap_or_default();
    // An order on its way into the draft is shown at once.
    let moved = use_state_eq(|| None::<Vec<String>>);
    let open = use_state_eq(|| Open::Shared(saved.clone()));
    let (tried, removing) = (use_state_eq(|| false), use_state_eq(|| false));
    // What is asked before work is left behind: where it would go.
    let leaving = use_state_eq(|| None::<Pick>);
    let before = kept(&open, &views, &saved);
    let dirty = before.as_ref() != Some(&*open);
    use_unsaved_guard(dirty);
    // What is declared elsewhere meanwhile is followed, unless there is work on it here.
    let last = use_mut_ref(|| (views.clone(), saved.clone()));
    use_effect_with(declared.clone(), {
        let (moved, open, views, saved) = (moved.setter(), open.clone(), views.clone(), saved.clone());
        move |_| {
            moved.set(None);
            let (views_before, saved_before) = last.replace((views.clone(), saved.clone()));
            if kept(&open, &views_before, &saved_before).as_ref() == Some(&*open) {
                open.set(kept(&open, &views, &saved).unwrap_or(Open::Shared(saved)));
            }
        }
    });
    // The order of the views is saved at once, whatever else is open.
    let shares = matches!(&*open, Open::Shared(_));
    let lists_version = use_base(&Part::Lists.address(), props.parts.tags.of(&Part::Lists), dirty && shares);
    let part = Part::View(match &*open {
        Open::Shared(_) => String::new(),
        Open::Scene(view) | Open::View { view, .. } => view.name.clone(),
    });
    let version = use_base(&part.address(), props.parts.tags.of(&part), dirty && !shares);
    let reset = {
        let (open, tried, before, saved) = (open.clone(), tried.setter(), before.clone(), saved.clone());
        Callback::from(move |()| {
            tried.set(false);
            let fresh = matches!(&*open, Open::View { is_new: true, .. });
            open.set(before.clone().filter(|_| !fresh).unwrap_or_else(|| Open::Shared(saved.clone())));
        })
    };
    let (write, met) = {
        let then = {
            let (open, tried, saved, i18n) = (open.setter(), tried.setter(), saved.clone(), scope.i18n.clone());
            let (version, lists_version) = (version.clone(), lists_version.clone());
            Callback::from(move |(write, reply): (Write, Reply<Json>)| {
                tried.set(false);
                let said = match write {
                    Write::View(view) => {
                        version.wrote(&Part::View(view.name.clone()).address(), reply.etag);
                        open.set(Open::View { view, is_new: false });
                        "views-saved"
                    }
                    Write::Lists(_) => {
                        lists_version.wrote(&Part::Lists.address(), reply.etag);
                        "views-saved"
                    }
                    Write::Remove(_) => {
                        open.set(Open::Shared(saved.clone()));
                        "views-removed"
                    }
                };
                toasts.ok(t!(i18n, said));
            })
        };
        let name = props.object.name.clone();
        let call = move |write: Write, over: Over| {
            let name = name.clone();
            async move {
                match write {
                    Write::View(view) => conflict::write(&name, &Part::View(view.name.clone()), Some(declaration(&view)), &over).await,
                    Write::Lists(json) => conflict::write(&name, &Part::Lists, Some(json), &over).await,
                    Write::Remove(view) => conflict::write(&name, &Part::View(view), None, &over).await,
                }
            }
        };
        let saved = Saved { said: AttrValue::default(), tags: vec![Tag::Draft], then, tells: true };
        let onload = {
            let (reset, moved) = (reset.clone(), moved.setter());
            Callback::from(move |_: Conflict| {
                moved.set(None);
                reset.emit(());
            })
        };
        use_save_over(&scope.i18n, call, saved, onload)
    };
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
    let order: Vec<String> = declared.as_ref().map(|views| views.order.clone()).unwrap_or_default();
    let go = {
        let (open, tried, reset) = (open.setter(), tried.setter(), write.reset.clone());
        let (saved, scenes, views) = (saved.clone(), scenes.clone(), views.clone());
        Callback::from(move |pick: Pick| {
            tried.set(false);
            reset.emit(());
            let is_new = pick == Pick::New;
            open.set(match pick {
                Pick::Shared => Open::Shared(saved.clone()),
                Pick::New => Open::View { view: Box::new(new_view()), is_new },
                Pick::View(name) => match scenes.iter().find(|view| view.name == name) {
                    Some(scene) => Open::Scene(Box::new(scene.clone())),
                    None => match views.iter().find(|view| view.name == name) {
                        Some(view) => Open::View { view: Box::new(view.clone()), is_new },
                        None => return,
                    },
                },
            });
            if !is_new {
                wasm_bindgen_futures::spawn_local(async {
                    dom::next_frame().await;
                    dom::focus_id(HEADING);
                });
            }
        })
    };
    let onpick = {
        let (go, leaving) = (go.clone(), leaving.setter());
        Callback::from(move |pick: Pick| if dirty { leaving.set(Some(pick)) } else { go.emit(pick) })
    };
    let onmove = {
        let (moved, run, saved, shown) = (moved.setter(), write.run.clone(), saved.clone(), shown.clone());
        let lists_version = lists_version.clone();
        Callback::from(move |(name, to): (AttrValue, usize)| {
            let mut names: Vec<String> = shown.iter().map(|view| view.name.clone()).collect();
            put_at(&mut names, |known| *known == name.as_str(), to);
            moved.set(Some(names.clone()));
            run.emit((Write::Lists(saved.declaration(&names)), lists_version.over()));
        })
    };
    let onstep = {
        let (open, tried, removing, run) = (open.clone(), tried.setter(), removing.setter(), write.run.clone());
        let (forget, reset, version) = (reset, write.reset.clone(), version.clone());
        let lists_version = lists_version.clone();
        let taken: Vec<String> = all.iter().map(|view| view.name.clone()).chain(views.iter().map(|view| view.name.clone())).collect();
        Callback::from(move |step: Step| match step {
            Step::View(view) => {
                if let Open::View { is_new, .. } = &*open {
                    open.set(Open::View { view, is_new: *is_new });
                }
            }
            Step::Shared(shared) => open.set(Open::Shared(shared)),
            Step::Remove => removing.set(true),
            Step::Reset => {
                reset.emit(());
                forget.emit(());
            }
            Step::Save => {
                tried.set(true);
                match &*open {
                    Open::View { view, is_new } if Faults::of(view).is_empty() => {
                        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
                        // A new view is named after what people read; its name never changes afterwards.
                        let name = if *is_new { fresh_name(&view.label.en, "view", &taken) } else { view.name.clone() };
                        let over = if *is_new { Over::Nothing } else { version.over() };
                        run.emit((Write::View(Box::new(completed(ListView { name, ..(**view).clone() }))), over));
                    }
                    Open::Shared(shared) if Faults::of_shared(shared).is_empty() => {
                        run.emit((Write::Lists(shared.declaration(&order)), lists_version.over()))
                    }
                    _ => {}
                }
            }
        })
    };
    let current = match &*open {
        Open::Shared(_) => Pick::Shared,
        Open::View { is_new: true, .. } => Pick::New,
        Open::Scene(view) | Open::View { view, .. } => Pick::View(view.name.clone()),
    };
    let preview = previewed(&open, &saved, &scope.meta.object(&object).map(|object| object.label.clone()).unwrap_or_default());
    let (onwidth, onsort) = edits(&open, &preview, &onstep);
    let remove = {
        let (run, name, removing) = (write.run.clone(), preview.name.clone(), removing.setter());
        Callback::from(move |()| {
            removing.set(false);
            run.emit((Write::Remove(name.clone()), version.over()));
        })
    };
    let close = |state: &UseStateHandle<bool>| {
        let state = state.setter();
        Callback::from(move |()| state.set(false))
    };
    let stay = {
        let leaving = leaving.setter();
        Callback::from(move |()| leaving.set(None))
    };
    let leave = {
        let (leaving, go, stay) = (leaving.clone(), go.clone(), stay.clone());
        Callback::from(move |()| {
            if let Some(pick) = (*leaving).clone() {
                go.emit(pick);
            }
            stay.emit(());
        })
    };
    html! {
        <>
            <div class="p-studio__columns p-views">
                <ViewList {scenes} views={shown} open={current} {onpick} {onmove} />
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
            <Confirm
                open={*removing}
                title={t!(scope.i18n, "views-remove-title", view = scope.label(&preview.label))}
                text={t!(scope.i18n, "views-remove-text")}
                action={t!(scope.i18n, "views-remove")}
                danger={true}
                busy={write.busy}
                onconfirm={remove}
                onclose={close(&removing)}
            />
            <Confirm
                open={leaving.is_some()}
                title={t!(scope.i18n, "form-unsaved-title")}
                text={t!(scope.i18n, "form-unsaved-text")}
                action={t!(scope.i18n, "form-discard")}
                danger={true}
                onconfirm={leave}
                onclose={stay}
            />
            { met }
        </>
    }
}
