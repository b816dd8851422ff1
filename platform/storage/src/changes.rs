//! The change log: what happened to every record, written in the transaction that did it. History, the recycle bin and the
//! freshness of dashboards read it; nothing else records what happened.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use trellis_model::{Json, JsonMap, Value, field::Shape};
use uuid::Uuid;

use crate::{Arg, Conn, Dialect, Result, Sql};

/// What happened to a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its number in the company.
    pub seq: i64,
    /// The object.
    pub object: String,
    /// The record.
    pub record: Uuid,
    /// `create`, `update`, `delete`, `restore` or `team`.
    pub op: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody for the system.
    pub user: Option<Uuid>,
    /// The business action that did it, if one did.
    pub action: Option<String>,
    /// The changed values before.
    pub before: JsonMap,
    /// The changed values after.
    pub after: JsonMap,
}

/// Where a reader of the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    seq: i64,
    /// PostgreSQL: every transaction below this one was finished. Zero on SQLite, where numbers are given in order.
    horizon: i64,
}

const COLUMNS: &[&str] = &["object", "record", "op", "at", "user_id", "action", "before", "after"];

/// Appends changes.
///
/// # Errors
/// When the database fails.
pub async fn append(conn: &mut Conn, changes: &[Change]) -> Result<()> {
    conn.insert_many("sys_change", COLUMNS, changes.iter().map(row).collect()).await
}

/// Appends one change, together with the row that it is about.
pub(crate) async fn insert(conn: &mut Conn, change: &Change) -> Result<()> {
    conn.insert("sys_change", COLUMNS.iter().copied(), row(change)).await
}

/// The statement that appends one change.
pub(crate) fn statement(mut sql: Sql, change: &Change) -> Sql {
    sql.insert_into("sys_change", COLUMNS.iter().copied()).push("(").args(row(change)).push(")");
    sql
}

fn row(change: &Change) -> Vec<Arg> {
    let text = |map: &JsonMap| Arg::Text(serde_json::to_string(map).unwrap_or_default());
    vec![
        Arg::Text(change.object.clone()),
        Arg::Id(change.record),
        Arg::Text(change.op.clone()),
        Arg::DateTime(change.at),
        change.user.map_or(Arg::Null(Shape::Id), Arg::Id),
        change.action.clone().map_or(Arg::Null(Shape::Text), Arg::Text),
        text(&change.before),
        text(&change.after),
    ]
}

/// The changes of one record, the newest first, older than `before`.
///
/// # Errors
/// When the database fails.
pub async fn of_record(conn: &mut Conn, object: &str, record: Uuid, before: Option<i64>, limit: u32) -> Result<Vec<Change>> {
    let mut sql = conn.sql();
    sql.push("SELECT seq, \"object\", \"record\", \"op\", \"at\", \"user_id\", \"action\", \"before\", \"after\" FROM ")
        .table("sys_change");
    sql.push(" WHERE \"record\" = ").arg(Arg::Id(record)).push(" AND \"object\" = ").arg(Arg::Text(object.to_owned()));
    if let Some(before) = before {
        sql.push(" AND seq < ").arg(Arg::Integer(before));
    }
    sql.push(" ORDER BY seq DESC LIMIT ").arg(Arg::Integer(limit.into()));
    let shapes = [Shape::Integer, Shape::Text, Shape::Id, Shape::Text, Shape::DateTime, Shape::Id, Shape::Text, Shape::Text, Shape::Text];
    Ok(conn.fetch(&sql, &shapes).await?.into_iter().map(change).collect())
}

fn change(row: Vec<Value>) -> Change {
    let text = |at: usize| row[at].as_text().unwrap_or_default().to_owned();
    let map = |at: usize| match serde_json::from_str(row[at].as_text().unwrap_or("{}")) {
        Ok(Json::Object(map)) => map,
        _ => JsonMap::new(),
    };
    Change {
        seq: if let Value::Integer(seq) = row[0] { seq } else { 0 },
        object: text(1),
        record: row[2].as_id().unwrap_or_default(),
        op: text(3),
        at: if let Value::DateTime(at) = row[4] { at } else { DateTime::default() },
        user: row[5].as_id(),
        action: row[6].as_text().map(str::to_owned),
        before: map(7),
        after: map(8),
    }
}

/// Where the log ends now.
///
/// # Errors
/// When the database fails.
pub async fn mark(conn: &mut Conn) -> Result<Mark> {
    let mut sql = conn.sql();
    match conn.dialect() {
        Dialect::Sqlite => sql.push("SELECT coalesce(max(seq), 0), 0 FROM ").table("sys_change"),
        Dialect::Postgres => {
            sql.push("SELECT coalesce(max(seq), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM ").table("sys_change")
        }
    };
    let row = conn.fetch_one(&sql, &[Shape::Integer, Shape::Integer]).await?.unwrap_or_default();
    Ok(match row.as_slice() {
        [Value::Integer(seq), Value::Integer(horizon)] => Mark { seq: *seq, horizon: *horizon },
        _ => Mark::default(),
    })
}

/// The records of an object that changed since `mark`, at most `most` of them. Some may be named that did not: on
/// PostgreSQL a transaction that was open at the mark may have finished before or after it.
///
/// # Errors
/// When the database fails.
pub async fn records_since(conn: &mut Conn, object: &str, mark: Mark, most: u32) -> Result<Vec<Uuid>> {
    let mut sql = conn.sql();
    sql.push("SELECT DISTINCT \"record\" FROM ").table("sys_change").push(" WHERE \"object\" = ").arg(Arg::Text(object.to_owned()));
    since(&mut sql, mark);
    sql.push(" LIMIT ").arg(Arg::Integer(most.into()));
    Ok(conn.fetch(&sql, &[Shape::Id]).await?.iter().filter_map(|row| row[0].as_id()).collect())
}

