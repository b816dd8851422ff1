//! Reading records: which, what of them, in which order, from where on.

use trellis_model::{Field, Filter, Object, Schema, Test, Value, field::Shape};

use super::filter::{Path, Target, compile, target_id};
use crate::{
    Arg, Conn, Result, Sql,
    tables::{column, is_ordered},
};

/// A query for records of one object.
pub struct Select<'a> {
    /// The object.
    pub object: &'a Object,
    /// Where lookups lead.
    pub schema: &'a dyn Schema,
    /// Which records: the caller's scope and whatever was asked for.
    pub filter: Filter,
    /// What of them.
    pub columns: Vec<Column<'a>>,
    /// In which order; the id decides between equals.
    pub sort: Vec<Sort<'a>>,
    /// The sort values and the id of the record before the first.
    pub after: Option<Vec<Value>>,
    /// So many first ones are left out.
    pub skip: u32,
    /// At most so many.
    pub limit: u32,
    /// Live records or those in the recycle bin.
    pub deleted: Deleted,
}

/// Live records or the recycle bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// Live records.
    Live,
    /// The recycle bin.
    Bin,
    /// Both.
    Any,
}

/// One thing to read.
#[derive(Clone)]
pub enum Column<'a> {
    /// A field of the record.
    Own(&'a Field),
    /// A field of the record that a lookup leads to.
    Through {
        /// The lookup.
        lookup: &'a Field,
        /// Where it leads.
        target: &'a Object,
        /// The field there.
        field: &'a Field,
        /// Which records it may be read of; `None` for a name, which travels with the lookup.
        guard: Option<Filter>,
    },
    /// No value of the field's shape, whatever the record.
    Nothing(&'a Field),
    /// The name of whatever an `any_lookup` leads to.
    AnyName {
        /// The lookup.
        lookup: &'a Field,
    },
}

/// One key of the order.
#[derive(Clone)]
pub struct Sort<'a> {
    /// By what.
    pub column: Column<'a>,
    /// Largest first.
    pub descending: bool,
}

/// The table's name in the statement.
const ROOT: &str = "t";
/// With more ways into a scope than this, they are counted together.
const MOST_WAYS: usize = 8;

impl Column<'_> {
    /// The shape of the values.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Own(field) | Self::Through { field, .. } | Self::Nothing(field) => field.shape(),
            Self::AnyName { .. } => Shape::Text,
        }
    }

    /// Whether every record has a value.
    fn is_total(&self) -> bool {
        matches!(self, Self::Own(field) if field.system && matches!(field.name.as_str(), "id" | "created_at" | "updated_at" | "version"))
    }

    fn expression(&self, sql: &mut Sql, schema: &dyn Schema) {
        match self {
            Self::Own(field) => {
                sql.column(ROOT, column(field));
            }
            Self::Through { lookup, target, field, guard } => {
                sql.push("(SELECT ").column("l", column(field)).push(" FROM ").table(&target.name).push(" l WHERE ");
                sql.column("l", "id").push(" = ").column(ROOT, column(lookup));
                if let Some(guard) = guard {
                    sql.push(" AND ").column("l", "deleted_at").push(" IS NULL AND ");
                    compile(sql, guard, Target { object: target, schema, alias: "l", path: Path::Free });
                }
                sql.push(")");
            }
            Self::Nothing(field) => {
                // With a type, so that it is decoded and compared as any value of the field.
                let type_name = sql.dialect.column_type(field.shape());
                sql.push("CAST(NULL AS ").push(type_name.split(' ').next().unwrap_or("TEXT")).push(")");
            }
            Self::AnyName { lookup } => {
                let place = format!("{ROOT}.{}", crate::dialect::quoted(column(lookup)));
                let objects = lookup.lookup.as_ref().map(|lookup| lookup.objects.as_slice()).unwrap_or_default();
                sql.push("COALESCE(NULL");
                for object in objects.iter().filter_map(|name| schema.object(name)) {
                    let Some(name) = object.field(object.name_field()) else { continue };
                    let id = target_id(sql.dialect, &place, Shape::Reference, &object.name);
                    sql.push(", (SELECT ").column("l", column(name)).push(" FROM ").table(&object.name);
                    sql.push(" l WHERE ").column("l", "id").push(" = ").push(&id).push(")");
                }
                // SQLite wants two arguments at least.
                sql.push(", NULL)");
            }
        }
    }
}

