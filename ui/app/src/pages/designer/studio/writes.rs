//! What is on its way into the draft, one write after another.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use trellis_model::{Field, Json};
use trellis_ui_client::{
    ApiError,
    designer::{self, Part},
    http::Over,
    use_mutation,
};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    super::{
        conflict,
        model::declaration,
        save_layout::{self, Named},
    },
    open::Open,
};
use crate::workspace::{Base, Conflict, Outcome};

/// What goes into the draft.
#[derive(Clone, PartialEq)]
pub enum Write {
    /// A field, and the layouts that it is put into, each over what was read of it; the first is the one that is shown.
    Field(Box<Field>, Vec<(Named, Over)>),
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
}

/// A write that waits for those before it.
#[derive(Clone)]
pub struct Queued {
    /// The write.
    pub write: Write,
    /// What it goes over; what the page holds of the shown layout by then, when absent.
    pub over: Option<Over>,
    /// The field that it is about, which opens again when the draft does not take it.
    pub field: Option<Open>,
}

/// What came of a write.
pub struct Ended {
    /// A field as the draft has it now, with what it is known by there.
    pub field: Option<(Field, Option<String>)>,
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

/// The writes on their way; cheap to clone.
#[derive(Clone)]
pub struct Writes {
    queue: Rc<RefCell<VecDeque<Queued>>>,
    run: Callback<(Write, Option<Over>)>,
    /// Why the last one was refused.
    pub error: Option<ApiError>,
}

impl Writes {
    /// Whether nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.queue.borrow().is_empty()
    }

    /// Whether a field is on its way just as it is here.
    pub fn has(&self, field: &Field) -> bool {
        self.queue.borrow().iter().any(|queued| queued.field.as_ref().is_some_and(|sent| sent.field == *field))
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
    }
}

/// The writes of one object; `layout` is what the page holds of the layout that is shown, `done` hears how each ended.
#[hook]
pub fn use_writes(object: &str, layout: &Base, done: Callback<Heard>) -> Writes {
    let scope = use_scope();
    let queue = use_mut_ref(VecDeque::<Queued>::new);
    let write = {
        let (object, layout) = (object.to_owned(), layout.clone());
        use_mutation(
            move |(write, over): (Write, Option<Over>)| {
                let (object, scope, layout) = (object.clone(), scope.clone(), layout.clone());
                async move {
                    let over = over.unwrap_or_else(|| layout.over());
                    match &write {
                        Write::Field(field, layouts) => {
                            let json = Json::Object(declaration(field, &*scope.meta));
                            match conflict::write(&object, &Part::Field(field.name.clone()), Some(json), &over).await? {
                                Outcome::Conflict(found) => Ok(Ended::of(Some((found, write)))),
                                Outcome::Kept(saved) => {
                                    // As the draft has it now, with the id that it was given.
                                    let kept = Field::from_schema(&field.name, &saved.body, false).unwrap_or_else(|_| (**field).clone());
                                    let (conflict, failed) = match put_layouts(&object, layouts, &layout).await {
                                        Ok(conflict) => (conflict, None),
                                        Err(error) => (None, Some(error)),
                                    };
                                    Ok(Ended { field: Some((kept, saved.etag)), conflict, failed })
                                }
                            }
                        }
                        Write::Layout(named) => Ok(Ended::of(put_layout(&object, named, &over, Some(&layout)).await?)),
                        Write::Retire(field) => {
                            let outcome = conflict::write(&object, &Part::Field(field.clone()), None, &over).await?;
                            Ok(Ended::of(met(&write, outcome)))
                        }
                        Write::Rename(field, to) => {
                            designer::rename_field(&object, field, to).await?;
                            Ok(Ended::of(None))
                        }
                    }
                }
            },
            {
                let queue = queue.clone();
                done.reform(move |result| (result, queue.borrow_mut().pop_front().and_then(|queued| queued.field)))
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
    Writes { queue, run: write.run, error: write.error }
}

/// Writes the layouts that a new field is put into; the first thing that somebody else changed there is told.
async fn put_layouts(object: &str, layouts: &[(Named, Over)], shown: &Base) -> Result<Option<(Conflict, Write)>, ApiError> {
    let mut found = None;
    for (at, (layout, over)) in layouts.iter().enumerate() {
        // An earlier write may have changed the one that is shown.
        let (over, base) = if at == 0 { (&shown.over(), Some(shown)) } else { (over, None) };
        found = found.or(put_layout(object, layout, over, base).await?);
    }
    Ok(found)
}

/// Writes a layout; `base` hears of the one that is shown.
async fn put_layout(object: &str, layout: &Named, over: &Over, base: Option<&Base>) -> Result<Option<(Conflict, Write)>, ApiError> {
    let outcome = save_layout::save(object, &layout.0, &layout.1, over).await?;
    if let (Outcome::Kept(reply), Some(base)) = (&outcome, base) {
        base.wrote(&Part::Layout(layout.0.clone()).address(), reply.etag.clone());
    }
    Ok(met(&Write::Layout(layout.clone()), outcome))
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
    use trellis_model::{FieldKind, Label, Layout};

    use super::*;

    #[test]
    fn one_after_another_and_of_the_places_that_wait_the_newest() {
        let sent = Rc::new(RefCell::new(0));
        let writes = Writes {
            queue: Rc::default(),
            run: {
                let sent = sent.clone();
                Callback::from(move |_| *sent.borrow_mut() += 1)
            },
            error: None,
        };
        let layout = |name: &str| Queued { write: Write::Layout((name.into(), Layout::default())), over: None, field: None };
        let waiting = || writes.queue.borrow().len();
        writes.submit(layout("a"));
        assert_eq!((*sent.borrow(), waiting()), (1, 1));
        writes.submit(layout("a"));
        assert_eq!(waiting(), 2, "the one under way cannot be replaced any more");
        writes.submit(layout("a"));
        assert_eq!(waiting(), 2);
        writes.submit(layout("b"));
        let open = Open::known(&Field::new("x", FieldKind::Text, Label::default()));
        writes.submit(Queued { write: Write::Retire("x".into()), over: None, field: Some(open.clone()) });
        writes.submit(layout("b"));
        assert_eq!((*sent.borrow(), waiting()), (1, 5), "nothing passes what it did not replace");
        assert!(writes.has(&open.field) && !writes.is_idle());
    }
}
