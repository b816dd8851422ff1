//! The people of a company and their roles.

use trellis_access::{Scope, UserFacts};
use trellis_engine::{Cx, Error, Reason, company, people::Person, records};
use trellis_model::{Json, JsonMap, Label, Object, Record, Schema, Value, Violation, field::Shape, violation::Code};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{IdentityError, Installation, Login, Result, accounts, password};

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
    protect_super(cx, id)?;
    records::update_system(cx, conn, object(cx)?, id, input, version).await
}

/// Gives a person these roles and no others. The first role activates; none any more deactivates.
///
/// # Errors
/// [`Error::Forbidden`] for the super administrator, and for a role that may do what the caller may not.
pub async fn set_roles(cx: &Cx, conn: &mut Conn, id: Uuid, roles: &[String]) -> trellis_engine::Result<()> {
    cx.require("users", "edit")?;
    let person = cx.snapshot.people.get(id).ok_or(Error::NotFound)?.clone();
    protect_super(cx, id)?;
    let known = trellis_access::roles();
    for (at, role) in roles.iter().enumerate() {
        if !known.iter().any(|known| known.name == *role) {
            let violation = Violation::at(format!("/roles/{at}"), Code::UnknownReference).with("name", role);
            return Err(Error::invalid(violation));
        }
    }
    refuse_more_than_own(cx, &person, roles)?;
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
    let disabled = record.get("status").as_text() == Some("disabled");
    if !disabled {
        set_status(cx, conn, &record, if distinct.is_empty() { "inactive" } else { "active" }).await?;
    }
    Ok(())
}

/// The roles of every person, by person.
///
/// # Errors
/// When the database fails.
pub async fn user_roles(conn: &mut Conn) -> trellis_engine::Result<Vec<(Uuid, String)>> {
    let mut sql = conn.sql();
    sql.push("SELECT user_id, \"role\" FROM ").table("sys_user_role").push(" ORDER BY user_id, \"role\"");
    let rows = conn.fetch(&sql, &[Shape::Id, Shape::Text]).await?;
    Ok(rows.iter().filter_map(|row| Some((row[0].as_id()?, row[1].as_text()?.to_owned()))).collect())
}

/// Nobody changes the super administrator but the super administrator.
fn protect_super(cx: &Cx, id: Uuid) -> trellis_engine::Result<()> {
    let is_super = cx.snapshot.people.get(id).is_some_and(|person| person.facts.is_super);
    if is_super && cx.user != id {
        let label = Label::new("超级管理员不能被他人修改", "Nobody else can change the super administrator");
        return Err(Error::Forbidden(Reason::Other("super_admin", label)));
    }
    Ok(())
}

/// Nobody can grant a right that they lack: what the person could do with these roles must be within what the caller can.
fn refuse_more_than_own(cx: &Cx, person: &Person, roles: &[String]) -> trellis_engine::Result<()> {
    if cx.access.is_super() {
        return Ok(());
    }
    let facts = UserFacts { roles: roles.to_vec(), ..person.facts.clone() };
    let granted = cx.snapshot.policy.compile(&cx.snapshot.catalog, &facts, &cx.snapshot.people.org);
    let own = |object: &str, action: &str| cx.access.scope(object, action);
    let scope = |json: &Json| json.as_str().and_then(Scope::from_name);
    let exceeds = granted
        .effective()
        .iter()
        .any(|(object, actions)| actions.as_object().into_iter().flatten().any(|(action, given)| scope(given) > own(object, action)));
    if exceeds {
        let label = Label::new("不能授予您自己没有的权限", "You cannot grant rights that you do not have yourself");
        return Err(Error::Forbidden(Reason::Other("exceeds_own_rights", label)));
    }
    Ok(())
}

async fn set_status(cx: &Cx, conn: &mut Conn, record: &Record, status: &str) -> trellis_engine::Result<Record> {
    let mut changes = Record::default();
    changes.set("status", Value::Text(status.to_owned()));
    records::set(cx, conn, object(cx)?, record, changes).await
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
