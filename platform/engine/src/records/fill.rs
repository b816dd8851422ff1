//! What a reply has beside the columns of the record's table: lines, and the names of several records or files.

use std::collections::HashMap;

use trellis_model::{FieldKind, Filter, Schema, Value, field::lookup::parse_id};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use super::{lines, query::Shown};
use crate::{Cx, Result, files};

/// Completes the rows of a reply, with one statement a column.
pub(crate) async fn fill(
    cx: &Cx,
    conn: &mut Conn,
    object: &trellis_model::Object,
    shown: &[Shown<'_>],
    rows: &mut [Vec<Value>],
) -> Result<()> {
    lines::fill(cx, conn, object, shown, rows).await?;
    for (at, column) in shown.iter().enumerate().filter(|(_, shown)| shown.names) {
        let ids: Vec<Uuid> = rows.iter().flat_map(|row| ids(&row[at])).collect();
        let names = names(cx, conn, column, ids).await?;
        for row in rows.iter_mut().filter(|row| !row[at].is_null()) {
            let named = ids_of(&row[at]).into_iter().map(|id| names.get(&id).cloned().unwrap_or_default());
            row[at] = Value::Codes(named.collect());
        }
    }
    Ok(())
}

fn ids(value: &Value) -> Vec<Uuid> {
    ids_of(value).into_iter().filter(|id| !id.is_nil()).collect()
}

/// The ids of a value, in their order.
fn ids_of(value: &Value) -> Vec<Uuid> {
    if let Value::Codes(ids) = value { ids.iter().map(|id| parse_id(id).unwrap_or_default()).collect() } else { Vec::new() }
}

/// The names of what a column's values name. A name travels with the lookup, as that of a single one does.
async fn names(cx: &Cx, conn: &mut Conn, column: &Shown<'_>, mut ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    ids.sort_unstable();
    ids.dedup();
    if column.field.kind != FieldKind::MultiLookup {
        return Ok(files::names(conn, &ids).await?.into_iter().collect());
    }
    let target = column.field.lookup.as_ref().and_then(|lookup| lookup.objects.first()).and_then(|name| cx.catalog().object(name));
    let Some((target, name)) = target.and_then(|target| Some((target, target.field(target.name_field())?))) else {
        return Ok(HashMap::new());
    };
    let mut found = HashMap::new();
    for some in ids.chunks(500) {
        let columns = target.field("id").into_iter().chain([name]).map(Column::Own).collect();
        let filter = Filter::id_in("id", some.iter().copied());
        let limit = u32::try_from(some.len()).unwrap_or(u32::MAX);
        let select = Select {
            object: target,
            schema: cx.catalog(),
            filter,
            columns,
            sort: Vec::new(),
            after: None,
            skip: 0,
            limit,
            deleted: Deleted::Live,
        };
        for row in select.rows(conn).await? {
            if let (Some(id), Some(name)) = (row[0].as_id(), row[1].as_text()) {
                found.insert(id, name.to_owned());
            }
        }
    }
    Ok(found)
}
