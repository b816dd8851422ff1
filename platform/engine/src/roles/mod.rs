//! The roles of a company: those that the product ships and its own, and what they may do.

mod edit;
mod permissions;
mod preview;

use trellis_access::Role;
use trellis_model::{field::Shape, wire::RoleInfo};
use trellis_storage::Conn;

pub use edit::{NewRole, create, delete, rename};
pub use permissions::{permissions, put_permissions, refuse_more_than_own};
pub use preview::preview;

use crate::{Cx, Error, Result, Snapshot};

/// How the names of a company's own roles begin.
const OWN: &str = trellis_model::object::CUSTOM_PREFIX;

impl Snapshot {
    /// The role with this name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }
}

/// Every role, the shipped ones first.
///
/// # Errors
/// [`Error::Forbidden`] for whoever manages neither people nor roles.
pub fn list(cx: &Cx) -> Result<Vec<RoleInfo>> {
    if !cx.access.can("roles", "view") {
        cx.require("users", "view")?;
    }
    Ok(cx.snapshot.roles.iter().map(|role| info(cx, role)).collect())
}

fn info(cx: &Cx, role: &Role) -> RoleInfo {
    RoleInfo {
        name: role.name.clone(),
        label: role.label.clone(),
        description: role.description.clone(),
        shipped: is_shipped(&role.name),
        users: cx.snapshot.people.iter().filter(|person| person.facts.roles.contains(&role.name)).count(),
    }
}

fn is_shipped(name: &str) -> bool {
    !name.starts_with(OWN)
}

fn known<'a>(cx: &'a Cx, name: &str) -> Result<&'a Role> {
    cx.snapshot.role(name).ok_or(Error::NotFound)
}

/// The shipped roles, then the company's own by the time they were made.
pub(crate) async fn read(conn: &mut Conn) -> Result<Vec<Role>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"name\", \"label\", \"description\" FROM ").table("sys_role").push(" ORDER BY created_at, \"name\"");
    let rows = conn.fetch(&sql, &[Shape::Text; 3]).await?;
    let own = rows.iter().filter_map(|row| {
        let label = |at: usize| serde_json::from_str(row[at].as_text().unwrap_or_default()).unwrap_or_default();
        Some(Role { name: row[0].as_text()?.to_owned(), label: label(1), description: label(2) })
    });
    Ok(trellis_access::roles().into_iter().chain(own).collect())
}
