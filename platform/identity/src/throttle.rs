//! Patience: how often something may be tried. Counted in the control store, so that neither a restart nor another node
//! gives fresh tries. What is counted is named by account, address of the client or code; nothing else in a request
//! reaches the name.

use chrono::{DateTime, TimeDelta, Utc};
use trellis_model::{Value, field::Shape};
use trellis_storage::{Arg, Conn};

use crate::{IdentityError, Installation, Login, Result};

/// Wrong tries that cost nothing: for an account, and for a client's address, which an office may share.
const FREE_FOR_ACCOUNT: i64 = 5;
const FREE_FOR_CLIENT: i64 = 30;
/// The first wait in seconds; each further wrong try doubles it, up to the longest.
const FIRST_WAIT: i64 = 30;
const LONGEST_WAIT: i64 = 15 * 60;
/// Wrong tries are forgotten after so long without one.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(15);
/// Tries on one account wait for each other, so that many at once are not all "the first". Accounts share this many turns.
pub const TURNS: usize = 64;

/// Something of which wrong tries are counted.
pub struct Bucket {
    key: String,
    free: i64,
}

impl Installation {
    /// The account that signs in with these, unless too many wrong tries went before.
    ///
    /// # Errors
    /// [`IdentityError::WrongPassword`], [`IdentityError::TooManyTries`]; in the same words and time whether or not the
    /// account exists.
    pub async fn sign_in(&self, account: &str, password: &str, client: &str) -> Result<uuid::Uuid> {
        let name = Login::parse(account).map_or_else(|| account.trim().to_lowercase(), |login| login.as_str().to_owned());
        self.patiently(&self.sign_in_buckets(&name, client), self.authenticate(account, password)).await
    }

    /// Where wrong passwords for this name are counted.
    pub(crate) fn sign_in_buckets(&self, name: &str, client: &str) -> [Bucket; 2] {
        [self.bucket("login", name, FREE_FOR_ACCOUNT), self.bucket("login-client", client, FREE_FOR_CLIENT)]
    }

    /// Where wrong codes from this client are counted; those for one code are counted with the code.
    pub(crate) fn code_buckets(&self, client: &str) -> [Bucket; 1] {
        [self.bucket("code-client", client, FREE_FOR_CLIENT)]
    }

    /// A name is kept as its seal: what people typed wrong is nobody's to read.
    fn bucket(&self, what: &str, name: &str, free: i64) -> Bucket {
        Bucket { key: self.sealed(&[what, name]), free }
    }

    /// Does the work unless it must wait; counts it when it says that a password or code was wrong.
    pub(crate) async fn patiently<T>(&self, buckets: &[Bucket], work: impl Future<Output = Result<T>>) -> Result<T> {
        let Some(first) = buckets.first() else { return work.await };
        let turn = usize::from_str_radix(&first.key[..4], 16).unwrap_or_default() % TURNS;
        let _turn = self.turns[turn].lock().await;
        let spent = self.require_patience(buckets).await?;
        match work.await {
            Err(wrong @ (IdentityError::WrongPassword | IdentityError::WrongCode)) => {
                self.note_wrong(buckets).await?;
                Err(wrong)
            }
            Ok(done) => {
                // Who knows the password may mistype it again; the client's address is not forgiven by one account.
                if spent && buckets.len() > 1 {
                    self.forgive(first).await?;
                }
                Ok(done)
            }
            other => other,
        }
    }

    /// Refuses while a wait lasts; says whether the first bucket holds anything.
    async fn require_patience(&self, buckets: &[Bucket]) -> Result<bool> {
        let now = self.clock.now();
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT bucket, until FROM ").table("throttle").push(" WHERE bucket IN ");
        sql.set(Arg::Texts(buckets.iter().map(|bucket| bucket.key.clone()).collect()));
        let rows = conn.fetch(&sql, &[Shape::Text, Shape::DateTime]).await?;
        let until = rows.iter().filter_map(|row| instant(&row[1])).max().filter(|until| *until > now);
        if let Some(until) = until {
            return Err(IdentityError::TooManyTries(seconds(until - now)));
        }
        Ok(rows.iter().any(|row| row[0].as_text() == buckets.first().map(|bucket| bucket.key.as_str())))
    }

