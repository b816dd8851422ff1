//! What can be done with the list views of an object.

use trellis_model::{Json, ListView};
use trellis_ui_client::{
    Mutation, Tag,
    designer::Part,
    http::{Over, Reply},
};
use trellis_ui_kit::{t, use_toasts};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    super::{conflict, model::fresh_name, opening::focus_heading},
    HEADING,
    editor::Step,
    list::Pick,
    model::{Faults, Shared, completed, declaration, put_at},
    open::{Open, new_view},
};
use crate::workspace::{Base, Conflict, Saved, use_save_over};

/// What goes into the draft.
#[derive(Clone, PartialEq)]
pub enum Write {
    /// A view.
    View(Box<ListView>),
    /// What all lists share.
    Lists(Json),
    /// A view is taken out.
    Remove(String),
}

/// Which declarations the work began with.
#[derive(Clone)]
pub struct Bases {
    /// That of the view that is open.
    pub view: Base,
    /// That of what all lists share.
    pub lists: Base,
}

/// The writes of one object, and the question when somebody else was there before; `onload` takes theirs.
#[hook]
pub fn use_list_writes(
    object: &str,
    open: &UseStateHandle<Open>,
    saved: &Shared,
    bases: &Bases,
    tried: UseStateSetter<bool>,
    onload: Callback<Conflict>,
) -> (Mutation<(Write, Over)>, Html) {
    let scope = use_scope();
    let toasts = use_toasts();
    let then = {
        let (open, saved, bases, i18n) = (open.setter(), saved.clone(), bases.clone(), scope.i18n.clone());
        Callback::from(move |(write, reply): (Write, Reply<Json>)| {
            tried.set(false);
            let said = match write {
                Write::View(view) => {
                    bases.view.wrote(&Part::View(view.name.clone()).address(), reply.etag);
                    open.set(Open::View { view, is_new: false });
                    "views-saved"
                }
                Write::Lists(_) => {
                    bases.lists.wrote(&Part::Lists.address(), reply.etag);
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
    let object = object.to_owned();
    let call = move |write: Write, over: Over| {
        let object = object.clone();
        async move {
            let (part, json) = match write {
                Write::View(view) => (Part::View(view.name.clone()), Some(declaration(&view))),
                Write::Lists(json) => (Part::Lists, Some(json)),
                Write::Remove(view) => (Part::View(view), None),
            };
            conflict::write(&object, &part, json, &over).await
        }
    };
    let saved = Saved { said: AttrValue::default(), tags: vec![Tag::Draft], then, tells: true };
    use_save_over(&scope.i18n, call, saved, onload)
}

/// The page as it is drawn, and what its parts do to it.
pub struct Editing {
    /// What all lists share, as the draft has it.
    pub saved: Shared,
    /// The scenes.
    pub scenes: Vec<ListView>,
    /// The declared views, as the draft has them.
    pub views: Vec<ListView>,
    /// The order that the draft declares.
    pub order: Vec<String>,
    /// The names of views in the order that is shown.
    pub shown: Vec<String>,
    /// Names that no new view can have.
    pub taken: Vec<String>,
    /// What is being edited.
    pub open: UseStateHandle<Open>,
    /// What is open as the draft has it.
    pub before: Option<Open>,
    /// Whether it was tried to be saved, so that its faults are shown.
    pub tried: UseStateSetter<bool>,
    /// Asks whether to take out the view that is open.
    pub removing: UseStateSetter<bool>,
    /// Shows an order before the draft has it.
    pub moved: UseStateSetter<Option<Vec<String>>>,
    /// Which declarations the work began with.
    pub bases: Bases,
    /// Into the draft.
    pub write: Mutation<(Write, Over)>,
}

impl Editing {
    /// Opens something else.
    pub fn go(&self, pick: Pick) {
        self.tried.set(false);
        self.write.reset.emit(());
        let is_new = pick == Pick::New;
        self.open.set(match pick {
            Pick::Shared => Open::Shared(self.saved.clone()),
            Pick::New => Open::View { view: Box::new(new_view()), is_new },
            Pick::View(name) => match self.scenes.iter().find(|view| view.name == name) {
                Some(scene) => Open::Scene(Box::new(scene.clone())),
                None => match self.views.iter().find(|view| view.name == name) {
                    Some(view) => Open::View { view: Box::new(view.clone()), is_new },
                    None => return,
                },
            },
        });
        if !is_new {
            focus_heading(HEADING);
        }
    }

    /// Puts a view at another place; the order is saved at once, whatever else is open.
    pub fn relocate(&self, name: &str, to: usize) {
        let mut names = self.shown.clone();
        put_at(&mut names, |known| *known == name, to);
        self.moved.set(Some(names.clone()));
        self.write.run.emit((Write::Lists(self.saved.declaration(&names)), self.bases.lists.over()));
    }

    /// A step of the editor.
    pub fn step(&self, step: Step) {
        match step {
            Step::View(view) => {
                if let Open::View { is_new, .. } = &*self.open {
                    self.open.set(Open::View { view, is_new: *is_new });
                }
            }
            Step::Shared(shared) => self.open.set(Open::Shared(shared)),
            Step::Remove => self.removing.set(true),
            Step::Reset => {
                reset(&self.open, self.before.as_ref(), &self.saved, &self.tried);
                self.write.reset.emit(());
            }
            Step::Save => self.save(),
        }
    }

    fn save(&self) {
        self.tried.set(true);
        match &*self.open {
            Open::View { view, is_new } if Faults::of(view).is_empty() => {
                let taken: Vec<&str> = self.taken.iter().map(String::as_str).collect();
                // A new view is named after what people read; its name never changes afterwards.
                let name = if *is_new { fresh_name(&view.label.en, "view", &taken) } else { view.name.clone() };
                let over = if *is_new { Over::Nothing } else { self.bases.view.over() };
                self.write.run.emit((Write::View(Box::new(completed(ListView { name, ..(**view).clone() }))), over));
            }
            Open::Shared(shared) if Faults::of_shared(shared).is_empty() => {
                self.write.run.emit((Write::Lists(shared.declaration(&self.order)), self.bases.lists.over()));
            }
            _ => {}
        }
    }

    /// Takes a view out of the draft.
    pub fn remove(&self, name: &str) {
        self.write.run.emit((Write::Remove(name.to_owned()), self.bases.view.over()));
    }

    /// What is chosen at the left.
    pub fn current(&self) -> Pick {
        match &*self.open {
            Open::Shared(_) => Pick::Shared,
            Open::View { is_new: true, .. } => Pick::New,
            Open::Scene(view) | Open::View { view, .. } => Pick::View(view.name.clone()),
        }
    }
}

/// Forgets what was edited; a new view is closed.
pub fn reset(open: &UseStateHandle<Open>, before: Option<&Open>, saved: &Shared, tried: &UseStateSetter<bool>) {
    tried.set(false);
    let fresh = matches!(&**open, Open::View { is_new: true, .. });
    open.set(before.filter(|_| !fresh).cloned().unwrap_or_else(|| Open::Shared(saved.clone())));
}
