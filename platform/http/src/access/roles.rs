//! Roles and their permissions.

use axum::{Json as Reply, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use trellis_engine::{
    once,
    roles::{self, NewRole},
};
use trellis_model::{Label, wire::Permissions};

use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path},
    records::{localized, once},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Make {
    label: Label,
    #[serde(default)]
    description: Option<Label>,
    #[serde(default)]
    copy: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    #[serde(default)]
    label: Option<Label>,
    #[serde(default)]
    description: Option<Label>,
}

/// Every role.
pub async fn list_roles(caller: Caller) -> ApiResult {
    let items = roles::list(&caller.cx).map_err(|error| localized(&caller.cx, error))?;
    Ok(Reply(serde_json::json!({ "items": items, "next": null })).into_response())
}

/// Makes a role, perhaps as a copy of another.
pub async fn create_role(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let key = body.key.clone();
    let make: Make = body.read()?;
    let new = NewRole { label: make.label, description: make.description.unwrap_or_default(), copy: make.copy };
    let made = once(cx, key, move |cx, conn| {
        let new = new.clone();
        Box::pin(async move {
            let role = roles::create(cx, conn, &new).await?;
            Ok(once::Reply { status: 201, etag: None, body: serde_json::json!(role).to_string() })
        })
    });
    let made = made.await?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok(made)
}

/// Renames a role.
pub async fn update_role(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let rename: Rename = body.read().map_err(|error| error.in_language(cx.language))?;
    let name = path.text("name").to_owned();
    let renamed = cx.write(move |cx, conn| {
        let (name, label, description) = (name.clone(), rename.label.clone(), rename.description.clone());
        Box::pin(async move { roles::rename(cx, conn, &name, label.as_ref(), description.as_ref()).await })
    });
    let role = renamed.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok(Reply(role).into_response())
}

/// Deletes a role that nobody has.
pub async fn delete_role(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    let name = path.text("name").to_owned();
    let deleted = cx.write(move |cx, conn| {
        let name = name.clone();
        Box::pin(async move { roles::delete(cx, conn, &name).await })
    });
    deleted.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What a role may do, with every action that there is.
pub async fn get_permissions(caller: Caller, path: Path) -> ApiResult {
    let found = roles::permissions(&caller.cx, path.text("name")).map_err(|error| localized(&caller.cx, error))?;
    Ok(Reply(found).into_response())
}

/// Makes a role do exactly what the body says.
pub async fn put_permissions(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let wanted: Permissions = body.read().map_err(|error| error.in_language(cx.language))?;
    let name = path.text("name").to_owned();
    let role = name.clone();
    let written = cx.write(move |cx, conn| {
        let (name, wanted) = (role.clone(), wanted.clone());
        Box::pin(async move { roles::put_permissions(cx, conn, &name, &wanted).await })
    });
    written.await.map_err(|error| localized(cx, error))?;
    cx.company.reload().await.map_err(|error| localized(cx, error))?;
    let snapshot = cx.company.snapshot().await.map_err(|error| localized(cx, error))?;
    Ok(Reply(snapshot.policy.permissions(&snapshot.catalog, &name)).into_response())
}

/// What saving that body would change, and for whom; nothing is changed.
pub async fn preview_permissions(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let wanted: Permissions = body.read().map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let preview = roles::preview(cx, &mut conn, path.text("name"), &wanted).await;
    Ok(Reply(preview.map_err(|error| localized(cx, error))?).into_response())
}
