//! Reading records: which, what of them, in which order, from where on.

use trellis_model::{Field, Filter, Object, Schema, Value, field::Shape};
use uuid::Uuid;

use super::filter::{Path, Target, compile, target_id, ways};
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

/// A page of records column by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnPage {
    /// How many records.
    pub rows: u64,
    /// The id of the last one.
    pub last: Option<Uuid>,
    /// For each column a JSON array of its values: numbers for truth values (0 and 1), integers, decimals (times ten to their
    /// scale) and moments (microseconds UTC), texts for everything else as it is stored.
    pub columns: Vec<String>,
}

impl Select<'_> {
    /// The rows in the order of their ids, column by column: for many records a multiple faster than [`Select::rows`], as the
    /// values do not come one by one. Columns are fields of the records themselves, the first of them the id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn column_page(&self, conn: &mut Conn) -> Result<ColumnPage> {
        let dialect = conn.dialect();
        let mut sql = conn.sql();
        sql.push("SELECT count(*), max(").push(&dialect.as_text("p.c0")).push(")");
        for at in 0..self.columns.len() {
            let array = format!("{}(p.c{at})", dialect.array_of());
            sql.push(", ").push(&dialect.as_text(&array));
        }
        sql.push(" FROM (SELECT ");
        for (at, column) in self.columns.iter().enumerate() {
            let mut expression = sql.fresh();
            column.expression(&mut expression, self.schema);
            let text = sql.dialect.plain(expression.text(), column.shape());
            sql.push(if at > 0 { ", " } else { "" }).push(&text).push(&format!(" AS c{at}"));
        }
        self.body(&mut sql, &self.filter, Path::Order("id"));
        if let Some(after) = &self.after {
            sql.push(" AND ");
            self.beyond(&mut sql, after);
        }
        sql.push(" ORDER BY ").column(ROOT, "id").push(" LIMIT ").arg(Arg::Integer(self.limit.into())).push(") p");
        let shapes: Vec<Shape> = [Shape::Integer, Shape::Text].into_iter().chain(self.columns.iter().map(|_| Shape::Text)).collect();
        let mut row = conn.fetch_one(&sql, &shapes).await?.unwrap_or_default().into_iter();
        let rows = if let Some(Value::Integer(rows)) = row.next() { rows.unsigned_abs() } else { 0 };
        let last = row.next().and_then(|last| Uuid::try_parse(last.as_text()?).ok());
        let text = |value: Value| if let Value::Text(text) = value { text } else { "[]".to_owned() };
        Ok(ColumnPage { rows, last, columns: row.map(text).collect() })
    }

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
        if self.sort.iter().all(|sort| sort.descending == last && sort.column.is_total()) {
            // One comparison, which the index answers.
            sql.push("(");
            for sort in &self.sort {
                sort.column.expression(sql, self.schema);
                sql.push(", ");
            }
            sql.column(ROOT, "id").push(if last { ") < (" } else { ") > (" });
            for (sort, value) in self.sort.iter().zip(values) {
                sql.value(value, sort.column.shape()).push(", ");
            }
            sql.value(id, Shape::Id).push(")");
            return;
        }
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

/// No value comes first going up and last going down, as SQLite has it by itself.
fn direction(sql: &Sql, descending: bool, total: bool) -> &'static str {
    match (sql.dialect, descending, total) {
        (crate::Dialect::Postgres, false, false) => " ASC NULLS FIRST",
        (crate::Dialect::Postgres, true, false) => " DESC NULLS LAST",
        (_, false, _) => " ASC",
        (_, true, _) => " DESC",
    }
}
