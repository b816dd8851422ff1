//! What is on its way into the draft, one write after another.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use trellis_model::{Field, Json, Layout};
use trellis_ui_client::{
    ApiError,
    designer::{self, DraftObject, Part},
    http::Over,
    use_mutation,
};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    super::{
        conflict,
        model::{answered, declaration, off, place_of},
        save_layout::{self, Named},
    },
    known::{Known, Layouts, Place},
    open::Open,
};
use crate::workspace::{Conflict, Outcome};

/// What goes into the draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// A field, and where it will stand if it is new by the time.
    Field(Box<Field>, Option<Place>),
    /// A layout, over somebody else's.
    Layout(Named),
    /// A field is retired.
    Retire(String),
    /// A field gets another name.
    Rename(String, String),
}

impl Write {
    /// Whether it says all that an earlier one would: another state of the same layout.
    fn replaces(&self, earlier: &Self) -> bool {
        matches!((self, earlier), (Self::Layout((name, _)), Self::Layout((other, _))) if name == other)
    }

    /// The field that it is about.
    fn field(&self) -> Option<&str> {
        match self {
            Self::Field(field, _) => Some(&field.name),
            Self::Retire(name) | Self::Rename(name, _) => Some(name),
            Self::Layout(_) => None,
        }
    }

    /// The layouts as they will be once it is through.
    fn ahead(&self, layouts: &mut Layouts) {
        match self {
            Self::Field(field, Some(place)) if layouts.get(&place.layout).is_some_and(|it| place_of(it, &field.name).is_none()) => {
                layouts.extend(place.of(&field.name, layouts));
            }
            Self::Field(..) => {}
            Self::Layout((name, layout)) => drop(layouts.insert(name.clone(), layout.clone())),
            Self::Retire(field) => layouts.values_mut().for_each(|layout| *layout = off(std::mem::take(layout), field)),
            Self::Rename(field, to) => {
                let names = layouts.values_mut().flat_map(|layout| &mut layout.sections).flat_map(|section| &mut section.fields);
                names.filter(|name| *name == field).for_each(|name| name.clone_from(to));
            }
        }
    }
}

/// A write that waits for those before it.
#[derive(Clone)]
pub struct Queued {
    /// The write.
    pub write: Write,
    /// What it goes over; what the page knows of the part by then, when absent.
    pub over: Option<Over>,
    /// The field that it is about, which opens again when the draft does not take it.
    pub field: Option<Open>,
}

/// What came of a write.
pub struct Ended {
    /// A field as the draft has it now.
    pub field: Option<Field>,
    /// What somebody else changed meanwhile, with what was to be written there.
    pub conflict: Option<(Conflict, Write)>,
    /// Why a field that the draft has by now is not in every form.
    pub failed: Option<ApiError>,
}

impl Ended {
    /// Written, unless somebody else was there before.
    fn of(conflict: Option<(Conflict, Write)>) -> Self {
        Self { field: None, conflict, failed: None }
    }
}

/// How a write ended, and the field that it was about.
pub type Heard = (Result<Ended, ApiError>, Option<Open>);

/// The writes on their way, and what is known of the draft meanwhile; cheap to clone.
#[derive(Clone)]
pub struct Writes {
    queue: Rc<RefCell<VecDeque<Queued>>>,
    known: Rc<RefCell<Known>>,
    run: Callback<(Write, Option<Over>)>,
    redraw: Callback<()>,
    /// The field that the last one was about when it was refused.
    refused: Rc<RefCell<Option<String>>>,
    error: Option<ApiError>,
}

impl Writes {
    /// Whether a field is on its way just as it is here.
    pub fn has(&self, field: &Field) -> bool {
        self.queue.borrow().iter().any(|queued| matches!(&queued.write, Write::Field(sent, _) if **sent == *field))
    }

    /// Whether a field with this name is on its way.
    pub fn sends(&self, name: &str) -> bool {
        self.queue.borrow().iter().any(|queued| matches!(&queued.write, Write::Field(sent, _) if sent.name == name))
    }

