//! What somebody signs in with: one e-mail address and one mobile number at most.

use serde_json::json;
use trellis_engine::Error;
use trellis_model::{
    Language, Violation,
    field::Shape,
    violation::Code,
    wire::{LoginInfo, Proved, Purpose},
};
use trellis_notify::Message;
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{IdentityError, Installation, Login, Result, accounts, codes::Proof, sessions};

enum Outcome {
    /// The logins from before.
    Done(Vec<Login>),
    WrongCode,
    Taken,
}

impl Installation {
    /// What an account signs in with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn logins(&self, account: Uuid) -> Result<Vec<LoginInfo>> {
        let logins = of(&mut self.control.reader().await?, account).await?;
        Ok(logins.iter().map(|login| LoginInfo { login: login.as_str().to_owned(), kind: login.kind().to_owned() }).collect())
    }

    /// Makes an account sign in with another address, in place of the one of the same kind. The old one is told, and every
    /// other session ends.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`]; [`Error::Invalid`] for the password, or an address that is somebody else's.
    pub async fn change_login(&self, account: Uuid, session: &str, new: &Proved, client: &str, language: Language) -> Result<()> {
        let login = Login::parse(&new.account).ok_or_else(|| accounts::invalid_account("account"))?;
        self.confirm(account, &new.password, "password", client).await?;
        let proof = self.proof(&login, Purpose::Bind, &new.code);
        let (session, chosen) = (session.to_owned(), login.clone());
        let work = async {
            let written = self.control.write::<_, IdentityError, _>(move |conn| {
                let (proof, login, session) = (proof.clone(), chosen.clone(), session.clone());
                Box::pin(async move { write(conn, account, &proof, &login, &session).await })
            });
            match written.await? {
                Outcome::Done(before) => Ok(before),
                Outcome::WrongCode => Err(IdentityError::WrongCode),
                Outcome::Taken => Err(Error::invalid(Violation::new("account", Code::Unique)).into()),
            }
        };
        let before = self.patiently(&self.code_buckets(client), work).await?;
        self.forget_principals();
        for old in before.iter().filter(|old| **old != login) {
            let values = json!({ "kind": login.kind(), "login": login.as_str() });
            self.notifier.dispatch(Message { to: old.address(), template: "login_changed", language, values });
        }
        Ok(())
    }
}

async fn write(conn: &mut Conn, account: Uuid, proof: &Proof, login: &Login, session: &str) -> Result<Outcome> {
    if !proof.is_right(conn).await? {
        return Ok(Outcome::WrongCode);
    }
    proof.consume(conn).await?;
    // Two changes of one account at once: each sees what the other left.
    conn.lock(&format!("account:{account}")).await?;
    match accounts::find(conn, login).await? {
        Some((owner, _)) if owner != account => return Ok(Outcome::Taken),
        _ => {}
    }
    let before = of(conn, account).await?;
    let same_kind = before.iter().filter(|old| old.is_email() == login.is_email());
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("login").push(" WHERE account = ").arg(Arg::Id(account)).push(" AND login IN ");
    sql.set(Arg::Texts(same_kind.map(|old| old.as_str().to_owned()).collect()));
    conn.execute(&sql).await?;
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("login").push(" (login, account) VALUES (");
    sql.args([Arg::Text(login.as_str().to_owned()), Arg::Id(account)]).push(")");
    conn.execute(&sql).await?;
    sessions::end_all(conn, account, Some(session)).await?;
    Ok(Outcome::Done(before))
}

async fn of(conn: &mut Conn, account: Uuid) -> Result<Vec<Login>> {
    let mut sql = conn.sql();
    sql.push("SELECT login FROM ").table("login").push(" WHERE account = ").arg(Arg::Id(account)).push(" ORDER BY login");
    let rows = conn.fetch(&sql, &[Shape::Text]).await?;
    Ok(rows.iter().filter_map(|row| Login::parse(row[0].as_text()?)).collect())
}
