//! The frames that are kept, each as fresh as the change log, all together within a budget.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use trellis_engine::Result;
use trellis_model::{Field, Object, Schema, field::Shape};
use trellis_storage::{
    Store,
    changes::{self, Mark},
};
use uuid::Uuid;

use super::{Frame, load};

/// Once more than one in so many records has changed, everything is read anew.
const RELOAD_SHARE: usize = 5;
/// Fewer changes than this are always read one by one.
const FEW: usize = 1_000;

/// The frames that are kept.
pub struct Cache {
    budget: usize,
    clock: AtomicU64,
    slots: Mutex<HashMap<(Uuid, String), Arc<Slot>>>,
}

/// The place of one company's object. Whoever holds the lock brings the frame up to date; the others wait for it.
#[derive(Default)]
struct Slot {
    held: tokio::sync::Mutex<Option<Held>>,
    bytes: AtomicUsize,
    used: AtomicU64,
}

/// A frame with what it was made of.
struct Held {
    frame: Arc<Frame>,
    columns: Vec<Loaded>,
    mark: Mark,
}

/// A column as it was loaded. Another field by the same name, or another shape, has to be read again.
#[derive(PartialEq, Eq)]
struct Loaded {
    name: String,
    id: String,
    shape: Shape,
}

impl Loaded {
    fn of(field: &Field) -> Self {
        Self { name: field.name.clone(), id: trellis_storage::tables::column(field).to_owned(), shape: field.shape() }
    }
}

impl Cache {
    /// A cache of about so many bytes.
    pub fn new(budget: usize) -> Self {
        Self { budget, clock: AtomicU64::new(0), slots: Mutex::default() }
    }

    /// Forgets every frame.
    pub fn forget(&self) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The records of an object, every change that was committed before the call included, with at least the `needed`
    /// columns. When it has to be read from the start, `usual` columns are read as well.
    pub async fn frame(
        &self,
        company: Uuid,
        store: &Store,
        schema: &dyn Schema,
        object: &Object,
        needed: &BTreeSet<String>,
        usual: impl FnOnce() -> BTreeSet<String>,
    ) -> Result<Arc<Frame>> {
        let slot = self.slot(company, &object.name);
        let mut held = slot.held.lock().await;
        let mut conn = store.reader().await?;
        // The mark first: what is read after it is at least as new.
        let mark = changes::mark(&mut conn).await?;
        let fits = |held: &Held| {
            let current = |column: &Loaded| object.field(&column.name).is_some_and(|field| Loaded::of(field) == *column);
            held.columns.iter().all(current) && needed.iter().all(|name| name == "id" || held.columns.iter().any(|it| it.name == *name))
        };
        if let Some(kept) = held.as_mut().filter(|held| fits(held)) {
            if kept.mark == mark {
                return Ok(Arc::clone(&kept.frame));
            }
            let most = (kept.frame.height() / RELOAD_SHARE).max(FEW);
            let changed = changes::records_since(&mut conn, &object.name, kept.mark, u32::try_from(most + 1).unwrap_or(u32::MAX)).await?;
            if changed.is_empty() {
                kept.mark = mark;
                return Ok(Arc::clone(&kept.frame));
            }
            if changed.len() <= most {
                let fields = fields(object, kept.columns.iter().map(|column| column.name.as_str()));
                let frame = Arc::new(load::refresh(&mut conn, schema, object, &fields, &kept.frame, &changed).await?);
                (kept.frame, kept.mark) = (Arc::clone(&frame), mark);
                self.keep(&slot, &frame);
                return Ok(frame);
            }
        }
        let before = held.iter().flat_map(|held| held.columns.iter().map(|column| column.name.clone()));
        let names: BTreeSet<String> = before.chain(needed.iter().cloned()).chain(usual()).collect();
        let fields = fields(object, names.iter().map(String::as_str));
        let frame = Arc::new(load::load(&mut conn, schema, object, &fields).await?);
        tracing::debug!(object = object.name, records = frame.height(), columns = fields.len(), "columns loaded");
        *held = Some(Held { frame: Arc::clone(&frame), columns: fields.into_iter().map(Loaded::of).collect(), mark });
        self.keep(&slot, &frame);
        Ok(frame)
    }

    fn slot(&self, company: Uuid, object: &str) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots.entry((company, object.to_owned())).or_default();
        slot.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Arc::clone(slot)
    }

    /// Notes a frame's size and drops those that were not used for the longest time until all fit. Computations that use a
    /// dropped frame keep it to their end.
    fn keep(&self, slot: &Slot, frame: &Frame) {
        slot.bytes.store(frame.data.estimated_size(), Ordering::Relaxed);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = slot.used.load(Ordering::Relaxed);
        loop {
            let total: usize = slots.values().map(|slot| slot.bytes.load(Ordering::Relaxed)).sum();
            let oldest = slots.iter().map(|(key, slot)| (slot.used.load(Ordering::Relaxed), key)).min();
            match oldest {
                Some((used, key)) if total > self.budget && used < newest => {
                    let key = key.clone();
                    slots.remove(&key);
                }
                _ => return,
            }
        }
    }
}

fn fields<'a>(object: &'a Object, names: impl Iterator<Item = &'a str>) -> Vec<&'a Field> {
    names.filter(|name| *name != "id").filter_map(|name| object.field(name)).collect()
}
