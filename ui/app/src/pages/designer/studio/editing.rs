//! What can be done with the fields and the layout that are shown.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Layout};
use trellis_ui_client::{Tag, http::Over, invalidate};
use trellis_ui_kit::{Dropped, Toasts, t};
use trellis_ui_renderers::Scope;
use yew::prelude::*;

use super::{
    super::{
        model::{can_leave, dropped, fresh_name, lacking, new_field, off, place_of, put, stepped},
        palette::NEW,
        preview::OUTSIDE,
        properties::FieldStep,
    },
    known::Place,
    open::{Desk, Open, Turn},
    writes::{Queued, Write, Writes},
};
use crate::workspace::Conflict;

/// The page as it is drawn, and what its parts do to it.
pub struct Editing {
    /// The fields of the object, with what was written since the draft was read.
    pub fields: Rc<[Field]>,
    /// The name of the layout that is shown.
    pub chosen: String,
    /// That layout, with what is on its way into the draft.
    pub shown: Layout,
    /// The field that is being edited.
    pub desk: UseReducerHandle<Desk>,
    /// Whether the draft does not have that field as it is here.
    pub dirty: bool,
    /// What is on its way into the draft.
    pub writes: Writes,
    /// Language and metadata.
    pub scope: Scope,
    /// Where refusals are told.
    pub toasts: Toasts,
}

impl Editing {
    /// Sends a layout into the draft; it is shown at once.
    pub fn relayout(&self, layout: Layout) {
        self.send(Write::Layout((self.chosen.clone(), layout)));
    }

    fn send(&self, write: Write) {
        self.writes.submit(Queued { write, over: None, field: None });
    }

    fn show(&self, open: Option<Open>) {
        self.desk.dispatch(Turn::Show(open.map(Box::new)));
    }

    /// A step of the properties.
    pub fn step(&self, step: FieldStep) {
        let Some(now) = self.desk.open.clone() else { return };
        let name = now.field.name.clone();
        match step {
            FieldStep::Change(field) => self.show(Some(Open { field: *field, ..now })),
            FieldStep::Cancel => self.show(None),
            FieldStep::Save => self.save(now),
            FieldStep::Move(down) => {
                if let Some(after) = stepped(&self.shown, &name, down) {
                    self.relayout(after);
                }
            }
            FieldStep::Section(Some(section)) => self.relayout(put(self.shown.clone(), &name, section, usize::MAX)),
            FieldStep::Section(None) => self.relayout(off(self.shown.clone(), &name)),
            FieldStep::Rename(to) => {
                self.show(None);
                self.send(Write::Rename(name, to));
            }
            FieldStep::Retire => {
                self.show(None);
                self.send(Write::Retire(name));
            }
        }
    }

    /// Sends the field that is open into the draft, a new one into every layout as well.
    fn save(&self, mut now: Open) {
        // A new field is named after what people will read; its name never changes once it was sent.
        if now.is_new && !self.writes.sends(&now.field.name) {
            now.field.name = self.free_name(&now.field.label.en, now.field.kind.name());
            self.show(Some(now.clone()));
        }
        let place = now.place.filter(|_| now.is_new);
        let place = place.map(|(section, at)| Place { layout: self.chosen.clone(), section, at });
        let write = Write::Field(Box::new(now.field.clone()), place);
        self.writes.submit(Queued { write, over: None, field: Some(now) });
    }

    /// A name that no field has, also none that is on its way.
    fn free_name(&self, english: &str, fallback: &str) -> String {
        let sent = self.writes.names();
        let taken: Vec<&str> = self.fields.iter().map(|field| &field.name).chain(&sent).map(String::as_str).collect();
        fresh_name(english, fallback, &taken)
    }

    /// What is typed goes into the draft when another field is chosen; what it lacks is asked for first.
    fn leave(&self) -> bool {
        let Some(open) = self.desk.open.as_ref().filter(|open| self.dirty && !self.writes.has(&open.field)) else { return true };
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
        // The one that was just left may stand at the end by now.
        let shown = self.writes.layout(&self.chosen).unwrap_or_default();
        let end = shown.sections.first().map(|section| (0, section.fields.len()));
        self.show(Some(Open { field, is_new: true, place: place.or(end) }));
    }

    /// Opens a field that the draft has.
    pub fn select(&self, name: &str) {
        let is_open = self.desk.open.as_ref().is_some_and(|open| open.field.name == name);
        let field = self.fields.iter().find(|field| field.name == name).filter(|_| !is_open);
        if let Some(field) = field.filter(|_| self.leave()) {
            self.show(Some(Open::known(field)));
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
            None if drop.target == OUTSIDE => match self.fields.iter().find(|field| field.name == *drop.id) {
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
        if let Some(Write::Field(field, _)) = written {
            let theirs = self.writes.load(&field.name, found);
            self.desk.dispatch(Turn::Forget(field.name.clone()));
            if self.desk.open.as_ref().is_some_and(|open| open.field.name == field.name) {
                self.show(theirs.as_ref().map(Open::known));
            }
        }
        invalidate(&[Tag::Draft]);
    }

    /// Writes over what somebody else wrote.
    pub fn overwrite(&self, write: Write, over: Over) {
        let field = match &write {
            Write::Field(field, _) => {
                self.desk.dispatch(Turn::Forget(field.name.clone()));
                Some(Open::known(field))
            }
            _ => None,
        };
        self.writes.submit(Queued { write, over: Some(over), field });
    }
}
