//! What is computed: formulas before a record is written, roll-ups and the formulas of other records after it, all in the
//! transaction of the write, so that no reader ever sees one without the other.
//!
//! Computed values belong to the system, not to whoever happens to write: they are computed from what is stored, whatever
//! the caller sees of it. Whoever declares a formula decides that it may be read by those who read its record.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use trellis_catalog::{
    Catalog,
    computed::{Formula, RollupOf, Source},
};
use trellis_model::{
    Filter, JsonMap, Object, Record, Schema, Test, Value,
    expression::{Expression, Moment, RecordNames},
    time::Zone,
};
use trellis_storage::{
    Conn,
    changes::Change,
    records::{self, Column, Deleted, Select},
};
use uuid::Uuid;

use super::lines;
use crate::{Cx, Result};

/// How far what follows from one write may go; declarations that go round in circles are refused before.
pub(crate) const DEEPEST: u8 = 12;
/// Records whose formulas are computed anew with one statement.
const CHUNK: u32 = 500;

/// What computing needs to know of the call.
#[derive(Clone, Copy)]
pub(crate) struct Base<'a> {
    /// The declarations.
    pub catalog: &'a Catalog,
    /// The company's clock.
    pub zone: &'a dyn Zone,
    /// The moment of the call.
    pub now: DateTime<Utc>,
    /// Who caused it; nobody for the system's own work.
    pub user: Option<Uuid>,
}

impl Cx {
    /// What computing needs to know of this call.
    pub(crate) fn base(&self) -> Base<'_> {
        Base { catalog: self.catalog(), zone: self.snapshot.zone(), now: self.now, user: Some(self.user) }
    }
}

impl Base<'_> {
    pub(crate) fn moment(&self) -> Moment<'_> {
        Moment { now: self.now, me: self.user.unwrap_or_default(), zone: self.zone }
    }
}

/// A write, seen by what depends on it.
pub(crate) struct Written<'a> {
    /// The object.
    pub object: &'a Object,
    /// The record before; without values when it is new.
    pub before: &'a Record,
    /// The record now.
    pub after: &'a Record,
    /// Whether it came to be or went away.
    pub existence: bool,
}

impl Written<'_> {
    fn changed(&self) -> BTreeSet<&str> {
        let names = self.after.0.keys().chain(self.before.0.keys()).map(String::as_str);
        names.filter(|name| self.before.get(name) != self.after.get(name)).collect()
    }
}

/// Whether a write of such a record can change the record itself once more: it has roll-ups of its own lines, say.
pub(crate) fn comes_back(catalog: &Catalog, object: &Object) -> bool {
    object.declared().any(|field| field.rollup.is_some())
        || catalog.computed().dependents(&object.name).iter().any(|it| it.object == object.name)
}

/// Sets the formulas of a record that is about to be written. `parent` is the record that a line belongs to.
pub(crate) async fn formulas(base: Base<'_>, conn: &mut Conn, object: &Object, record: &mut Record, parent: Option<&Record>) -> Result<()> {
    let formulas = base.catalog.computed().formulas(&object.name);
    if formulas.is_empty() {
        return Ok(());
    }
    let related = related(base.catalog, conn, object, record, wanted(formulas), parent).await?;
    for formula in formulas {
        let (Some(field), Some(expression)) = (object.field(&formula.field), Expression::shared(&formula.expression)) else { continue };
        let names = RecordNames { object, record, related: &related };
        let value = expression.value(field, &|path| names.read(path), base.moment());
        record.set(&formula.field, value);
    }
    Ok(())
}

/// Values of looked-up records, by lookup and field.
pub(crate) type RelatedValues = HashMap<(String, String), Value>;

/// What formulas read through lookups.
fn wanted(formulas: &[Formula]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in formulas.iter().flat_map(|formula| formula.reads.values()) {
        if let Source::Through { lookup, field } = source {
            wanted.entry(lookup).or_default().insert(field);
        }
    }
    wanted
}

