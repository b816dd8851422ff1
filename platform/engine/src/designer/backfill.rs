//! What publishing does to values: those of a field whose kind changes are written in their new column within the
//! transaction; formulas and roll-ups are computed afterwards in small steps, so that nobody waits, and go on after a
//! restart.

use std::sync::Arc;

use trellis_catalog::Catalog;
use trellis_model::{
    Field, Filter, Object, Schema, Test, Value,
    field::{Change, Shape, change},
};
use trellis_storage::{
    Arg, Conn,
    records::{self, Column, Deleted, Select},
};
use uuid::Uuid;

use super::convert::convert;
use crate::{
    Company, Cx, Error, Result,
    records::{Base, backfill_chunk},
};

/// Rows of one statement.
const CHUNK: u32 = 1_000;

/// The fields of both catalogs that are the same field, before and after.
fn pairs<'a>(before: &'a Catalog, after: &'a Catalog) -> Vec<(&'a Object, &'a Field, &'a Object, &'a Field)> {
    let mut pairs = Vec::new();
    for new in after.objects() {
        let Some(old) = before.object(&new.name) else { continue };
        for field in new.declared() {
            pairs.extend(old.declared().find(|other| other.id == field.id).map(|was| (old, was, new.as_ref(), field)));
        }
    }
    pairs
}

/// Writes the values of fields whose kind changes as values of the new kind; what does not fit becomes no value, which was
/// counted, shown and accepted before.
pub(super) async fn convert_values(cx: &Cx, conn: &mut Conn, before: &Catalog, after: &Catalog) -> Result<()> {
    for (old_object, old, new_object, new) in pairs(before, after) {
        let moves = old.column != new.column;
        let asked = match change(old, new) {
            Change::Checked => true,
            Change::Safe => moves,
            Change::Nothing | Change::Refused => false,
        };
        if !asked || !old.is_stored() || !new.is_stored() {
            continue;
        }
        let mut from = None;
        loop {
            let filter = Filter::negated(Filter::field(&old.name, Test::IsNull));
            let columns = old_object.field("id").into_iter().chain([old]).map(Column::Own).collect();
            let page = Select {
                object: old_object,
                schema: before,
                filter,
                columns,
                sort: Vec::new(),
                after: from,
                skip: 0,
                limit: CHUNK,
                deleted: Deleted::Any,
            };
            let rows = page.rows(conn).await?;
            let mut values: Vec<(Uuid, Value)> = Vec::with_capacity(rows.len());
            for row in &rows {
                let value = convert(&row[1], old, new, after).unwrap_or_default();
                if let Some(id) = row[0].as_id().filter(|_| moves || value != row[1]) {
                    values.push((id, value));
                }
            }
            records::write_field(conn, new_object, new, &values, cx.now, Some(cx.user)).await?;
            from = rows.last().map(|row| vec![row[0].clone()]);
            if rows.len() < CHUNK as usize {
                break;
            }
        }
    }
    Ok(())
}

/// Policy lines of the company follow a field to its new name.
pub(super) async fn follow_names(conn: &mut Conn, before: &Catalog, after: &Catalog) -> Result<()> {
    for (object, old, _, new) in pairs(before, after).into_iter().filter(|(_, old, _, new)| old.name != new.name) {
        let mut sql = conn.sql();
        sql.push("UPDATE ").table("sys_policy").push(" SET \"target\" = ").arg(Arg::Text(format!("{}.{}", object.name, new.name)));
        sql.push(" WHERE \"kind\" = ").arg(Arg::Text("p2".to_owned()));
        sql.push(" AND \"target\" = ").arg(Arg::Text(format!("{}.{}", object.name, old.name)));
        conn.execute(&sql).await?;
    }
    Ok(())
}

/// Notes the objects whose formulas or roll-ups have to be computed anew.
pub(super) async fn enqueue(conn: &mut Conn, before: &Catalog, after: &Catalog) -> Result<()> {
    for object in after.objects() {
        // A new object has no records yet.
        let Some(old) = before.object(&object.name) else { continue };
        let is_new = |field: &Field| {
            let was = old.declared().find(|other| other.id == field.id);
            was.is_none_or(|was| was.formula != field.formula || was.rollup != field.rollup || was.shape() != field.shape())
        };
        if object.declared().any(|field| (field.formula.is_some() || field.rollup.is_some()) && is_new(field)) {
            let mut sql = conn.sql();
            sql.push("INSERT INTO ").table("sys_backfill").push(" (\"object\", \"after\") VALUES (");
            sql.args([Arg::Text(object.name.clone()), Arg::Null(Shape::Id)]);
            sql.push(") ON CONFLICT (\"object\") DO UPDATE SET \"after\" = NULL");
            conn.execute(&sql).await?;
        }
    }
    Ok(())
}

impl Company {
    /// Computes what publishing left to be computed, step by step, until nothing is left. Safe to run more than once and at
    /// the same time as anything else.
    ///
    /// # Errors
    /// When the store fails; what is done stays done.
    pub async fn backfill(self: &Arc<Self>) -> Result<()> {
        while self.backfill_step().await? {}
        Ok(())
    }

    async fn backfill_step(self: &Arc<Self>) -> Result<bool> {
        let snapshot = self.snapshot().await?;
        let now = self.clock.now();
        self.store
            .write::<_, Error, _>(move |conn| {
                let snapshot = Arc::clone(&snapshot);
                Box::pin(async move {
                    let mut sql = conn.sql();
                    sql.push("SELECT \"object\", \"after\" FROM ").table("sys_backfill").push(" ORDER BY \"object\" LIMIT 1");
                    let Some(row) = conn.fetch_one(&sql, &[Shape::Text, Shape::Id]).await? else { return Ok(false) };
                    let name = row[0].as_text().unwrap_or_default().to_owned();
                    let base = Base { catalog: &snapshot.catalog, zone: snapshot.zone(), now, user: None };
                    let next = match snapshot.catalog.object(&name) {
                        Some(object) => backfill_chunk(base, conn, object, row[1].as_id()).await?,
                        None => None,
                    };
                    let mut sql = conn.sql();
                    match next {
                        Some(next) => sql.push("UPDATE ").table("sys_backfill").push(" SET \"after\" = ").arg(Arg::Id(next)),
                        None => sql.push("DELETE FROM ").table("sys_backfill"),
                    };
                    sql.push(" WHERE \"object\" = ").arg(Arg::Text(name));
                    conn.execute(&sql).await?;
                    Ok(true)
                })
            })
            .await
    }
}
