//! What can be done with the fields and the layout that are shown.

use std::{cell::RefCell, rc::Rc};

use trellis_model::{Field, FieldKind, Layout};
use trellis_ui_client::{
    Tag,
    designer::{DraftObject, Part},
    http::Over,
    invalidate,
};
use trellis_ui_kit::{Dropped, Toasts, t};
use trellis_ui_renderers::Scope;
use yew::prelude::*;

use super::{
    super::{
        model::{can_leave, dropped, fresh_name, lacking, new_field, off, place_of, put, put_likewise, stepped},
        palette::NEW,
        preview::OUTSIDE,
        properties::FieldStep,
        save_layout::Named,
    },
    open::Open,
    writes::{Queued, Write, Writes},
};
use crate::workspace::{Base, Conflict};

/// The page as it is drawn, and what its parts do to it.
pub struct Editing {
    /// The object, as the draft has it.
    pub object: DraftObject,
    /// The name of the layout that is shown.
    pub chosen: String,
    /// That layout, with what is on its way into the draft.
    pub shown: Layout,
    /// The field that is being edited.
    pub open: UseStateHandle<Option<Open>>,
    /// Whether the draft does not have that field as it is here.
    pub dirty: bool,
    /// Shows a layout before the draft has it.
    pub moved: UseStateSetter<Option<Named>>,
    /// The names of fields that were sent from here, which the draft that was read may not have yet.
    pub made: Rc<RefCell<Vec<String>>>,
    /// What is on its way into the draft.
    pub writes: Writes,
    /// Which declaration the work on the field began with.
    pub field_base: Base,
    /// Which declaration the work on the layout began with.
    pub layout_base: Base,
    /// Language and metadata.
    pub scope: Scope,
    /// Where refusals are told.
    pub toasts: Toasts,
}

impl Editing {
    /// Shows a layout and sends it into the draft.
    pub fn relayout(&self, layout: Layout) {
        let named = (self.chosen.clone(), layout);
        self.moved.set(Some(named.clone()));
        self.writes.submit(Queued { write: Write::Layout(named), over: None, field: None });
    }

    /// A step of the properties.
    pub fn step(&self, step: FieldStep) {
        let Some(now) = (*self.open).clone() else { return };
        let name = now.field.name.clone();
        match step {
            FieldStep::Change(field) => self.open.set(Some(Open { field: *field, ..now })),
            FieldStep::Cancel => self.open.set(None),
            FieldStep::Save => self.save(now),
            FieldStep::Move(down) => {
                if let Some(after) = stepped(&self.shown, &name, down) {
                    self.relayout(after);
                }
            }
            FieldStep::Section(Some(section)) => self.relayout(put(self.shown.clone(), &name, section, usize::MAX)),
            FieldStep::Section(None) => self.relayout(off(self.shown.clone(), &name)),
            FieldStep::Rename(to) => {
                self.open.set(None);
                self.writes.submit(Queued { write: Write::Rename(name, to), over: Some(Over::Anything), field: None });
            }
            FieldStep::Retire => {
                self.open.set(None);
                self.writes.submit(Queued { write: Write::Retire(name), over: Some(self.field_base.over()), field: None });
            }
        }
    }

    /// Sends the field that is open into the draft, a new one into every layout as well.
    fn save(&self, mut now: Open) {
        let mut placed = Vec::new();
        if now.is_new {
            // A new field is named after what people will read; its name never changes afterwards.
            now.field.name = self.free_name(&now.field.label.en, now.field.kind.name());
            self.made.borrow_mut().push(now.field.name.clone());
            self.open.set(Some(now.clone()));
            placed = now.place.map(|place| self.placed(&now.field.name, place)).unwrap_or_default();
        }
        let over = if now.is_new { Over::Nothing } else { self.field_base.over() };
        self.writes.submit(Queued { write: Write::Field(Box::new(now.field.clone()), placed), over: Some(over), field: Some(now) });
    }

