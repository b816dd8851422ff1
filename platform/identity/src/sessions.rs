//! Sessions: a secret in a cookie, bound to an account and, once chosen, to one company.

use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use trellis_engine::Error;
use trellis_model::{
    Value,
    field::Shape,
    value::format_instant,
    wire::{CompanyState, SessionInfo},
};
use trellis_storage::{Arg, Conn, Sql};
use uuid::Uuid;

use crate::{IdentityError, Installation, Result, secret};

/// A session ends after so long without a request, and in any case after so long.
const IDLE_HOURS: i64 = 12;
const LONGEST_DAYS: i64 = 7;
/// How often a session's last request is noted.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);
/// How long the owner of a secret is remembered. Ending a session is in force everywhere after this time.
const REMEMBERED: Duration = Duration::from_secs(1);

/// Who a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account.
    pub account: Uuid,
    /// The company that is chosen.
    pub company: Option<Uuid>,
    /// The person there.
    pub user: Option<Uuid>,
    /// How it came in.
    pub via: Via,
}

/// How a request came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A browser's session, by its digest.
    Session(String),
    /// A personal access token.
    Token {
        /// It may only read.
        read_only: bool,
    },
}

/// Where a session is begun from, as its owner reads it later.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// What the browser says that it is.
    pub agent: String,
    /// The client's network address.
    pub address: String,
}

