//! The team of a record: people who take part in it beside its owner.

use serde::{Deserialize, Serialize};
use trellis_model::{Json, JsonMap, Object, Violation, violation::Code};
use trellis_storage::{
    Conn,
    changes::{self, Change},
    records,
};
use uuid::Uuid;

use super::find::find;
use crate::{Cx, Error, Result};

/// The most people of a team.
const MOST: usize = 100;

/// One person of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The person.
    pub user: Uuid,
    /// The person's name; ignored on input.
    #[serde(rename = "user.name", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `read` or `edit`.
    pub right: Right,
}

/// What a team member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// See the record.
    Read,
    /// Change it and act on it as well.
    Edit,
}

/// The team of a record that the caller sees.
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see it, or its object has no teams.
pub async fn team(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid) -> Result<Vec<Member>> {
    if !object.options.team {
        return Err(Error::NotFound);
    }
    find(cx, conn, object, id, "view").await?;
    let member = |(user, edit): (Uuid, bool)| Member {
        user,
        name: cx.snapshot.people.name(user).map(str::to_owned),
        right: if edit { Right::Edit } else { Right::Read },
    };
    Ok(records::team(conn, &object.name, id).await?.into_iter().map(member).collect())
}

/// Replaces the team of a record that the caller may edit.
///
/// # Errors
/// [`Error::Invalid`] for somebody who is not an active person of the company, or named twice.
pub async fn set_team(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, members: &[Member]) -> Result<Vec<Member>> {
    if !object.options.team {
        return Err(Error::NotFound);
    }
    find(cx, conn, object, id, "edit").await?;
    if members.len() > MOST {
        return Err(Error::invalid(Violation::new("members", Code::TooMany).with("max", MOST)));
    }
    let mut violations = Vec::new();
    for (at, member) in members.iter().enumerate() {
        let pointer = format!("/members/{at}/user");
        if members[..at].iter().any(|other| other.user == member.user) {
            violations.push(Violation::at(pointer, Code::Repeated));
        } else if !cx.snapshot.people.get(member.user).is_some_and(|user| user.active) {
            violations.push(Violation::at(pointer, Code::Lookup));
        }
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let before = records::team(conn, &object.name, id).await?;
    let mut after: Vec<(Uuid, bool)> = members.iter().map(|member| (member.user, member.right == Right::Edit)).collect();
    after.sort_unstable();
    if before != after {
        records::set_team(conn, &object.name, id, &after).await?;
        let list = |team: &[(Uuid, bool)]| -> JsonMap {
            let people: Vec<Json> = team.iter().map(|(user, _)| user.to_string().into()).collect();
            [("team".to_owned(), people.into())].into_iter().collect()
        };
        let change = Change {
            seq: 0,
            object: object.name.clone(),
            record: id,
            op: "team".to_owned(),
            at: cx.now,
            user: Some(cx.user),
            action: cx.action.map(str::to_owned),
            before: list(&before),
            after: list(&after),
        };
        changes::append(conn, &[change]).await?;
    }
    team(cx, conn, object, id).await
}
