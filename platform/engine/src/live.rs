//! Changes as they happen: one follower of the change log a company, and whoever listens. A listener is told that a record
//! changed, never what: it asks again with its own rights.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, broadcast};
use trellis_access::Access;
use trellis_model::{Filter, Schema, Test, Value, wire::FieldLevel};
use trellis_storage::{
    changes::{Happened, Tail},
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use crate::{Company, Cx, Result};

/// How often the log is looked at: changes of other nodes are known after this time.
const POLL: Duration = Duration::from_millis(400);
/// How long changes are gathered before the log is looked at again.
const GATHER: Duration = Duration::from_millis(60);
/// Changes of one look, and of what a listener missed.
const MOST: u32 = 1000;
/// Looks that may wait for a listener who does not take them.
const QUEUE: usize = 256;
/// Streams of one person: more tabs than that are an accident.
pub const MOST_STREAMS: usize = 6;

/// What a company's listeners share.
pub struct Live {
    news: broadcast::Sender<Arc<News>>,
    wake: Notify,
    streams: Mutex<HashMap<Uuid, usize>>,
    /// Whether somebody follows the log.
    follows: tokio::sync::Mutex<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { news: broadcast::Sender::new(QUEUE), wake: Notify::new(), streams: Mutex::default(), follows: tokio::sync::Mutex::default() }
    }
}

/// What one look at the log found.
#[derive(Debug)]
pub struct News {
    /// From where a reader goes on who knows all of this.
    pub mark: i64,
    changes: Vec<Happened>,
}

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A record changed.
    Record {
        /// Its object.
        object: String,
        /// Its id.
        id: Uuid,
        /// `create`, `update`, `delete`, `restore` or `team`.
        op: String,
    },
    /// Other metadata is in force.
    Metadata {
        /// Its version.
        version: i64,
    },
    /// The listener may do other things than before.
    Rights,
    /// More happened than was kept: everything is to be asked for again.
    Resync,
}

impl Live {
    /// Has the log looked at now: something was written here.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    fn count(&self, user: Uuid, change: impl FnOnce(&mut usize)) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let count = streams.entry(user).or_default();
        change(count);
        if *count == 0 {
            streams.remove(&user);
        }
    }
}

/// Somebody who listens, until dropped.
pub struct Listener {
    company: Arc<Company>,
    user: Uuid,
    news: broadcast::Receiver<Arc<News>>,
    /// What the listener knows of its own rights and of the metadata.
    rights: u64,
    version: i64,
    generation: i64,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.company.live.count(self.user, |count| *count = count.saturating_sub(1));
    }
}

/// Begins to listen; nothing when the person listens often enough already.
///
/// # Errors
/// When the store fails.
pub async fn listen(cx: &Cx) -> Result<Option<Listener>> {
    let company = &cx.company;
    let mut room = false;
    company.live.count(cx.user, |count| {
        room = *count < MOST_STREAMS;
        *count += usize::from(room);
    });
    if !room {
        return Ok(None);
    }
    let listener = Listener {
        company: Arc::clone(company),
        user: cx.user,
        news: company.live.news.subscribe(),
        rights: rights(&cx.access),
        version: cx.catalog().version(),
        generation: cx.snapshot.generation(),
    };
    let mut follows = company.live.follows.lock().await;
    if !*follows {
        // Where the log ends before anybody is told that they listen.
        let tail = Tail::at_end(&mut company.store.reader().await?).await?;
        tokio::spawn(follow(Arc::clone(company), tail));
        *follows = true;
    }
    Ok(Some(listener))
}

/// Follows the log for as long as somebody listens.
async fn follow(company: Arc<Company>, mut tail: Tail) {
    let mut generation = 0;
    loop {
        let _ = tokio::time::timeout(POLL, company.live.wake.notified()).await;
        {
            let mut follows = company.live.follows.lock().await;
            if company.live.news.receiver_count() == 0 {
                *follows = false;
                return;
            }
        }
        if let Err(error) = look(&company, &mut tail, &mut generation).await {
            tracing::warn!(%error, "cannot follow the change log");
        }
        tokio::time::sleep(GATHER).await;
    }
}

/// One look at the log, and at whether anything else is in force.
async fn look(company: &Company, tail: &mut Tail, generation: &mut i64) -> Result<()> {
    let now = company.snapshot().await?.generation();
    loop {
        let changes = tail.next(&mut company.store.reader().await?, MOST).await?;
        let more = changes.len() >= MOST as usize;
        if !changes.is_empty() || now != *generation {
            *generation = now;
            // Nobody listening any more is seen at the next look.
            let _ = company.live.news.send(Arc::new(News { mark: tail.mark(), changes }));
        }
        if !more {
            return Ok(());
        }
    }
}

