//! What a write would be refused for, without writing.

use trellis_model::{JsonMap, Object, record};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::{
    conditions,
    create::{check_rights, take_owner, violations_of},
    find::{exists, find},
    lines,
    lookups::check_lookups,
};
use crate::{Cx, Error, Reason, Result, files};

/// Refuses what [`super::update`] would refuse, except for what only the write itself finds out: a value that another
/// record has.
///
/// # Errors
/// As [`super::update`].
pub async fn try_update(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, input: &JsonMap) -> Result<()> {
    if object.options.system {
        return Err(Error::Forbidden(Reason::SystemObject));
    }
    let before = find(cx, conn, object, id, "edit").await?;
    let mut input = input.clone();
    let owner = take_owner(cx, object, &mut input, before.owner())?;
    if owner.is_some_and(|owner| before.owner() != Some(owner))
        && !exists(cx, conn, object, id, cx.scope(object, "transfer"), Deleted::Live).await?
    {
        return Err(Error::Forbidden(Reason::TransferNotAllowed));
    }
    check_rights(cx, object, &input)?;
    lines::check_rights(cx, object, &before, &input)?;
    let values = record::check(object, cx.catalog(), &input, Some(&before));
    let mut violations = violations_of(cx, object, &values);
    let changes = values.unwrap_or_default().difference(&before);
    violations.extend(check_lookups(cx, conn, object, id, &changes).await?);
    violations.extend(lines::check_lookups(cx, conn, object, &before, &changes).await?);
    violations.extend(files::check(cx, conn, object, id, &before, &changes).await?);
    violations.extend(conditions::check(cx, conn, object, Some(&before), &changes).await?);
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}
