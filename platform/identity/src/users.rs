//! The people of a company and their roles.

use serde_json::json;
use trellis_engine::{
    Cx, Error,
    audit::{self, Event},
    company, records, roles,
};
use trellis_model::{Json, JsonMap, Object, Record, Schema, Violation, field::Shape, violation::Code};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{
    IdentityError, Installation, Login, Result, accounts,
    grants::{refuse_reaching_further, require_above},
    password,
    seats::{require_seat, set_status},
};

/// A person who is to be added.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// E-mail address or mobile number.
    pub account: String,
    /// The first password, used when the account is new. Without one the person cannot sign in until it is set.
    pub password: Option<String>,
    /// The fields of the record: name, department, title, phone …
    pub fields: JsonMap,
}

fn object(cx: &Cx) -> trellis_engine::Result<&Object> {
    cx.catalog().object("user").ok_or(Error::NotFound)
}

/// Adds a person, who is not activated until a role is given.
///
/// # Errors
/// [`Error::Forbidden`] without the right to add people, [`Error::Invalid`] for the fields or an account that is in the
/// company already.
pub async fn create_user(installation: &Installation, cx: &Cx, new: &NewUser) -> Result<Record> {
    cx.require("users", "create")?;
    let login = Login::parse(&new.account).ok_or_else(|| accounts::invalid_account("account"))?;
    let mut fields = new.fields.clone();
    fields.entry(if login.is_email() { "email" } else { "phone" }).or_insert_with(|| new.account.trim().into());
    let secret = match &new.password {
        Some(password) => {
            password::check(password, "password").map_err(Error::invalid)?;
            password.clone()
        }
        // Nobody knows it: the person sets one by a code.
        None => crate::secret::fresh()?,
    };
    let hash = password::hash(secret).await?;
    let (user, company, now) = (cx.new_id(), cx.company.id, cx.now);
    let record = cx
        .write(move |cx, conn| {
            let fields = fields.clone();
            Box::pin(async move {
                let record = records::create_system(cx, conn, object(cx)?, user, &fields).await?;
                refuse_reaching_further(cx, conn).await?;
                audit::record(cx, conn, Event::UserAdded, Some(format!("user:{user}")), json!({})).await?;
                set_status(cx, conn, &record, "inactive").await
            })
        })
        .await?;
    let joined = installation
        .control
        .write::<_, IdentityError, _>(move |conn| {
            let (login, hash) = (login.clone(), hash.clone());
            Box::pin(async move { accounts::join(conn, &login, &hash, company, user, now).await })
        })
        .await;
    if let Err(error) = joined {
        // The record without an account would be nobody: take it back.
        cx.write(move |cx, conn| Box::pin(async move { records::delete_system(cx, conn, object(cx)?, user).await })).await?;
        cx.company.reload().await?;
        return Err(error);
    }
    cx.company.reload().await?;
    Ok(record)
}

/// Changes the fields of a person.
///
/// # Errors
/// As [`create_user`].
pub async fn update_user(cx: &Cx, conn: &mut Conn, id: Uuid, input: &JsonMap, version: Option<i64>) -> trellis_engine::Result<Record> {
    cx.require("users", "edit")?;
    require_above(cx, id)?;
    let record = records::update_system(cx, conn, object(cx)?, id, input, version).await?;
    refuse_reaching_further(cx, conn).await?;
    Ok(record)
}

/// Gives a person these roles and no others. The first role activates, which takes a seat; none any more deactivates.
///
/// # Errors
/// [`Error::Forbidden`] for the super administrator, and when a role comes or goes that may do what the caller may not;
/// [`Error::Conflict`] when no seat is free.
pub async fn set_roles(cx: &Cx, conn: &mut Conn, id: Uuid, roles: &[String], seats: u64) -> trellis_engine::Result<()> {
    cx.require("users", "edit")?;
    require_above(cx, id)?;
    conn.lock("policy").await?;
    for (at, role) in roles.iter().enumerate() {
        if cx.snapshot.role(role).is_none() {
            let violation = Violation::at(format!("/roles/{at}"), Code::UnknownReference).with("name", role);
            return Err(Error::invalid(violation));
        }
    }
    let before = roles_of(conn, id).await?;
    roles::refuse_more_than_own(cx, &cx.snapshot.policy, &before, roles)?;
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_user_role").push(" WHERE user_id = ").arg(Arg::Id(id));
    conn.execute(&sql).await?;
    let mut distinct = roles.to_vec();
    distinct.sort();
    distinct.dedup();
    let rows = distinct.iter().map(|role| vec![Arg::Id(id), Arg::Text(role.clone())]).collect();
    conn.insert_many("sys_user_role", &["user_id", "role"], rows).await?;
    company::touch(conn).await?;
    let record = records::find(cx, conn, object(cx)?, id, "view").await?;
    let status = record.get("status").as_text().unwrap_or_default();
    let is_super = cx.snapshot.people.get(id).is_some_and(|person| person.facts.is_super);
    if status != "disabled" && !is_super {
        if status != "active" && !distinct.is_empty() {
            require_seat(cx, conn, seats).await?;
        }
        set_status(cx, conn, &record, if distinct.is_empty() { "inactive" } else { "active" }).await?;
    }
    audit::record(cx, conn, Event::RoleChanged, Some(format!("user:{id}")), json!({ "before": before, "after": distinct })).await
}

/// The roles of a person as they are stored now.
pub(crate) async fn roles_of(conn: &mut Conn, id: Uuid) -> trellis_engine::Result<Vec<String>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"role\" FROM ").table("sys_user_role").push(" WHERE user_id = ").arg(Arg::Id(id)).push(" ORDER BY \"role\"");
    let rows = conn.fetch(&sql, &[Shape::Text]).await?;
    Ok(rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect())
}

/// The first person of a new company, in its first department.
pub(crate) async fn insert_first(
    cx: &Cx,
    conn: &mut Conn,
    user: Uuid,
    name: &str,
    login: &Login,
    department: &str,
) -> trellis_engine::Result<()> {
    let departments = cx.catalog().object("department").ok_or(Error::NotFound)?;
    let input = |pairs: &[(&str, &str)]| -> JsonMap { pairs.iter().map(|(key, value)| ((*key).to_owned(), Json::from(*value))).collect() };
    let department = records::create_system(cx, conn, departments, cx.new_id(), &input(&[("name", department)])).await?.id().to_string();
    let contact = if login.is_email() { "email" } else { "phone" };
    let fields = input(&[("name", name), ("department", &department), (contact, login.as_str())]);
    let record = records::create_system(cx, conn, object(cx)?, user, &fields).await?;
    set_status(cx, conn, &record, "active").await?;
    Ok(())
}