    /// The names of fields that are on their way.
    pub fn names(&self) -> Vec<String> {
        let name = |queued: &Queued| match &queued.write {
            Write::Field(field, _) => Some(field.name.clone()),
            Write::Rename(_, to) => Some(to.clone()),
            _ => None,
        };
        self.queue.borrow().iter().filter_map(name).collect()
    }

    /// The fields that the draft has, from those that were read.
    pub fn kept(&self, read: &[Field]) -> Vec<Field> {
        self.known.borrow().fields(read)
    }

    /// A layout as it will be once everything on its way is through.
    pub fn layout(&self, name: &str) -> Option<Layout> {
        let (known, queue) = (self.known.borrow(), self.queue.borrow());
        if queue.is_empty() {
            return known.layouts().get(name).cloned();
        }
        let mut layouts = known.layouts().clone();
        queue.iter().for_each(|queued| queued.write.ahead(&mut layouts));
        layouts.remove(name)
    }

    /// Why the last write was refused, if it was about this field.
    pub fn error(&self, name: &str) -> Option<&ApiError> {
        self.error.as_ref().filter(|_| self.refused.borrow().as_deref() == Some(name))
    }

    /// Sends a write once those before it are through.
    pub fn submit(&self, queued: Queued) {
        // Keys and drags come faster than replies: of the places that wait, the newest says it all.
        let is_newer = self.queue.borrow().iter().skip(1).last().is_some_and(|last| queued.write.replaces(&last.write));
        if is_newer {
            self.queue.borrow_mut().pop_back();
        }
        let next = (queued.write.clone(), queued.over.clone());
        self.queue.borrow_mut().push_back(queued);
        if self.queue.borrow().len() == 1 {
            self.run.emit(next);
        }
        self.redraw.emit(());
    }

    /// Takes what somebody else has of a field for what was read; gives it, unless they took it out.
    pub fn load(&self, name: &str, found: &Conflict) -> Option<Field> {
        let theirs = answered(name, &found.theirs);
        let tag = if let Over::Version(tag) = &found.over { Some(tag.clone()) } else { None };
        self.known.borrow_mut().wrote_field(name, theirs.clone(), tag);
        theirs
    }
}

/// The writes of one object, as it was read; `open` is the field that is being edited, `done` hears how each ended.
#[hook]
pub fn use_writes(object: &DraftObject, open: Option<&Open>, done: Callback<Heard>) -> Writes {
    let scope = use_scope();
    let redraw = use_force_update();
    let queue = use_mut_ref(VecDeque::<Queued>::new);
    let known = use_mut_ref(Known::default);
    let refused = use_mut_ref(|| None::<String>);
    let edited = open.filter(|open| open.is_dirty(known.borrow().field(&open.field.name, &object.fields)));
    known.borrow_mut().follow(object, |part| match part {
        Part::Field(name) => {
            edited.is_some_and(|open| open.field.name == *name)
                || queue.borrow().iter().any(|queued| queued.write.field() == Some(name.as_str()))
        }
        // A field that is on its way stands in all of them.
        _ => !queue.borrow().is_empty(),
    });
    let write = {
        let (object, known) = (object.name.clone(), known.clone());
        use_mutation(
            move |(write, over): (Write, Option<Over>)| {
                let (object, scope, known) = (object.clone(), scope.clone(), known.clone());
                async move {
                    match &write {
                        Write::Field(field, place) => {
                            let json = Json::Object(declaration(field, &*scope.meta));
                            put_field(&object, (field, json, place.as_ref()), over, &known).await
                        }
                        Write::Layout(named) => Ok(Ended::of(put_layout(&object, named, over, &known).await?)),
                        Write::Retire(name) => {
                            let part = Part::Field(name.clone());
                            let over = over.unwrap_or_else(|| known.borrow().over(&part));
                            let outcome = conflict::write(&object, &part, None, &over).await?;
                            if let Outcome::Kept(_) = &outcome {
                                known.borrow_mut().wrote_field(name, None, None);
                                read_layouts(&object, &known).await;
                            }
                            Ok(Ended::of(met(&write, outcome)))
                        }
                        Write::Rename(name, to) => {
                            designer::rename_field(&object, name, to).await?;
                            known.borrow_mut().wrote_field(name, None, None);
                            read_layouts(&object, &known).await;
                            Ok(Ended::of(None))
                        }
                    }
                }
            },
            {
                let (queue, refused) = (queue.clone(), refused.clone());
                done.reform(move |result: Result<Ended, ApiError>| {
                    let ended = queue.borrow_mut().pop_front();
                    let field = ended.as_ref().and_then(|queued| queued.write.field()).map(str::to_owned);
                    refused.replace(field.filter(|_| result.is_err()));
                    (result, ended.and_then(|queued| queued.field))
                })
            },
        )
    };
    use_effect_with(write.busy, {
        let (queue, run) = (queue.clone(), write.run.clone());
        move |busy| {
            let next = queue.borrow().front().filter(|_| !busy).map(|queued| (queued.write.clone(), queued.over.clone()));
            if let Some(next) = next {
                run.emit(next);
            }
        }
    });
    let redraw = Callback::from(move |()| redraw.force_update());
    Writes { queue, known, run: write.run, redraw, refused, error: write.error }
}

