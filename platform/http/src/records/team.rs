//! The team of a record.

use axum::{Json as Reply, response::IntoResponse};
use serde::Deserialize;
use trellis_engine::records::{self, Member};

use super::reply::localized;
use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Team {
    members: Vec<Member>,
}

/// The people who take part in a record.
pub async fn read_team(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let members = records::team(cx, &mut conn, object, id).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(serde_json::json!({ "members": members })).into_response())
}

/// Replaces the people who take part in a record.
pub async fn write_team(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let team: Team = body.read().map_err(|error| error.in_language(cx.language))?;
    let name = path.text("object").to_owned();
    cx.object(&name).map_err(|error| localized(cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let written = cx.write(move |cx, conn| {
        let (name, members) = (name.clone(), team.members.clone());
        Box::pin(async move { records::set_team(cx, conn, cx.object(&name)?, id, &members).await })
    });
    let members = written.await.map_err(|error| localized(cx, error))?;
    Ok(Reply(serde_json::json!({ "members": members })).into_response())
}
