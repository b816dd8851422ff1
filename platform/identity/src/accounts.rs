//! Accounts and companies: who signs in, and where to.

use chrono::{DateTime, Utc};
use trellis_engine::{Cx, Error, settings};
use trellis_model::{
    Language, Value, Violation,
    field::Shape,
    violation::Code,
    wire::{Company, CompanyState},
};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{IdentityError, Installation, Login, Result, password, users};

/// A company that is to be made, with its first person.
#[derive(Debug, Clone)]
pub struct NewCompany {
    /// The company's name.
    pub company: String,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address or mobile number.
    pub account: String,
    /// The person's password, used when the account is new.
    pub password: String,
    /// The first department's name.
    pub department: String,
}

impl Installation {
    /// The account that signs in with these.
    ///
    /// # Errors
    /// [`IdentityError::WrongPassword`], in the same time whether or not the account exists.
    pub async fn authenticate(&self, account: &str, password: &str) -> Result<Uuid> {
        let found = match Login::parse(account) {
            Some(login) => find(&mut self.control.reader().await?, &login).await?,
            None => None,
        };
        let (id, hash) = found.unzip();
        let fits = password::verify(password.to_owned(), hash).await?;
        id.filter(|_| fits).ok_or(IdentityError::WrongPassword)
    }

    /// The account of a login, if there is one.
    pub(crate) async fn account_of(&self, login: &Login) -> Result<Option<Uuid>> {
        Ok(find(&mut self.control.reader().await?, login).await?.map(|(account, _)| account))
    }