/// Writes a field with its declaration; one that the draft has not had goes into the layouts as well.
async fn put_field(
    object: &str,
    (field, json, place): (&Field, Json, Option<&Place>),
    over: Option<Over>,
    known: &RefCell<Known>,
) -> Result<Ended, ApiError> {
    let part = Part::Field(field.name.clone());
    let place = place.filter(|_| !known.borrow().has(&part));
    let over = over.unwrap_or_else(|| known.borrow().over(&part));
    match conflict::write(object, &part, Some(json), &over).await? {
        Outcome::Conflict(found) => Ok(Ended::of(Some((found, Write::Field(Box::new(field.clone()), place.cloned()))))),
        Outcome::Kept(saved) => {
            // As the draft has it now, with the id that it was given.
            let kept = answered(&field.name, &saved.body).unwrap_or_else(|| field.clone());
            known.borrow_mut().wrote_field(&field.name, Some(kept.clone()), saved.etag);
            let placed = place.map(|place| place.of(&field.name, known.borrow().layouts())).unwrap_or_default();
            let (conflict, failed) = match put_layouts(object, &placed, known).await {
                Ok(conflict) => (conflict, None),
                Err(error) => (None, Some(error)),
            };
            Ok(Ended { field: Some(kept), conflict, failed })
        }
    }
}

/// Writes the layouts that a new field is put into; the first thing that somebody else changed there is told.
async fn put_layouts(object: &str, layouts: &[Named], known: &RefCell<Known>) -> Result<Option<(Conflict, Write)>, ApiError> {
    let mut found = None;
    for layout in layouts {
        found = found.or(put_layout(object, layout, None, known).await?);
    }
    Ok(found)
}

/// Writes a layout.
async fn put_layout(
    object: &str,
    (name, layout): &Named,
    over: Option<Over>,
    known: &RefCell<Known>,
) -> Result<Option<(Conflict, Write)>, ApiError> {
    let over = over.unwrap_or_else(|| known.borrow().over(&Part::Layout(name.clone())));
    let outcome = save_layout::save(object, name, layout, &over).await?;
    if let Outcome::Kept(reply) = &outcome {
        known.borrow_mut().wrote_layout(name, Some(layout), reply.etag.clone());
    }
    Ok(met(&Write::Layout((name.clone(), layout.clone())), outcome))
}

/// Reads the layouts once more, after a write that changes them along.
async fn read_layouts(object: &str, known: &RefCell<Known>) {
    // Otherwise the draft that is read next says it.
    let Ok(draft) = designer::draft().await else { return };
    let Some(object) = draft.object(object) else { return };
    for it in &object.layouts {
        let tag = object.tags.of(&Part::Layout(it.name.clone()));
        known.borrow_mut().wrote_layout(&it.name, Some(&it.layout), tag);
    }
}