impl Select<'_> {
    /// The rows: one value a column.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows(&self, conn: &mut Conn) -> Result<Vec<Vec<Value>>> {
        let mut sql = conn.sql();
        sql.push("SELECT ");
        for (at, column) in self.columns.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" });
            let mut expression = sql.fresh();
            if matches!(column, Column::Own(_)) {
                column.expression(&mut expression, self.schema);
                let text = sql.dialect.select(expression.text(), column.shape());
                sql.push(&text);
            } else {
                let cast = sql.dialect.select("", column.shape());
                column.expression(&mut sql, self.schema);
                sql.push(&cast);
            }
        }
        let walks = self.sort.first().and_then(|sort| match &sort.column {
            Column::Own(field) if is_ordered(field) => Some(field.name.as_str()),
            _ => None,
        });
        self.body(&mut sql, &self.filter, walks.map_or(Path::Free, Path::Order));
        if let Some(after) = &self.after {
            sql.push(" AND ");
            self.beyond(&mut sql, after);
        }
        sql.push(" ORDER BY ");
        for sort in &self.sort {
            sort.column.expression(&mut sql, self.schema);
            sql.push(direction(&sql, sort.descending, sort.column.is_total())).push(", ");
        }
        let last = self.sort.first().is_some_and(|sort| sort.descending);
        sql.column(ROOT, "id").push(if last { " DESC" } else { " ASC" });
        sql.push(" LIMIT ").arg(Arg::Integer(self.limit.into()));
        if self.skip > 0 {
            sql.push(" OFFSET ").arg(Arg::Integer(self.skip.into()));
        }
        let shapes: Vec<Shape> = self.columns.iter().map(Column::shape).collect();
        conn.fetch(&sql, &shapes).await
    }

    /// How many records there are, counted up to `most`.
    ///
    /// Several ways in which a record can be in somebody's scope are counted one after another, each through its own index
    /// and without what the ways before it have counted: a database that is asked for all of them at once reads the table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count(&self, conn: &mut Conn, most: Option<u32>) -> Result<u64> {
        let mut sql = conn.sql();
        sql.push("SELECT count(*) FROM (");
        for (at, (filter, path)) in ways(&self.filter).iter().enumerate() {
            sql.push(if at > 0 { " UNION ALL SELECT 1" } else { "SELECT 1" });
            self.body(&mut sql, filter, *path);
        }
        if let Some(most) = most {
            sql.push(" LIMIT ").arg(Arg::Integer(most.into()));
        }
        sql.push(") c");
        let row = conn.fetch_one(&sql, &[Shape::Integer]).await?;
        Ok(match row.as_deref() {
            Some([Value::Integer(count)]) => count.unsigned_abs(),
            _ => 0,
        })
    }

    fn body(&self, sql: &mut Sql, filter: &Filter, path: Path<'_>) {
        sql.push(" FROM ").table(&self.object.name).push(" ").push(ROOT).push(" WHERE ");
        match self.deleted {
            Deleted::Live => {
                sql.column(ROOT, "deleted_at").push(" IS NULL AND ");
            }
            Deleted::Bin => {
                sql.column(ROOT, "deleted_at").push(" IS NOT NULL AND ");
            }
            Deleted::Any => {}
        }
        compile(sql, filter, Target { object: self.object, schema: self.schema, alias: ROOT, path });
    }

    /// The records behind the one with these sort values. No value counts as smaller than any.
    fn beyond(&self, sql: &mut Sql, after: &[Value]) {
        let Some((id, values)) = after.split_last() else {
            sql.push("1 = 1");
            return;
        };
        let last = self.sort.first().is_some_and(|sort| sort.descending);
        sql.push("(");
        // A bound on the first key alone, so that its index is entered where the last page ended.
        if let (Some(sort), Some(value)) = (self.sort.first(), values.first())
            && sort.column.is_total()
        {
            sort.column.expression(sql, self.schema);
            sql.push(if sort.descending { " <= " } else { " >= " }).value(value, sort.column.shape()).push(" AND ");
        }
        sql.push("(");
        for (at, (sort, value)) in self.sort.iter().zip(values).enumerate() {
            sql.push("(");
            for (equal, same) in self.sort.iter().zip(values).take(at) {
                self.same(sql, equal, same);
                sql.push(" AND ");
            }
            self.further(sql, sort, value);
            sql.push(") OR ");
        }
        sql.push("(");
        for (equal, same) in self.sort.iter().zip(values) {
            self.same(sql, equal, same);
            sql.push(" AND ");
        }
        sql.column(ROOT, "id").push(if last { " < " } else { " > " }).value(id, Shape::Id).push(")))");
    }

    fn same(&self, sql: &mut Sql, sort: &Sort<'_>, value: &Value) {
        sort.column.expression(sql, self.schema);
        if value.is_null() {
            sql.push(" IS NULL");
        } else {
            sql.push(" = ").value(value, sort.column.shape());
        }
    }

    fn further(&self, sql: &mut Sql, sort: &Sort<'_>, value: &Value) {
        match (value.is_null(), sort.descending) {
            (true, true) => {
                sql.push("1 = 0");
            }
            (true, false) => {
                sort.column.expression(sql, self.schema);
                sql.push(" IS NOT NULL");
            }
            (false, false) => {
                sort.column.expression(sql, self.schema);
                sql.push(" > ").value(value, sort.column.shape());
            }
            (false, true) => {
                sql.push("(");
                sort.column.expression(sql, self.schema);
                sql.push(" < ").value(value, sort.column.shape());
                if !sort.column.is_total() {
                    sql.push(" OR ");
                    sort.column.expression(sql, self.schema);
                    sql.push(" IS NULL");
                }
                sql.push(")");
            }
        }
    }
}

