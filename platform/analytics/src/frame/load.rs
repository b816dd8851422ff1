//! Reading records into columns: all of them at first, those that changed afterwards.

use polars::prelude::*;
use trellis_engine::{Error, Result};
use trellis_model::{Field, Filter, Object, Schema, Value};
use trellis_storage::{
    Conn,
    records::{Column as Selected, Deleted, Select},
};
use uuid::Uuid;

use super::{Frame, column::Builder};
use crate::blocking;

/// Rows of one statement: few enough that they are not a burden while they become columns.
const PAGE: u32 = 20_000;
/// Changed records of one statement.
const CHANGED: usize = 5_000;
/// With more pieces than this, columns are copied together.
const MOST_CHUNKS: usize = 8;

/// Reads the live records that pass, the columns being `id` and these fields.
pub async fn load(conn: &mut Conn, schema: &dyn Schema, object: &Object, fields: &[&Field]) -> Result<Frame> {
    let mut builders = builders(object, fields, 0);
    let mut page = select(schema, object, fields, Filter::True, None).column_page(conn).await?;
    loop {
        let last = page.last.filter(|_| page.rows == u64::from(PAGE));
        // While one page becomes columns, the next one is read.
        let filling = tokio::spawn(blocking(move || filled_by_column(builders, &page.columns)));
        let next = match last {
            Some(last) => Some(select(schema, object, fields, Filter::True, Some(vec![Value::Id(last)])).column_page(conn).await?),
            None => None,
        };
        builders = filling.await.map_err(|error| Error::Internal(error.to_string()))??;
        match next {
            Some(next) => page = next,
            None => break,
        }
    }
    blocking(move || finished(builders).map(Frame::new)).await
}

/// The frame with these records as they are now. Columns are those of [`load`].
pub async fn refresh(
    conn: &mut Conn,
    schema: &dyn Schema,
    object: &Object,
    fields: &[&Field],
    frame: &Frame,
    changed: &[Uuid],
) -> Result<Frame> {
    let mut builders = builders(object, fields, changed.len());
    for ids in changed.chunks(CHANGED) {
        let rows = select(schema, object, fields, Filter::id_in("id", ids.iter().copied()), None).rows(conn).await?;
        builders = filled(builders, &rows);
    }
    let gone: PlHashSet<u128> = changed.iter().map(Uuid::as_u128).collect();
    let old = frame.data.clone();
    blocking(move || {
        let stays = old.column("id")?.u128()?.iter().map(|id| Some(id.is_some_and(|id| !gone.contains(&id))));
        let stays = BooleanChunked::from_iter_options(PlSmallStr::EMPTY, stays);
        let mut data = old.filter(&stays)?;
        data.vstack_mut(&finished(builders)?)?;
        if data.max_n_chunks() > MOST_CHUNKS {
            data.rechunk_mut();
        }
        Ok(Frame::new(data))
    })
    .await
}

fn select<'a>(schema: &'a dyn Schema, object: &'a Object, fields: &[&'a Field], filter: Filter, after: Option<Vec<Value>>) -> Select<'a> {
    let columns = object.field("id").into_iter().chain(fields.iter().copied()).map(Selected::Own).collect();
    Select { object, schema, filter, columns, sort: Vec::new(), after, skip: 0, limit: PAGE, deleted: Deleted::Live }
}

fn builders(object: &Object, fields: &[&Field], capacity: usize) -> Vec<Builder> {
    let columns = object.field("id").into_iter().chain(fields.iter().copied());
    columns.map(|field| Builder::new(&field.name, field.shape(), capacity)).collect()
}

fn filled(mut builders: Vec<Builder>, rows: &[Vec<Value>]) -> Vec<Builder> {
    for row in rows {
        builders.iter_mut().zip(row).for_each(|(builder, value)| builder.push(value));
    }
    builders
}

fn filled_by_column(mut builders: Vec<Builder>, columns: &[String]) -> PolarsResult<Vec<Builder>> {
    for (builder, column) in builders.iter_mut().zip(columns) {
        builder.extend(column).map_err(|error| PolarsError::ComputeError(error.to_string().into()))?;
    }
    Ok(builders)
}

fn finished(builders: Vec<Builder>) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(builders.into_iter().map(Builder::finish).collect())
}
