//! Codes of six digits that prove an address.
//!
//! A code is stored as its HMAC under the installation's secret, lives for ten minutes, stands five wrong tries and is used
//! once, in the transaction of what it is used for. Whether one is sent is decided in one transaction too.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use trellis_engine::Error;
use trellis_model::{Language, Value, field::Shape, wire::Purpose};
use trellis_notify::Message;
use trellis_storage::{Arg, Conn};

use crate::{IdentityError, Installation, Login, Result, secret, throttle};

/// How long a code lives.
const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long to wait for the next one, in seconds.
pub const AGAIN_AFTER: u64 = 60;
/// Wrong tries that burn a code.
const TRIES: i64 = 5;
/// Codes to an address in a day, and for a client in an hour.
const TO_ADDRESS: i64 = 10;
const FOR_CLIENT: i64 = 30;

impl Installation {
    /// Sends a code to an address, in the background. A code for a new password goes to an account's stored address only;
    /// without an account nothing is sent, and nobody can tell.
    ///
    /// # Errors
    /// [`IdentityError::CodeWait`] within a minute of the last one, [`IdentityError::TooManyCodes`] beyond the day's.
    pub async fn request_code(&self, login: &Login, purpose: Purpose, client: &str, language: Language) -> Result<()> {
        let code = six_digits()?;
        let now = self.clock.now();
        let asked = Asked {
            purpose: purpose.as_str(),
            address: login.as_str().to_owned(),
            seal: secret::hex(&self.pepper.seal(&[purpose.as_str(), login.as_str(), &code])),
            buckets: [self.sealed(&["code-address", login.as_str()]), self.sealed(&["codes-client", client])],
            now,
        };
        let stored = self.control.write(move |conn| {
            let asked = asked.clone();
            Box::pin(async move { store(conn, &asked).await })
        });
        let stored = stored.await?;
        let to = if purpose == Purpose::Reset { stored } else { Some(login.clone()) };
        if let Some(to) = to {
            let values = json!({ "code": code, "purpose": purpose.as_str(), "minutes": LIFE.num_minutes() });
            self.notifier.dispatch(Message { to: to.address(), template: "code", language, values });
        }
        Ok(())
    }

    /// What a code is checked against.
    pub(crate) fn proof(&self, login: &Login, purpose: Purpose, code: &str) -> Proof {
        let code = code.trim();
        let seal = secret::hex(&self.pepper.seal(&[purpose.as_str(), login.as_str(), code]));
        Proof { purpose: purpose.as_str(), address: login.as_str().to_owned(), seal, now: self.clock.now() }
    }
}

/// A request for a code.
#[derive(Clone)]
struct Asked {
    purpose: &'static str,
    address: String,
    seal: String,
    /// Where codes to the address and for the client are counted.
    buckets: [String; 2],
    now: DateTime<Utc>,
}

/// A code that somebody brings.
#[derive(Clone)]
pub struct Proof {
    purpose: &'static str,
    address: String,
    seal: String,
    now: DateTime<Utc>,
}

