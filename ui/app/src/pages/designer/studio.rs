//! The form of one object: kinds at the left, the live form in the middle, properties at the right.

use std::{collections::VecDeque, rc::Rc};

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
    model::{can_leave, declaration, dropped, fresh_name, lacking, new_field, off, place_of, put, put_likewise, stepped},
    palette::{NEW, Palette},
    preview::{OUTSIDE, Preview},
    properties::{FieldStep, Properties},
    save_layout::{self, Named},
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

/// A write that waits for those before it, what it goes over (what the page holds of the layout by then, when absent), and the
/// field that it is about.
type Queued = (Write, Option<Over>, Option<Open>);

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
    // What is on its way into the draft, one after another. A field opens again when the draft does not take it.
    let queue = use_mut_ref(VecDeque::<Queued>::new);
    use_effect_with(props.draft.clone(), {
        let (moved, queue) = (moved.setter(), queue.clone());
        move |_| {
            // Until the last is kept, the draft has fewer places than are shown.
            if queue.borrow().is_empty() {
                moved.set(None);
            }
        }
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
    // Whoever is quick has the next field open before the last one is kept, and more fields than the draft that was read.
    let latest = use_mut_ref(String::new);
    latest.replace(open.as_ref().map(|open| open.field.name.clone()).unwrap_or_default());
    let made = use_mut_ref(Vec::<String>::new);
    let taken = {
        let (fields, made) = (object.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>(), made.clone());
        move || fields.iter().chain(&*made.borrow()).cloned().collect::<Vec<_>>()
    };
    let done = {
        let (open, moved, i18n, toasts) = (open.setter(), moved.setter(), scope.i18n.clone(), toasts.clone());
        let (conflict, base, made) = (conflict.setter(), field_base.clone(), made.clone());
        Callback::from(move |(result, back): (Result<Ended, ApiError>, Option<Open>)| {
            match result {
                Ok((written, found)) => {
                    if let Written::Field(field, etag) = written {
                        base.wrote(&Part::Field(field.name.clone()).address(), etag);
                        if *latest.borrow() == field.name {
                            open.set(Some(Open { field: *field, is_new: false, place: None }));
                        }
                    }
                    if found.is_some() {
                        moved.set(None);
                        conflict.set(found);
                    }
                }
                Err(error) => {
                    moved.set(None);
                    if let Some(back) = back {
                        made.borrow_mut().retain(|name| *name != back.field.name);
                        open.set(Some(back));
                    }
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
            move |(write, over): (Write, Option<Over>)| {
                let (name, scope, base) = (name.clone(), scope.clone(), base.clone());
                let over = over.unwrap_or_else(|| base.over());
                async move {
                    match &write {
                        Write::Field(field, layouts) => {
                            let json = Json::Object(declaration(field, &*scope.meta));
                            match conflict::write(&name, &Part::Field(field.name.clone()), Some(json), &over).await? {
                                Outcome::Conflict(found) => Ok((Written::Done, Some((found, write)))),
                                Outcome::Kept(saved) => {
                                    let mut found = None;
                                    for (at, (layout, over)) in layouts.iter().enumerate() {
                                        // The first is the one that is shown; an earlier write may have changed it since.
                                        let (over, base) = if at == 0 { (&base.over(), Some(&base)) } else { (over, None) };
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
            {
                let queue = queue.clone();
                done.reform(move |result| (result, queue.borrow_mut().pop_front().and_then(|(.., field)| field)))
            },
        )
    };
    let submit = {
        let (queue, run) = (queue.clone(), write.run.clone());
        Callback::from(move |(write, over, field): Queued| {
            // Keys and drags come faster than replies: of the places that wait, the newest says it all.
            let is_newer = queue.borrow().iter().skip(1).last().is_some_and(|(last, ..)| replaces(&write, last));
            if is_newer {
                queue.borrow_mut().pop_back();
            }
            queue.borrow_mut().push_back((write.clone(), over.clone(), field));
            if queue.borrow().len() == 1 {
                run.emit((write, over));
            }
        })
    };
    use_effect_with(write.busy, {
        let (queue, run) = (queue.clone(), write.run.clone());
        move |busy| {
            let next = queue.borrow().front().filter(|_| !busy).map(|(write, over, _)| (write.clone(), over.clone()));
            if let Some(next) = next {
                run.emit(next);
            }
        }
    });
    let relayout = {
        let (moved, submit, name) = (moved.setter(), submit.clone(), chosen_name.clone());
        Callback::from(move |layout: Layout| {
            moved.set(Some((name.clone(), layout.clone())));
            submit.emit((Write::Layout((name.clone(), layout)), None, None));
        })
    };
    let onstep = {
        let (open, shown, run, relayout) = (open.clone(), shown.clone(), submit.clone(), relayout.clone());
        let (taken, made, moved) = (taken.clone(), made.clone(), moved.setter());
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
                        let taken = taken();
                        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
                        now.field.name = fresh_name(&now.field.label.en, now.field.kind.name(), &taken);
                        made.borrow_mut().push(now.field.name.clone());
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
                        moved.set(Some((here.clone(), mine.clone())));
                        placed.insert(0, ((here.clone(), mine), layout_base.over()));
                    }
                    let over = if now.is_new { Over::Nothing } else { field_base.over() };
                    run.emit((Write::Field(Box::new(now.field.clone()), placed), Some(over), Some(now)));
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
                    run.emit((Write::Rename(name.clone(), to), Some(Over::Anything), None));
                }
                FieldStep::Retire => {
                    open.set(None);
                    run.emit((Write::Retire(name.clone()), Some(field_base.over()), None));
                }
            }
        })
    };
    // What is typed goes into the draft when another field is chosen; what it lacks is asked for first.
    let is_sent = {
        let queue = queue.clone();
        move |field: &Field| queue.borrow().iter().any(|(.., sent)| sent.as_ref().is_some_and(|sent| sent.field == *field))
    };
    let leave = {
        let (unsaved, onstep) = (open.as_ref().filter(|_| dirty).map(|open| open.field.clone()), onstep.clone());
        let (toasts, i18n, is_sent) = (toasts.clone(), scope.i18n.clone(), is_sent.clone());
        move || match &unsaved {
            None => true,
            Some(field) if is_sent(field) => true,
            Some(field) => match lacking(field) {
                Some(lacks) => {
                    toasts.error(t!(i18n, lacks));
                    false
                }
                None => {
                    onstep.emit(FieldStep::Save);
                    true
                }
            },
        }
    };
    let add = {
        let (open, scope, leave) = (open.setter(), scope.clone(), leave.clone());
        // Without a place it stands at the end of the first section.
        let end = shown.sections.first().map(|section| (0, section.fields.len()));
        Callback::from(move |(kind, place): (FieldKind, Option<(usize, usize)>)| {
            if !leave() {
                return;
            }
            let taken = taken();
            let picklists: Vec<&str> = scope.meta.picklists().iter().map(|it| it.name.as_str()).collect();
            let name = fresh_name(&kind.rules().label().en, "field", &taken.iter().map(String::as_str).collect::<Vec<_>>());
            let field = new_field(&name, kind, &picklists);
            open.set(Some(Open { field, is_new: true, place: place.or(end) }));
        })
    };
    let onselect = {
        let (open, fields) = (open.clone(), object.fields.clone());
        Callback::from(move |name: AttrValue| {
            let is_open = open.as_ref().is_some_and(|open| open.field.name == name.as_str());
            let field = fields.iter().find(|field| field.name == name.as_str()).filter(|_| !is_open);
            if let Some(field) = field.filter(|_| leave()) {
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
                busy={is_sent(&open.field)}
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
            { asked(&conflict, onload, &submit.reform(|(write, over)| (write, Some(over), None))) }
        </>
    }
}

/// Whether a write says all that an earlier one would: another state of the same layout.
fn replaces(write: &Write, earlier: &Write) -> bool {
    matches!((write, earlier), (Write::Layout((name, _)), Write::Layout((other, _))) if name == other)
}

/// Writes a layout; `base` hears of the one that is shown.
async fn put_layout(object: &str, layout: &Named, over: &Over, base: Option<&Base>) -> Result<Option<(Conflict, Write)>, ApiError> {
    let outcome = save_layout::save(object, &layout.0, &layout.1, over).await?;
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
