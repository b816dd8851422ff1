//! People who leave and come back: disabled, restored, their records handed over.

use serde_json::json;
use trellis_engine::{
    Cx, Error, Reason,
    audit::{self, Event},
    company, records,
};
use trellis_model::{JsonMap, Object, Record, Schema, Violation, field::lookup::parse_id, violation::Code};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{
    Installation, Result,
    grants::require_above,
    seats::{require_seat, set_status},
    users::roles_of,
};

async fn person(cx: &Cx, conn: &mut Conn, id: Uuid) -> trellis_engine::Result<Record> {
    let object = cx.catalog().object("user").ok_or(Error::NotFound)?;
    records::find(cx, conn, object, id, "view").await
}

fn status(record: &Record) -> &str {
    record.get("status").as_text().unwrap_or_default()
}

/// Disables a person: the next request of any session or token is refused, and the seat is free.
///
/// # Errors
/// [`Error::Forbidden`] for the super administrator and whoever has more rights in the administration;
/// [`Error::Conflict`] for oneself and for somebody who is disabled already.
pub async fn disable_user(installation: &Installation, cx: &Cx, id: Uuid) -> Result<()> {
    let disabled = cx.write(move |cx, conn| {
        Box::pin(async move {
            cx.require("users", "edit")?;
            conn.lock("super_admin").await?;
            if company::super_admin(conn).await? == Some(id) {
                return Err(Error::Forbidden(Reason::SuperAdminStays));
            }
            require_above(cx, id)?;
            if id == cx.user {
                return Err(Error::Conflict(Reason::Oneself));
            }
            let record = person(cx, conn, id).await?;
            if status(&record) == "disabled" {
                return Err(Error::Conflict(Reason::PersonState));
            }
            set_status(cx, conn, &record, "disabled").await?;
            audit::record(cx, conn, Event::UserDisabled, Some(format!("user:{id}")), json!({})).await
        })
    });
    disabled.await?;
    cx.company.reload().await?;
    end_all(installation, cx.company.id, id).await
}

/// Lets a disabled person in again: active with the roles from before, or not activated without any.
///
/// # Errors
/// [`Error::Conflict`] for somebody who is not disabled, and when no seat is free.
pub async fn restore_user(installation: &Installation, cx: &Cx, id: Uuid) -> Result<()> {
    let seats = installation.licence(cx.company.id).await?.seats;
    cx.require("users", "edit")?;
    require_above(cx, id)?;
    if status(&person(cx, &mut cx.company.store.reader().await?, id).await?) != "disabled" {
        return Err(Error::Conflict(Reason::PersonState).into());
    }
    // Disabling ended them; if it was cut short, nothing that was left may come back to life.
    end_all(installation, cx.company.id, id).await?;
    let restored = cx.write(move |cx, conn| {
        Box::pin(async move {
            let record = person(cx, conn, id).await?;
            if status(&record) != "disabled" {
                return Err(Error::Conflict(Reason::PersonState));
            }
            let active = !roles_of(conn, id).await?.is_empty();
            if active {
                require_seat(cx, conn, seats).await?;
            }
            set_status(cx, conn, &record, if active { "active" } else { "inactive" }).await?;
            audit::record(cx, conn, Event::UserRestored, Some(format!("user:{id}")), json!({})).await
        })
    });
    restored.await?;
    cx.company.reload().await?;
    Ok(())
}

/// Gives everything that a person owns to somebody else, live or in the recycle bin, in one transaction; says how many
/// records of each object moved.
///
/// # Errors
/// [`Error::Forbidden`] when some of it is outside what the caller may transfer; [`Error::Invalid`] for somebody who is not
/// active.
pub async fn hand_over(cx: &Cx, conn: &mut Conn, id: Uuid, input: &JsonMap) -> trellis_engine::Result<JsonMap> {
    cx.require("users", "edit")?;
    require_above(cx, id)?;
    let to = recipient(cx, id, input)?;
    let mut moved = JsonMap::new();
    let owned: Vec<&Object> = cx.catalog().objects().map(AsRef::as_ref).filter(|object| object.options.owned).collect();
    for object in owned {
        let count = records::hand_over(cx, conn, object, id, to).await?;
        if count > 0 {
            moved.insert(object.name.clone(), count.into());
        }
    }
    audit::record(cx, conn, Event::Handover, Some(format!("user:{id}")), json!({ "to": to, "moved": moved })).await?;
    Ok(moved)
}

fn recipient(cx: &Cx, from: Uuid, input: &JsonMap) -> trellis_engine::Result<Uuid> {
    if let Some(name) = input.keys().find(|name| *name != "to") {
        return Err(Error::invalid(trellis_model::record::unknown_field(name, ["to"])));
    }
    let text = input.get("to").ok_or_else(|| Error::invalid(Violation::new("to", Code::Required)))?;
    let to = text.as_str().and_then(parse_id).filter(|to| *to != from);
    let to = to.filter(|to| cx.snapshot.people.get(*to).is_some_and(|person| person.active));
    to.ok_or_else(|| Error::invalid(Violation::new("to", Code::Lookup)))
}

/// Ends what a person is signed in with, in one company.
async fn end_all(installation: &Installation, company: Uuid, user: Uuid) -> Result<()> {
    installation
        .control
        .write::<_, crate::IdentityError, _>(move |conn| {
            Box::pin(async move {
                for table in ["session", "token"] {
                    let mut sql = conn.sql();
                    sql.push("DELETE FROM ").table(table).push(" WHERE company = ").arg(Arg::Id(company));
                    sql.push(" AND user_id = ").arg(Arg::Id(user));
                    conn.execute(&sql).await?;
                }
                Ok(())
            })
        })
        .await?;
    installation.forget_principals();
    Ok(())
}
