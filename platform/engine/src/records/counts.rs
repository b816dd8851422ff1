//! How many records a list has, kept as long as nothing that it depends on changes.
//!
//! Whoever pages through a list asks for the same number again and again, and so do colleagues with the same rights.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use trellis_model::Filter;
use trellis_storage::{
    Conn,
    changes::{self, Mark},
    records::Select,
};

use crate::Result;

/// So many numbers are kept at most; all are forgotten when there are more.
const MOST: usize = 2_048;
/// Longer questions are not kept: somebody who writes such a filter does not ask it twice.
const LONGEST: usize = 16 * 1024;

/// The numbers of one company.
#[derive(Default)]
pub struct Counts(Mutex<HashMap<String, Kept>>);

#[derive(Clone, Copy)]
struct Kept {
    count: u64,
    mark: Mark,
}

impl Counts {
    /// The number of records of a select, counted up to `most`. It includes every change that was committed before.
    /// `generation` tells apart what the names of fields meant.
    pub async fn count(&self, conn: &mut Conn, select: &Select<'_>, most: Option<u32>, generation: i64) -> Result<u64> {
        let key = format!("{generation} {} {:?} {most:?} {:?}", select.object.name, select.deleted, select.filter);
        // A transaction sees what may yet be undone.
        if conn.is_writer() || key.len() > LONGEST {
            return Ok(select.count(conn, most).await?);
        }
        // The mark first: what is counted after it is at least as new.
        let mark = changes::mark(conn).await?;
        let kept = self.kept().get(&key).copied();
        if let Some(kept) = kept
            && (kept.mark == mark || !changes::any_since(conn, &depends_on(select), kept.mark).await?)
        {
            self.keep(key, Kept { mark, ..kept });
            return Ok(kept.count);
        }
        let count = select.count(conn, most).await?;
        self.keep(key, Kept { count, mark });
        Ok(count)
    }

    /// Forgets every number.
    pub(crate) fn forget(&self) {
        self.kept().clear();
    }

    fn keep(&self, key: String, kept: Kept) {
        let mut all = self.kept();
        if all.len() >= MOST && !all.contains_key(&key) {
            all.clear();
        }
        all.insert(key, kept);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The objects whose records decide which records pass. Who is on a team is in the change log under the record.
fn depends_on<'a>(select: &'a Select<'_>) -> Vec<&'a str> {
    fn add<'a>(filter: &'a Filter, objects: &mut BTreeSet<&'a str>) {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| add(part, objects)),
            Filter::Not(inner) => add(inner, objects),
            Filter::Related { object, filter, .. } => {
                objects.insert(object);
                add(filter, objects);
            }
            Filter::True | Filter::False | Filter::Field { .. } | Filter::Team { .. } => {}
        }
    }
    let mut objects = BTreeSet::from([select.object.name.as_str()]);
    add(&select.filter, &mut objects);
    objects.into_iter().collect()
}
