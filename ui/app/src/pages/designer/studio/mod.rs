//! The form of one object: kinds at the left, the live form in the middle, properties at the right.

mod editing;
mod open;
mod writes;

use std::rc::Rc;

use trellis_model::{FieldKind, Layout};
use trellis_ui_client::{
    ApiError, Tag,
    designer::{Draft, DraftObject, Part},
    invalidate,
};
use trellis_ui_kit::{Dropped, t, use_toasts};
use trellis_ui_renderers::{forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use self::{
    editing::Editing,
    open::{Open, use_followed, with_open},
    writes::{Heard, Queued, Write, use_writes},
};
use super::{
    design::Design,
    layout_panel::LayoutPanel,
    layouts::{DEFAULT, LayoutBar},
    palette::Palette,
    preview::Preview,
    properties::{FieldStep, Properties},
};
use crate::workspace::{Conflict, asked, reason, use_base};

/// Properties of [`Studio`].
#[derive(Properties, PartialEq)]
pub struct StudioProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
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
    // A layout on its way into the draft is shown at once.
    let moved = use_state_eq(|| None::<(String, Layout)>);
    let shown = (*moved).clone().filter(|(name, _)| *name == chosen_name).map(|(_, layout)| layout);
    let shown = shown.or_else(|| object.layout(&chosen_name).cloned()).unwrap_or_default();
    let open = use_state_eq(|| None::<Open>);
    let conflict = use_state_eq(|| None::<(Conflict, Write)>);
    let saved = open.as_ref().and_then(|open| object.fields.iter().find(|field| field.name == open.field.name));
    let dirty = open.as_ref().is_some_and(|open| open.is_new || saved != Some(&open.field));
    use_unsaved_guard(dirty);
    use_followed(&open, &object.fields);
    let part = open.as_ref().map(|open| Part::Field(open.field.name.clone())).unwrap_or(Part::Settings);
    let field_base = use_base(&part.address(), object.tags.of(&part), dirty);
    let layout_part = Part::Layout(chosen_name.clone());
    let layout_base = use_base(&layout_part.address(), object.tags.of(&layout_part), false);
    // Whoever is quick has the next field open before the last one is kept, and more fields than the draft that was read.
    let latest = use_mut_ref(String::new);
    latest.replace(open.as_ref().map(|open| open.field.name.clone()).unwrap_or_default());
    let made = use_mut_ref(Vec::<String>::new);
    let heard = {
        let (open, moved, conflict) = (open.setter(), moved.setter(), conflict.setter());
        let (base, made, i18n, toasts) = (field_base.clone(), made.clone(), scope.i18n.clone(), toasts.clone());
        let refused = move |error: &ApiError| toasts.error(reason(&i18n, error));
        Callback::from(move |(result, sent): Heard| {
            match result {
                Ok(ended) => {
                    if let Some((field, etag)) = ended.field {
                        base.wrote(&Part::Field(field.name.clone()).address(), etag);
                        if *latest.borrow() == field.name {
                            open.set(Some(Open::known(&field)));
                        }
                    }
                    if ended.conflict.is_some() || ended.failed.is_some() {
                        moved.set(None);
                    }
                    if ended.conflict.is_some() {
                        conflict.set(ended.conflict);
                    }
                    ended.failed.iter().for_each(&refused);
                }
                Err(error) => {
                    moved.set(None);
                    if let Some(sent) = sent {
                        made.borrow_mut().retain(|name| *name != sent.field.name);
                        open.set(Some(sent));
                    }
                    refused(&error);
                }
            }
            invalidate(&[Tag::Draft]);
        })
    };
    let writes = use_writes(&object.name, &layout_base, heard);
    use_effect_with(props.draft.clone(), {
        let (moved, writes) = (moved.setter(), writes.clone());
        move |_| {
            // Until the last is kept, the draft has fewer places than are shown.
            if writes.is_idle() {
                moved.set(None);
            }
        }
    });
    let editing = Rc::new(Editing {
        object: object.clone(),
        chosen: chosen_name.clone(),
        shown: shown.clone(),
        open: open.clone(),
        dirty,
        moved: moved.setter(),
        made,
        writes: writes.clone(),
        field_base,
        layout_base,
        scope: scope.clone(),
        toasts,
    });
    let onstep = {
        let editing = editing.clone();
        Callback::from(move |step: FieldStep| editing.step(step))
    };
    let onpick = {
        let editing = editing.clone();
        Callback::from(move |kind: FieldKind| editing.add(kind, None))
    };
    let onselect = {
        let editing = editing.clone();
        Callback::from(move |name: AttrValue| editing.select(&name))
    };
    let ondrop = {
        let editing = editing.clone();
        Callback::from(move |dropped: Dropped| editing.put(&dropped))
    };
    let onchange = {
        let editing = editing.clone();
        Callback::from(move |layout: Layout| editing.relayout(layout))
    };
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |name: AttrValue| chosen.set(name))
    };
    let onload = {
        let written = conflict.as_ref().map(|(_, write)| write.clone());
        let editing = editing.clone();
        Callback::from(move |found: Conflict| editing.load(written.as_ref(), &found))
    };
    let overwrite = {
        let writes = writes.clone();
        Callback::from(move |(write, over)| writes.submit(Queued { write, over: Some(over), field: None }))
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
                layout={shown}
                error={writes.error.as_ref().map(|error| reason(&scope.i18n, error))}
                busy={writes.has(&open.field)}
                {onstep}
            />
        },
        None => html! { <LayoutPanel key={chosen_name.clone()} layout={shown} fields={object.fields.clone()} {onchange} /> },
    };
    html! {
        <>
            <div class="p-studio__columns">
                <Palette {onpick} />
                <section class="p-studio__form" aria-label={t!(scope.i18n, "designer-preview")}>
                    <LayoutBar object={object.clone()} chosen={chosen_name} {onchoose} />
                    <Preview {fields} layout={preview} selected={open.as_ref().map(|open| AttrValue::from(open.field.name.clone()))} {onselect} {ondrop} />
                </section>
                <ContextProvider<Design> context={(*design).clone()}>{ properties }</ContextProvider<Design>>
            </div>
            { asked(&conflict, onload, &overwrite) }
        </>
    }
}
