//! Seats: how many people of a company can be active at once.

use trellis_engine::{Cx, Error, Reason, records};
use trellis_model::{Filter, Schema, Test, Value, field::Shape};
use trellis_storage::{
    Arg, Conn,
    records::{Deleted, Select},
};
use uuid::Uuid;

use crate::{Installation, Result};

/// The edition of a company without a licence, and its seats.
const FREE: (&str, u64) = ("free", 50);

/// What a company may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// What was bought.
    pub edition: String,
    /// How many people can be active.
    pub seats: u64,
}

impl Installation {
    /// What a company may use: the free edition, unless more was bought.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn licence(&self, company: Uuid) -> Result<Licence> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT edition, seats FROM ").table("licence").push(" WHERE company = ").arg(Arg::Id(company));
        let row = conn.fetch_one(&sql, &[Shape::Text, Shape::Integer]).await?;
        Ok(match row.as_deref() {
            Some([Value::Text(edition), Value::Integer(seats)]) => Licence { edition: edition.clone(), seats: seats.unsigned_abs() },
            _ => Licence { edition: FREE.0.to_owned(), seats: FREE.1 },
        })
    }

    /// Gives a company an edition and seats. People who are active already stay so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_licence(&self, company: Uuid, licence: &Licence) -> Result<()> {
        let row = [Arg::Id(company), Arg::Text(licence.edition.clone()), Arg::Integer(i64::try_from(licence.seats).unwrap_or(i64::MAX))];
        self.control
            .write(move |conn| {
                let row = row.clone();
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("INSERT INTO ").table("licence").push(" (company, edition, seats) VALUES (").args(row);
                    sql.push(") ON CONFLICT (company) DO UPDATE SET edition = excluded.edition, seats = excluded.seats");
                    conn.execute(&sql).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// How many people of the company are active.
///
/// # Errors
/// When the database fails.
pub async fn seats_used(cx: &Cx, conn: &mut Conn) -> trellis_engine::Result<u64> {
    let object = cx.catalog().object("user").ok_or(Error::NotFound)?;
    let filter = Filter::field("status", Test::Eq(Value::Text("active".to_owned())));
    let select = Select {
        object,
        schema: cx.catalog(),
        filter,
        columns: Vec::new(),
        sort: Vec::new(),
        after: None,
        skip: 0,
        limit: 1,
        deleted: Deleted::Live,
    };
    Ok(select.count(conn, None).await?)
}

/// Refuses another active person when every seat is taken. In the transaction that activates: whoever activates waits for
/// the others, so that the last seat is given once.
pub(crate) async fn require_seat(cx: &Cx, conn: &mut Conn, seats: u64) -> trellis_engine::Result<()> {
    conn.lock("seats").await?;
    if seats_used(cx, conn).await? < seats { Ok(()) } else { Err(Error::Conflict(Reason::NoSeats)) }
}

/// Sets a person's status; the change log has it.
pub(crate) async fn set_status(
    cx: &Cx,
    conn: &mut Conn,
    record: &trellis_model::Record,
    status: &str,
) -> trellis_engine::Result<trellis_model::Record> {
    let object = cx.catalog().object("user").ok_or(Error::NotFound)?;
    let mut changes = trellis_model::Record::default();
    changes.set("status", Value::Text(status.to_owned()));
    records::set(cx, conn, object, record, changes).await
}
