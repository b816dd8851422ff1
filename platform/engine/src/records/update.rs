//! Changes to records.

use serde_json::json;
use trellis_model::{JsonMap, Object, Record, Value, Violation, record, violation::Code};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::{
    conditions,
    create::{check_rights, take_owner, violations_of},
    find::{exists, find},
    lines,
    lookups::check_lookups,
    save,
};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
    files,
    hooks::Op,
};

/// Changes the named fields of a record (RFC 7396: `null` empties one). `version` is the one that the client has read.
///
/// # Errors
/// [`Error::NotFound`] also when the caller's data scope hides the record, so that ids cannot be probed;
/// [`Error::Precondition`] when it has changed since `version`; otherwise as [`super::create`].
pub async fn update(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, input: &JsonMap, version: Option<i64>) -> Result<Record> {
    if object.options.system {
        return Err(Error::Forbidden(Reason::SystemObject));
    }
    let gives_away = object.options.owned && input.contains_key("owner");
    let only_owner = gives_away && input.len() == 1;
    let before = find(cx, conn, object, id, if only_owner { "view" } else { "edit" }).await?;
    if version.is_some_and(|version| version != before.version()) {
        return Err(Error::Precondition);
    }
    let mut input = input.clone();
    let owner = take_owner(cx, object, &mut input, before.owner())?;
    if owner.is_some_and(|owner| before.owner() != Some(owner)) {
        let scope = cx.scope(object, "transfer");
        if !exists(cx, conn, object, id, scope, Deleted::Live).await? {
            return Err(Error::Forbidden(Reason::TransferNotAllowed));
        }
    }
    check_rights(cx, object, &input)?;
    lines::check_rights(cx, object, &before, &input)?;
    let values = record::check(object, cx.catalog(), &input, Some(&before));
    let mut violations = violations_of(cx, object, &values);
    let mut changes = values.unwrap_or_default().difference(&before);
    violations.extend(check_lookups(cx, conn, object, id, &changes).await?);
    violations.extend(lines::check_lookups(cx, conn, object, &before, &changes).await?);
    violations.extend(files::check(cx, conn, object, id, &before, &changes).await?);
    violations.extend(conditions::check(cx, conn, object, Some(&before), &changes).await?);
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    if let Some(owner) = owner {
        changes.set("owner", Value::Id(owner));
    }
    let given = owner.filter(|owner| before.owner() != Some(*owner));
    let after = save::update(cx, conn, object, &before, changes, Op::Update).await?;
    if let Some(owner) = given {
        let detail = json!({ "from": before.owner(), "to": owner });
        audit::record(cx, conn, Event::Transfer, Some(format!("{}:{id}", object.name)), detail).await?;
    }
    Ok(after)
}

/// Gives a record to somebody else: `{"owner": id}` and nothing else.
///
/// # Errors
/// As [`update`]; [`Error::Invalid`] for anything but an owner.
pub async fn transfer(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, input: &JsonMap) -> Result<Record> {
    if let Some(name) = input.keys().find(|name| *name != "owner") {
        return Err(Error::invalid(record::unknown_field(name, ["owner"])));
    }
    if !input.contains_key("owner") {
        return Err(Error::invalid(Violation::new("owner", Code::Required)));
    }
    update(cx, conn, object, id, input, None).await
}