/// What was met by a write.
fn met(write: &Write, outcome: Outcome) -> Option<(Conflict, Write)> {
    match outcome {
        Outcome::Conflict(found) => Some((found, write.clone())),
        Outcome::Kept(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{FieldKind, Label};

    use super::*;

    fn layout(fields: &str) -> Layout {
        let fields: Vec<&str> = fields.split_whitespace().collect();
        serde_json::from_value(json!({ "sections": [{ "name": "s", "label": { "zh-CN": "段", "en": "S" }, "fields": fields }] })).unwrap()
    }

    fn field(name: &str) -> Field {
        Field::new(name, FieldKind::Text, Label::default())
    }

    fn queued(write: Write) -> Queued {
        Queued { write, over: None, field: None }
    }

    /// Writes that run into nothing, with how many did.
    fn writes() -> (Writes, Rc<RefCell<u32>>) {
        let sent = Rc::new(RefCell::new(0));
        let run = {
            let sent = sent.clone();
            Callback::from(move |_| *sent.borrow_mut() += 1)
        };
        let writes =
            Writes { queue: Rc::default(), known: Rc::default(), run, redraw: Callback::noop(), refused: Rc::default(), error: None };
        (writes, sent)
    }

    #[test]
    fn one_after_another_and_of_the_places_that_wait_the_newest() {
        let (writes, sent) = writes();
        let layout = |name: &str| queued(Write::Layout((name.into(), Layout::default())));
        let waiting = || writes.queue.borrow().len();
        writes.submit(layout("a"));
        assert_eq!((*sent.borrow(), waiting()), (1, 1));
        writes.submit(layout("a"));
        assert_eq!(waiting(), 2, "the one under way cannot be replaced any more");
        writes.submit(layout("a"));
        assert_eq!(waiting(), 2);
        writes.submit(layout("b"));
        writes.submit(queued(Write::Field(Box::new(field("x")), None)));
        writes.submit(layout("b"));
        assert_eq!((*sent.borrow(), waiting()), (1, 5), "nothing passes what it did not replace");
        assert!(writes.has(&field("x")) && !writes.has(&Field { required: true, ..field("x") }) && writes.sends("x"));
    }

    #[test]
    fn layouts_are_shown_as_they_will_be() {
        let (writes, _) = writes();
        for (name, fields) in [("default", "a b"), ("c_sales", "a")] {
            writes.known.borrow_mut().wrote_layout(name, Some(&layout(fields)), Some(name.into()));
        }
        let shown = |name: &str| writes.layout(name).unwrap().sections[0].fields.join(" ");
        let place = || Some(Place { layout: "default".into(), section: 0, at: 0 });
        writes.submit(queued(Write::Field(Box::new(field("new")), place())));
        assert_eq!((shown("default"), shown("c_sales")), ("new a b".into(), "a new".into()));
        writes.submit(queued(Write::Layout(("default".into(), layout("a new b")))));
        // The same field once more, before the reply.
        writes.submit(queued(Write::Field(Box::new(field("new")), place())));
        assert_eq!(shown("default"), "a new b", "where it was moved since");
        writes.submit(queued(Write::Rename("a".into(), "c".into())));
        writes.submit(queued(Write::Retire("b".into())));
        assert_eq!((shown("default"), shown("c_sales")), ("c new".into(), "c new".into()));
        writes.queue.borrow_mut().clear();
        assert_eq!(shown("default"), "a b", "what was refused is not shown any longer");
    }

    #[test]
    fn theirs_is_what_the_next_write_goes_over() {
        let (writes, _) = writes();
        let theirs = Json::Object(field("x").to_schema(&trellis_model::object::NoSchema));
        let found = Conflict { object: None, theirs, over: Over::Version("9".into()), mine: Json::Null };
        assert_eq!(writes.load("x", &found), Some(field("x")));
        assert_eq!(writes.known.borrow().over(&Part::Field("x".into())), Over::Version("9".into()));
        let gone = Conflict { object: None, theirs: Json::Null, over: Over::Nothing, mine: Json::Null };
        assert_eq!((writes.load("x", &gone), writes.kept(&[]).len()), (None, 0));
        assert_eq!(writes.known.borrow().over(&Part::Field("x".into())), Over::Nothing);
    }
}
