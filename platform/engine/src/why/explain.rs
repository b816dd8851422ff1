//! One person, one record, one action: allowed or not, by which line, scope and clause.

use trellis_access::{Clause, PolicyLine, Reach, Scope};
use trellis_model::{
    Object, Record, Violation,
    object::Inherit,
    violation::Code,
    wire::{ClauseInfo, Explanation, FieldLevel},
};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::{asked, is_action, knows_owner, label_of, subject, words};
use crate::{Cx, Error, Result, people::Person, records::exists};

/// Why a person may do an action to a record, or not; with a field, why the person may see or change that field of it.
///
/// # Errors
/// [`Error::NotFound`] for a person that is not there and a record that the asker does not see; [`Error::Forbidden`] without
/// a right in the administration; [`Error::Invalid`] for an action or field that is not there.
pub async fn explain(
    cx: &Cx,
    conn: &mut Conn,
    user: Uuid,
    object: &str,
    id: Uuid,
    action: &str,
    field: Option<&str>,
) -> Result<Explanation> {
    let (object, record) = asked(cx, conn, object, id).await?;
    if !is_action(object, action) {
        return Err(Error::invalid(Violation::new("action", Code::UnknownReference).with("name", action)));
    }
    let (person, them) = subject(cx, user)?;
    let on_record = on_record(cx, conn, (person, them.as_ref()), object, &record, action).await?;
    let Some(name) = field else { return Ok(on_record) };
    let visible = object.field(name).filter(|field| cx.level(object, field) > FieldLevel::Hidden);
    let field = visible.ok_or_else(|| Error::invalid(trellis_model::record::unknown_field(name, [])))?;
    Ok(match them {
        Some(them) if on_record.allowed => on_field(cx, &them, person, object, (field, action), on_record),
        _ => on_record,
    })
}

/// The whole answer about a record.
pub(super) async fn on_record(
    cx: &Cx,
    conn: &mut Conn,
    (person, them): (&Person, Option<&Cx>),
    object: &Object,
    record: &Record,
    action: &str,
) -> Result<Explanation> {
    let name = person.name.as_str();
    let lines = |action: &str| -> Vec<String> {
        let lines = cx.snapshot.policy.lines_about(&person.facts.roles, &object.name, action);
        lines.into_iter().map(ToString::to_string).collect()
    };
    let answer = |reason: &str, action: &str, scope: Option<Scope>, clauses: Vec<ClauseInfo>| Explanation {
        allowed: reason == "granted" || reason == "super_admin",
        reason: reason.to_owned(),
        text: words::sentence(cx.language, reason, name, &label_of(cx, &object.name), &words::action(object, action, cx.language)),
        lines: lines(action),
        scope: scope.map_or("none", Scope::name).to_owned(),
        clauses,
        level: None,
        needed: None,
    };
    let Some(them) = them else { return Ok(answer("inactive", action, None, Vec::new())) };
    let id = record.id();
    // Whatever one does to a record, one must see it first.
    for asked in if action == "view" { vec!["view"] } else { vec!["view", action] } {
        let scope = them.access.scope(&object.name, asked);
        let clauses = clauses(cx, conn, them, object, record, asked).await?;
        let allowed = match asked {
            "create" => scope.is_some(),
            _ => scope.is_some() && exists(cx, conn, object, id, them.scope(object, asked), Deleted::Live).await?,
        };
        if allowed {
            if asked == action {
                return Ok(answer(if them.access.is_super() { "super_admin" } else { "granted" }, asked, scope, clauses));
            }
            continue;
        }
        let reason = match (scope, asked == action) {
            (None, _) if object.options.system && them.access.is_super() => "system_object",
            (None, _) if object.options.system && !matches!(asked, "view" | "export") => "system_object",
            (None, true) => "no_line",
            (Some(_), true) => "outside_scope",
            (_, false) => "not_visible",
        };
        let needed = needed(person, object, asked, &clauses).filter(|_| reason != "system_object");
        return Ok(Explanation { needed, ..answer(reason, asked, scope, clauses) });
    }
    Err(Error::NotFound)
}

/// What connects the person with the record, one by one.
async fn clauses(cx: &Cx, conn: &mut Conn, them: &Cx, object: &Object, record: &Record, action: &str) -> Result<Vec<ClauseInfo>> {
    let mut infos = Vec::new();
    for Reach { clause, filter, counts } in them.access.clauses(&object.name, action) {
        let held = exists(cx, conn, object, record.id(), filter, Deleted::Live).await?;
        let owner = record.owner().and_then(|owner| cx.snapshot.people.name(owner)).filter(|_| knows_owner(cx, object));
        let parent = match &object.options.access {
            Some(Inherit::Inherit(lookup) | Inherit::Also(lookup)) => object.field(lookup).map(|field| field.label.get(cx.language)),
            None => None,
        };
        let detail = words::detail(cx.language, clause, held, owner, parent);
        infos.push(ClauseInfo { clause: clause.name().to_owned(), held, counts, detail });
    }
    Ok(infos)
}

/// The line with the narrowest scope that would reach this record; none where only the record that it belongs to decides.
fn needed(person: &Person, object: &Object, action: &str, clauses: &[ClauseInfo]) -> Option<String> {
    let of =
        |name: &str| [Clause::Owner, Clause::Team, Clause::Department, Clause::DepartmentTree].into_iter().find(|it| it.name() == name);
    let scope = if object.options.owned {
        clauses.iter().filter(|info| info.held).find_map(|info| of(&info.clause)?.scope()).unwrap_or(Scope::All)
    } else {
        Scope::All
    };
    let inherits = matches!(object.options.access, Some(Inherit::Inherit(_)));
    if inherits && clauses.iter().any(|info| info.clause == "inherited" && info.counts) {
        return None;
    }
    let role = person.facts.roles.first()?.clone();
    let line = PolicyLine::Grant { role, object: object.name.clone(), action: action.to_owned(), scope: Some(scope) };
    Some(line.to_string())
}

/// The answer about a field of a record on which the action is allowed.
fn on_field(
    cx: &Cx,
    them: &Cx,
    person: &Person,
    object: &Object,
    (field, action): (&trellis_model::Field, &str),
    on_record: Explanation,
) -> Explanation {
    let level = them.level(object, field);
    let least = if action == "view" || action == "export" { FieldLevel::Read } else { FieldLevel::Edit };
    let reason = match level {
        level if level >= least => on_record.reason.clone(),
        FieldLevel::Hidden => "field_hidden".to_owned(),
        FieldLevel::Masked => "field_masked".to_owned(),
        _ => "field_read".to_owned(),
    };
    let path = format!("{}.{}", object.name, field.name);
    let mut lines: Vec<String> =
        cx.snapshot.policy.lines_about_field(&person.facts.roles, &path).into_iter().map(ToString::to_string).collect();
    lines.extend(on_record.lines);
    let allowed = level >= least;
    let writable = field.is_writable() || least < FieldLevel::Edit;
    let needed = (!allowed && writable).then(|| person.facts.roles.first().cloned()).flatten();
    let needed = needed.map(|role| PolicyLine::Field { role, field: path.clone(), level: least }.to_string());
    let what = field.label.get(cx.language);
    let text = words::sentence(cx.language, &reason, &person.name, what, &words::action(object, action, cx.language));
    Explanation { allowed, reason, text, lines, level: Some(level), needed, ..on_record }
}
