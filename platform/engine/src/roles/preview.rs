//! What saving a role's permissions would change, for those who have the role, before it is saved.

use trellis_access::{Access, ActionChange};
use trellis_model::{Filter, Schema, wire};
use trellis_storage::{
    Conn,
    records::{Deleted, Select},
};

use super::permissions::changed;
use crate::{Cx, Result, company, people::Person};

/// The most people that are told of.
const MOST_USERS: usize = 50;
/// Counts stop here.
const COUNTED: u32 = 10_000;
/// So many counts at most; the rest says zero both ways, with the scopes beside.
const MOST_COUNTS: usize = 400;

/// What [`super::put_permissions`] with the same would change; nothing is changed.
///
/// # Errors
/// As [`super::put_permissions`].
pub async fn preview(cx: &Cx, conn: &mut Conn, name: &str, wanted: &wire::Permissions) -> Result<wire::Preview> {
    let lines = company::policy_lines(conn).await?;
    let changed = changed(cx, &lines, name, wanted).await?;
    let mut people: Vec<&Person> =
        cx.snapshot.people.iter().filter(|person| person.active && person.facts.roles.iter().any(|role| role == name)).collect();
    people.sort_by(|one, other| (&one.name, one.facts.id).cmp(&(&other.name, other.facts.id)));
    let (mut users, mut counts) = (Vec::new(), MOST_COUNTS);
    for person in people.iter().take(MOST_USERS) {
        let before = cx.snapshot.policy.compile(&cx.snapshot.catalog, &person.facts, &cx.snapshot.people.org);
        let after = changed.policy.compile(&cx.snapshot.catalog, &person.facts, &cx.snapshot.people.org);
        let difference = before.difference(&after);
        let mut objects = Vec::new();
        for change in &difference.actions {
            objects.push(object(cx, conn, [&before, &after], change, &mut counts).await?);
        }
        let field = |change: &trellis_access::FieldChange| wire::PreviewField {
            field: format!("{}.{}", change.object, change.field),
            from: change.before,
            to: change.after,
        };
        let fields = difference.fields.iter().map(field).collect();
        users.push(wire::PreviewUser { id: person.facts.id.to_string(), name: person.name.clone(), objects, fields });
    }
    Ok(wire::Preview { users, users_total: people.len() })
}

async fn object(
    cx: &Cx,
    conn: &mut Conn,
    [before, after]: [&Access; 2],
    change: &ActionChange,
    counts: &mut usize,
) -> Result<wire::PreviewObject> {
    let name = |scope: Option<trellis_access::Scope>| scope.map_or("none", trellis_access::Scope::name).to_owned();
    let reach = |access: &Access| access.filter(&change.object, &change.action).unwrap_or(Filter::False);
    let (before, after) = (reach(before), reach(after));
    let but_not = |one: &Filter, other: &Filter| Filter::all([one.clone(), Filter::Not(Box::new(other.clone()))]);
    let (mut gained, mut lost) = (0, 0);
    // How many records there are to create is not a question.
    if before != after && change.action != "create" && *counts > 0 && cx.catalog().object(&change.object).is_some() {
        *counts -= 1;
        gained = count(cx, conn, &change.object, but_not(&after, &before)).await?;
        lost = count(cx, conn, &change.object, but_not(&before, &after)).await?;
    }
    Ok(wire::PreviewObject {
        object: change.object.clone(),
        action: change.action.clone(),
        from: name(change.before),
        to: name(change.after),
        gained,
        lost,
    })
}

async fn count(cx: &Cx, conn: &mut Conn, object: &str, filter: Filter) -> Result<u64> {
    let Some(object) = cx.catalog().object(object) else { return Ok(0) };
    let select = Select {
        object,
        schema: cx.catalog(),
        filter,
        columns: Vec::new(),
        sort: Vec::new(),
        after: None,
        skip: 0,
        limit: 1,
        deleted: Deleted::Live,
    };
    Ok(select.count(conn, Some(COUNTED)).await?.min(COUNTED.into()))
}
