//! The form of one object: kinds at the left, the live form in the middle, properties at the right.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Json, Layout};
use trellis_ui_client::{
    ApiError, Tag,
    designer::{self, Draft, DraftObject, Part},
    http::Over,
    invalidate, use_mutation,
};
use trellis_ui_kit::{Dropped, t, use_toasts};
use trellis_ui_renderers::{explain, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use super::{
    conflict,
    design::Design,
    layout_panel::LayoutPanel,
    layouts::{DEFAULT, LayoutBar},
    model::{can_leave, declaration, dropped, fresh_name, new_field, off, place_of, put, put_likewise, stepped},
    outbox::{self, Named, use_outbox},
    palette::{NEW, Palette},
    preview::{OUTSIDE, Preview},
    properties::{FieldStep, Properties},
};
use crate::workspace::{Base, Conflict, Outcome, asked, use_base};

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
}

/// What goes into the draft.
#[derive(Clone, PartialEq)]
enum Write {
    /// A field, and the layouts that it is put into, each over what was read of it.
    Field(Box<Field>, Vec<(Named, Over)>),
    /// A layout, over somebody else's.
    Layout(Named),
    Retire(String),
    Rename(String, String),
}

/// What came of it.
enum Written {
    /// A field as the draft has it now.
    Field(Box<Field>, Option<String>),
    /// Anything else.
    Done,
}

