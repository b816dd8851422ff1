//! The company itself: what it is called, who is in charge, and giving it to somebody else.

use chrono_tz::Tz;
use serde_json::json;
use trellis_engine::{
    Cx, Error, Reason,
    audit::{self, Event},
    company, records, settings,
};
use trellis_model::{
    Schema, Violation,
    field::Shape,
    violation::Code,
    wire::{CompanyInfo, PersonRef, Seats},
};
use trellis_storage::Arg;
use uuid::Uuid;

use crate::{
    IdentityError, Installation, Result, password,
    seats::{seats_used, set_status},
    users::roles_of,
};

/// The longest name of a company.
const LONGEST_NAME: usize = 100;

impl Installation {
    /// The company of the call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn company_info(&self, cx: &Cx) -> Result<CompanyInfo> {
        let licence = self.licence(cx.company.id).await?;
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT name FROM ").table("company").push(" WHERE id = ").arg(Arg::Id(cx.company.id));
        let row = conn.fetch_one(&sql, &[Shape::Text]).await?.ok_or(Error::NotFound)?;
        drop(conn);
        let used = seats_used(cx, &mut cx.company.store.reader().await?).await?;
        let in_charge = cx.snapshot.people.iter().find(|person| person.facts.is_super);
        Ok(CompanyInfo {
            id: cx.company.id.to_string(),
            name: row[0].as_text().unwrap_or_default().to_owned(),
            super_admin: in_charge.map(|person| PersonRef { id: person.facts.id.to_string(), name: person.name.clone() }),
            seats: Seats { used, total: licence.seats },
            edition: licence.edition,
            time_zone: settings::time_zone(&mut cx.company.store.reader().await?).await?.name().to_owned(),
        })
    }

    /// Moves the company's calendar days to another time zone, by its IANA name.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to change settings, [`Error::Invalid`] for a zone that nobody knows.
    pub async fn set_time_zone(&self, cx: &Cx, zone: &str) -> Result<()> {
        cx.require("settings", "edit")?;
        let unknown = || Error::invalid(Violation::new("time_zone", Code::UnknownReference).with("name", zone));
        let zone: Tz = zone.parse().map_err(|_| unknown())?;
        let before = cx.snapshot.zone.0;
        let moved = cx.write(move |cx, conn| {
            Box::pin(async move {
                settings::set(conn, settings::TIME_ZONE, zone.name()).await?;
                company::touch(conn).await?;
                audit::record(cx, conn, Event::CompanyChanged, None, json!({ "time_zone": { "from": before.name(), "to": zone.name() } }))
                    .await
            })
        });
        moved.await?;
        cx.company.reload().await?;
        Ok(())
    }

    /// Gives the company another name.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to change settings, [`Error::Invalid`] for an empty name or one that is too long.
    pub async fn rename_company(&self, cx: &Cx, name: &str) -> Result<()> {
        cx.require("settings", "edit")?;
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(Error::invalid(Violation::new("name", Code::Required)).into());
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(Error::invalid(Violation::new("name", Code::TooLong).with("max", LONGEST_NAME)).into());
        }
        if name.chars().any(char::is_control) {
            return Err(Error::invalid(Violation::new("name", Code::Format).with("expected", "text")).into());
        }
        let id = cx.company.id;
        let told = name.clone();
        self.control
            .write(move |conn| {
                let name = name.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("UPDATE ").table("company").push(" SET name = ").arg(Arg::Text(name));
                    sql.push(" WHERE id = ").arg(Arg::Id(id));
                    conn.execute(&sql).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await?;
        let noted = cx.write(move |cx, conn| {
            let told = told.clone();
            Box::pin(async move { audit::record(cx, conn, Event::CompanyChanged, None, json!({ "name": { "to": told } })).await })
        });
        Ok(noted.await?)
    }

    /// Makes another active person the super administrator. The caller keeps the roles that were given, and is not activated
    /// any more without one. Of two transfers at once, one happens.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for anybody but the super administrator, [`Error::Invalid`] for a wrong password or somebody who is
    /// not active.
    pub async fn transfer_company(&self, cx: &Cx, account: Uuid, to: Uuid, password: &str) -> Result<()> {
        if !cx.access.is_super() {
            return Err(Error::Forbidden(Reason::OnlySuperAdmin).into());
        }
        if !self.is_password_of(account, password).await? {
            let wrong =
                Violation::new("password", Code::Refused).with("reason_zh", "密码不正确").with("reason_en", "The password is wrong");
            return Err(Error::invalid(wrong).into());
        }
        let transferred = cx.write(move |cx, conn| {
            Box::pin(async move {
                conn.lock("super_admin").await?;
                if company::super_admin(conn).await? != Some(cx.user) {
                    return Err(Error::Forbidden(Reason::OnlySuperAdmin));
                }
                let users = cx.catalog().object("user").ok_or(Error::NotFound)?;
                let not_active = || Error::invalid(Violation::new("to", Code::Lookup));
                let found = records::find(cx, conn, users, to, "view").await.map_err(|_| not_active())?;
                if to == cx.user || found.get("status").as_text() != Some("active") {
                    return Err(not_active());
                }
                settings::set(conn, settings::SUPER_ADMIN, &to.to_string()).await?;
                if roles_of(conn, cx.user).await?.is_empty() {
                    let own = records::find(cx, conn, users, cx.user, "view").await?;
                    set_status(cx, conn, &own, "inactive").await?;
                }
                company::touch(conn).await?;
                audit::record(cx, conn, Event::CompanyTransferred, Some(format!("user:{to}")), json!({ "from": cx.user })).await
            })
        });
        transferred.await?;
        cx.company.reload().await?;
        Ok(())
    }

    /// Whether this is the account's password.
    async fn is_password_of(&self, account: Uuid, password: &str) -> Result<bool, IdentityError> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT password FROM ").table("account").push(" WHERE id = ").arg(Arg::Id(account));
        let hash = conn.fetch_one(&sql, &[Shape::Text]).await?.and_then(|row| row[0].as_text().map(str::to_owned));
        drop(conn);
        password::verify(password.to_owned(), hash).await
    }
}
