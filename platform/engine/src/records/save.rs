//! The last steps of every write: the row and its entry in the change log.

use trellis_model::{Field, FieldKind, JsonMap, Object, Record, Value, Violation, violation::Code};
use trellis_storage::{Conn, StorageError, changes::Change, records, tables};

use uuid::Uuid;

use super::{
    compute::{self, Written},
    conditions,
    foresee::foresee,
    lines,
};
use crate::{
    Cx, Error, Reason, Result, company, files,
    hooks::{Op, Saved, Saving},
};

/// Inserts a new record whose system fields are set; gives it as it was written.
pub async fn insert(cx: &Cx, conn: &mut Conn, object: &Object, mut record: Record) -> Result<Record> {
    let before = Record::default();
    for hook in cx.company.registry.hooks_of(&object.name) {
        hook.before_save(cx, conn, &mut Saving { object, op: Op::Create, before: &before, changes: &mut record }).await?;
    }
    complete(cx, conn, object, &before, &mut record).await?;
    let change = change(cx, object, &record, Op::Create, &before, &record);
    records::insert(conn, object, &record, &change).await.map_err(|error| on_unique(object, error))?;
    touch(conn, object).await?;
    let record = along(cx, conn, object, &before, record, true).await?;
    after_save(cx, conn, &Saved { object, op: Op::Create, before: &before, after: &record }).await?;
    Ok(record)
}

/// What the system adds to a write: the ids and formulas of lines, the record's own formulas, seals over secrets.
async fn complete(cx: &Cx, conn: &mut Conn, object: &Object, before: &Record, changes: &mut Record) -> Result<()> {
    if lines::fields_of(object).next().is_some() || !cx.catalog().computed().formulas(&object.name).is_empty() {
        foresee(cx, conn, object, before, changes).await?;
    }
    let id = if before.id().is_nil() { changes.id() } else { before.id() };
    for field in object.declared().filter(|field| field.kind == FieldKind::Secret) {
        if let Some(Value::Secret(text)) = changes.0.get(&field.name)
            && changes.get(&field.name) != before.get(&field.name)
        {
            let sealed = cx.company.vault.seal(text, &place_of(object, field, id))?;
            changes.set(&field.name, Value::Secret(sealed));
        }
    }
    Ok(())
}

/// Where a secret belongs: it opens nowhere else.
pub fn place_of(object: &Object, field: &Field, record: Uuid) -> String {
    format!("{}:{}:{record}", object.name, field.id)
}

/// What follows from a write in its own transaction: lines, roll-ups, formulas elsewhere. Gives the record as it is then.
async fn along(cx: &Cx, conn: &mut Conn, object: &Object, before: &Record, after: Record, existence: bool) -> Result<Record> {
    lines::save(cx.base(), conn, object, before, &after).await?;
    files::bind(conn, object, before, &after).await?;
    compute::follow(cx.base(), conn, Written { object, before, after: &after, existence }, 0).await?;
    let mut after = match compute::comes_back(cx.catalog(), object) {
        true => compute::whole(cx.catalog(), conn, object, after.id()).await?.unwrap_or(after),
        false => after,
    };
    conditions::mirrors(cx, conn, object, &mut after).await?;
    Ok(after)
}

/// Writes `changes` over `before`, which the caller has read in this transaction; gives the record as it is now.
pub async fn update(cx: &Cx, conn: &mut Conn, object: &Object, before: &Record, changes: Record, op: Op) -> Result<Record> {
    let mut changes = changes.difference(before);
    if changes.0.is_empty() {
        return Ok(before.clone());
    }
    for hook in cx.company.registry.hooks_of(&object.name) {
        hook.before_save(cx, conn, &mut Saving { object, op, before, changes: &mut changes }).await?;
    }
    complete(cx, conn, object, before, &mut changes).await?;
    let mut changes = changes.difference(before);
    if changes.0.is_empty() {
        return Ok(before.clone());
    }
    changes.set("updated_at", Value::DateTime(cx.now));
    changes.set("updated_by", Value::Id(cx.user));
    changes.set("version", Value::Integer(before.version() + 1));
    let after = before.merged(&changes);
    let change = change(cx, object, &after, op, before, &changes);
    let updated = records::update(conn, object, before.id(), before.version(), &changes, &change).await;
    if !updated.map_err(|error| on_unique(object, error))? {
        // Somebody was quicker; on PostgreSQL this transaction then starts again from what is there now.
        return Err(Error::Retry);
    }
    touch(conn, object).await?;
    let after = along(cx, conn, object, before, after, matches!(op, Op::Delete | Op::Restore)).await?;
    after_save(cx, conn, &Saved { object, op, before, after: &after }).await?;
    Ok(after)
}

async fn after_save(cx: &Cx, conn: &mut Conn, saved: &Saved<'_>) -> Result<()> {
    for hook in cx.company.registry.hooks_of(&saved.object.name) {
        hook.after_save(cx, conn, saved).await?;
    }
    Ok(())
}

/// Sets fields of a record that the caller of an action may not set by hand, such as a status. Only for the code of
/// actions, hooks and services: what it sets is its own business, not the client's.
///
/// # Errors
/// When the store fails, or another record has a value that only one may have.
pub async fn set(cx: &Cx, conn: &mut Conn, object: &Object, before: &Record, changes: Record) -> Result<Record> {
    update(cx, conn, object, before, changes, Op::Update).await
}

/// What the change log says of a write.
fn change(cx: &Cx, object: &Object, record: &Record, op: Op, before: &Record, after: &Record) -> Change {
    let is_logged = |name: &str| !matches!(name, "id" | "version" | "updated_at" | "updated_by" | "created_at" | "created_by");
    let mut change = Change {
        seq: 0,
        object: object.name.clone(),
        record: record.id(),
        op: op.name().to_owned(),
        at: cx.now,
        user: Some(cx.user),
        action: cx.action.map(str::to_owned),
        before: JsonMap::new(),
        after: JsonMap::new(),
    };
    for (name, value) in after.0.iter().filter(|(name, _)| is_logged(name)) {
        // By the field's id: a later name reads the same history.
        let Some(field) = object.field(name) else { continue };
        let old = before.get(name);
        if old != value {
            if !old.is_null() {
                change.before.insert(field.id.clone(), old.to_json());
            }
            change.after.insert(field.id.clone(), value.to_json());
        }
    }
    change
}

/// Scopes are compiled from people and departments: whoever has compiled some learns of a change.
async fn touch(conn: &mut Conn, object: &Object) -> Result<()> {
    if matches!(object.name.as_str(), "user" | "department") {
        company::touch(conn).await?;
    }
    Ok(())
}

/// A unique index knows its column; the caller learns the field, not the other record.
fn on_unique(object: &Object, error: StorageError) -> Error {
    let StorageError::Unique { index } = &error else { return error.into() };
    match tables::unique_field(object, index) {
        Some(field) => Error::invalid(Violation::new(&field.name, Code::Unique)),
        None => Error::Conflict(Reason::NotApplicable),
    }
}