/// Whether a record of any of these objects may have changed since `mark`.
///
/// # Errors
/// When the database fails.
pub async fn any_since(conn: &mut Conn, objects: &[&str], mark: Mark) -> Result<bool> {
    let mut sql = conn.sql();
    sql.push("SELECT \"record\" FROM ").table("sys_change").push(" WHERE \"object\" IN (");
    sql.args(objects.iter().map(|object| Arg::Text((*object).to_owned()))).push(")");
    since(&mut sql, mark);
    sql.push(" LIMIT 1");
    Ok(conn.fetch_one(&sql, &[Shape::Id]).await?.is_some())
}

fn since(sql: &mut Sql, mark: Mark) {
    match sql.dialect {
        Dialect::Sqlite => sql.push(" AND seq > ").arg(Arg::Integer(mark.seq)),
        Dialect::Postgres => {
            sql.push(" AND (seq > ").arg(Arg::Integer(mark.seq)).push(" OR tx >= ");
            sql.arg(Arg::Text(mark.horizon.to_string())).push("::xid8)")
        }
    };
}

/// That a record changed: what whoever follows the log is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The change's number.
    pub seq: i64,
    /// The object.
    pub object: String,
    /// The record.
    pub record: Uuid,
    /// As in [`Change::op`].
    pub op: String,
    /// The ids of the fields that have another value.
    pub fields: Vec<String>,
}

/// Follows the log as it grows: every change once, soon after its transaction is committed. On PostgreSQL numbers are given
/// before that, so that a smaller one may turn up after a larger.
#[derive(Debug, Clone)]
pub struct Tail {
    /// Nothing with a number up to this one will turn up any more.
    floor: i64,
    /// Beyond the floor, the numbers that were given already.
    given: BTreeSet<i64>,
    /// Where the log ended when the next transaction was to get this number: later ones write behind that.
    ends: VecDeque<(i64, i64)>,
}

/// Ends that are remembered: more than there are polls within the longest transaction.
const MOST_ENDS: usize = 256;

impl Tail {
    /// From where the log ends now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn at_end(conn: &mut Conn) -> Result<Self> {
        let [end, _, next] = end(conn).await?;
        Ok(Self { floor: end, given: BTreeSet::new(), ends: VecDeque::from([(next, end)]) })
    }

    /// From behind the change with this number.
    pub fn behind(seq: i64) -> Self {
        Self { floor: seq, given: BTreeSet::new(), ends: VecDeque::new() }
    }

    /// From where a later reader goes on without missing anything; some changes it will see again.
    pub fn mark(&self) -> i64 {
        self.floor
    }

    /// What was committed since the last time, at most `most` changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, conn: &mut Conn, most: u32) -> Result<Vec<Happened>> {
        let [end, unfinished, next] = end(conn).await?;
        let mut sql = conn.sql();
        sql.push("SELECT seq, \"object\", \"record\", \"op\", \"after\" FROM ").table("sys_change").push(" WHERE seq > ");
        sql.arg(Arg::Integer(self.floor)).push(" ORDER BY seq LIMIT ");
        sql.arg(Arg::Integer(i64::from(most) + i64::try_from(self.given.len()).unwrap_or_default()));
        let rows = conn.fetch(&sql, &[Shape::Integer, Shape::Text, Shape::Id, Shape::Text, Shape::Text]).await?;
        let happened = |row: &Vec<Value>| {
            let Value::Integer(seq) = row[0] else { return None };
            let text = |at: usize| row[at].as_text().unwrap_or_default().to_owned();
            // The names alone: what the values are is told nobody.
            let after: BTreeMap<String, serde::de::IgnoredAny> = serde_json::from_str(row[4].as_text().unwrap_or("{}")).unwrap_or_default();
            Some(Happened { seq, object: text(1), record: row[2].as_id()?, op: text(3), fields: after.into_keys().collect() })
        };
        let rows: Vec<Happened> = rows.iter().filter_map(happened).collect();
        let complete = rows.len() < most as usize + self.given.len();
        let last = rows.last().map_or(self.floor, |row| row.seq);
        let new: Vec<Happened> = rows.into_iter().filter(|row| self.given.insert(row.seq)).collect();
        self.ends.push_back((next, end));
        // Whatever is unfinished began after one of these moments, and writes behind the end of then.
        while self.ends.len() > 1 && (self.ends[1].0 <= unfinished || self.ends.len() > MOST_ENDS) {
            self.ends.pop_front();
        }
        let safe = self.ends.front().filter(|(next, _)| *next <= unfinished).map_or(self.floor, |(_, end)| *end);
        self.floor = self.floor.max(if complete { safe } else { safe.min(last) });
        self.given = self.given.split_off(&(self.floor + 1));
        Ok(new)
    }
}

/// The largest number that can be seen; below which transaction all are finished; the number of the next transaction.
async fn end(conn: &mut Conn) -> Result<[i64; 3]> {
    let mut sql = conn.sql();
    sql.push("SELECT coalesce(max(seq), 0)");
    sql.push(match conn.dialect() {
        Dialect::Sqlite => ", 0, 0",
        Dialect::Postgres => {
            ", pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        }
    });
    sql.push(" FROM ").table("sys_change");
    let row = conn.fetch_one(&sql, &[Shape::Integer; 3]).await?.unwrap_or_default();
    Ok(match row.as_slice() {
        [Value::Integer(end), Value::Integer(unfinished), Value::Integer(next)] => [*end, *unfinished, *next],
        _ => [0; 3],
    })
}
