//! Whether the audit log is as it was written.

use trellis_model::wire::AuditCheck;
use trellis_storage::{Arg, Conn};

use super::read::{COLUMNS, SHAPES, entry};
use crate::{Cx, Result};

/// Entries of one step.
const STEP: i64 = 1000;

/// Walks the chain from the first entry: each must carry the number after the one before, its hash, and the hash of its own
/// content. Entries cut off at the very end leave no trace in the log itself; keep an export to compare with.
///
/// # Errors
/// [`Error::Forbidden`](crate::Error::Forbidden) without the right to view the audit log.
pub async fn verify(cx: &Cx, conn: &mut Conn) -> Result<AuditCheck> {
    cx.require("audit", "view")?;
    let (mut last, mut hash, mut entries) = (0, String::new(), 0);
    loop {
        let mut sql = conn.sql();
        sql.push("SELECT ").push(COLUMNS).push(" FROM ").table("sys_audit").push(" WHERE seq > ").arg(Arg::Integer(last));
        sql.push(" ORDER BY seq LIMIT ").arg(Arg::Integer(STEP));
        let rows = conn.fetch(&sql, &SHAPES).await?;
        for row in &rows {
            let Some((entry, previous, own)) = entry(row) else {
                return Ok(AuditCheck { ok: false, entries, broken_at: Some(last + 1) });
            };
            if entry.seq != last + 1 || previous != hash || own != entry.hash(&hash) {
                return Ok(AuditCheck { ok: false, entries, broken_at: Some(last + 1) });
            }
            (last, hash, entries) = (entry.seq, own.to_owned(), entries + 1);
        }
        if rows.is_empty() {
            return Ok(AuditCheck { ok: true, entries, broken_at: None });
        }
    }
}