impl Installation {
    /// Begins a session; gives the secret for the cookie.
    ///
    /// # Errors
    /// [`IdentityError::NotActivated`] when the person has no role in the chosen company, [`IdentityError::Disabled`].
    pub async fn begin_session(&self, account: Uuid, company: Option<(Uuid, Uuid)>, device: &Device) -> Result<String> {
        if let Some((company, user)) = company {
            self.require_active(company, user).await?;
        }
        let secret = secret::fresh()?;
        let row = [
            Arg::Text(secret::digest(&secret)),
            Arg::Id(account),
            company.map_or(Arg::Null(Shape::Id), |(company, _)| Arg::Id(company)),
            company.map_or(Arg::Null(Shape::Id), |(_, user)| Arg::Id(user)),
            Arg::DateTime(self.clock.now()),
            Arg::DateTime(self.clock.now()),
            Arg::Text(device.agent.chars().take(200).collect()),
            Arg::Id(Uuid::now_v7()),
            Arg::Text(device.address.clone()),
        ];
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let row = row.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("INSERT INTO ")
                        .table("session")
                        .push(" (digest, account, company, user_id, created_at, seen_at, agent, id, address) VALUES (");
                    sql.args(row).push(")");
                    conn.execute(&sql).await?;
                    Ok(())
                })
            })
            .await?;
        if let Some((company, user)) = company {
            self.note_sign_in(company, user, &device.agent, &device.address).await?;
        }
        Ok(secret)
    }

    /// The person behind a company membership must be active there.
    async fn require_active(&self, company: Uuid, user: Uuid) -> Result<()> {
        match self.state_of(company, user).await? {
            CompanyState::Active => Ok(()),
            CompanyState::Inactive => Err(IdentityError::NotActivated),
            CompanyState::Disabled => Err(IdentityError::Disabled),
        }
    }

    /// Who the session with this secret is.
    ///
    /// # Errors
    /// [`IdentityError::NotSignedIn`] when there is none, or it has ended.
    pub async fn session(&self, secret: &str) -> Result<Principal> {
        let digest = secret::digest(secret);
        if let Some(principal) = self.remembered(&digest) {
            return Ok(principal);
        }
        let now = self.clock.now();
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT account, company, user_id, seen_at FROM ").table("session");
        sql.push(" WHERE digest = ").arg(Arg::Text(digest.clone()));
        self.live(&mut sql);
        let row = conn.fetch_one(&sql, &[Shape::Id, Shape::Id, Shape::Id, Shape::DateTime]).await?;
        let Some([Value::Id(account), company, user, Value::DateTime(seen)]) = row.as_deref() else {
            return Err(IdentityError::NotSignedIn);
        };
        let principal = Principal { account: *account, company: company.as_id(), user: user.as_id(), via: Via::Session(digest.clone()) };
        drop(conn);
        if now - *seen > NOTED_EVERY {
            self.note_seen(digest.clone()).await?;
        }
        self.remember(digest, principal.clone());
        Ok(principal)
    }

    /// Whether a session goes on, asked without using it: a page that is only left open does not keep its session alive.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_live(&self, secret: &str) -> Result<bool> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT account FROM ").table("session").push(" WHERE digest = ").arg(Arg::Text(secret::digest(secret)));
        self.live(&mut sql);
        Ok(conn.fetch_one(&sql, &[Shape::Id]).await?.is_some())
    }

    async fn note_seen(&self, digest: String) -> Result<()> {
        let now = self.clock.now();
        self.control
            .write(move |conn| {
                let digest = digest.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("UPDATE ").table("session").push(" SET seen_at = ").arg(Arg::DateTime(now));
                    sql.push(" WHERE digest = ").arg(Arg::Text(digest));
                    conn.execute(&sql).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, digest: &str) -> Result<()> {
        let digest = digest.to_owned();
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let digest = digest.clone();
                Box::pin(async move { end(conn, &digest).await })
            })
            .await?;
        self.forget_principals();
        Ok(())
    }

    /// The live sessions of an account, the last used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(&self, account: Uuid, current: &str) -> Result<Vec<SessionInfo>> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT id, agent, address, created_at, seen_at, digest FROM ").table("session");
        sql.push(" WHERE account = ").arg(Arg::Id(account));
        self.live(&mut sql);
        sql.push(" ORDER BY seen_at DESC, id DESC");
        let shapes = [Shape::Id, Shape::Text, Shape::Text, Shape::DateTime, Shape::DateTime, Shape::Text];
        let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
        let instant = |value: &Value| if let Value::DateTime(at) = value { format_instant(*at) } else { String::new() };
        let info = |row: &Vec<Value>| {
            Some(SessionInfo {
                id: row[0].as_id()?.to_string(),
                agent: text(&row[1]),
                address: text(&row[2]),
                created_at: instant(&row[3]),
                seen_at: instant(&row[4]),
                current: row[5].as_text() == Some(current),
            })
        };
        Ok(conn.fetch(&sql, &shapes).await?.iter().filter_map(info).collect())
    }

    /// Ends one of an account's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the account has no such session.
    pub async fn end_session_by_id(&self, account: Uuid, id: Uuid) -> Result<()> {
        let gone = self.control.write::<_, IdentityError, _>(move |conn| {
            Box::pin(async move {
                let mut sql = conn.sql();
                sql.push("DELETE FROM ").table("session").push(" WHERE id = ").arg(Arg::Id(id));
                sql.push(" AND account = ").arg(Arg::Id(account));
                Ok(conn.execute(&sql).await?)
            })
        });
        let gone = gone.await?;
        self.forget_principals();
        if gone == 1 { Ok(()) } else { Err(Error::NotFound.into()) }
    }

    /// Ends every session of an account but this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_other_sessions(&self, account: Uuid, current: &str) -> Result<()> {
        let current = current.to_owned();
        let ended = self.control.write::<_, IdentityError, _>(move |conn| {
            let current = current.clone();
            Box::pin(async move { end_all(conn, account, Some(&current)).await })
        });
        ended.await?;
        self.forget_principals();
        Ok(())
    }

    /// Sessions that have not ended by themselves.
    fn live(&self, sql: &mut Sql) {
        let now = self.clock.now();
        sql.push(" AND seen_at > ").arg(Arg::DateTime(now - TimeDelta::hours(IDLE_HOURS)));
        sql.push(" AND created_at > ").arg(Arg::DateTime(now - TimeDelta::days(LONGEST_DAYS)));
    }

    pub(crate) fn remembered(&self, digest: &str) -> Option<Principal> {
        let principals = self.principals.lock().unwrap_or_else(PoisonError::into_inner);
        principals.get(digest).filter(|(at, _)| at.elapsed() < REMEMBERED).map(|(_, principal)| principal.clone())
    }

    pub(crate) fn remember(&self, digest: String, principal: Principal) {
        let mut principals = self.principals.lock().unwrap_or_else(PoisonError::into_inner);
        if principals.len() > 10_000 {
            principals.clear();
        }
        principals.insert(digest, (Instant::now(), principal));
    }
}

async fn end(conn: &mut Conn, digest: &str) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("session").push(" WHERE digest = ").arg(Arg::Text(digest.to_owned()));
    conn.execute(&sql).await?;
    Ok(())
}

/// Ends every session of an account, perhaps but one, in the caller's transaction.
pub(crate) async fn end_all(conn: &mut Conn, account: Uuid, but: Option<&str>) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("session").push(" WHERE account = ").arg(Arg::Id(account));
    if let Some(digest) = but {
        sql.push(" AND digest <> ").arg(Arg::Text(digest.to_owned()));
    }
    conn.execute(&sql).await?;
    Ok(())
}
