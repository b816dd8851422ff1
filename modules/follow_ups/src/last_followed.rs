//! When a record was followed up last.

use futures_util::future::BoxFuture;
use trellis_engine::{
    Cx, Result,
    hooks::{Op, RecordHook, Saved},
    records,
};
use trellis_model::{Field, FieldKind, Filter, Object, Record, Schema, Test, Value, value::Reference};
use trellis_storage::Conn;

/// The lookup of a follow-up to what it is about.
const ABOUT: &str = "related";
const LAST: &str = "last_followed_at";
const NEXT: &str = "next_contact_at";

/// Keeps `last_followed_at` and `next_contact_at` of what follow-ups are about.
pub struct KeepLastFollowed;

impl RecordHook for KeepLastFollowed {
    fn object(&self) -> &'static str {
        "follow_up"
    }

    fn after_save<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, saved: &'a Saved<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if saved.op == Op::Update && !saved.changed(ABOUT) && !saved.changed(NEXT) {
                return Ok(());
            }
            let (before, after) = (saved.before.get(ABOUT), saved.after.get(ABOUT));
            if let Value::Reference(about) = after {
                keep(cx, conn, saved, about).await?;
            }
            match before {
                Value::Reference(about) if before != after => keep(cx, conn, saved, about).await,
                _ => Ok(()),
            }
        })
    }
}

/// Brings one record up to date. A record in the recycle bin keeps what it had.
async fn keep(cx: &Cx, conn: &mut Conn, saved: &Saved<'_>, about: &Reference) -> Result<()> {
    let Some(object) = cx.catalog().object(&about.object) else { return Ok(()) };
    let Some(last) = moment(object, LAST) else { return Ok(()) };
    let Some(record) = records::stored(cx, conn, object, about.id).await? else { return Ok(()) };
    let mut changes = Record::default();
    let is_about = || Filter::field(ABOUT, Test::Eq(Value::Reference(about.clone())));
    changes.set(&last.name, records::largest(cx, conn, saved.object, "created_at", is_about()).await?);
    // An appointment is made by the follow-up that is written; taking one back makes none.
    let agreed = saved.after.get(NEXT);
    let is_made = matches!(saved.op, Op::Create | Op::Update) && saved.changed(NEXT) && !agreed.is_null();
    let is_here = *saved.after.get(ABOUT) == Value::Reference(about.clone());
    if let Some(next) = moment(object, NEXT).filter(|_| is_made && is_here) {
        changes.set(&next.name, agreed.clone());
    }
    records::set(cx, conn, object, &record, changes).await.map(drop)
}

/// The field of this name, when it holds a moment.
fn moment<'a>(object: &'a Object, name: &str) -> Option<&'a Field> {
    object.field(name).filter(|field| field.kind == FieldKind::DateTime)
}
