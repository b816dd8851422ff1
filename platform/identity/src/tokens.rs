//! Personal access tokens: for programs, bound to one person in one company.

use chrono::{DateTime, Utc};
use serde::Serialize;
use trellis_engine::Error;
use trellis_model::{Value, Violation, field::Shape, value::format_instant, violation::Code};
use trellis_storage::Arg;
use uuid::Uuid;

use crate::{IdentityError, Installation, Principal, Result, Via, secret};

/// How tokens begin, so that people and scanners know one when they see it.
const PREFIX: &str = "trl_";

/// A token that was just made: the only time that it is shown.
#[derive(Debug, Serialize)]
pub struct NewToken {
    /// Its id.
    pub id: Uuid,
    /// The token.
    pub token: String,
}

/// A token in the list of one's own.
#[derive(Debug, Serialize)]
pub struct TokenInfo {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// Whether it may only read.
    pub read_only: bool,
    /// When it was made.
    pub created_at: String,
    /// When it ends; never when absent.
    pub expires_at: Option<String>,
}

impl Installation {
    /// Makes a token for a person of a company.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a missing name or an end in the past.
    pub async fn create_token(
        &self,
        principal: &Principal,
        name: &str,
        expires: Option<DateTime<Utc>>,
        read_only: bool,
    ) -> Result<NewToken> {
        let (Some(company), Some(user)) = (principal.company, principal.user) else { return Err(IdentityError::NoCompany) };
        if name.trim().is_empty() {
            return Err(Error::invalid(Violation::new("name", Code::Required)).into());
        }
        if name.chars().count() > 100 {
            return Err(Error::invalid(Violation::new("name", Code::TooLong).with("max", 100)).into());
        }
        let now = self.clock.now();
        if expires.is_some_and(|expires| expires <= now) {
            return Err(Error::invalid(Violation::new("expires_at", Code::TooSmall).with("min", format_instant(now))).into());
        }
        let (id, token) = (Uuid::now_v7(), format!("{PREFIX}{}", secret::fresh()?));
        let row = [
            Arg::Id(id),
            Arg::Text(secret::digest(&token)),
            Arg::Id(principal.account),
            Arg::Id(company),
            Arg::Id(user),
            Arg::Text(name.trim().to_owned()),
            Arg::Bool(read_only),
            Arg::DateTime(now),
            expires.map_or(Arg::Null(Shape::DateTime), Arg::DateTime),
        ];
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let row = row.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("INSERT INTO ").table("token");
                    sql.push(" (id, digest, account, company, user_id, name, read_only, created_at, expires_at) VALUES (");
                    sql.args(row).push(")");
                    conn.execute(&sql).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(NewToken { id, token })
    }

    /// Who a token is.
    ///
    /// # Errors
    /// [`IdentityError::NotSignedIn`] when there is none, or it has ended.
    pub async fn token(&self, token: &str) -> Result<Principal> {
        let digest = secret::digest(token);
        if let Some(principal) = self.remembered(&digest) {
            return Ok(principal);
        }
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT account, company, user_id, read_only FROM ").table("token").push(" WHERE digest = ");
        sql.arg(Arg::Text(digest.clone())).push(" AND (expires_at IS NULL OR expires_at > ").arg(Arg::DateTime(self.clock.now())).push(")");
        let row = conn.fetch_one(&sql, &[Shape::Id, Shape::Id, Shape::Id, Shape::Bool]).await?;
        let Some([Value::Id(account), company, user, Value::Bool(read_only)]) = row.as_deref() else {
            return Err(IdentityError::NotSignedIn);
        };
        let via = Via::Token { read_only: *read_only };
        let principal = Principal { account: *account, company: company.as_id(), user: user.as_id(), via };
        self.remember(digest, principal.clone());
        Ok(principal)
    }

    /// The tokens of a person in the chosen company, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&self, principal: &Principal) -> Result<Vec<TokenInfo>> {
        let Some(company) = principal.company else { return Err(IdentityError::NoCompany) };
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT id, name, read_only, created_at, expires_at FROM ").table("token");
        sql.push(" WHERE account = ").arg(Arg::Id(principal.account)).push(" AND company = ").arg(Arg::Id(company));
        sql.push(" ORDER BY created_at DESC, id");
        let rows = conn.fetch(&sql, &[Shape::Id, Shape::Text, Shape::Bool, Shape::DateTime, Shape::DateTime]).await?;
        let instant = |value: &Value| if let Value::DateTime(at) = value { Some(format_instant(*at)) } else { None };
        Ok(rows
            .iter()
            .filter_map(|row| {
                Some(TokenInfo {
                    id: row[0].as_id()?,
                    name: row[1].as_text()?.to_owned(),
                    read_only: row[2] == Value::Bool(true),
                    created_at: instant(&row[3])?,
                    expires_at: instant(&row[4]),
                })
            })
            .collect())
    }

    /// Ends one of a person's own tokens.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has no such token.
    pub async fn delete_token(&self, principal: &Principal, id: Uuid) -> Result<()> {
        let account = principal.account;
        let gone = self
            .control
            .write::<_, IdentityError, _>(move |conn| {
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("DELETE FROM ")
                        .table("token")
                        .push(" WHERE id = ")
                        .arg(Arg::Id(id))
                        .push(" AND account = ")
                        .arg(Arg::Id(account));
                    Ok(conn.execute(&sql).await?)
                })
            })
            .await?;
        self.forget_principals();
        if gone == 1 { Ok(()) } else { Err(Error::NotFound.into()) }
    }
}
