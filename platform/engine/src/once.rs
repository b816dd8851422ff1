//! `Idempotency-Key`: the same key and request within a day gives the first reply again, written in the transaction of the
//! effect itself.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use trellis_model::{Value, field::Shape};
use trellis_storage::{Arg, Conn};

use crate::{Cx, Error, Reason, Result};

/// How long a key is remembered, in hours.
const REMEMBERED_HOURS: i64 = 24;

/// A reply as it went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The `ETag`, if it had one.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
}

/// A key with the digest of the request it came with.
#[derive(Debug, Clone)]
pub struct Key {
    /// The client's key.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub digest: String,
}

impl Key {
    /// The key of a request.
    pub fn new(key: &str, method: &str, path: &str, body: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        for part in [method.as_bytes(), b" ", path.as_bytes(), b"\n", body] {
            hasher.update(part);
        }
        let digest = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { key: key.to_owned(), digest }
    }
}

/// The first reply to this key, when there was one.
///
/// # Errors
/// [`Error::Conflict`] when the key came with another request.
pub async fn replay(cx: &Cx, conn: &mut Conn, key: &Key) -> Result<Option<Reply>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"hash\", \"status\", \"headers\", \"body\" FROM ").table("sys_idempotency");
    sql.push(" WHERE user_id = ").arg(Arg::Id(cx.user)).push(" AND \"key\" = ").arg(Arg::Text(key.key.clone()));
    sql.push(" AND \"at\" > ").arg(Arg::DateTime(cx.now - TimeDelta::hours(REMEMBERED_HOURS)));
    let row = conn.fetch_one(&sql, &[Shape::Text, Shape::Integer, Shape::Text, Shape::Text]).await?;
    let Some([Value::Text(digest), Value::Integer(status), etag, Value::Text(body)]) = row.as_deref() else { return Ok(None) };
    if *digest != key.digest {
        return Err(Error::Conflict(Reason::IdempotencyKey));
    }
    let status = u16::try_from(*status).unwrap_or(200);
    Ok(Some(Reply { status, etag: etag.as_text().map(str::to_owned), body: body.clone() }))
}

/// Remembers the reply to a key, in the transaction of its effect.
///
/// # Errors
/// [`Error::Retry`] when the same request is being answered at this very moment.
pub async fn remember(cx: &Cx, conn: &mut Conn, key: &Key, reply: &Reply) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_idempotency").push(" WHERE user_id = ").arg(Arg::Id(cx.user));
    sql.push(" AND \"at\" <= ").arg(Arg::DateTime(cx.now - TimeDelta::hours(REMEMBERED_HOURS)));
    conn.execute(&sql).await?;
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_idempotency");
    sql.push(" (user_id, \"key\", \"hash\", \"status\", \"headers\", \"body\", \"at\") VALUES (");
    sql.args([
        Arg::Id(cx.user),
        Arg::Text(key.key.clone()),
        Arg::Text(key.digest.clone()),
        Arg::Integer(reply.status.into()),
        reply.etag.clone().map_or(Arg::Null(Shape::Text), Arg::Text),
        Arg::Text(reply.body.clone()),
        Arg::DateTime(cx.now),
    ]);
    sql.push(")");
    match conn.execute(&sql).await {
        Ok(_) => Ok(()),
        // Two of the same at once: the second waits for the first and then finds its reply.
        Err(trellis_storage::StorageError::Unique { .. }) => Err(Error::Retry),
        Err(error) => Err(error.into()),
    }
}
