//! What publishing does to values: those of a field whose kind changes are written in their new column within the
//! transaction; formulas and roll-ups are computed afterwards in small steps, so that nobody waits, and go on after a
//! restart.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use trellis_catalog::Catalog;
use trellis_model::{Field, Filter, Object, Schema, Test, Value, field::Shape};
use trellis_storage::{
    Arg, Conn,
    records::{self, Column, Deleted, Select},
};
use uuid::Uuid;

use super::{
    convert::convert,
    settle::{Pair, pairs},
};
use crate::{
    Company, Cx, Error, Result,
    company::PUBLISHING,
    records::{Base, backfill_chunk},
};

/// Rows of one statement.
const CHUNK: u32 = 1_000;

/// Writes the values of fields whose kind changes as values of the new kind; what does not fit becomes no value, which was
/// counted, shown and accepted before.
pub(super) async fn convert_values(cx: &Cx, conn: &mut Conn, before: &Catalog, after: &Catalog) -> Result<()> {
    for Pair { old_object, old, object, field, .. } in pairs(before, after).into_iter().filter(Pair::moves) {
        if field.kind.is_computed() {
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
            let converted = rows.iter().filter_map(|row| Some((row[0].as_id()?, convert(&row[1], old, field, after)?)));
            let values: Vec<(Uuid, Value)> = converted.filter(|(_, value)| !value.is_null()).collect();
            records::write_field(conn, object, field, &values, cx.now, Some(cx.user)).await?;
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
    let renamed = pairs(before, after).into_iter().filter(|pair| pair.old.name != pair.field.name);
    let path = |object: &Object, field: &Field| format!("{}.{}", object.name, field.name);
    let names: BTreeMap<String, String> = renamed.map(|pair| (path(pair.object, pair.old), path(pair.object, pair.field))).collect();
    if names.is_empty() {
        return Ok(());
    }
    let mut sql = conn.sql();
    sql.push("SELECT \"role\", \"target\", \"action\", \"value\" FROM ").table("sys_policy").push(" WHERE \"kind\" = 'p2'");
    let lines = conn.fetch(&sql, &[Shape::Text; 4]).await?;
    let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    // All are taken out before any is put back: names may have been swapped. What a field that is gone left under a name that
    // another has now goes with them.
    for target in names.keys().chain(names.values()) {
        let mut sql = conn.sql();
        sql.push("DELETE FROM ").table("sys_policy").push(" WHERE \"kind\" = 'p2' AND \"target\" = ").arg(Arg::Text(target.clone()));
        conn.execute(&sql).await?;
    }
    for line in &lines {
        let Some(to) = names.get(&text(&line[1])) else { continue };
        let mut sql = conn.sql();
        sql.push("INSERT INTO ").table("sys_policy").push(" (\"kind\", \"role\", \"target\", \"action\", \"value\") VALUES (");
        sql.args(["p2".to_owned(), text(&line[0]), to.clone(), text(&line[2]), text(&line[3])].map(Arg::Text)).push(")");
        conn.execute(&sql).await?;
    }
    Ok(())
}

/// Notes the objects whose formulas or roll-ups have to be computed anew: because they are other ones, or what they read is.
pub(super) async fn enqueue(conn: &mut Conn, before: &Catalog, after: &Catalog) -> Result<()> {
    let mut objects: BTreeSet<&str> = BTreeSet::new();
    for object in after.objects() {
        // A new object has no records yet.
        let Some(old) = before.object(&object.name) else { continue };
        let is_new = |field: &Field| {
            let was = old.declared().find(|other| other.id == field.id);
            was.is_none_or(|was| was.formula != field.formula || was.rollup != field.rollup || was.shape() != field.shape())
        };
        if object.declared().any(|field| (field.formula.is_some() || field.rollup.is_some()) && is_new(field)) {
            objects.insert(&object.name);
        }
    }
    for pair in pairs(before, after).into_iter().filter(Pair::moves) {
        let (name, computed) = (&pair.object.name, after.computed());
        objects.extend(Some(name.as_str()).filter(|name| !computed.formulas(name).is_empty()));
        objects.extend(computed.rollups_of(name).iter().map(|rollup| rollup.object.as_str()));
        objects.extend(computed.dependents(name).iter().map(|dependent| dependent.object.as_str()));
    }
    for object in objects {
        let mut sql = conn.sql();
        sql.push("INSERT INTO ").table("sys_backfill").push(" (\"object\", \"after\") VALUES (");
        sql.args([Arg::Text(object.to_owned()), Arg::Null(Shape::Id)]);
        sql.push(") ON CONFLICT (\"object\") DO UPDATE SET \"after\" = NULL");
        conn.execute(&sql).await?;
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
        loop {
            match self.backfill_step().await {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                // Somebody published: what is left goes by what is in force now.
                Err(Error::Outdated) => self.reload().await?,
                Err(error) => return Err(error),
            }
        }
    }

    async fn backfill_step(self: &Arc<Self>) -> Result<bool> {
        let snapshot = self.snapshot().await?;
        let (now, company) = (self.clock.now(), Arc::clone(self));
        self.store
            .write::<_, Error, _>(move |conn| {
                let (snapshot, company) = (Arc::clone(&snapshot), Arc::clone(&company));
                Box::pin(async move {
                    // What is published while a chunk is computed would have it begin anew: it waits until the chunk is noted.
                    conn.lock(PUBLISHING).await?;
                    company.require_current(conn, snapshot.catalog.version()).await?;
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
