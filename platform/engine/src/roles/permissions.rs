//! What a role may do: read as a matrix, kept as the company's lines over the shipped ones.

use serde_json::json;
use trellis_access::{Difference, Policy, PolicyLine, UserFacts, lines_for};
use trellis_model::wire::{Permissions, RolePermissions};
use trellis_storage::Conn;

use super::{
    edit::{delete_lines, insert_lines},
    known,
};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
    company,
};

/// What a role may do.
///
/// # Errors
/// [`Error::Forbidden`] without the right to view roles, [`Error::NotFound`].
pub fn permissions(cx: &Cx, name: &str) -> Result<RolePermissions> {
    cx.require("roles", "view")?;
    known(cx, name)?;
    Ok(cx.snapshot.policy.permissions(cx.catalog(), name))
}

/// Makes a role do exactly what `wanted` says.
///
/// # Errors
/// [`Error::Forbidden`] when a right changes that the caller lacks, [`Error::Invalid`] naming every cell that cannot be.
pub async fn put_permissions(cx: &Cx, conn: &mut Conn, name: &str, wanted: &Permissions) -> Result<()> {
    conn.lock("policy").await?;
    let lines = company::policy_lines(conn).await?;
    let changed = changed(cx, &lines, name, wanted).await?;
    delete_lines(conn, name).await?;
    insert_lines(conn, &changed.own).await?;
    company::touch(conn).await?;
    let actions: Vec<_> = changed.difference.actions.iter().take(200).collect();
    let scope = |scope: Option<trellis_access::Scope>| scope.map_or("none", trellis_access::Scope::name);
    let detail = json!({
        "change": "permissions",
        "actions": actions.iter().map(|it| json!([it.object, it.action, scope(it.before), scope(it.after)])).collect::<Vec<_>>(),
        "fields": changed.difference.fields.iter().take(200)
            .map(|it| json!([format!("{}.{}", it.object, it.field), it.before, it.after])).collect::<Vec<_>>(),
    });
    audit::record(cx, conn, Event::PermissionsChanged, Some(format!("role:{name}")), detail).await
}

/// A change of what a role may do, allowed and made ready.
pub(super) struct Changed {
    /// The company's lines about the role.
    pub own: Vec<PolicyLine>,
    /// The policy as it would be.
    pub policy: Policy,
    /// What is another for somebody with this role alone.
    pub difference: Difference,
}

/// Prepares a change; `lines` are the company's now.
pub(super) async fn changed(cx: &Cx, lines: &[PolicyLine], name: &str, wanted: &Permissions) -> Result<Changed> {
    cx.require("roles", "edit")?;
    known(cx, name)?;
    let before = load(lines).await?;
    let own: Vec<PolicyLine> = lines.iter().filter(|line| line.role() == name).cloned().collect();
    let own = lines_for(&before, cx.catalog(), name, &own, wanted).map_err(Error::Invalid)?;
    let all: Vec<PolicyLine> = lines.iter().filter(|line| line.role() != name).chain(&own).cloned().collect();
    let policy = load(&all).await?;
    let facts = UserFacts { roles: vec![name.to_owned()], ..UserFacts::default() };
    let compile = |policy: &Policy| policy.compile(&cx.snapshot.catalog, &facts, &cx.snapshot.people.org);
    let difference = compile(&before).difference(&compile(&policy));
    if !cx.access.covers(&difference) {
        return Err(Error::Forbidden(Reason::ExceedsOwnRights));
    }
    Ok(Changed { own, policy, difference })
}

/// Nobody grants or takes away what they lack: the rights of the roles that come and go must be within the caller's.
///
/// # Errors
/// [`Error::Forbidden`] otherwise.
pub fn refuse_more_than_own(cx: &Cx, policy: &Policy, had: &[String], has: &[String]) -> Result<()> {
    let alone = |own: &[String], other: &[String]| own.iter().filter(|role| !other.contains(role)).cloned().collect::<Vec<_>>();
    let roles = [alone(had, has), alone(has, had)].concat();
    let compile = |roles: Vec<String>| {
        let facts = UserFacts { roles, ..UserFacts::default() };
        policy.compile(&cx.snapshot.catalog, &facts, &cx.snapshot.people.org)
    };
    let difference = compile(Vec::new()).difference(&compile(roles));
    if cx.access.covers(&difference) { Ok(()) } else { Err(Error::Forbidden(Reason::ExceedsOwnRights)) }
}

/// The policy as it is stored now, not as the call began with it.
pub(super) async fn policy_now(conn: &mut Conn) -> Result<Policy> {
    load(&company::policy_lines(conn).await?).await
}

async fn load(lines: &[PolicyLine]) -> Result<Policy> {
    Policy::load(lines).await.map_err(|error| Error::Internal(error.to_string()))
}
