//! Everything that one person owns, to another.

use trellis_model::{Filter, Object, Test, Value};
use trellis_storage::{
    Conn,
    records::{self, Deleted, Select},
};
use uuid::Uuid;

use crate::{Cx, Error, Reason, Result};

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
    Ok(records::hand_over(conn, object, from, to, cx.now, cx.user).await?)
}
