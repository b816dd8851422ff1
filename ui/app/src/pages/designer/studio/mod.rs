//! The form of one object: kinds at the left, the live form in the middle, properties at the right.

mod editing;
mod known;
mod open;
mod writes;

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Layout};
use trellis_ui_client::{
    ApiError, Tag,
    designer::{Draft, DraftObject},
    http::Over,
    invalidate,
};
use trellis_ui_kit::{Dropped, Toasts, t, use_toasts};
use trellis_ui_renderers::{Scope, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use self::{
    editing::Editing,
    open::{Desk, Turn, use_followed, with_open},
    writes::{Heard, Write, use_writes},
};
use super::{
    design::Design,
    layout_panel::LayoutPanel,
    layouts::{DEFAULT, LayoutBar},
    palette::Palette,
    preview::Preview,
    properties::{FieldStep, Properties},
};
use crate::workspace::{Conflict, asked, reason};

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
    let desk = use_reducer_eq(Desk::default);
    let open = desk.open.clone();
    let conflict = use_state_eq(|| None::<(Conflict, Write)>);
    let heard = heard(&desk, &conflict, &scope, &toasts);
    let writes = use_writes(object, open.as_ref(), heard);
    let known: Rc<[Field]> = writes.kept(&object.fields).into();
    let dirty = open.as_ref().is_some_and(|open| open.is_dirty(known.iter().find(|field| field.name == open.field.name)));
    use_unsaved_guard(dirty);
    use_followed(&desk, &known);
    use_effect_with((dirty, desk.owes()), {
        let desk = desk.dispatcher();
        move |(dirty, owes)| {
            if *owes && !dirty {
                desk.dispatch(Turn::Return);
            }
        }
    });
    let shown = writes.layout(&chosen_name).unwrap_or_default();
    let editing = Rc::new(Editing {
        fields: known.clone(),
        chosen: chosen_name.clone(),
        shown: shown.clone(),
        desk,
        dirty,
        writes: writes.clone(),
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
        let editing = editing.clone();
        Callback::from(move |(write, over): (Write, Over)| editing.overwrite(write, over))
    };
    let (fields, preview) = with_open(&known, &shown, open.as_ref());
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
                error={writes.error(&open.field.name).map(|error| reason(&scope.i18n, error))}
                busy={writes.has(&open.field)}
                {onstep}
            />
        },
        None => html! { <LayoutPanel key={chosen_name.clone()} layout={shown} fields={known.to_vec()} {onchange} /> },
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
            { asked(&conflict, &known, onload, &overwrite) }
        </>
    }
}

/// What follows from how a write ended: the field is as the draft has it, or comes back; what went wrong is told.
fn heard(
    desk: &UseReducerHandle<Desk>,
    conflict: &UseStateHandle<Option<(Conflict, Write)>>,
    scope: &Scope,
    toasts: &Toasts,
) -> Callback<Heard> {
    let (desk, conflict, scope, toasts) = (desk.dispatcher(), conflict.setter(), scope.clone(), toasts.clone());
    Callback::from(move |(result, sent): Heard| {
        let refused = |error: &ApiError| match &sent {
            // Another field may be open by now.
            Some(sent) => toasts.error(format!("{}: {}", scope.label(&sent.field.label), reason(&scope.i18n, error))),
            None => toasts.error(reason(&scope.i18n, error)),
        };
        let kept = match result {
            Ok(ended) => {
                ended.failed.iter().for_each(refused);
                if ended.conflict.is_some() {
                    conflict.set(ended.conflict);
                }
                ended.field
            }
            Err(error) => {
                refused(&error);
                None
            }
        };
        match (sent, kept) {
            (Some(sent), Some(field)) => desk.dispatch(Turn::Kept(Box::new(sent), Box::new(field))),
            (Some(sent), None) => desk.dispatch(Turn::Refused(Box::new(sent))),
            (None, _) => {}
        }
        invalidate(&[Tag::Draft]);
    })
}
