//! Asking, and showing what is known meanwhile.

use std::{cell::RefCell, collections::HashMap, future::Future, pin::Pin, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    ApiError,
    store::{Answer, Store, Tag},
};

/// How long an answer counts as new, in milliseconds: components that show the same thing ask once.
const FRESH_FOR: f64 = 2_000.0;

type Fetch = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Answer>>>>;

#[derive(Default)]
struct Shared {
    store: Store,
    shown: HashMap<String, Shown>,
    watchers: u64,
}

/// A key on screen: how to fetch it, and who shows it.
struct Shown {
    fetch: Fetch,
    watchers: Vec<(u64, Callback<()>)>,
}

thread_local! {
    static SHARED: RefCell<Shared> = RefCell::default();
}

/// What is asked: a text that is different for every different question, and what the answer is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    text: String,
    tags: Vec<Tag>,
    keeps: bool,
    asks: bool,
}

impl Key {
    /// A question; its address is the best key.
    pub fn new(text: impl Into<String>, tags: impl Into<Vec<Tag>>) -> Self {
        Self { text: text.into(), tags: tags.into(), keeps: false, asks: true }
    }

    /// Shows the answer to the question before until this one's arrives, as a list does from page to page.
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Asks only when `condition` holds.
    #[must_use]
    pub fn when(mut self, condition: bool) -> Self {
        self.asks = condition;
        self
    }
}

/// What is known of a question.
#[derive(Clone)]
pub struct Query<T> {
    /// The answer.
    pub data: Option<Rc<T>>,
    /// Whether `data` answers the question before.
    pub is_previous: bool,
    /// Why the last try failed.
    pub error: Option<ApiError>,
    /// Whether a request is under way.
    pub loading: bool,
    /// Asks again now.
    pub refetch: Callback<()>,
}

impl<T> Query<T> {
    /// Whether there is nothing to show yet, and nothing went wrong.
    pub fn is_pending(&self) -> bool {
        self.data.is_none() && self.error.is_none()
    }
}

/// Asks, and draws again when the answer changes. `fetch` runs when there is no answer, when the one there is is not new,
/// and when one of the key's tags is invalidated.
#[hook]
pub fn use_query<T, F, Answered>(key: Key, fetch: F) -> Query<T>
where
    T: 'static,
    F: Fn() -> Answered + 'static,
    Answered: Future<Output = Result<T, ApiError>> + 'static,
{
    let redraw = use_force_update();
    let before = use_mut_ref(|| None::<Rc<T>>);
    let fetch: Fetch = Rc::new(move || {
        let answered = fetch();
        Box::pin(async move { answered.await.map(|data| Rc::new(data) as Rc<dyn std::any::Any>) })
    });
    use_effect_with(key.clone(), move |key| {
        let watcher = key.asks.then(|| watch(key, fetch, Callback::from(move |()| redraw.force_update())));
        move || drop(watcher)
    });
    let (data, error, loading) = SHARED.with_borrow(|shared| match shared.store.get(&key.text).filter(|_| key.asks) {
        Some(entry) => (entry.data.clone().and_then(|data| data.downcast::<T>().ok()), entry.error.clone(), entry.is_loading()),
        None => (None, None, key.asks),
    });
    let is_previous = data.is_none() && error.is_none() && key.keeps;
    let data = if is_previous { before.borrow().clone() } else { data };
    if !is_previous {
        before.borrow_mut().clone_from(&data);
    }
    let is_previous = is_previous && data.is_some();
    let text = key.text;
    Query { data, is_previous, error, loading, refetch: Callback::from(move |()| run(&text)) }
}

/// Has everything that carries one of the tags fetched again.
pub fn invalidate(tags: &[Tag]) {
    for key in SHARED.with_borrow_mut(|shared| shared.store.invalidate(tags)) {
        run(&key);
    }
}

/// Forgets every answer: another person or company looks at the page now.
pub fn forget_all() {
    let keys: Vec<String> = SHARED.with_borrow_mut(|shared| {
        shared.store.clear();
        shared.shown.keys().cloned().collect()
    });
    for key in keys {
        run(&key);
    }
}

/// Somebody who shows a key, until dropped.
struct Watcher {
    key: String,
    id: u64,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        SHARED.with_borrow_mut(|shared| {
            shared.store.unwatch(&self.key);
            if let Some(shown) = shared.shown.get_mut(&self.key) {
                shown.watchers.retain(|(id, _)| *id != self.id);
                if shown.watchers.is_empty() {
                    shared.shown.remove(&self.key);
                }
            }
        });
    }
}

fn watch(key: &Key, fetch: Fetch, redraw: Callback<()>) -> Watcher {
    let (id, wants) = SHARED.with_borrow_mut(|shared| {
        shared.watchers += 1;
        let id = shared.watchers;
        shared.store.watch(&key.text, &key.tags);
        let shown = shared.shown.entry(key.text.clone()).or_insert_with(|| Shown { fetch: fetch.clone(), watchers: Vec::new() });
        shown.fetch = fetch;
        shown.watchers.push((id, redraw));
        (id, shared.store.wants(&key.text, js_sys::Date::now(), FRESH_FOR))
    });
    if wants {
        run(&key.text);
    }
    Watcher { key: key.text.clone(), id }
}

/// Sends the request of a key that somebody shows.
fn run(key: &str) {
    let Some((fetch, number)) = SHARED.with_borrow_mut(|shared| {
        let fetch = shared.shown.get(key)?.fetch.clone();
        Some((fetch, shared.store.begin(key)))
    }) else {
        return;
    };
    tell(key);
    let key = key.to_owned();
    spawn_local(async move {
        let answer = fetch().await;
        let settled = SHARED.with_borrow_mut(|shared| shared.store.settle(&key, number, answer, js_sys::Date::now()));
        if settled {
            tell(&key);
        }
    });
}

/// Lets everybody who shows a key draw again.
fn tell(key: &str) {
    let watchers = SHARED.with_borrow(|shared| shared.shown.get(key).map(|shown| shown.watchers.clone())).unwrap_or_default();
    for (_, redraw) in watchers {
        redraw.emit(());
    }
}
