//! Everything that one person owns, to another.

use trellis_model::{Filter, Object, Record, Test, Value};
use trellis_storage::{
    Conn,
    records::{self, Column, Deleted, Select},
};
use uuid::Uuid;

use super::save;
use crate::{Cx, Error, Reason, Result, hooks::Op};

/// So many records are read at once.
const CHUNK: u32 = 500;

/// Gives every record of an object that `from` owns, live or in the recycle bin, to `to`; says how many.
///
/// # Errors
/// [`Error::Forbidden`] when the caller may not transfer one of them.
pub async fn hand_over(cx: &Cx, conn: &mut Conn, object: &Object, from: Uuid, to: Uuid) -> Result<u64> {
    let owned = Filter::field("owner", Test::Eq(Value::Id(from)));
    let beyond = Filter::all([owned, Filter::Not(Box::new(cx.scope(object, "transfer")))]);
    for deleted in [Deleted::Live, Deleted::Bin] {
        let filter = beyond.clone();
        let select =
            Select { object, schema: cx.catalog(), filter, columns: Vec::new(), sort: Vec::new(), after: None, skip: 0, limit: 1, deleted };
        if select.count(conn, Some(1)).await? > 0 {
            return Err(Error::Forbidden(Reason::TransferNotAllowed));
        }
    }
    if from == to {
        return Ok(0);
    }
    if cx.company.registry.hooks_of(&object.name).next().is_none() {
        return Ok(records::hand_over(conn, object, from, to, cx.now, cx.user).await?);
    }
    one_by_one(cx, conn, object, from, to).await
}

/// The same where modules want to know of every record.
async fn one_by_one(cx: &Cx, conn: &mut Conn, object: &Object, from: Uuid, to: Uuid) -> Result<u64> {
    let cx = cx.acting("handover");
    let mut given = 0;
    for deleted in [Deleted::Live, Deleted::Bin] {
        loop {
            let filter = Filter::field("owner", Test::Eq(Value::Id(from)));
            let columns = object.fields().iter().map(Column::Own).collect();
            let select =
                Select { object, schema: cx.catalog(), filter, columns, sort: Vec::new(), after: None, skip: 0, limit: CHUNK, deleted };
            let rows = select.rows(conn).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let before = Record(object.fields().iter().map(|field| field.name.clone()).zip(row).collect());
                let changes = Record([("owner".to_owned(), Value::Id(to))].into_iter().collect());
                save::update(&cx, conn, object, &before, changes, Op::Update).await?;
                given += 1;
            }
        }
    }
    Ok(given)
}
