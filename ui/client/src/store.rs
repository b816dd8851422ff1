//! The kept answers: a pure table, driven by [`crate::query`].

use std::{any::Any, collections::HashMap, rc::Rc};

use crate::ApiError;

/// What an answer is about; a write names the same tags to have it fetched again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Objects, layouts, dictionaries.
    Metadata,
    /// The designer's draft.
    Draft,
    /// Records of an object.
    Records(String),
    /// One record with what hangs on it.
    Record(String, String),
    /// The numbers of dashboards.
    Charts,
    /// Who is signed in.
    Session,
    /// Departments, people, seats.
    Organization,
    /// Roles and what they allow.
    Roles,
    /// Whatever there is.
    Everything,
}

/// An answer of any type, or why there is none.
pub type Answer = Result<Rc<dyn Any>, ApiError>;

/// Answers that nobody shows are forgotten beyond this number.
const MOST: usize = 120;

/// A kept answer.
#[derive(Default)]
pub struct Entry {
    /// The last good answer.
    pub data: Option<Rc<dyn Any>>,
    /// Why the last try failed; a later success clears it.
    pub error: Option<ApiError>,
    /// When it came, in milliseconds.
    pub at: f64,
    tags: Vec<Tag>,
    /// The number of the request under way.
    pending: Option<u64>,
    stale: bool,
    watchers: usize,
    used: u64,
}

impl Entry {
    /// Whether a request is under way.
    pub fn is_loading(&self) -> bool {
        self.pending.is_some()
    }
}

/// The kept answers by key.
#[derive(Default)]
pub struct Store {
    entries: HashMap<String, Entry>,
    clock: u64,
}

impl Store {
    /// What is kept under a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// Somebody shows the key from now on.
    pub fn watch(&mut self, key: &str, tags: &[Tag]) {
        self.clock += 1;
        let entry = self.entries.entry(key.to_owned()).or_default();
        tags.clone_into(&mut entry.tags);
        (entry.watchers, entry.used) = (entry.watchers + 1, self.clock);
    }

    /// Somebody shows it no longer.
    pub fn unwatch(&mut self, key: &str) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.watchers = entry.watchers.saturating_sub(1);
        }
        self.forget_surplus();
    }

    /// Whether a request should go out: nothing is known, or it is older than `fresh_for`, and none is under way.
    pub fn wants(&self, key: &str, now: f64, fresh_for: f64) -> bool {
        self.entries.get(key).is_none_or(|entry| {
            let fresh = entry.data.is_some() && !entry.stale && now - entry.at < fresh_for;
            entry.pending.is_none() && !fresh
        })
    }

    /// A request goes out; its number tells its answer from that of an older one.
    pub fn begin(&mut self, key: &str) -> u64 {
        self.clock += 1;
        let entry = self.entries.entry(key.to_owned()).or_default();
        (entry.pending, entry.stale) = (Some(self.clock), false);
        self.clock
    }

    /// An answer came. An answer that a newer request has overtaken is dropped.
    pub fn settle(&mut self, key: &str, number: u64, answer: Answer, now: f64) -> bool {
        let Some(entry) = self.entries.get_mut(key).filter(|entry| entry.pending == Some(number)) else { return false };
        entry.pending = None;
        entry.at = now;
        match answer {
            Ok(data) => (entry.data, entry.error) = (Some(data), None),
            Err(error) => entry.error = Some(error),
        }
        true
    }

    /// Marks what carries any of the tags as outdated; gives the keys that are on screen.
    pub fn invalidate(&mut self, tags: &[Tag]) -> Vec<String> {
        let mut shown = Vec::new();
        for (key, entry) in &mut self.entries {
            if tags.contains(&Tag::Everything) || entry.tags.iter().any(|tag| tags.contains(tag)) {
                entry.stale = true;
                // The answer on its way may have been read before the write.
                entry.pending = None;
                if entry.watchers > 0 {
                    shown.push(key.clone());
                }
            }
        }
        shown
    }

    /// Forgets everything, as after signing out.
    pub fn clear(&mut self) {
        self.entries.retain(|_, entry| entry.watchers > 0);
        for entry in self.entries.values_mut() {
            (entry.data, entry.error, entry.pending, entry.stale) = (None, None, None, true);
        }
    }

    fn forget_surplus(&mut self) {
        let mut idle: Vec<(u64, String)> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.watchers == 0 && entry.pending.is_none())
            .map(|(key, entry)| (entry.used, key.clone()))
            .collect();
        idle.sort_unstable();
        let surplus = idle.len().saturating_sub(MOST);
        for (_, key) in idle.drain(..surplus) {
            self.entries.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(store: &Store, key: &str) -> Option<String> {
        store.get(key)?.data.clone()?.downcast::<String>().ok().map(|text| (*text).clone())
    }

    fn answer(text: &str) -> Answer {
        Ok(Rc::new(text.to_owned()))
    }

    #[test]
    fn an_overtaken_answer_is_dropped() {
        let mut store = Store::default();
        store.watch("k", &[Tag::Metadata]);
        let first = store.begin("k");
        assert_eq!(store.invalidate(&[Tag::Metadata]), ["k"]);
        let second = store.begin("k");
        assert!(!store.settle("k", first, answer("old"), 1.0));
        assert!(store.settle("k", second, answer("new"), 2.0));
        assert_eq!(text(&store, "k").as_deref(), Some("new"));
    }

    #[test]
    fn a_failure_keeps_the_last_good_answer() {
        let mut store = Store::default();
        let number = store.begin("k");
        store.settle("k", number, answer("good"), 0.0);
        assert!(!store.wants("k", 10.0, 100.0));
        assert!(store.wants("k", 200.0, 100.0));
        let number = store.begin("k");
        store.settle("k", number, Err(ApiError::network()), 0.0);
        assert_eq!(text(&store, "k").as_deref(), Some("good"));
        assert!(store.get("k").unwrap().error.is_some());
    }

    #[test]
    fn only_matching_tags_on_screen_are_fetched_again() {
        let mut store = Store::default();
        store.watch("a", &[Tag::Records("customer".into())]);
        store.watch("b", &[Tag::Records("lead".into())]);
        store.watch("c", &[Tag::Records("customer".into())]);
        store.unwatch("c");
        assert_eq!(store.invalidate(&[Tag::Records("customer".into())]), ["a"]);
    }

    #[test]
    fn unwatched_answers_are_forgotten_oldest_first() {
        let mut store = Store::default();
        for n in 0..=MOST {
            let key = n.to_string();
            store.watch(&key, &[]);
            store.unwatch(&key);
        }
        assert!(store.get("0").is_none());
        assert!(store.get("1").is_some());
    }
}