/// The values that are read through lookups of a record, of each looked-up record with one statement.
async fn related(
    catalog: &Catalog,
    conn: &mut Conn,
    object: &Object,
    record: &Record,
    wanted: BTreeMap<&str, BTreeSet<&str>>,
    parent: Option<&Record>,
) -> Result<RelatedValues> {
    let mut values = RelatedValues::new();
    for (lookup, fields) in wanted {
        let target = object.field(lookup).and_then(|field| field.target()).and_then(|name| catalog.object(name));
        let (Some(target), Some(id)) = (target, record.get(lookup).as_id()) else { continue };
        if let Some(parent) = parent.filter(|parent| parent.id() == id) {
            values.extend(fields.iter().map(|field| ((lookup.to_owned(), (*field).to_owned()), parent.get(field).clone())));
            continue;
        }
        let fields: Vec<_> = fields.into_iter().filter_map(|name| target.field(name)).filter(|field| field.is_stored()).collect();
        let columns = fields.iter().map(|field| Column::Own(field)).collect();
        let row = select(catalog, target, Filter::field("id", Test::Eq(Value::Id(id))), columns, Deleted::Live, 1).rows(conn).await?;
        for (field, value) in fields.iter().zip(row.into_iter().next().unwrap_or_default()) {
            values.insert((lookup.to_owned(), field.name.clone()), value);
        }
    }
    Ok(values)
}

fn select<'a>(
    catalog: &'a Catalog,
    object: &'a Object,
    filter: Filter,
    columns: Vec<Column<'a>>,
    deleted: Deleted,
    limit: u32,
) -> Select<'a> {
    Select { object, schema: catalog, filter, columns, sort: Vec::new(), after: None, skip: 0, limit, deleted }
}

/// The record as it is stored, in the recycle bin or not.
pub(crate) async fn whole(catalog: &Catalog, conn: &mut Conn, object: &Object, id: Uuid) -> Result<Option<Record>> {
    let columns = object.stored().map(Column::Own).collect();
    let rows = select(catalog, object, Filter::field("id", Test::Eq(Value::Id(id))), columns, Deleted::Any, 1).rows(conn).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let mut record = Record(object.stored().map(|field| field.name.clone()).zip(row).collect());
    lines::load(catalog, conn, object, &mut record).await?;
    Ok(Some(record))
}

/// Computes anew whatever depends on a write: the roll-ups that count the record, the formulas that read it.
pub(crate) fn follow<'a>(base: Base<'a>, conn: &'a mut Conn, written: Written<'a>, depth: u8) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let computed = base.catalog.computed();
        let (rollups, dependents) = (computed.rollups_of(&written.object.name), computed.dependents(&written.object.name));
        if (rollups.is_empty() && dependents.is_empty()) || depth > DEEPEST {
            return Ok(());
        }
        let changed = written.changed();
        let mut parents: BTreeMap<(&str, Uuid), Vec<&RollupOf>> = BTreeMap::new();
        for rollup in rollups {
            let concerned = written.existence
                || changed.contains(rollup.lookup.as_str())
                || rollup.reads.iter().any(|it| changed.contains(it.as_str()));
            if concerned {
                for id in [written.before, written.after].iter().filter_map(|record| record.get(&rollup.lookup).as_id()) {
                    let of = parents.entry((rollup.object.as_str(), id)).or_default();
                    if !of.iter().any(|other| other.field == rollup.field) {
                        of.push(rollup);
                    }
                }
            }
        }
        for ((object, id), rollups) in parents {
            if let Some(object) = base.catalog.object(object) {
                refresh(base, conn, object, id, &rollups, depth).await?;
            }
        }
        for dependent in dependents {
            let concerned = written.existence || dependent.reads.iter().any(|it| changed.contains(it.as_str()));
            let Some(object) = base.catalog.object(&dependent.object).filter(|_| concerned && !written.before.0.is_empty()) else {
                continue;
            };
            let leads_here = Filter::field(&dependent.lookup, Test::Eq(Value::Id(written.after.id())));
            for id in all_ids(base.catalog, conn, object, leads_here).await? {
                refresh(base, conn, object, id, &[], depth).await?;
            }
        }
        Ok(())
    })
}

