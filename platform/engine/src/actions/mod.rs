//! Business actions and the modules that bring them.

mod run;

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use trellis_model::{Json, Record};
use trellis_storage::Conn;

use crate::{Cx, Result, hooks::RecordHook};

pub use run::run;

/// What a business action does to one record. The declaration in `actions.json` gives its label, place, condition and
/// parameters; its name is a permission.
pub trait RecordAction: Send + Sync + 'static {
    /// The object that it is for.
    fn object(&self) -> &'static str;
    /// Its name: the permission, and the last word of its URL.
    fn name(&self) -> &'static str;
    /// Does it, inside the caller's transaction and with the caller's rights. The record is visible, in the action's scope
    /// and passes the declared condition; the parameters are checked.
    ///
    /// # Errors
    /// The action's own; nothing is kept then.
    fn run<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, record: Record, params: Record) -> BoxFuture<'a, Result<Json>>;
}

/// A business feature: what it adds to the engine.
pub trait Module {
    /// Its name.
    fn name(&self) -> &'static str;
    /// Adds its actions and hooks.
    fn register(&self, registry: &mut Registry);
}

/// Every business action and hook of the installation.
#[derive(Default)]
pub struct Registry {
    actions: BTreeMap<(&'static str, &'static str), Box<dyn RecordAction>>,
    hooks: Vec<Box<dyn RecordHook>>,
}

impl Registry {
    /// The registry of these modules.
    pub fn of(modules: &[&dyn Module]) -> Self {
        let mut registry = Self::default();
        for module in modules {
            module.register(&mut registry);
        }
        registry
    }

    /// Adds an action.
    ///
    /// # Panics
    /// When another one has its object and name: that is a mistake in the list of modules, found at the first start.
    pub fn action(&mut self, action: impl RecordAction) -> &mut Self {
        let key = (action.object(), action.name());
        assert!(self.actions.insert(key, Box::new(action)).is_none(), "two actions are called {key:?}");
        self
    }

    /// Adds what is done along with the writing of records. Hooks run in the order of the modules.
    pub fn hook(&mut self, hook: impl RecordHook) -> &mut Self {
        self.hooks.push(Box::new(hook));
        self
    }

    /// What is done along with the writing of an object's records.
    pub fn hooks_of<'a>(&'a self, object: &'a str) -> impl Iterator<Item = &'a dyn RecordHook> {
        self.hooks.iter().map(AsRef::as_ref).filter(move |hook| hook.object() == object || hook.object() == "*")
    }

    /// The action of an object.
    pub fn find(&self, object: &str, name: &str) -> Option<&dyn RecordAction> {
        self.actions.iter().find(|((of, own), _)| *of == object && *own == name).map(|(_, action)| action.as_ref())
    }

    /// Every action as object and name.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.actions.keys().copied()
    }
}
