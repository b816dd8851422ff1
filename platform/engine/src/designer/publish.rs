//! Publishing: tables, metadata and version change in one transaction; requests that are under way finish on the version
//! they began with.

use serde::Serialize;
use serde_json::json;
use trellis_catalog::{Catalog, Files};
use trellis_model::{Json, JsonMap, Schema, Value, Violation, field::Shape, value::format_instant, violation::Code};
use trellis_storage::{Arg, Conn, tables};
use uuid::Uuid;

use super::{
    backfill,
    draft::{Seen, discard, draft, draft_to_change, over_shipped, tag_of},
    edit::problem_errors,
    plan::plan_of,
    settle::{Read, Step, settled},
};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
    company::{self, PUBLISHING},
};

/// A published version.
#[derive(Debug, Serialize)]
pub struct Published {
    /// Its number.
    pub version: i64,
}

/// A published version in the list of versions.
#[derive(Debug, Serialize)]
pub struct Version {
    /// Its number; 0 is what the product ships.
    pub version: i64,
    /// What its publisher said of it.
    pub comment: String,
    /// When.
    pub at: Option<String>,
    /// Who.
    pub by: Option<Uuid>,
    /// The publisher's name.
    #[serde(rename = "by.name")]
    pub by_name: Option<String>,
}

/// A draft that was looked at before it is published: which version it is over, and what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    base: i64,
    patches: Files,
}

/// Looks at the draft before it is published. Large tables are read for it, so not while everybody waits for the one writer.
///
/// # Errors
/// [`Error::Conflict`] when it would lose data, [`Error::Invalid`] when something is wrong with it.
pub async fn look(conn: &mut Conn) -> Result<LookedAt> {
    let draft = draft(conn).await?;
    let losses = if draft.patches.is_empty() { Vec::new() } else { plan_of(conn, &draft).await?.losses };
    if losses.is_empty() { Ok(LookedAt { base: draft.base, patches: draft.patches }) } else { Err(Error::Conflict(Reason::Losses)) }
}

/// Publishes the draft, in a [`Cx::write_metadata`]; without a look at it before, whatever it loses.
///
/// # Errors
/// [`Error::Conflict`] when there is no draft, or it would lose data after all; [`Error::Invalid`] when something is wrong
/// with it.
pub async fn publish(cx: &Cx, conn: &mut Conn, comment: &str, looked_at: Option<&LookedAt>) -> Result<Published> {
    conn.lock(PUBLISHING).await?;
    let draft = draft_to_change(conn).await?;
    if draft.patches.is_empty() {
        return Err(Error::Conflict(Reason::NoDraft));
    }
    // Somebody changed the draft, or what is below it, in between: it is looked at again.
    if looked_at.is_some_and(|seen| (seen.base, &seen.patches) != (draft.base, &draft.patches)) {
        look(conn).await?;
    }
    discard(conn).await?;
    install(cx, conn, draft.overlay, (draft.catalog, draft.problems), comment).await
}

/// Makes an overlay the newest version: tables first, then the version that asks for them.
///
/// # Errors
/// [`Error::Invalid`] when something is wrong with it.
pub(super) async fn install(cx: &Cx, conn: &mut Conn, overlay: Files, read: Read, comment: &str) -> Result<Published> {
    install_as(cx, conn, overlay, read, comment, Step::Forward).await
}

async fn install_as(cx: &Cx, conn: &mut Conn, overlay: Files, read: Read, comment: &str, step: Step) -> Result<Published> {
    if comment.chars().count() > 500 {
        return Err(Error::invalid(Violation::new("comment", Code::TooLong).with("max", 500)));
    }
    conn.lock(PUBLISHING).await?;
    let (current, published) = company::overlay(conn).await?;
    // A large company takes its time to be told from others, so what was read already is not read again.
    let is_known = cx.catalog().version() == current;
    let before = if is_known { cx.catalog().clone() } else { Catalog::with_overlay(&published).0 };
    let (overlay, (after, problems)) = settled(conn, &before, overlay, read, step).await?;
    if !problems.is_empty() {
        return Err(problem_errors(&problems));
    }
    let version = current + 1;
    cx.company.publishes(version);
    failpoint("publish.begun");
    company::migrate(conn, &after).await.map_err(|error| match error {
        trellis_storage::StorageError::Unique { index } => not_unique(&after, &index),
        other => other.into(),
    })?;
    failpoint("publish.tables");
    if step == Step::Forward {
        backfill::convert_values(cx, conn, &before, &after).await?;
    }
    backfill::follow_names(conn, &before, &after).await?;
    backfill::enqueue(conn, &before, &after).await?;
    failpoint("publish.values");
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_version").push(" (\"version\", \"comment\", \"at\", user_id, \"files\") VALUES (");
    sql.args([
        Arg::Integer(version),
        Arg::Text(comment.to_owned()),
        Arg::DateTime(cx.now),
        Arg::Id(cx.user),
        Arg::Text(serde_json::to_string(&overlay).unwrap_or_default()),
    ]);
    sql.push(")");
    conn.execute(&sql).await?;
    failpoint("publish.version");
    company::touch(conn).await?;
    let detail = json!({ "version": version, "comment": comment });
    audit::record(cx, conn, Event::MetadataPublished, Some(format!("version:{version}")), detail).await?;
    Ok(Published { version })
}

