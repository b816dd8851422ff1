//! Why: the answers about rights, from the same compiled form that decides every request.
//!
//! Whoever asks needs a right in the administration and must see the record: an answer never says more about a record than
//! the asker may see.

mod explain;
mod missing;
mod who;
mod words;

use std::sync::Arc;

use trellis_model::{Object, Record, Schema, wire::FieldLevel};
use trellis_storage::Conn;
use uuid::Uuid;

pub use explain::explain;
pub use missing::missing;
pub use who::who;

use crate::{Cx, Error, Result, people::Person, records};

/// The record that is asked about, as the asker may know it.
async fn asked<'a>(cx: &'a Cx, conn: &mut Conn, object: &str, id: Uuid) -> Result<(&'a Object, Record)> {
    if !cx.access.can("audit", "view") {
        cx.require("users", "view")?;
    }
    let object = cx.object(object)?;
    let record = records::find(cx, conn, object, id, "view").await?;
    Ok((object, record))
}

/// The person that is asked about, with the context in which that person would ask: to answer about, never to act in.
/// `None` where the person is not active.
fn subject(cx: &Cx, user: Uuid) -> Result<(&Person, Option<Cx>)> {
    let person = cx.snapshot.people.get(user).ok_or(Error::NotFound)?;
    let access = cx.snapshot.access(user);
    Ok((person, access.map(|access| Cx { access: Arc::clone(&access), user, ..cx.clone() })))
}

/// Whether the asker may know who owns the records of an object.
fn knows_owner(cx: &Cx, object: &Object) -> bool {
    object.field("owner").is_some_and(|field| cx.level(object, field) >= FieldLevel::Read)
}

/// Whether there is such an action on the records of an object.
fn is_action(object: &Object, action: &str) -> bool {
    trellis_access::actions_of(object).contains(&action) || trellis_access::VERBS.contains(&action)
}

/// Whether the object is there at all, under whatever rights.
fn label_of(cx: &Cx, object: &str) -> String {
    cx.catalog().object(object).map(|object| object.label.get(cx.language).to_owned()).unwrap_or_default()
}
