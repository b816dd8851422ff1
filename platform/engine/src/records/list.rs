//! Lists of records.

use trellis_model::{Filter, Object, Test, Value, field::Shape, value::Reference};
use trellis_storage::Conn;
use uuid::Uuid;

use super::{
    fill::fill,
    find::find,
    page::{Count, Page, cursor, write_rows},
    query::{CountMode, ListQuery, prepare},
};
use crate::{Cx, Error, Result};

/// A count stops here: nobody reads further, and counting everything is what makes other systems slow.
const COUNTED: u32 = 10_000;

/// A page of the records of `object` that the caller sees.
///
/// # Errors
/// [`Error::Invalid`] naming an unknown or hidden field, an operator or value that does not go with it.
pub async fn list(cx: &Cx, conn: &mut Conn, object: &Object, query: &ListQuery) -> Result<Page> {
    list_within(cx, conn, object, query, Filter::True).await
}

/// A page of the records that look up `record` by `relation` (`contact.customer`).
///
/// # Errors
/// [`Error::NotFound`] when the caller does not see the record, or there is no such relation.
pub async fn related(cx: &Cx, conn: &mut Conn, object: &Object, record: Uuid, relation: &str, query: &ListQuery) -> Result<Page> {
    find(cx, conn, object, record, "view").await?;
    let known = cx.catalog().relations_to(&object.name).find(|known| known.name() == relation).ok_or(Error::NotFound)?;
    let child = cx.object(&known.object)?;
    let field =
        child.field(&known.field).filter(|field| trellis_model::filter::Caller::may_ask(cx, child, field)).ok_or(Error::NotFound)?;
    let value = if field.shape() == Shape::Reference {
        Value::Reference(Reference { object: object.name.clone(), id: record })
    } else {
        Value::Id(record)
    };
    list_within(cx, conn, child, query, Filter::field(&field.name, Test::Eq(value))).await
}

/// [`list`] narrowed to the records that pass `within`: related records, those behind a chart.
///
/// # Errors
/// As [`list`].
pub async fn list_within(cx: &Cx, conn: &mut Conn, object: &Object, query: &ListQuery, within: Filter) -> Result<Page> {
    cx.require(&object.name, if query.deleted { "delete" } else { "view" })?;
    let prepared = prepare(cx, object, query, within)?;
    let limit = prepared.select.limit as usize - 1;
    let mut rows = prepared.select.rows(conn).await?;
    let next = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(|row| cursor(&prepared.order, &row[prepared.shown.len()..]))
    } else {
        None
    };
    let (counts, generation) = (&cx.company.counts, cx.snapshot.generation());
    fill(cx, conn, object, &prepared.shown, &mut rows).await?;
    let count = match query.count {
        CountMode::None => None,
        CountMode::Estimate => {
            let value = counts.count(conn, &prepared.select, Some(COUNTED + 1), generation).await?;
            Some(Count { value: value.min(COUNTED.into()), exact: value <= COUNTED.into() })
        }
        CountMode::Exact => Some(Count { value: counts.count(conn, &prepared.select, None, generation).await?, exact: true }),
    };
    Ok(Page { items: write_rows(rows, &prepared.shown), next, count })
}
