//! Making, copying, renaming and deleting roles.

use serde_json::json;
use trellis_access::{PolicyLine, Role, lines_for};
use trellis_model::{Label, Violation, field::Shape, violation::Code, wire::RoleInfo};
use trellis_storage::{Arg, Conn};

use super::{OWN, info, is_shipped, known, permissions};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
    company,
};

/// The longest label and description.
const LONGEST_LABEL: usize = 60;
const LONGEST_DESCRIPTION: usize = 200;
/// The longest name that is made from a label; a number may follow.
const LONGEST_NAME: usize = 32;
/// The most roles of a company.
const MOST: usize = 200;

/// A role that is to be made.
#[derive(Debug, Clone)]
pub struct NewRole {
    /// What people read.
    pub label: Label,
    /// What it is for.
    pub description: Label,
    /// The role that it begins as a copy of.
    pub copy: Option<String>,
}

/// Makes a role, which may do what everybody may, or what the one that it is copied from may.
///
/// # Errors
/// [`Error::Forbidden`] without the right to make roles, and for a copy of what the caller lacks; [`Error::Invalid`].
pub async fn create(cx: &Cx, conn: &mut Conn, new: &NewRole) -> Result<RoleInfo> {
    cx.require("roles", "create")?;
    check(Some(&new.label), Some(&new.description))?;
    conn.lock("policy").await?;
    let taken = super::read(conn).await?;
    if taken.len() >= MOST {
        return Err(Error::invalid(Violation::new("label", Code::TooMany).with("max", MOST)));
    }
    let role = Role { name: name_for(&new.label, &taken), label: new.label.clone(), description: new.description.clone() };
    if let Some(copied) = &new.copy {
        if !taken.iter().any(|role| role.name == *copied) {
            return Err(Error::invalid(Violation::new("copy", Code::UnknownReference).with("name", copied)));
        }
        let policy = permissions::policy_now(conn).await?;
        permissions::refuse_more_than_own(cx, &policy, &[], std::slice::from_ref(copied))?;
        let wanted = policy.permissions(cx.catalog(), copied).permissions();
        let lines = lines_for(&policy, cx.catalog(), &role.name, &[], &wanted).map_err(Error::Invalid)?;
        insert_lines(conn, &lines).await?;
    }
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_role").push(" (\"name\", \"label\", \"description\", created_at) VALUES (");
    sql.args([Arg::Text(role.name.clone()), text(&role.label), text(&role.description), Arg::DateTime(cx.now)]).push(")");
    conn.execute(&sql).await?;
    company::touch(conn).await?;
    let detail = json!({ "change": "created", "label": role.label, "copy": new.copy });
    audit::record(cx, conn, Event::PermissionsChanged, Some(format!("role:{}", role.name)), detail).await?;
    Ok(info(cx, &role))
}

/// Gives a role another label or description.
///
/// # Errors
/// [`Error::Conflict`] for a shipped role.
pub async fn rename(cx: &Cx, conn: &mut Conn, name: &str, label: Option<&Label>, description: Option<&Label>) -> Result<RoleInfo> {
    cx.require("roles", "edit")?;
    let role = known(cx, name)?;
    if is_shipped(name) {
        return Err(Error::Conflict(Reason::ShippedRole));
    }
    check(label, description)?;
    let (label, description) = (label.unwrap_or(&role.label), description.unwrap_or(&role.description));
    let role = Role { name: name.to_owned(), label: label.clone(), description: description.clone() };
    let mut sql = conn.sql();
    sql.push("UPDATE ").table("sys_role").push(" SET \"label\" = ").arg(text(&role.label));
    sql.push(", \"description\" = ").arg(text(&role.description)).push(" WHERE \"name\" = ").arg(Arg::Text(name.to_owned()));
    if conn.execute(&sql).await? == 0 {
        return Err(Error::NotFound);
    }
    company::touch(conn).await?;
    let detail = json!({ "change": "renamed", "label": role.label });
    audit::record(cx, conn, Event::PermissionsChanged, Some(format!("role:{name}")), detail).await?;
    Ok(info(cx, &role))
}