    /// The companies of an account, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn companies_of(&self, account: Uuid) -> Result<Vec<(Company, Uuid)>> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT c.id, c.name, m.user_id FROM ").table("membership").push(" m JOIN ").table("company");
        sql.push(" c ON c.id = m.company WHERE m.account = ").arg(Arg::Id(account)).push(" ORDER BY c.name, c.id");
        let rows = conn.fetch(&sql, &[Shape::Id, Shape::Text, Shape::Id]).await?;
        drop(conn);
        let mut companies = Vec::with_capacity(rows.len());
        for row in rows {
            let [Value::Id(id), Value::Text(name), Value::Id(user)] = row.as_slice() else { continue };
            // One company that cannot be opened does not keep people from the others.
            let state = self.state_of(*id, *user).await.unwrap_or_else(|error| {
                tracing::error!(%id, %error, "cannot tell whether somebody is active");
                CompanyState::Active
            });
            companies.push((Company { id: id.to_string(), name: name.clone(), state }, *user));
        }
        Ok(companies)
    }

    /// Whether somebody may enter a company.
    pub(crate) async fn state_of(&self, company: Uuid, user: Uuid) -> Result<CompanyState> {
        let snapshot = self.company(company).await?.snapshot().await?;
        Ok(match snapshot.people.get(user) {
            Some(person) if person.active => CompanyState::Active,
            Some(person) if person.status == "disabled" => CompanyState::Disabled,
            _ => CompanyState::Inactive,
        })
    }

    /// Makes a company with its first person, the super administrator; gives the company's id.
    ///
    /// # Errors
    /// When something in it is not valid, or the database fails.
    pub async fn create_company(&self, new: &NewCompany) -> Result<Uuid> {
        let login = Login::parse(&new.account).ok_or_else(|| invalid_account("account"))?;
        password::check(&new.password, "password").map_err(Error::invalid)?;
        let hash = password::hash(new.password.clone()).await?;
        let (company, user, now) = (Uuid::now_v7(), Uuid::now_v7(), self.clock.now());
        let (name, owned) = (new.company.clone(), login.clone());
        self.control
            .write::<_, IdentityError, _>(move |conn| {
                let (name, hash, login) = (name.clone(), hash.clone(), owned.clone());
                Box::pin(async move {
                    insert_company(conn, company, &name, now).await?;
                    join(conn, &login, &hash, company, user, now).await
                })
            })
            .await?;
        self.begin_company(company, user, &new.name, &login, &new.department).await?;
        Ok(company)
    }

    /// Makes the store of a company that the control store knows, with its first person. When that fails the company is
    /// taken back: nobody could enter it.
    pub(crate) async fn begin_company(&self, company: Uuid, user: Uuid, name: &str, login: &Login, department: &str) -> Result<()> {
        let begun = self.first_person(company, user, name, login, department).await;
        if begun.is_err() {
            let undone = self.control.write::<_, IdentityError, _>(move |conn| Box::pin(delete_company(conn, company))).await;
            if let Err(error) = undone {
                tracing::error!(%company, %error, "a company without anybody could not be taken back");
            }
        }
        begun
    }

    async fn first_person(&self, company: Uuid, user: Uuid, name: &str, login: &Login, department: &str) -> Result<()> {
        let opened = self.company(company).await?;
        let (name, login, department) = (name.to_owned(), login.clone(), department.to_owned());
        // The first person of a company cannot be anybody's doing but the system's.
        let cx = Cx::first(&opened, user, Language::default()).await?;
        cx.write(move |cx, conn| {
            let (name, department, login) = (name.clone(), department.clone(), login.clone());
            Box::pin(async move {
                settings::set(conn, settings::SUPER_ADMIN, &user.to_string()).await?;
                users::insert_first(cx, conn, user, &name, &login, &department).await
            })
        })
        .await?;
        Ok(opened.reload().await?)
    }

    /// A preference of an account; all of them as one JSON text.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preferences(&self, account: Uuid) -> Result<serde_json::Value> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT \"value\" FROM ").table("preference").push(" WHERE account = ").arg(Arg::Id(account)).push(" AND name = 'all'");
        let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
        let text = row.as_ref().and_then(|row| row[0].as_text()).unwrap_or("{}");
        Ok(serde_json::from_str(text).unwrap_or_else(|_| serde_json::json!({})))
    }

    /// Replaces the preferences of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_preferences(&self, account: Uuid, preferences: &serde_json::Value) -> Result<()> {
        let text = preferences.to_string();
        self.control
            .write(move |conn| {
                let text = text.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("INSERT INTO ").table("preference").push(" (account, name, \"value\") VALUES (");
                    sql.args([Arg::Id(account), Arg::Text("all".into()), Arg::Text(text)]);
                    sql.push(") ON CONFLICT (account, name) DO UPDATE SET \"value\" = excluded.\"value\"");
                    conn.execute(&sql).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// The violation of something that is neither an address nor a number.
pub(crate) fn invalid_account(field: &str) -> Error {
    Error::invalid(Violation::new(field, Code::Format).with("expected", "email"))
}

/// Makes a company known.
pub(crate) async fn insert_company(conn: &mut Conn, company: Uuid, name: &str, now: DateTime<Utc>) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("company").push(" (id, name, created_at) VALUES (");
    sql.args([Arg::Id(company), Arg::Text(name.to_owned()), Arg::DateTime(now)]).push(")");
    conn.execute(&sql).await?;
    Ok(())
}

async fn delete_company(conn: &mut Conn, company: Uuid) -> Result<()> {
    for (table, column) in [("membership", "company"), ("company", "id")] {
        let mut sql = conn.sql();
        sql.push("DELETE FROM ").table(table).push(" WHERE ").push(column).push(" = ").arg(Arg::Id(company));
        conn.execute(&sql).await?;
    }
    Ok(())
}

/// The account with this login and its password's hash.
pub(crate) async fn find(conn: &mut Conn, login: &Login) -> Result<Option<(Uuid, String)>> {
    let mut sql = conn.sql();
    sql.push("SELECT a.id, a.password FROM ")
        .table("login")
        .push(" l JOIN ")
        .table("account")
        .push(" a ON a.id = l.account WHERE l.login = ");
    sql.arg(Arg::Text(login.as_str().to_owned()));
    let row = conn.fetch_one(&sql, &[Shape::Id, Shape::Text]).await?;
    Ok(row.and_then(|row| Some((row[0].as_id()?, row[1].as_text()?.to_owned()))))
}

/// Makes a person of a company sign in with this login: an account that is there keeps its password.
pub(crate) async fn join(conn: &mut Conn, login: &Login, hash: &str, company: Uuid, user: Uuid, now: DateTime<Utc>) -> Result<()> {
    let account = match find(conn, login).await? {
        Some((account, _)) => account,
        None => {
            let account = Uuid::now_v7();
            let mut sql = conn.sql();
            sql.push("INSERT INTO ").table("account").push(" (id, password, created_at) VALUES (");
            sql.args([Arg::Id(account), Arg::Text(hash.to_owned()), Arg::DateTime(now)]).push(")");
            conn.execute(&sql).await?;
            let mut sql = conn.sql();
            sql.push("INSERT INTO ").table("login").push(" (login, account) VALUES (");
            sql.args([Arg::Text(login.as_str().to_owned()), Arg::Id(account)]).push(")");
            conn.execute(&sql).await?;
            account
        }
    };
    let mut sql = conn.sql();
    sql.push("SELECT user_id FROM ").table("membership").push(" WHERE account = ").arg(Arg::Id(account));
    sql.push(" AND company = ").arg(Arg::Id(company));
    if conn.fetch_one(&sql, &[Shape::Id]).await?.is_some() {
        return Err(Error::invalid(Violation::new("account", Code::Unique)).into());
    }
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("membership").push(" (account, company, user_id) VALUES (");
    sql.args([Arg::Id(account), Arg::Id(company), Arg::Id(user)]).push(")");
    conn.execute(&sql).await?;
    Ok(())
}
