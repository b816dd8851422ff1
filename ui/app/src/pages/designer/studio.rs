//! The form of one object: kinds at the left, the live form in the middle, properties at the right.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Json, Layout};
use trellis_ui_client::{
    ApiError, Tag,
    designer::{self, Draft, DraftObject},
    invalidate, use_mutation,
};
use trellis_ui_kit::{Dropped, t, use_toasts};
use trellis_ui_renderers::{explain, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use super::{
    conflict::{Conflict, ConflictDialog},
    design::Design,
    layout_panel::LayoutPanel,
    layouts::{DEFAULT, LayoutBar},
    model::{can_leave, declaration, dropped, fresh_name, new_field, off, place_of, put, put_likewise, stepped},
    outbox::{self, use_outbox},
    palette::{NEW, Palette},
    preview::{OUTSIDE, Preview},
    properties::{FieldStep, Properties},
};
/// Properties of [`Studio`].
#[derive(Properties, PartialEq)]
pub struct StudioProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// The field that is being edited, in this page only until it is saved.
#[derive(Clone, PartialEq)]
struct Open {
    field: Field,
    is_new: bool,
    /// Where a new one will stand.
    place: Option<(usize, usize)>,
    /// The version of the draft's field that is being changed.
    etag: Option<String>,
}

/// What goes into the draft.
enum Write {
    /// A field, the layouts that it is put into, and the version that it is written over.
    Field(Box<Field>, Vec<(String, Layout)>, Option<String>),
    Retire(String),
    Rename(String, String),
}

/// What came of it.
enum Written {
    /// A field as the draft has it now.
    Field(Box<Field>, Option<String>),
    /// Somebody else changed the field meanwhile.
    Conflict(Conflict),
    /// Anything else.
    Done,
}

/// Fields and layout, edited where they stand in the form.
#[component]
pub fn Studio(props: &StudioProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let object = &props.object;
    let chosen = use_state_eq(|| AttrValue::from(DEFAULT));
    // One that was taken out leaves everybody's.
    let chosen_name = if object.layout(&chosen).is_some() { chosen.to_string() } else { DEFAULT.to_owned() };
    let layout = object.layout(&chosen_name).cloned().unwrap_or_default();
    // A layout on its way into the draft is shown at once.
    let moved = use_state_eq(|| None::<(String, Layout)>);
    let open = use_state_eq(|| None::<Open>);
    let conflict = use_state_eq(|| None::<Conflict>);
    // The version of the field that was opened last; it comes after the field is shown.
    let etags = use_mut_ref(|| None::<(String, Option<String>)>);
    use_effect_with(props.draft.clone(), {
        let moved = moved.setter();
        move |_| moved.set(None)
    });
    let shown = (*moved).clone().filter(|(name, _)| *name == chosen_name).map_or_else(|| layout.clone(), |(_, layout)| layout);
    let saved = open.as_ref().and_then(|open| object.fields.iter().find(|field| field.name == open.field.name));
    let dirty = open.as_ref().is_some_and(|open| open.is_new || saved != Some(&open.field));
    use_unsaved_guard(dirty);
    let done = {
        let (open, moved, i18n, toasts) = (open.setter(), moved.setter(), scope.i18n.clone(), toasts.clone());
        let conflict = conflict.setter();
        Callback::from(move |result: Result<Written, ApiError>| {
            match result {
                Ok(Written::Field(field, etag)) => open.set(Some(Open { field: *field, is_new: false, place: None, etag })),
                Ok(Written::Conflict(found)) => conflict.set(Some(found)),
                Ok(Written::Done) => {}
                Err(error) => {
                    moved.set(None);
                    let first = error.errors.first().map(|problem| AttrValue::from(problem.message.clone()));
                    toasts.error(first.unwrap_or_else(|| explain(&i18n, &error)));
                }
            }
            invalidate(&[Tag::Draft]);
        })
    };
    let write = {
        let (name, scope) = (object.name.clone(), scope.clone());
        use_mutation(
            move |write: Write| {
                let (name, scope) = (name.clone(), scope.clone());
                async move {
                    match write {
                        Write::Field(field, layouts, etag) => {
                            let json = Json::Object(declaration(&field, &*scope.meta));
                            let saved = match designer::save_field(&name, &field.name, &json, etag.as_deref()).await {
                                Err(error) if error.is_outdated() => {
                                    let now = designer::field(&name, &field.name).await?;
                                    return Ok(Written::Conflict(Conflict { theirs: now.body, etag: now.etag, mine: json }));
                                }
                                saved => saved?,
                            };
                            for (layout, declaration) in &layouts {
                                outbox::save(&name, layout, declaration).await?;
                            }
                            // As the draft has it now, with the id that it was given.
                            let kept = Field::from_schema(&field.name, &saved.body, false).unwrap_or(*field);
                            Ok(Written::Field(Box::new(kept), saved.etag))
                        }
                        Write::Retire(field) => designer::delete_field(&name, &field).await.map(|()| Written::Done),
                        Write::Rename(field, to) => designer::rename_field(&name, &field, &to).await.map(|()| Written::Done),
                    }
                }
            },
            done.clone(),
        )
    };
    let send = use_outbox(&object.name, done.reform(|result: Result<(), ApiError>| result.map(|()| Written::Done)));
    let relayout = {
        let (moved, send, name) = (moved.setter(), send, chosen_name.clone());
        Callback::from(move |layout: Layout| {
            moved.set(Some((name.clone(), layout.clone())));
            send.emit((name.clone(), layout));
        })
    };
    let add = {
        let (open, object, scope) = (open.setter(), object.clone(), scope.clone());
        // Without a place it stands at the end of the first section.
        let end = shown.sections.first().map(|section| (0, section.fields.len()));
        Callback::from(move |(kind, place): (FieldKind, Option<(usize, usize)>)| {
            let taken: Vec<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
            let picklists: Vec<&str> = scope.meta.picklists().iter().map(|it| it.name.as_str()).collect();
            let name = fresh_name(&kind.rules().label().en, "field", &taken);
            let field = new_field(&name, kind, &picklists);
            open.set(Some(Open { field, is_new: true, place: place.or(end), etag: None }));
        })
    };
    let onselect = {
        let etags = etags.clone();
        let (open, fields, object) = (open.clone(), object.fields.clone(), object.name.clone());
        Callback::from(move |name: AttrValue| {
            let is_open = open.as_ref().is_some_and(|open| open.field.name == name.as_str());
            let field = fields.iter().find(|field| field.name == name.as_str()).filter(|_| !is_open);
            if let Some(field) = field {
                open.set(Some(Open { field: field.clone(), is_new: false, place: None, etag: None }));
                // Its version, so that nobody's change is written over unseen.
                let (latest, object, name, opened) = (etags.clone(), object.clone(), name.to_string(), field.name.clone());
                wasm_bindgen_futures::spawn_local(async move {
                    if let Ok(found) = designer::field(&object, &name).await {
                        *latest.borrow_mut() = Some((opened, found.etag));
                    }
                });
            }
        })
    };
    let ondrop = {
        let (shown, add, relayout, fields) = (shown.clone(), add.clone(), relayout.clone(), object.fields.clone());
        let (toasts, i18n) = (toasts.clone(), scope.i18n.clone());
        Callback::from(move |drop: Dropped| match drop.id.strip_prefix(NEW).and_then(FieldKind::from_name) {
            Some(kind) => {
                // Where a stand-in would go, the new field will.
                let place = dropped(&shown, NEW, &drop.target, drop.edge).and_then(|after| place_of(&after, NEW));
                add.emit((kind, place));
            }
            None if drop.target == OUTSIDE => match fields.iter().find(|field| field.name == *drop.id) {
                Some(field) if can_leave(field, &shown) => relayout.emit(off(shown.clone(), &drop.id)),
                _ => toasts.error(t!(i18n, "tailor-must-stay")),
            },
            None => {
                if let Some(after) = dropped(&shown, &drop.id, &drop.target, drop.edge) {
                    relayout.emit(after);
                }
            }
        })
    };
    let onstep = {
        let (open, shown, run, relayout) = (open.clone(), shown.clone(), write.run.clone(), relayout.clone());
        let taken: Vec<String> = object.fields.iter().map(|field| field.name.clone()).collect();
        let (layouts, here) = (object.layouts.clone(), chosen_name.clone());
        Callback::from(move |step: FieldStep| {
            let Some(now) = (*open).clone() else { return };
            let name = now.field.name.clone();
            match step {
                FieldStep::Change(field) => open.set(Some(Open { field: *field, ..now })),
                FieldStep::Cancel => open.set(None),
                FieldStep::Save => {
                    // A new field is named after what people will read; its name never changes afterwards.
                    let mut now = now;
                    if now.is_new {
                        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
                        now.field.name = fresh_name(&now.field.label.en, now.field.kind.name(), &taken);
                        open.set(Some(now.clone()));
                    }
                    let name = now.field.name.clone();
                    let mut placed = Vec::new();
                    if let Some((section, at)) = now.place.filter(|_| now.is_new) {
                        let mine = put(shown.clone(), &name, section, at);
                        // A new field is in every form at once; each can leave it out afterwards.
                        let others = layouts.iter().filter(|other| other.name != here);
                        placed.extend(others.map(|other| (other.name.clone(), put_likewise(other.layout.clone(), &name, &mine))));
                        placed.insert(0, (here.clone(), mine));
                    }
                    let fetched = etags.borrow().clone().filter(|(field, _)| *field == name).and_then(|(_, etag)| etag);
                    let etag = now.etag.clone().or(fetched).filter(|_| !now.is_new);
                    run.emit(Write::Field(Box::new(now.field), placed, etag));
                }
                FieldStep::Move(down) => {
                    if let Some(after) = stepped(&shown, &name, down) {
                        relayout.emit(after);
                    }
                }
                FieldStep::Section(Some(section)) => relayout.emit(put(shown.clone(), &name, section, usize::MAX)),
                FieldStep::Section(None) => relayout.emit(off(shown.clone(), &name)),
                FieldStep::Rename(to) => {
                    open.set(None);
                    run.emit(Write::Rename(name.clone(), to));
                }
                FieldStep::Retire => {
                    open.set(None);
                    run.emit(Write::Retire(name.clone()));
                }
            }
        })
    };
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |name: AttrValue| chosen.set(name))
    };
    let leave = {
        let conflict = conflict.setter();
        Callback::from(move |()| conflict.set(None))
    };
    let reload = {
        let (open, conflict) = (open.clone(), conflict.clone());
        Callback::from(move |()| {
            if let (Some(now), Some(found)) = ((*open).clone(), (*conflict).clone())
                && let Ok(field) = Field::from_schema(&now.field.name, &found.theirs, false)
            {
                open.set(Some(Open { field, etag: found.etag, ..now }));
            }
            conflict.set(None);
            invalidate(&[Tag::Draft]);
        })
    };
    let overwrite = {
        let (open, conflict, run) = (open.clone(), conflict.clone(), write.run.clone());
        Callback::from(move |()| {
            if let (Some(now), Some(found)) = ((*open).clone(), (*conflict).clone()) {
                run.emit(Write::Field(Box::new(now.field), Vec::new(), found.etag));
            }
            conflict.set(None);
        })
    };
    let (fields, preview) = with_open(&object.fields, &shown, open.as_ref());
    let design = use_memo((props.draft.clone(), fields.clone()), {
        let name = object.name.clone();
        move |(draft, fields)| Design::new(draft, &name, fields)
    });
    let properties = match open.as_ref() {
        Some(open) => html! {
            <Properties
                key={open.field.name.clone()}
                field={open.field.clone()}
                is_new={open.is_new}
                {dirty}
                object={object.name.clone()}
                layout={shown.clone()}
                error={write.error.as_ref().map(|error| error.errors.first().map_or_else(|| explain(&scope.i18n, error), |it| it.message.clone().into()))}
                busy={write.busy}
                {onstep}
            />
        },
        None => html! {
            <LayoutPanel key={chosen_name.clone()} layout={shown.clone()} fields={object.fields.clone()} onchange={relayout.clone()} />
        },
    };
    html! {
        <>
            <div class="p-studio__columns">
                <Palette onpick={add.reform(|kind: FieldKind| (kind, None))} />
                <section class="p-studio__form" aria-label={t!(scope.i18n, "designer-preview")}>
                    <LayoutBar object={object.clone()} chosen={chosen_name} {onchoose} />
                    <Preview {fields} layout={preview} selected={open.as_ref().map(|open| AttrValue::from(open.field.name.clone()))} {onselect} {ondrop} />
                </section>
                <ContextProvider<Design> context={(*design).clone()}>{ properties }</ContextProvider<Design>>
            </div>
            if let Some(found) = (*conflict).clone() {
                <ConflictDialog conflict={found.clone()} onreload={reload} onoverwrite={overwrite} onclose={leave} />
            }
        </>
    }
}

/// Fields and layout with the field that is being edited as it is now, at the place that it will have.
fn with_open(fields: &[Field], layout: &Layout, open: Option<&Open>) -> (Vec<Field>, Layout) {
    let Some(open) = open else { return (fields.to_vec(), layout.clone()) };
    let mut fields: Vec<Field> = fields.iter().filter(|field| field.name != open.field.name || !open.is_new).cloned().collect();
    match fields.iter_mut().find(|field| field.name == open.field.name) {
        Some(field) => *field = open.field.clone(),
        None => fields.push(open.field.clone()),
    }
    let layout = match open.place.filter(|_| open.is_new) {
        Some((section, at)) => put(layout.clone(), &open.field.name, section, at),
        None => layout.clone(),
    };
    (fields, layout)
}
