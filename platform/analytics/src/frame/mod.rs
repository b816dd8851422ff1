//! The live records of one object as columns.

mod cache;
pub mod column;
pub mod load;
mod needs;
mod view;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use polars::prelude::*;
use trellis_model::{Field, Value, field::Shape};

pub use cache::Cache;
pub use needs::Needs;
pub use view::View;

/// The live records of one object as they were at a moment: a column a field, by name, `id` always among them.
pub struct Frame {
    /// The columns.
    pub data: DataFrame,
    /// Told apart from every other frame.
    version: u64,
    rows: OnceLock<PlHashMap<u128, IdxSize>>,
    /// By lookup and object.
    links: Mutex<HashMap<(String, String), Link>>,
    /// By field and values.
    members: Mutex<HashMap<String, BooleanChunked>>,
}

/// The most answers to "is it one of these" that a frame keeps: about as many as there are teams that look at it.
const MEMBERS: usize = 64;

/// Where the records' lookups lead: rows of a frame of this version.
#[derive(Clone)]
struct Link {
    version: u64,
    rows: Arc<IdxCa>,
}

impl Frame {
    /// A frame of these columns.
    pub fn new(data: DataFrame) -> Self {
        static VERSIONS: AtomicU64 = AtomicU64::new(0);
        Self {
            data,
            version: VERSIONS.fetch_add(1, Ordering::Relaxed),
            rows: OnceLock::new(),
            links: Mutex::default(),
            members: Mutex::default(),
        }
    }

    /// How many records there are.
    pub fn height(&self) -> usize {
        self.data.height()
    }

    /// The row of the record with this key.
    pub fn row(&self, key: u128) -> Option<IdxSize> {
        self.rows.get_or_init(|| self.index()).get(&key).copied()
    }

    fn index(&self) -> PlHashMap<u128, IdxSize> {
        let mut rows = PlHashMap::with_capacity(self.height());
        if let Ok(ids) = self.data.column("id").and_then(Column::u128) {
            rows.extend(ids.iter().zip(0..).filter_map(|(id, row)| Some((id?, row))));
        }
        rows
    }

    /// For each record, whether its field has one of many values, as `compute` says; kept, because the values are mostly the
    /// people of a department, and every chart asks for them again.
    pub fn one_of(
        &self,
        field: &str,
        values: &[Value],
        compute: impl FnOnce() -> PolarsResult<BooleanChunked>,
    ) -> PolarsResult<BooleanChunked> {
        let key = format!("{field} {values:?}");
        if let Some(kept) = self.members.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(kept.clone());
        }
        let answer = compute()?;
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        if members.len() >= MEMBERS {
            members.clear();
        }
        members.insert(key, answer.clone());
        Ok(answer)
    }

    /// For each record, the row of the record of `object` that `field` leads to; none where it leads nowhere or elsewhere.
    /// Kept until either frame changes.
    pub fn link(&self, field: &Field, object: &str, target: &Self) -> PolarsResult<Arc<IdxCa>> {
        let key = (field.name.clone(), object.to_owned());
        let kept = self.links.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(link) = kept.filter(|link| link.version == target.version) {
            return Ok(link.rows);
        }
        let column = self.data.column(&field.name)?;
        let name = PlSmallStr::from_static("row");
        let rows: IdxCa = if field.shape() == Shape::Reference {
            let row = |text: Option<&str>| target.row(column::reference_to(text?, object)?.as_u128());
            IdxCa::from_iter_options(name, column.str()?.iter().map(row))
        } else {
            IdxCa::from_iter_options(name, column.u128()?.iter().map(|id| target.row(id?)))
        };
        let link = Link { version: target.version, rows: Arc::new(rows) };
        self.links.lock().unwrap_or_else(PoisonError::into_inner).insert(key, link.clone());
        Ok(link.rows)
    }
}
