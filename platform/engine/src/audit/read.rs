//! Reading the audit log, the newest first.

use chrono::{DateTime, Utc};
use trellis_model::{Json, Schema, Value, Violation, field::Shape, value::format_instant, violation::Code, wire::AuditEntry};
use trellis_storage::{Arg, Conn, records::Deleted};
use uuid::Uuid;

use super::{Entry, Event};
use crate::{Cx, Error, Result, records};

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Of this person.
    pub user: Option<Uuid>,
    /// Of this kind.
    pub event: Option<String>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
    /// Older than this entry: where the last page ended.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

pub(super) const COLUMNS: &str = "seq, \"at\", user_id, \"event\", \"target\", \"detail\", \"address\", \"previous\", \"hash\"";
pub(super) const SHAPES: [Shape; 9] =
    [Shape::Integer, Shape::DateTime, Shape::Id, Shape::Text, Shape::Text, Shape::Text, Shape::Text, Shape::Text, Shape::Text];

/// A row as an entry, with the two hashes.
pub(super) fn entry(row: &[Value]) -> Option<(Entry, &str, &str)> {
    let [Value::Integer(seq), Value::DateTime(at), user, event, target, detail, address, previous, hash] = row else { return None };
    let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    let entry = Entry {
        seq: *seq,
        at: *at,
        user: user.as_id(),
        event: text(event),
        target: target.as_text().map(str::to_owned),
        detail: text(detail),
        address: text(address),
    };
    Some((entry, previous.as_text().unwrap_or_default(), hash.as_text().unwrap_or_default()))
}

/// A page of entries and where the next one begins.
///
/// # Errors
/// [`Error::Forbidden`] without the right to view the audit log; [`Error::Invalid`] for an event that there is none of.
pub async fn page(cx: &Cx, conn: &mut Conn, query: &AuditQuery) -> Result<(Vec<AuditEntry>, Option<i64>)> {
    cx.require("audit", "view")?;
    if let Some(event) = query.event.as_ref().filter(|event| !Event::ALL.iter().any(|known| known.name() == **event)) {
        return Err(Error::invalid(Violation::new("event", Code::Option).with("value", event)));
    }
    let mut sql = conn.sql();
    sql.push("SELECT ").push(COLUMNS).push(" FROM ").table("sys_audit").push(" WHERE seq > 0");
    if let Some(before) = query.before {
        sql.push(" AND seq < ").arg(Arg::Integer(before));
    }
    if let Some(user) = query.user {
        sql.push(" AND user_id = ").arg(Arg::Id(user));
    }
    if let Some(event) = &query.event {
        sql.push(" AND \"event\" = ").arg(Arg::Text(event.clone()));
    }
    if let Some(from) = query.from {
        sql.push(" AND \"at\" >= ").arg(Arg::DateTime(from));
    }
    if let Some(to) = query.to {
        sql.push(" AND \"at\" < ").arg(Arg::DateTime(to));
    }
    sql.push(" ORDER BY seq DESC LIMIT ").arg(Arg::Integer(i64::from(query.limit) + 1));
    let rows = conn.fetch(&sql, &SHAPES).await?;
    let limit = query.limit as usize;
    let mut entries: Vec<Entry> = rows.iter().filter_map(|row| Some(entry(row)?.0)).collect();
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = if more { entries.last().map(|entry| entry.seq) } else { None };
    let mut items = Vec::with_capacity(entries.len());
    for entry in entries {
        let target_name = target_name(cx, conn, entry.target.as_deref()).await?;
        items.push(AuditEntry {
            seq: entry.seq,
            at: format_instant(entry.at),
            user_name: entry.user.and_then(|user| cx.snapshot.people.name(user)).map(str::to_owned),
            user: entry.user.map(|user| user.to_string()),
            event: entry.event,
            target: entry.target,
            target_name,
            detail: serde_json::from_str(&entry.detail).unwrap_or(Json::Null),
            address: entry.address,
        });
    }
    Ok((items, next))
}

/// What a target is called: a record's name only for who sees the record.
async fn target_name(cx: &Cx, conn: &mut Conn, target: Option<&str>) -> Result<Option<String>> {
    let Some((object, name)) = target.and_then(|target| target.split_once(':')) else { return Ok(None) };
    if object == "role" {
        return Ok(cx.snapshot.role(name).map(|role| role.label.get(cx.language).to_owned()));
    }
    let (Ok(id), Some(object)) = (Uuid::try_parse(name), cx.catalog().object(object)) else { return Ok(None) };
    if object.name == "user" {
        return Ok(cx.snapshot.people.name(id).map(str::to_owned));
    }
    for (scope, deleted) in [(cx.scope(object, "view"), Deleted::Live), (cx.bin(object), Deleted::Bin)] {
        if let Some(record) = records::in_scope(cx, conn, object, id, scope, deleted).await? {
            return Ok(record.get(object.name_field()).as_text().map(str::to_owned));
        }
    }
    Ok(None)
}
