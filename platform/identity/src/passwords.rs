//! A new password: after a code for those who forgot theirs, after the present one for the others.

use trellis_engine::Error;
use trellis_model::{
    Violation,
    field::Shape,
    violation::Code,
    wire::{PasswordChange, Proved, Purpose},
};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{IdentityError, Installation, Login, Result, accounts, password, sessions, throttle};

impl Installation {
    /// Sets a new password after a code. Every session and token of the account ends, and wrong tries are forgiven.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`], also when there is no such account.
    pub async fn reset_password(&self, proved: &Proved, client: &str) -> Result<()> {
        let login = Login::parse(&proved.account).ok_or_else(|| accounts::invalid_account("account"))?;
        password::check(&proved.password, "password").map_err(Error::invalid)?;
        let hash = password::hash(proved.password.clone()).await?;
        let proof = self.proof(&login, Purpose::Reset, &proved.code);
        let forgiven = self.sign_in_key(&login);
        let work = async {
            let written = self.control.write::<_, IdentityError, _>(move |conn| {
                let (proof, login, hash, forgiven) = (proof.clone(), login.clone(), hash.clone(), forgiven.clone());
                Box::pin(async move {
                    if !proof.is_right(conn).await? {
                        return Ok(false);
                    }
                    proof.consume(conn).await?;
                    let Some((account, _)) = accounts::find(conn, &login).await? else { return Ok(false) };
                    set(conn, account, &hash).await?;
                    sessions::end_all(conn, account, None).await?;
                    end_tokens(conn, account).await?;
                    throttle::forget(conn, &forgiven).await?;
                    Ok(true)
                })
            });
            if written.await? { Ok(()) } else { Err(IdentityError::WrongCode) }
        };
        self.patiently(&self.code_buckets(client), work).await?;
        self.forget_principals();
        Ok(())
    }

    /// Changes one's own password. Every other session ends.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the present password is wrong or the new one cannot be, [`IdentityError::TooManyTries`].
    pub async fn change_password(&self, account: Uuid, session: &str, change: &PasswordChange, client: &str) -> Result<()> {
        password::check(&change.password, "password").map_err(Error::invalid)?;
        self.confirm(account, &change.current, "current", client).await?;
        let hash = password::hash(change.password.clone()).await?;
        let session = session.to_owned();
        let written = self.control.write::<_, IdentityError, _>(move |conn| {
            let (hash, session) = (hash.clone(), session.clone());
            Box::pin(async move {
                set(conn, account, &hash).await?;
                sessions::end_all(conn, account, Some(&session)).await
            })
        });
        written.await?;
        self.forget_principals();
        Ok(())
    }

    /// Confirms that somebody who is signed in knows the account's password; wrong ones count as wrong sign-ins.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `/field`, [`IdentityError::TooManyTries`].
    pub async fn confirm(&self, account: Uuid, password: &str, field: &str, client: &str) -> Result<()> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT password FROM ").table("account").push(" WHERE id = ").arg(Arg::Id(account));
        let hash = conn.fetch_one(&sql, &[Shape::Text]).await?.and_then(|row| row[0].as_text().map(str::to_owned));
        drop(conn);
        let check = async {
            let fits = password::verify(password.to_owned(), hash).await?;
            if fits { Ok(()) } else { Err(IdentityError::WrongPassword) }
        };
        match self.patiently(&self.sign_in_buckets(&account.to_string(), client), check).await {
            Err(IdentityError::WrongPassword) => Err(Error::invalid(Violation::new(field, Code::WrongPassword)).into()),
            other => other,
        }
    }
}

async fn set(conn: &mut Conn, account: Uuid, hash: &str) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("UPDATE ").table("account").push(" SET password = ").arg(Arg::Text(hash.to_owned()));
    sql.push(" WHERE id = ").arg(Arg::Id(account));
    conn.execute(&sql).await?;
    Ok(())
}

async fn end_tokens(conn: &mut Conn, account: Uuid) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("token").push(" WHERE account = ").arg(Arg::Id(account));
    conn.execute(&sql).await?;
    Ok(())
}