/// The ids of all live records that pass.
async fn all_ids(catalog: &Catalog, conn: &mut Conn, object: &Object, filter: Filter) -> Result<Vec<Uuid>> {
    let mut ids: Vec<Uuid> = Vec::new();
    loop {
        let columns = object.field("id").map(Column::Own).into_iter().collect();
        let mut page = select(catalog, object, filter.clone(), columns, Deleted::Live, CHUNK);
        page.after = ids.last().map(|id| vec![Value::Id(*id)]);
        let rows = page.rows(conn).await?;
        let full = rows.len() == CHUNK as usize;
        ids.extend(rows.iter().filter_map(|row| row.first()?.as_id()));
        if !full {
            return Ok(ids);
        }
    }
}

/// Computes these roll-ups and all formulas of a record anew, and what follows from that.
async fn refresh(base: Base<'_>, conn: &mut Conn, object: &Object, id: Uuid, rollups: &[&RollupOf], depth: u8) -> Result<()> {
    records::lock(conn, object, id).await?;
    let Some(before) = whole(base.catalog, conn, object, id).await? else { return Ok(()) };
    let mut after = before.clone();
    for rollup in rollups {
        after.set(&rollup.field, rolled_up(base.catalog, conn, rollup, id).await?);
    }
    formulas(base, conn, object, &mut after, None).await?;
    let changes = after.difference(&before);
    if changes.0.is_empty() {
        return Ok(());
    }
    records::update_computed(conn, object, id, &changes, &change(base, object, id, &before, &changes)).await?;
    let written = Written { object, before: &before, after: &after, existence: false };
    follow(base, conn, written, depth + 1).await
}

async fn rolled_up(catalog: &Catalog, conn: &mut Conn, of: &RollupOf, id: Uuid) -> Result<Value> {
    let Some(child) = of.rollup.relation.split('.').next().and_then(|name| catalog.object(name)) else { return Ok(Value::Null) };
    let mine = Filter::field(&of.lookup, Test::Eq(Value::Id(id)));
    let declared = of.rollup.filter.as_ref().map_or(Filter::True, |filter| catalog.declared_filter(child, filter));
    let field = of.rollup.field.as_deref().and_then(|name| child.field(name));
    Ok(records::roll_up(conn, catalog, child, &Filter::all([mine, declared]), of.rollup.function, field).await?)
}

/// What the change log says of computed values: dashboards stay fresh by it, histories leave it out.
fn change(base: Base<'_>, object: &Object, id: Uuid, before: &Record, changes: &Record) -> Change {
    let json = |record: &Record| -> JsonMap {
        let named = changes.0.keys().filter_map(|name| Some((object.field(name)?.id.clone(), record.get(name).to_json())));
        named.filter(|(_, json)| !json.is_null()).collect()
    };
    Change {
        seq: 0,
        object: object.name.clone(),
        record: id,
        op: "update".to_owned(),
        at: base.now,
        user: base.user,
        action: Some(COMPUTED.to_owned()),
        before: json(before),
        after: changes.0.iter().filter_map(|(name, value)| Some((object.field(name)?.id.clone(), value.to_json()))).collect(),
    }
}

/// The action of entries in the change log that only tell what was computed.
pub(crate) const COMPUTED: &str = "computed";

/// Computes the formulas and roll-ups of the records behind `after` anew: after a field has come or changed. Says where the
/// chunk ended, when there is more.
///
/// # Errors
/// When the store fails.
pub(crate) async fn backfill(base: Base<'_>, conn: &mut Conn, object: &Object, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let columns = object.field("id").map(Column::Own).into_iter().collect();
    let mut page = select(base.catalog, object, Filter::True, columns, Deleted::Any, CHUNK);
    page.after = after.map(|id| vec![Value::Id(id)]);
    let ids: Vec<Uuid> = page.rows(conn).await?.iter().filter_map(|row| row.first()?.as_id()).collect();
    let rollups: Vec<&RollupOf> =
        object.declared().filter_map(|field| base.catalog.computed().rollup(&object.name, &field.name)).map(|(_, rollup)| rollup).collect();
    for id in &ids {
        refresh(base, conn, object, *id, &rollups, 0).await?;
    }
    Ok(ids.last().copied().filter(|_| ids.len() == CHUNK as usize))
}
