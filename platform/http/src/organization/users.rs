//! People and their roles.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use trellis_engine::{Cx, once::Reply as Kept, records};
use trellis_identity::NewUser;
use trellis_model::{Filter, Json, Violation, field::lookup::parse_id, violation::Code};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path, Query, etag},
    records::{localized, once, send},
};

/// The people of the company, as a list of records.
pub async fn list_users(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let (role, query) = (query.get("role").map(str::to_owned), query.list().map_err(|error| error.in_language(cx.language))?);
    let object = cx.object("user").map_err(|error| localized(cx, error))?;
    // Who has which role is told to those who manage people only.
    let within = match role {
        None => Filter::True,
        Some(role) => {
            cx.require("users", "view").map_err(|error| localized(cx, error))?;
            let having = cx.snapshot.people.iter().filter(|person| person.facts.roles.contains(&role));
            Filter::id_in("id", having.map(|person| person.facts.id))
        }
    };
    let mut conn = cx.company.store.reader().await?;
    let page = records::list_within(cx, &mut conn, object, &query, within).await.map_err(|error| localized(cx, error))?;
    let mut page: Json = serde_json::from_str(&page.to_json()).unwrap_or_default();
    for item in page["items"].as_array_mut().into_iter().flatten() {
        add_state(cx, item);
    }
    Ok(send(200, None, page.to_string()))
}

/// Adds what the record does not say: the roles, for whoever manages people, and whether it is the super administrator.
fn add_state(cx: &Cx, item: &mut Json) {
    let id = item["id"].as_str().and_then(parse_id);
    let Some(person) = id.and_then(|id| cx.snapshot.people.get(id)) else { return };
    item["super_admin"] = person.facts.is_super.into();
    if item.get("status").is_none() {
        item["status"] = person.status.clone().into();
    }
    if cx.access.can("users", "view") {
        item["roles"] = person.facts.roles.clone().into();
    }
}

/// Adds a person: `account`, the first `password`, and the fields of the record. Not activated until a role is given.
pub async fn create_user(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let new = new_user(body).map_err(|error| error.in_language(cx.language))?;
    let made = trellis_identity::create_user(&caller.state.installation, cx, &new).await;
    let record = made.map_err(|error| ApiError::from(error).in_language(cx.language))?;
    let sent = records::show(cx, cx.object("user").map_err(|error| localized(cx, error))?, &record);
    Ok(send(201, Some(&etag(sent.version)), sent.body))
}

fn new_user(body: Body) -> Result<NewUser, ApiError> {
    let mut fields = body.map;
    let mut text = |name: &str| match fields.shift_remove(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(ApiError::invalid(Violation::new(name, Code::Type).with("expected", "text"))),
    };
    let account = text("account")?.ok_or_else(|| ApiError::invalid(Violation::new("account", Code::Required)))?;
    let password = text("password")?;
    Ok(NewUser { account, password, fields })
}

/// Changes the fields of a person.
pub async fn update_user(caller: Caller, path: Path, body: Body) -> ApiResult {
    let id = path.id("id").map_err(|error| error.in_language(caller.cx.language))?;
    let response = once(&caller.cx, body.key, move |cx, conn| {
        let (input, version) = (body.map.clone(), body.version);
        Box::pin(async move {
            let record = trellis_identity::update_user(cx, conn, id, &input, version).await?;
            let sent = records::show(cx, cx.object("user")?, &record);
            Ok(Kept { status: 200, etag: Some(etag(sent.version)), body: sent.body })
        })
    });
    let response = response.await?;
    caller.cx.company.reload().await.map_err(|error| localized(&caller.cx, error))?;
    Ok(response)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    roles: Vec<String>,
}

/// Gives a person these roles and no others.
pub async fn set_user_roles(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let wanted: Roles = body.read().map_err(|error| error.in_language(cx.language))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let roles = wanted.roles.clone();
    let seats = caller.state.installation.licence(cx.company.id).await?.seats;
    let set = cx.write(move |cx, conn| {
        let roles = roles.clone();
        Box::pin(async move { trellis_identity::set_roles(cx, conn, id, &roles, seats).await })
    });
    set.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok((StatusCode::OK, Reply(serde_json::json!({ "roles": wanted.roles }))).into_response())
}
