//! Records of system objects (people, departments), which only the system's own services write. The services ask for the
//! right to do so; everything else is as for any record.

use trellis_model::{JsonMap, Object, Record, Value, record};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::{create::create_checked, find::in_scope, lookups::check_lookups, save};
use crate::{Cx, Error, Reason, Result, hooks::Op, records::lookups::leads_to};

/// Creates a record of a system object.
///
/// # Errors
/// [`Error::Invalid`] with every violation at once.
pub async fn create_system(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, input: &JsonMap) -> Result<Record> {
    let values = record::check(object, cx.catalog(), input, None);
    let mut violations = values.as_ref().err().cloned().unwrap_or_default();
    let values = values.unwrap_or_default();
    violations.extend(check_lookups(cx, conn, object, id, &values).await?);
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    create_checked(cx, conn, object, id, values, cx.user).await
}

/// Changes a record of a system object.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Precondition`], [`Error::Invalid`].
pub async fn update_system(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, input: &JsonMap, version: Option<i64>) -> Result<Record> {
    let before = in_scope(cx, conn, object, id, cx.scope(object, "view"), Deleted::Live).await?.ok_or(Error::NotFound)?;
    if version.is_some_and(|version| version != before.version()) {
        return Err(Error::Precondition);
    }
    let values = record::check(object, cx.catalog(), input, Some(&before));
    let mut violations = values.as_ref().err().cloned().unwrap_or_default();
    let changes = values.unwrap_or_default().difference(&before);
    violations.extend(check_lookups(cx, conn, object, id, &changes).await?);
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    save::update(cx, conn, object, &before, changes, Op::Update).await
}

/// Deletes a record of a system object that no record of its own object stands below.
///
/// # Errors
/// [`Error::Conflict`] when one does.
pub async fn delete_system(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid) -> Result<()> {
    let before = in_scope(cx, conn, object, id, cx.scope(object, "view"), Deleted::Live).await?.ok_or(Error::NotFound)?;
    for relation in cx.catalog().relations_to(&object.name).filter(|relation| relation.object == object.name && relation.field == "parent")
    {
        if let Some(field) = object.field(&relation.field) {
            let select = trellis_storage::records::Select {
                object,
                schema: cx.catalog(),
                filter: leads_to(field, &object.name, id),
                columns: Vec::new(),
                sort: Vec::new(),
                after: None,
                skip: 0,
                limit: 1,
                deleted: Deleted::Live,
            };
            if select.count(conn, Some(1)).await? > 0 {
                return Err(Error::Conflict(Reason::HasRelated));
            }
        }
    }
    let mut changes = Record::default();
    changes.set("deleted_at", Value::DateTime(cx.now));
    save::update(cx, conn, object, &before, changes, Op::Delete).await?;
    Ok(())
}