    /// Every layout with a new field, the one that is shown first: each can leave it out afterwards.
    fn placed(&self, field: &str, (section, at): (usize, usize)) -> Vec<(Named, Over)> {
        let mine = put(self.shown.clone(), field, section, at);
        self.moved.set(Some((self.chosen.clone(), mine.clone())));
        let others = self.object.layouts.iter().filter(|other| other.name != self.chosen).map(|other| {
            let over = self.object.tags.of(&Part::Layout(other.name.clone())).into();
            ((other.name.clone(), put_likewise(other.layout.clone(), field, &mine)), over)
        });
        let others: Vec<(Named, Over)> = others.collect();
        std::iter::once(((self.chosen.clone(), mine), self.layout_base.over())).chain(others).collect()
    }

    /// A name that no field has, also none that is on its way.
    fn free_name(&self, english: &str, fallback: &str) -> String {
        let made = self.made.borrow();
        let taken: Vec<&str> = self.object.fields.iter().map(|field| &field.name).chain(&*made).map(String::as_str).collect();
        fresh_name(english, fallback, &taken)
    }

    /// What is typed goes into the draft when another field is chosen; what it lacks is asked for first.
    fn leave(&self) -> bool {
        let Some(open) = self.open.as_ref().filter(|open| self.dirty && !self.writes.has(&open.field)) else { return true };
        if let Some(lacks) = lacking(&open.field) {
            self.toasts.error(t!(self.scope.i18n, lacks));
            return false;
        }
        self.save(open.clone());
        true
    }

    /// Opens a new field, without a place at the end of the first section.
    pub fn add(&self, kind: FieldKind, place: Option<(usize, usize)>) {
        if !self.leave() {
            return;
        }
        let picklists: Vec<&str> = self.scope.meta.picklists().iter().map(|it| it.name.as_str()).collect();
        let field = new_field(&self.free_name(&kind.rules().label().en, "field"), kind, &picklists);
        let end = self.shown.sections.first().map(|section| (0, section.fields.len()));
        self.open.set(Some(Open { field, is_new: true, place: place.or(end) }));
    }

    /// Opens a field that the draft has.
    pub fn select(&self, name: &str) {
        let is_open = self.open.as_ref().is_some_and(|open| open.field.name == name);
        let field = self.object.fields.iter().find(|field| field.name == name).filter(|_| !is_open);
        if let Some(field) = field.filter(|_| self.leave()) {
            self.open.set(Some(Open::known(field)));
        }
    }

    /// A kind of the palette becomes a new field where it was dropped; a field of the form moves there.
    pub fn put(&self, drop: &Dropped) {
        match drop.id.strip_prefix(NEW).and_then(FieldKind::from_name) {
            Some(kind) => {
                // Where a stand-in would go, the new field will.
                let place = dropped(&self.shown, NEW, &drop.target, drop.edge).and_then(|after| place_of(&after, NEW));
                self.add(kind, place);
            }
            None if drop.target == OUTSIDE => match self.object.fields.iter().find(|field| field.name == *drop.id) {
                Some(field) if can_leave(field, &self.shown) => self.relayout(off(self.shown.clone(), &drop.id)),
                _ => self.toasts.error(t!(self.scope.i18n, "tailor-must-stay")),
            },
            None => {
                if let Some(after) = dropped(&self.shown, &drop.id, &drop.target, drop.edge) {
                    self.relayout(after);
                }
            }
        }
    }

    /// Takes what somebody else wrote in place of `written`.
    pub fn load(&self, written: Option<&Write>, found: &Conflict) {
        match (written, (*self.open).clone()) {
            (Some(Write::Field(field, _)), Some(now)) => {
                // Theirs may be gone.
                let theirs = Field::from_schema(&field.name, &found.theirs, false).ok();
                if let Over::Version(tag) = &found.over {
                    self.field_base.wrote(&Part::Field(field.name.clone()).address(), Some(tag.clone()));
                }
                self.open.set(theirs.map(|field| Open { field, is_new: false, ..now }));
            }
            _ => self.moved.set(None),
        }
        invalidate(&[Tag::Draft]);
    }
}
