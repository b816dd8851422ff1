//! Who may change whom. Nobody touches the super administrator, nobody below changes somebody above, and nobody reaches
//! further than before by what they change.

use trellis_access::UserFacts;
use trellis_engine::{Cx, Error, Reason, Result, people};
use trellis_storage::Conn;
use uuid::Uuid;

/// Refuses to change the super administrator, and whoever has a right in the administration that the caller lacks.
pub(crate) fn require_above(cx: &Cx, id: Uuid) -> Result<()> {
    let person = cx.snapshot.people.get(id).ok_or(Error::NotFound)?;
    if person.facts.is_super && cx.user != id {
        return Err(Error::Forbidden(Reason::SuperAdmin));
    }
    let theirs = cx.snapshot.policy.compile(&cx.snapshot.catalog, &person.facts, &cx.snapshot.people.org);
    if cx.access.is_above(&theirs) { Ok(()) } else { Err(Error::Forbidden(Reason::ExceedsOwnRights)) }
}

/// Refuses a change of departments or people, made in this transaction already, by which the caller's own scopes reach
/// people whom they did not reach before: moving oneself, becoming a manager, moving a department below one's own.
pub(crate) async fn refuse_reaching_further(cx: &Cx, conn: &mut Conn) -> Result<()> {
    if cx.access.is_super() {
        return Ok(());
    }
    let after = people::now(cx, conn).await?;
    let facts = after.get(cx.user).map(|person| person.facts.clone()).unwrap_or_else(UserFacts::default);
    let after = cx.snapshot.policy.compile(&cx.snapshot.catalog, &facts, &after.org);
    if after.reaches_beyond(&cx.access) { Err(Error::Forbidden(Reason::ExceedsOwnRights)) } else { Ok(()) }
}