/// What came of it, and what somebody else changed meanwhile with what was to be written there.
type Ended = (Written, Option<(Conflict, Write)>);

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
    let conflict = use_state_eq(|| None::<(Conflict, Write)>);
    use_effect_with(props.draft.clone(), {
        let moved = moved.setter();
        move |_| moved.set(None)
    });
    let shown = (*moved).clone().filter(|(name, _)| *name == chosen_name).map_or_else(|| layout.clone(), |(_, layout)| layout);
    let saved = open.as_ref().and_then(|open| object.fields.iter().find(|field| field.name == open.field.name));
    let dirty = open.as_ref().is_some_and(|open| open.is_new || saved != Some(&open.field));
    use_unsaved_guard(dirty);
    // What is declared elsewhere meanwhile is followed, unless there is work on it here.
    let last = use_mut_ref(|| object.fields.clone());
    use_effect_with(object.fields.clone(), {
        let open = open.clone();
        move |fields| {
            let known = last.replace(fields.clone());
            if let Some(now) = open.as_ref().filter(|now| !now.is_new && known.contains(&now.field)) {
                let field = fields.iter().find(|field| field.name == now.field.name);
                open.set(field.map(|field| Open { field: field.clone(), ..now.clone() }));
            }
        }
    });
    let part = open.as_ref().map(|open| Part::Field(open.field.name.clone())).unwrap_or(Part::Settings);
    let field_base = use_base(&part.address(), object.tags.of(&part), dirty);
    let layout_part = Part::Layout(chosen_name.clone());
    let layout_base = use_base(&layout_part.address(), object.tags.of(&layout_part), false);
    let done = {
        let (open, moved, i18n, toasts) = (open.setter(), moved.setter(), scope.i18n.clone(), toasts.clone());
        let (conflict, base) = (conflict.setter(), field_base.clone());
        Callback::from(move |result: Result<Ended, ApiError>| {
            match result {
                Ok((written, found)) => {
                    if let Written::Field(field, etag) = written {
                        base.wrote(&Part::Field(field.name.clone()).address(), etag);
                        open.set(Some(Open { field: *field, is_new: false, place: None }));
                    }
                    if found.is_some() {
                        conflict.set(found);
                    }
                }
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
        let (name, scope, base) = (object.name.clone(), scope.clone(), layout_base.clone());
        use_mutation(
            move |(write, over): (Write, Over)| {
                let (name, scope, base) = (name.clone(), scope.clone(), base.clone());
                async move {
                    match &write {
                        Write::Field(field, layouts) => {
                            let json = Json::Object(declaration(field, &*scope.meta));
                            match conflict::write(&name, &Part::Field(field.name.clone()), Some(json), &over).await? {
                                Outcome::Conflict(found) => Ok((Written::Done, Some((found, write)))),
                                Outcome::Kept(saved) => {
                                    let mut found = None;
                                    for (at, (layout, over)) in layouts.iter().enumerate() {
                                        // The first is the one that is shown.
                                        let base = (at == 0).then_some(&base);
                                        found = found.or(put_layout(&name, layout, over, base).await?);
                                    }
                                    // As the draft has it now, with the id that it was given.
                                    let kept = Field::from_schema(&field.name, &saved.body, false).unwrap_or_else(|_| (**field).clone());
                                    Ok((Written::Field(Box::new(kept), saved.etag), found))
                                }
                            }
                        }
                        Write::Layout(layout) => Ok((Written::Done, put_layout(&name, layout, &over, Some(&base)).await?)),
                        Write::Retire(field) => match conflict::write(&name, &Part::Field(field.clone()), None, &over).await? {
                            Outcome::Conflict(found) => Ok((Written::Done, Some((found, write)))),
                            Outcome::Kept(_) => Ok((Written::Done, None)),
                        },
                        Write::Rename(field, to) => designer::rename_field(&name, field, to).await.map(|()| (Written::Done, None)),
                    }
                }
            },
            done.clone(),
        )
    };
    let send = use_outbox(
        &object.name,
        layout_base.clone(),
        done.reform(|result: Result<(Named, Outcome), ApiError>| result.map(|(layout, outcome)| (Written::Done, met(layout, outcome)))),
    );
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
            open.set(Some(Open { field, is_new: true, place: place.or(end) }));
        })
    };
    let onselect = {
        let (open, fields) = (open.clone(), object.fields.clone());
        Callback::from(move |name: AttrValue| {
            let is_open = open.as_ref().is_some_and(|open| open.field.name == name.as_str());
            let field = fields.iter().find(|field| field.name == name.as_str()).filter(|_| !is_open);
            if let Some(field) = field {
                open.set(Some(Open { field: field.clone(), is_new: false, place: None }));
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
        let (layouts, tags, here) = (object.layouts.clone(), object.tags.clone(), chosen_name.clone());
        let (field_base, layout_base) = (field_base.clone(), layout_base.clone());
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
                        placed.extend(others.map(|other| {
                            let over = tags.of(&Part::Layout(other.name.clone())).into();
                            ((other.name.clone(), put_likewise(other.layout.clone(), &name, &mine)), over)
                        }));
                        placed.insert(0, ((here.clone(), mine), layout_base.over()));
                    }
                    let over = if now.is_new { Over::Nothing } else { field_base.over() };
                    run.emit((Write::Field(Box::new(now.field), placed), over));
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
                    run.emit((Write::Rename(name.clone(), to), Over::Anything));
                }
                FieldStep::Retire => {
                    open.set(None);
                    run.emit((Write::Retire(name.clone()), field_base.over()));
                }
            }
        })
    };
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |name: AttrValue| chosen.set(name))
    };
    let onload = {
        let (open, moved, base) = (open.clone(), moved.setter(), field_base.clone());
        let written = conflict.as_ref().map(|(_, write)| write.clone());
        Callback::from(move |found: Conflict| {
            match (&written, (*open).clone()) {
                (Some(Write::Field(field, _)), Some(now)) => {
                    // Theirs may be gone.
                    let theirs = Field::from_schema(&field.name, &found.theirs, false).ok();
                    if let Over::Version(tag) = found.over {
                        base.wrote(&Part::Field(field.name.clone()).address(), Some(tag));
                    }
                    open.set(theirs.map(|field| Open { field, is_new: false, ..now }));
                }
                _ => moved.set(None),
            }
            invalidate(&[Tag::Draft]);
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
            { asked(&conflict, onload, &write.run) }
        </>
    }
}

/// Writes a layout; `base` hears of the one that is shown.
async fn put_layout(object: &str, layout: &Named, over: &Over, base: Option<&Base>) -> Result<Option<(Conflict, Write)>, ApiError> {
    let outcome = outbox::save(object, &layout.0, &layout.1, over).await?;
    if let (Outcome::Kept(reply), Some(base)) = (&outcome, base) {
        base.wrote(&Part::Layout(layout.0.clone()).address(), reply.etag.clone());
    }
    Ok(met(layout.clone(), outcome))
}

/// What was met when a layout was written.
fn met(layout: Named, outcome: Outcome) -> Option<(Conflict, Write)> {
    match outcome {
        Outcome::Conflict(found) => Some((found, Write::Layout(layout))),
        Outcome::Kept(_) => None,
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
