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
use trellis_model::{Field, field::Shape};

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
    /// By lookup and object: which row of that object's frame, of the version, each record leads to.
    links: Mutex<HashMap<(String, String), (u64, Arc<IdxCa>)>>,
}

impl Frame {
    /// A frame of these columns.
    pub fn new(data: DataFrame) -> Self {
        static VERSIONS: AtomicU64 = AtomicU64::new(0);
        Self { data, version: VERSIONS.fetch_add(1, Ordering::Relaxed), rows: OnceLock::new(), links: Mutex::default() }
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

    /// For each record, the row of the record of `object` that `field` leads to; none where it leads nowhere or elsewhere.
    /// Kept until either frame changes.
    pub fn link(&self, field: &Field, object: &str, target: &Self) -> PolarsResult<Arc<IdxCa>> {
        let key = (field.name.clone(), object.to_owned());
        let kept = self.links.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((_, link)) = kept.filter(|(version, _)| *version == target.version) {
            return Ok(link);
        }
        let column = self.data.column(&field.name)?;
        let name = PlSmallStr::from_static("row");
        let link: IdxCa = if field.shape() == Shape::Reference {
            let row = |text: Option<&str>| target.row(column::reference_to(text?, object)?.as_u128());
            IdxCa::from_iter_options(name, column.str()?.iter().map(row))
        } else {
            IdxCa::from_iter_options(name, column.u128()?.iter().map(|id| target.row(id?)))
        };
        let link = Arc::new(link);
        self.links.lock().unwrap_or_else(PoisonError::into_inner).insert(key, (target.version, Arc::clone(&link)));
        Ok(link)
    }
}
