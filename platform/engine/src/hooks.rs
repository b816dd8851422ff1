//! What modules do along with the writing of records.
//!
//! A hook runs in the transaction of the write that it goes with: when it fails, nothing is kept. It runs for every way in
//! which a record is written: the API, batches, business actions, what goes along with a deletion, other hooks.
//!
//! **To add one:** a file in a module that implements [`RecordHook`], and `registry.hook(…)` in the module's `register`.

use futures_util::future::{BoxFuture, ready};
use trellis_model::{Object, Record, Value};
use trellis_storage::Conn;

use crate::{Cx, Result};

/// What is done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// It is made.
    Create,
    /// It is changed, transferred included.
    Update,
    /// It goes to the recycle bin.
    Delete,
    /// It comes back from there.
    Restore,
}

impl Op {
    /// Its name in the change log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Restore => "restore",
        }
    }
}

/// A record that is about to be written.
pub struct Saving<'a> {
    /// Its object.
    pub object: &'a Object,
    /// What is done.
    pub op: Op,
    /// As it is; without any value when it is new.
    pub before: &'a Record,
    /// The values that are written: all of a new record, otherwise those that change. A hook may set more, also what no
    /// client may write; it answers for their being valid.
    pub changes: &'a mut Record,
}

impl Saving<'_> {
    /// The value that the field will have.
    pub fn value(&self, field: &str) -> &Value {
        self.changes.0.get(field).unwrap_or_else(|| self.before.get(field))
    }

    /// Whether the field will have another value than before.
    pub fn changes(&self, field: &str) -> bool {
        self.value(field) != self.before.get(field)
    }
}

/// A record that was written.
pub struct Saved<'a> {
    /// Its object.
    pub object: &'a Object,
    /// What was done.
    pub op: Op,
    /// As it was; without any value when it is new.
    pub before: &'a Record,
    /// As it is now.
    pub after: &'a Record,
}

impl Saved<'_> {
    /// Whether the field has another value than before.
    pub fn changed(&self, field: &str) -> bool {
        self.after.get(field) != self.before.get(field)
    }
}

/// What a module does along with every write of an object's records.
///
/// It has the context of whoever writes. What it does to other records with [`crate::records::set`] is its own business and
/// not the caller's; what it does with the other verbs is done with the caller's rights. A write may be tried several
/// times: a hook has no effect but on the connection.
pub trait RecordHook: Send + Sync + 'static {
    /// The object; `*` stands for every one.
    fn object(&self) -> &'static str;

    /// Before the row is written, when everything about the caller's input was checked: may set more, or refuse.
    ///
    /// # Errors
    /// The refusal; nothing is written then.
    fn before_save<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, saving: &'a mut Saving<'_>) -> BoxFuture<'a, Result<()>> {
        let _ = (cx, conn, saving);
        Box::pin(ready(Ok(())))
    }

    /// After the row and its entry in the change log are written.
    ///
    /// # Errors
    /// The hook's own; nothing is kept then.
    fn after_save<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, saved: &'a Saved<'_>) -> BoxFuture<'a, Result<()>> {
        let _ = (cx, conn, saved);
        Box::pin(ready(Ok(())))
    }
}