/// Stores a fresh code in place of the one before; gives the login that an account has with this address.
async fn store(conn: &mut Conn, asked: &Asked) -> Result<Option<Login>> {
    lock(conn, &asked.address).await?;
    let mut sql = conn.sql();
    sql.push("SELECT sent_at FROM ").table("code").push(" WHERE purpose = ").arg(Arg::Text(asked.purpose.into()));
    sql.push(" AND address = ").arg(Arg::Text(asked.address.clone()));
    if let Some([Value::DateTime(sent)]) = conn.fetch_one(&sql, &[Shape::DateTime]).await?.as_deref() {
        let again = *sent + TimeDelta::seconds(AGAIN_AFTER.cast_signed());
        if again > asked.now {
            return Err(IdentityError::CodeWait(throttle::seconds(again - asked.now)));
        }
    }
    throttle::count(conn, &asked.buckets[0], TO_ADDRESS, TimeDelta::days(1), asked.now).await?;
    throttle::count(conn, &asked.buckets[1], FOR_CLIENT, TimeDelta::hours(1), asked.now).await?;
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("code").push(" (purpose, address, seal, tries, sent_at) VALUES (");
    sql.args([
        Arg::Text(asked.purpose.into()),
        Arg::Text(asked.address.clone()),
        Arg::Text(asked.seal.clone()),
        Arg::Integer(0),
        Arg::DateTime(asked.now),
    ]);
    sql.push(") ON CONFLICT (purpose, address) DO UPDATE SET seal = excluded.seal, tries = 0, sent_at = excluded.sent_at");
    conn.execute(&sql).await?;
    sweep(conn, asked.now).await?;
    let mut sql = conn.sql();
    sql.push("SELECT login FROM ").table("login").push(" WHERE login = ").arg(Arg::Text(asked.address.clone()));
    let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
    Ok(row.and_then(|row| Login::parse(row[0].as_text()?)))
}

async fn sweep(conn: &mut Conn, now: DateTime<Utc>) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("code").push(" WHERE sent_at < ").arg(Arg::DateTime(now - LIFE));
    conn.execute(&sql).await?;
    throttle::sweep(conn, now).await
}

impl Proof {
    /// Whether the code is right. A wrong one counts against it: the caller must commit whatever this says.
    pub(crate) async fn is_right(&self, conn: &mut Conn) -> Result<bool> {
        lock(conn, &self.address).await?;
        let mut sql = conn.sql();
        sql.push("SELECT seal FROM ").table("code");
        self.whose(&mut sql);
        sql.push(" AND tries < ").arg(Arg::Integer(TRIES)).push(" AND sent_at > ").arg(Arg::DateTime(self.now - LIFE));
        let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
        let Some(stored) = row.as_ref().and_then(|row| row[0].as_text()) else { return Ok(false) };
        // Both are HMACs under a key that nobody has: their comparison tells nothing about the code.
        if stored == self.seal {
            return Ok(true);
        }
        self.count_wrong(conn).await?;
        Ok(false)
    }

    /// Uses the code up.
    pub(crate) async fn consume(&self, conn: &mut Conn) -> Result<()> {
        let mut sql = conn.sql();
        sql.push("DELETE FROM ").table("code");
        self.whose(&mut sql);
        conn.execute(&sql).await?;
        Ok(())
    }

    /// Counts a wrong try.
    pub(crate) async fn count_wrong(&self, conn: &mut Conn) -> Result<()> {
        let mut sql = conn.sql();
        sql.push("UPDATE ").table("code").push(" SET tries = tries + 1");
        self.whose(&mut sql);
        conn.execute(&sql).await?;
        Ok(())
    }

    fn whose(&self, sql: &mut trellis_storage::Sql) {
        sql.push(" WHERE purpose = ").arg(Arg::Text(self.purpose.into())).push(" AND address = ").arg(Arg::Text(self.address.clone()));
    }
}

/// One at a time for an address.
async fn lock(conn: &mut Conn, address: &str) -> Result<()> {
    Ok(conn.lock(&format!("code:{address}")).await?)
}

/// Six digits, each as likely as any.
fn six_digits() -> Result<String> {
    // The largest multiple of a million in 32 bits: what is above would favour some codes.
    const FAIR: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let mut bytes = [0_u8; 4];
        getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
        let number = u32::from_le_bytes(bytes);
        if number < FAIR {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::six_digits;

    #[test]
    fn t41_codes_are_spread_evenly() {
        let mut leading = [0_u32; 10];
        for _ in 0..10_000 {
            let code = six_digits().unwrap();
            assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            leading[usize::from(code.as_bytes()[0] - b'0')] += 1;
        }
        assert!(leading.iter().all(|count| (800..1200).contains(count)), "{leading:?}");
    }
}