/// Ends the process at once when the environment asks for it at this point: how tests of killed servers find out that
/// publishing is all or nothing. Never in a release build.
fn failpoint(name: &str) {
    if cfg!(debug_assertions) && std::env::var_os("TRELLIS_FAILPOINT").is_some_and(|wanted| wanted == name) {
        std::process::abort();
    }
}

/// The overlay of a published version; the empty one is what the product ships.
pub(super) async fn overlay_of(conn: &mut Conn, version: i64) -> Result<Files> {
    if version == 0 {
        return Ok(Files::new());
    }
    let mut sql = conn.sql();
    sql.push("SELECT \"files\" FROM ").table("sys_version").push(" WHERE \"version\" = ").arg(Arg::Integer(version));
    let row = conn.fetch_one(&sql, &[Shape::Text]).await?.ok_or(Error::NotFound)?;
    Ok(serde_json::from_str(row[0].as_text().unwrap_or("{}")).unwrap_or_default())
}

/// A field cannot become unique while two records are alike.
fn not_unique(catalog: &Catalog, index: &str) -> Error {
    let named = catalog.objects().find_map(|object| tables::unique_field(object, index).map(|field| (object, field)));
    let place = named.map(|(object, field)| format!("/{}/{}", object.name, field.name)).unwrap_or_default();
    Error::invalid(Violation::at(place, Code::Unique))
}

/// Every published version, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn versions(cx: &Cx, conn: &mut Conn) -> Result<Vec<Version>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"version\", \"comment\", \"at\", user_id FROM ").table("sys_version").push(" ORDER BY \"version\" DESC");
    let rows = conn.fetch(&sql, &[Shape::Integer, Shape::Text, Shape::DateTime, Shape::Id]).await?;
    let read = |row: &Vec<Value>| Version {
        version: if let Value::Integer(version) = row[0] { version } else { 0 },
        comment: row[1].as_text().unwrap_or_default().to_owned(),
        at: if let Value::DateTime(at) = row[2] { Some(format_instant(at)) } else { None },
        by: row[3].as_id(),
        by_name: row[3].as_id().and_then(|user| cx.snapshot.people.name(user)).map(str::to_owned),
    };
    let shipped = Version { version: 0, comment: String::new(), at: None, by: None, by_name: None };
    Ok(rows.iter().map(read).chain(std::iter::once(shipped)).collect())
}

/// Publishes a new version that is equal to an older one.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version.
pub async fn rollback(cx: &Cx, conn: &mut Conn, version: i64) -> Result<Published> {
    conn.lock(PUBLISHING).await?;
    let overlay = overlay_of(conn, version).await?;
    let read = Catalog::with_overlay(&overlay);
    install_as(cx, conn, overlay, read, &format!("← {version}"), Step::Back).await
}

/// Publishes a dictionary at once: a new option is there when the next form opens. An option that was there before and is
/// not named any more is retired, never lost.
///
/// # Errors
/// [`Error::Precondition`] when it is not what was `seen`, [`Error::Invalid`] with everything that is wrong with it.
pub async fn put_picklist(cx: &Cx, conn: &mut Conn, name: &str, declaration: &JsonMap, seen: &Seen) -> Result<Published> {
    conn.lock(PUBLISHING).await?;
    let (_, published) = company::overlay(conn).await?;
    // As it is now, not when the request came in.
    let (now, _) = Catalog::with_overlay(&published);
    let before = now.picklist(name).and_then(|before| serde_json::to_value(before).ok());
    seen.require(before.as_ref().map(tag_of).as_deref())?;
    let mut declaration = declaration.clone();
    declaration.insert("name".into(), name.into());
    // It is replaced: what it does not say any more is gone.
    let left_out = before.as_ref().and_then(Json::as_object).into_iter().flatten().map(|(key, _)| key);
    for key in left_out {
        declaration.entry(key.clone()).or_insert(Json::Null);
    }
    let overlay = over_shipped(&published, &[(format!("picklists/{name}.json"), Json::Object(declaration))].into());
    let read = Catalog::with_overlay(&overlay);
    install(cx, conn, overlay, read, name).await
}