impl Listener {
    /// Waits for news; `None` when some were lost, because they were not taken in time.
    pub async fn next(&mut self) -> Option<Arc<News>> {
        match self.news.recv().await {
            Ok(news) => Some(news),
            Err(broadcast::error::RecvError::Lagged(_)) => None,
            // The company outlives its listeners.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }

    /// What this listener is told of the news, with the rights that `cx` has.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn told(&mut self, cx: &Cx, news: &News) -> Result<Vec<Event>> {
        let mut events = self.in_force(cx);
        events.extend(visible(cx, &news.changes).await?);
        Ok(events)
    }

    /// What else is in force than the listener knows.
    fn in_force(&mut self, cx: &Cx) -> Vec<Event> {
        let mut events = Vec::new();
        if self.generation == cx.snapshot.generation() {
            return events;
        }
        self.generation = cx.snapshot.generation();
        let version = cx.catalog().version();
        if version != self.version {
            self.version = version;
            events.push(Event::Metadata { version });
        }
        let rights = rights(&cx.access);
        if rights != self.rights {
            self.rights = rights;
            events.push(Event::Rights);
        }
        events
    }
}

/// What happened since the change with this number, as the caller may know it, and from where to go on. Without a number,
/// or with one that is yet to come, that is nothing.
///
/// # Errors
/// When the store fails.
pub async fn missed(cx: &Cx, since: Option<i64>) -> Result<(i64, Vec<Event>)> {
    let mut conn = cx.company.store.reader().await?;
    let end = Tail::at_end(&mut conn).await?.mark();
    let Some(since) = since.filter(|since| *since < end) else { return Ok((end, Vec::new())) };
    let mut tail = Tail::behind(since);
    let changes = tail.next(&mut conn, MOST).await?;
    drop(conn);
    if changes.len() >= MOST as usize {
        return Ok((end, vec![Event::Resync]));
    }
    Ok((end.max(tail.mark()), visible(cx, &changes).await?))
}

/// The changes of records that the caller sees. Of a record that is in the recycle bin now only that it went there is told,
/// to who saw it before.
async fn visible(cx: &Cx, changes: &[Happened]) -> Result<Vec<Event>> {
    let mut by_object: BTreeMap<&str, Vec<&Happened>> = BTreeMap::new();
    for change in changes.iter().filter(|change| is_told(cx, change)) {
        by_object.entry(&change.object).or_default().push(change);
    }
    let mut events = Vec::new();
    for (name, changes) in by_object {
        let Some(object) = cx.catalog().object(name).filter(|_| cx.access.can(name, "view")) else { continue };
        let ids: BTreeSet<Uuid> = changes.iter().map(|change| change.record).collect();
        let ids = Filter::field("id", Test::In(ids.into_iter().map(Value::Id).collect()));
        let select = Select {
            object,
            schema: cx.catalog(),
            filter: Filter::all([ids, cx.scope(object, "view")]),
            columns: ["id", "deleted_at"].iter().filter_map(|name| object.field(name)).map(Column::Own).collect(),
            sort: Vec::new(),
            after: None,
            skip: 0,
            limit: MOST,
            deleted: Deleted::Any,
        };
        let rows = {
            let mut conn = cx.company.store.reader().await?;
            select.rows(&mut conn).await?
        };
        let is_live: HashMap<Uuid, bool> = rows.iter().filter_map(|row| Some((row[0].as_id()?, row[1].is_null()))).collect();
        let told = changes.iter().filter(|change| is_live.get(&change.record).is_some_and(|live| *live || change.op == "delete"));
        // Of several changes to a record the last one says it all.
        let mut last: Vec<&Happened> = Vec::new();
        for change in told {
            last.retain(|other| other.record != change.record);
            last.push(change);
        }
        events.extend(last.iter().map(|change| Event::Record { object: name.to_owned(), id: change.record, op: change.op.clone() }));
    }
    Ok(events)
}

/// Whether a change is one of anything that the caller may know: a change of hidden fields alone is none, as in the history.
fn is_told(cx: &Cx, change: &Happened) -> bool {
    let Some(object) = cx.catalog().object(&change.object) else { return false };
    let is_seen = |id: &String| object.fields().iter().any(|field| field.id == *id && cx.level(object, field) > FieldLevel::Hidden);
    change.op != "update" || change.fields.iter().any(is_seen)
}

/// A digest of what a person may do, to tell whether it changed.
fn rights(access: &Access) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(&access.effective()).unwrap_or_default().hash(&mut hasher);
    access.departments().hash(&mut hasher);
    for object in access.catalog().objects() {
        for field in object.fields() {
            access.level(object, field).hash(&mut hasher);
        }
    }
    hasher.finish()
}