/// Deletes a role that nobody has.
///
/// # Errors
/// [`Error::Conflict`] for a shipped role and while somebody has it; [`Error::Forbidden`] when it may do what the caller may
/// not.
pub async fn delete(cx: &Cx, conn: &mut Conn, name: &str) -> Result<()> {
    cx.require("roles", "delete")?;
    let role = known(cx, name)?.clone();
    if is_shipped(name) {
        return Err(Error::Conflict(Reason::ShippedRole));
    }
    conn.lock("policy").await?;
    let policy = permissions::policy_now(conn).await?;
    permissions::refuse_more_than_own(cx, &policy, &[], std::slice::from_ref(&role.name))?;
    let mut sql = conn.sql();
    sql.push("SELECT user_id FROM ").table("sys_user_role").push(" WHERE \"role\" = ").arg(Arg::Text(name.to_owned())).push(" LIMIT 1");
    if conn.fetch_one(&sql, &[Shape::Id]).await?.is_some() {
        return Err(Error::Conflict(Reason::RoleInUse));
    }
    delete_lines(conn, name).await?;
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_role").push(" WHERE \"name\" = ").arg(Arg::Text(name.to_owned()));
    if conn.execute(&sql).await? == 0 {
        return Err(Error::NotFound);
    }
    company::touch(conn).await?;
    let detail = json!({ "change": "deleted", "label": role.label });
    audit::record(cx, conn, Event::PermissionsChanged, Some(format!("role:{name}")), detail).await
}

/// Replaces nothing: adds lines of the company.
pub(super) async fn insert_lines(conn: &mut Conn, lines: &[PolicyLine]) -> Result<()> {
    let rows = lines.iter().map(|line| {
        let text = line.to_string();
        let parts: Vec<&str> = text.split(", ").collect();
        let row = match parts.as_slice() {
            [kind, role, target, action, value] => [*kind, role, target, action, value],
            [kind, role, target, value] => [*kind, role, target, "", value],
            [kind, role, base] => [*kind, role, base, "", ""],
            _ => [""; 5],
        };
        row.map(|part| Arg::Text(part.to_owned())).to_vec()
    });
    Ok(conn.insert_many("sys_policy", &["kind", "role", "target", "action", "value"], rows.collect()).await?)
}

/// Takes the company's lines about a role away.
pub(super) async fn delete_lines(conn: &mut Conn, role: &str) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_policy").push(" WHERE \"role\" = ").arg(Arg::Text(role.to_owned()));
    conn.execute(&sql).await?;
    Ok(())
}

fn text(label: &Label) -> Arg {
    Arg::Text(serde_json::to_string(label).unwrap_or_default())
}

/// A label says something in one language at least.
fn check(label: Option<&Label>, description: Option<&Label>) -> Result<()> {
    let mut violations = Vec::new();
    for (name, label, most) in [("label", label, LONGEST_LABEL), ("description", description, LONGEST_DESCRIPTION)] {
        let Some(label) = label else { continue };
        if name == "label" && label.zh.trim().is_empty() && label.en.trim().is_empty() {
            violations.push(Violation::new(name, Code::Required));
        }
        if [&label.zh, &label.en].iter().any(|text| text.chars().count() > most) {
            violations.push(Violation::new(name, Code::TooLong).with("max", most));
        }
        if [&label.zh, &label.en].iter().any(|text| text.chars().any(char::is_control)) {
            violations.push(Violation::new(name, Code::Format).with("expected", "text"));
        }
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

/// `c_` and the English label in small letters, with a number where that is taken.
fn name_for(label: &Label, taken: &[Role]) -> String {
    let words: String = label.en.to_ascii_lowercase().chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
    let slug: String = words.split_whitespace().collect::<Vec<_>>().join("_").chars().take(LONGEST_NAME).collect();
    let base = format!("{OWN}{}", if slug.is_empty() { "role" } else { slug.trim_end_matches('_') });
    let is_free = |name: &String| !taken.iter().any(|role| role.name == *name);
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_labels() {
        let role = |name: &str| Role { name: name.into(), label: Label::default(), description: Label::default() };
        let name = |zh: &str, en: &str, taken: &[Role]| name_for(&Label::new(zh, en), taken);
        assert_eq!(name("渠道经理", "Channel Manager (East)", &[]), "c_channel_manager_east");
        assert_eq!(name("渠道经理", "", &[]), "c_role");
        assert_eq!(name("渠道经理", "", &[role("c_role"), role("c_role_2")]), "c_role_3");
        assert!(name("", &"long ".repeat(30), &[]).len() < 40);
    }
}
