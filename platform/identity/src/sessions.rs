//! Sessions: a secret in a cookie, bound to an account and, once chosen, to one company.

use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use trellis_model::{Value, field::Shape};
use trellis_storage::{Arg, Conn};
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

impl Installation {
    /// Begins a session; gives the secret for the cookie.
    ///
    /// # Errors
    /// [`IdentityError::NotActivated`] when the person has no role in the chosen company.
    pub async fn begin_session(&self, account: Uuid, company: Option<(Uuid, Uuid)>, agent: &str) -> Result<String> {
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
            Arg::Text(agent.chars().take(200).collect()),
        ];
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let row = row.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("INSERT INTO ")
                        .table("session")
                        .push(" (digest, account, company, user_id, created_at, seen_at, agent) VALUES (");
                    sql.args(row).push(")");
                    conn.execute(&sql).await?;
                    Ok(())
                })
            })
            .await?;
        if let Some((company, user)) = company {
            self.note_sign_in(company, user, agent, "").await?;
        }
        Ok(secret)
    }

    /// The person behind a company membership must be active there.
    async fn require_active(&self, company: Uuid, user: Uuid) -> Result<()> {
        let snapshot = self.company(company).await?.snapshot().await?;
        match snapshot.people.get(user) {
            Some(person) if person.active => Ok(()),
            _ => Err(IdentityError::NotActivated),
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
        sql.push(" AND seen_at > ").arg(Arg::DateTime(now - TimeDelta::hours(IDLE_HOURS)));
        sql.push(" AND created_at > ").arg(Arg::DateTime(now - TimeDelta::days(LONGEST_DAYS)));
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