    async fn note_wrong(&self, buckets: &[Bucket]) -> Result<()> {
        let now = self.clock.now();
        // Always in the same order, so that two never wait for each other.
        let mut keys: Vec<(String, i64)> = buckets.iter().map(|bucket| (bucket.key.clone(), bucket.free)).collect();
        keys.sort();
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let keys = keys.clone();
                Box::pin(async move {
                    for (key, free) in keys {
                        wrong(conn, &key, free, now).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn forgive(&self, bucket: &Bucket) -> Result<()> {
        let key = bucket.key.clone();
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let key = key.clone();
                Box::pin(async move { forget(conn, &key).await })
            })
            .await
    }

    /// Forgives an account its wrong tries, in the caller's transaction.
    pub(crate) fn sign_in_key(&self, login: &Login) -> String {
        self.bucket("login", login.as_str(), FREE_FOR_ACCOUNT).key
    }
}

/// Forgets what was counted.
pub async fn forget(conn: &mut Conn, key: &str) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("throttle").push(" WHERE bucket = ").arg(Arg::Text(key.to_owned()));
    conn.execute(&sql).await?;
    Ok(())
}

/// Counts a wrong try; beyond the free ones it sets a wait that doubles with each.
async fn wrong(conn: &mut Conn, key: &str, free: i64, now: DateTime<Utc>) -> Result<()> {
    let old = now - FORGOTTEN_AFTER;
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("throttle").push(" AS t (bucket, hits, since) VALUES (");
    sql.args([Arg::Text(key.to_owned()), Arg::Integer(1), Arg::DateTime(now)]);
    sql.push(") ON CONFLICT (bucket) DO UPDATE SET hits = CASE WHEN COALESCE(t.until, t.since) <= ").arg(Arg::DateTime(old));
    sql.push(" THEN 1 ELSE t.hits + 1 END, since = excluded.since, until = NULL RETURNING hits");
    let hits = conn.fetch_changed(&sql, &[Shape::Integer]).await?.first().map_or(1, |row| integer(&row[0]));
    if hits >= free {
        let doubled = u32::try_from(hits - free).unwrap_or(u32::MAX).min(10);
        let wait = (FIRST_WAIT << doubled).min(LONGEST_WAIT);
        let mut sql = conn.sql();
        sql.push("UPDATE ").table("throttle").push(" SET until = ").arg(Arg::DateTime(now + TimeDelta::seconds(wait)));
        sql.push(" WHERE bucket = ").arg(Arg::Text(key.to_owned()));
        conn.execute(&sql).await?;
    }
    // One in 256 names clears what nobody remembers, so that the table stays small.
    if key.starts_with("00") { sweep(conn, now).await } else { Ok(()) }
}

/// Counts something that may happen so often in a period.
///
/// # Errors
/// [`IdentityError::TooManyCodes`] beyond that; then the whole transaction is undone.
pub async fn count(conn: &mut Conn, key: &str, limit: i64, period: TimeDelta, now: DateTime<Utc>) -> Result<()> {
    let begun = now - period;
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("throttle").push(" AS t (bucket, hits, since) VALUES (");
    sql.args([Arg::Text(key.to_owned()), Arg::Integer(1), Arg::DateTime(now)]);
    sql.push(") ON CONFLICT (bucket) DO UPDATE SET hits = CASE WHEN t.since <= ").arg(Arg::DateTime(begun));
    sql.push(" THEN 1 ELSE t.hits + 1 END, since = CASE WHEN t.since <= ").arg(Arg::DateTime(begun));
    sql.push(" THEN excluded.since ELSE t.since END RETURNING hits, since");
    let rows = conn.fetch_changed(&sql, &[Shape::Integer, Shape::DateTime]).await?;
    let Some([hits, since]) = rows.first().and_then(|row| <&[Value; 2]>::try_from(row.as_slice()).ok()) else { return Ok(()) };
    if integer(hits) <= limit {
        return Ok(());
    }
    Err(IdentityError::TooManyCodes(seconds(instant(since).unwrap_or(now) + period - now)))
}

/// Deletes what has no meaning any more.
pub async fn sweep(conn: &mut Conn, now: DateTime<Utc>) -> Result<()> {
    let old = Arg::DateTime(now - TimeDelta::days(1));
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("throttle").push(" WHERE since < ").arg(old);
    conn.execute(&sql).await?;
    Ok(())
}

fn instant(value: &Value) -> Option<DateTime<Utc>> {
    if let Value::DateTime(at) = value { Some(*at) } else { None }
}

fn integer(value: &Value) -> i64 {
    if let Value::Integer(number) = value { *number } else { 0 }
}

/// Whole seconds, never too few.
pub fn seconds(wait: TimeDelta) -> u64 {
    u64::try_from((wait.num_milliseconds() + 999) / 1000).unwrap_or_default().max(1)
}