/// The ways to the records that pass, no record by two of them.
fn ways(filter: &Filter) -> Vec<(Filter, Path<'_>)> {
    let parts = match filter {
        Filter::And(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let is_way = |way: &Filter| match way {
        Filter::Team { .. } | Filter::Related { .. } => true,
        Filter::Field { field, .. } => field == "owner",
        _ => false,
    };
    let is_scope = |part: &&Filter| match part {
        Filter::Or(ways) => ways.len() <= MOST_WAYS && ways.iter().any(is_way),
        _ => false,
    };
    let Some(scope) = parts.iter().find(is_scope) else {
        let path = parts.iter().map(through).find(|path| *path == Path::Through("owner")).unwrap_or(Path::Free);
        return vec![(filter.clone(), path)];
    };
    let Filter::Or(ways) = scope else { return vec![(filter.clone(), Path::Free)] };
    let others = || parts.iter().filter(|part| !std::ptr::eq(*part, scope)).cloned();
    let without = |before: &[Filter]| before.iter().cloned().map(Filter::negated).collect::<Vec<_>>();
    let way = |(at, way): (usize, &'_ Filter)| Filter::all(std::iter::once(way.clone()).chain(others()).chain(without(&ways[..at])));
    ways.iter().enumerate().map(|pair| (way(pair), through(pair.1))).collect()
}

/// How the records of a way are reached.
fn through(way: &Filter) -> Path<'_> {
    match way {
        Filter::Field { field, test: Test::Eq(_) | Test::In(_) } | Filter::Related { field, .. } => Path::Through(field),
        Filter::Team { .. } => Path::Through("id"),
        _ => Path::Free,
    }
}

/// No value comes first going up and last going down, as SQLite has it by itself.
fn direction(sql: &Sql, descending: bool, total: bool) -> &'static str {
    match (sql.dialect, descending, total) {
        (crate::Dialect::Postgres, false, false) => " ASC NULLS FIRST",
        (crate::Dialect::Postgres, true, false) => " DESC NULLS LAST",
        (_, false, _) => " ASC",
        (_, true, _) => " DESC",
    }
}
