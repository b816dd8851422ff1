//! A filter as a SQL condition. Together with the in-memory and the Polars forms it is held to one meaning by a property
//! test.

use trellis_model::{Field, FieldKind, Filter, Object, Schema, Test, Value, field::Shape, value::Address};

use crate::{Arg, Dialect, Sql, tables::column};

/// Lists up to this long are written out, so that the planner sees them; longer ones are bound as one set.
const SHORT: usize = 4;

/// With more ways into a scope than this, they are taken together.
const MOST_WAYS: usize = 8;

/// Whose rows a condition is about.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The object.
    pub object: &'a Object,
    /// Where lookups lead.
    pub schema: &'a dyn Schema,
    /// The name of the object's table in the statement.
    pub alias: &'a str,
    /// The way to the records.
    pub path: Path<'a>,
}

/// The way to the records, when more is known of it than SQLite can know, which keeps no statistics here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path<'a> {
    /// Whichever the database chooses.
    Free,
    /// In the order of this field, which an index has. Walking it until a page is full beats collecting all records that
    /// pass a test and sorting them, unless the test is for one value.
    Order(&'a str),
    /// Through what the filter asks of this field: the people whose records are reached, or the records that they belong
    /// to. An option that half the table has is never the better way.
    Through(&'a str),
}

impl Path<'_> {
    /// Whether the way may begin with a test of this field.
    fn may_begin(self, field: &Field, test: &Test) -> bool {
        match self {
            Self::Free => true,
            Self::Order(walked) => field.name == walked || field.name == "id" || matches!(test, Test::Eq(_) | Test::IsNull),
            Self::Through(name) => field.name == name || !matches!(field.kind, FieldKind::Picklist | FieldKind::Boolean),
        }
    }
}

/// Adds the condition for `filter`. It is true for exactly the records that pass, and never unknown where it matters: a
/// negation is written `IS NOT TRUE`.
pub fn compile(sql: &mut Sql, filter: &Filter, target: Target<'_>) {
    match filter {
        Filter::True => {
            sql.push("1 = 1");
        }
        Filter::False => {
            sql.push("1 = 0");
        }
        Filter::And(filters) => join(sql, filters, " AND ", target),
        Filter::Or(filters) => join(sql, filters, " OR ", target),
        Filter::Not(inner) => negate(sql, inner, target),
        Filter::Field { field, test } => match target.object.field(field) {
            Some(found) => {
                let name = column(found);
                let shape = found.shape();
                let place = format!("{}.{}", target.alias, crate::dialect::quoted(name));
                // A unary plus keeps SQLite from choosing this column's index.
                let hide = sql.dialect == Dialect::Sqlite && !target.path.may_begin(found, test);
                let place = if hide { format!("+{place}") } else { place };
                compile_test(sql, &place, shape, test);
            }
            // A filter was read against this very object; a field that is gone since has no value.
            None => {
                sql.push(if matches!(test, Test::IsNull) { "1 = 1" } else { "1 = 0" });
            }
        },
        Filter::Team { user, edit } => {
            // Not by row: the records of one person are few and found by index.
            sql.column(target.alias, "id").push(" IN (SELECT tm.record FROM ").table("sys_team").push(" tm WHERE tm.user_id = ");
            sql.arg(Arg::Id(*user)).push(" AND tm.object = ").arg(Arg::Text(target.object.name.clone()));
            if *edit {
                sql.push(" AND tm.may_edit = ").arg(Arg::Bool(true));
            }
            sql.push(")");
        }
        Filter::Related { field, object, filter } => related(sql, field, object, filter, target),
    }
}

fn join(sql: &mut Sql, filters: &[Filter], word: &str, target: Target<'_>) {
    sql.push("(");
    for (at, filter) in filters.iter().enumerate() {
        if at > 0 {
            sql.push(word);
        }
        compile(sql, filter, target);
    }
    sql.push(")");
}

fn negate(sql: &mut Sql, inner: &Filter, target: Target<'_>) {
    if let Filter::Field { field, test } = inner
        && let Some(found) = target.object.field(field)
    {
        match test {
            Test::IsNull => {
                sql.column(target.alias, column(found)).push(" IS NOT NULL");
                return;
            }
            Test::Eq(value) => {
                let differs = sql.dialect.is_not();
                sql.column(target.alias, column(found)).push(" ").push(differs).push(" ");
                sql.value(value, found.shape());
                return;
            }
            _ => {}
        }
    }
    sql.push("(");
    compile(sql, inner, target);
    sql.push(") IS NOT TRUE");
}

fn related(sql: &mut Sql, field: &str, object: &str, filter: &Filter, target: Target<'_>) {
    let (Some(lookup), Some(other)) = (target.object.field(field), target.schema.object(object)) else {
        sql.push("1 = 0");
        return;
    };
    let alias = format!("{}r", target.alias);
    let there = Target { object: other, alias: &alias, path: Path::Free, ..target };
    if target.path == Path::Through(field) {
        // The other way round: from the targets that pass to the records that lead there.
        let id = format!("{alias}.\"id\"");
        let key = key_of(sql.dialect, &id, lookup.shape(), object);
        sql.column(target.alias, column(lookup)).push(" IN (");
        for (at, (filter, path)) in ways(filter).iter().enumerate() {
            sql.push(if at > 0 { " UNION ALL SELECT " } else { "SELECT " });
            sql.push(&key).push(" FROM ").table(object).push(" ").push(&alias);
            sql.push(" WHERE ").column(&alias, "deleted_at").push(" IS NULL AND ");
            compile(sql, filter, Target { path: *path, ..there });
        }
        sql.push(")");
        return;
    }
    sql.push("EXISTS (SELECT 1 FROM ").table(object).push(" ").push(&alias).push(" WHERE ");
    sql.column(&alias, "id").push(" = ");
    let place = format!("{}.{}", target.alias, crate::dialect::quoted(column(lookup)));
    sql.push(&target_id(sql.dialect, &place, lookup.shape(), object));
    sql.push(" AND ").column(&alias, "deleted_at").push(" IS NULL AND ");
    compile(sql, filter, there);
    sql.push(")");
}

/// The id that a lookup column holds, when it leads to `object`. Object names are checked metadata.
pub(crate) fn target_id(dialect: Dialect, place: &str, shape: Shape, object: &str) -> String {
    if shape != Shape::Reference {
        return place.to_owned();
    }
    let cast = if dialect == Dialect::Postgres { "::uuid" } else { "" };
    // ';' follows ':' in the code table, so this is "begins with `object:`" in a form that an index serves.
    format!("CASE WHEN {place} >= '{object}:' AND {place} < '{object};' THEN substr({place}, {}){cast} END", object.len() + 2)
}

/// The ways to the records that pass, no record by two of them.
pub(super) fn ways(filter: &Filter) -> Vec<(Filter, Path<'_>)> {
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

/// What a lookup column holds when it leads to the record of `object` with this id.
fn key_of(dialect: Dialect, id: &str, shape: Shape, object: &str) -> String {
    if shape != Shape::Reference {
        return id.to_owned();
    }
    let cast = if dialect == Dialect::Postgres { "::text" } else { "" };
    format!("'{object}:' || {id}{cast}")
}

fn compile_test(sql: &mut Sql, place: &str, shape: Shape, test: &Test) {
    match test {
        Test::IsNull => {
            sql.push(place).push(" IS NULL");
        }
        Test::Eq(value) => {
            sql.push(place).push(" = ").value(value, shape);
        }
        Test::Lt(value) => {
            sql.push(place).push(" < ").value(value, shape);
        }
        Test::Le(value) => {
            sql.push(place).push(" <= ").value(value, shape);
        }
        Test::Gt(value) => {
            sql.push(place).push(" > ").value(value, shape);
        }
        Test::Ge(value) => {
            sql.push(place).push(" >= ").value(value, shape);
        }
        Test::In(values) => one_of(sql, place, shape, values),
        Test::Contains(part) => {
            let words = if shape == Shape::Address { address_words(sql.dialect, place) } else { place.to_owned() };
            like(sql, &words, &format!("%{}%", escaped(part)));
        }
        Test::Overlaps(from, to) => {
            // Kept as `YYYY-MM-DD/YYYY-MM-DD`: days compare as texts do.
            sql.push("(substr(").push(place).push(", 1, 10) <= ").arg(Arg::Text(to.to_string()));
            sql.push(" AND substr(").push(place).push(", 12, 10) >= ").arg(Arg::Text(from.to_string())).push(")");
        }
        Test::Starts(part) => like(sql, place, &format!("{}%", escaped(part))),
        Test::HasAny(codes) => {
            let function = if sql.dialect == Dialect::Sqlite { "instr(" } else { "strpos(" };
            sql.push("(");
            for (at, code) in codes.iter().enumerate() {
                sql.push(if at > 0 { " OR " } else { "" }).push(function).push(place).push(", ");
                let written = if shape == Shape::Address { Address::encoded_code(code) } else { format!(";{code};") };
                sql.arg(Arg::Text(written)).push(") > 0");
            }
            sql.push(")");
        }
    }
}

/// The part of a kept address that words are looked for in: what follows the region, up to the coordinates.
fn address_words(dialect: Dialect, place: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("substr({place}, instr({place}, char(30)))"),
        Dialect::Postgres => format!("substr({place}, strpos({place}, chr(30)))"),
    }
}

fn one_of(sql: &mut Sql, place: &str, shape: Shape, values: &[Value]) {
    sql.push(place).push(" IN ");
    let as_set = match shape {
        _ if values.len() <= SHORT => None,
        Shape::Id => Some(Arg::Ids(values.iter().filter_map(Value::as_id).collect())),
        Shape::Text => Some(Arg::Texts(values.iter().filter_map(Value::as_text).map(str::to_owned).collect())),
        _ => None,
    };
    match as_set {
        Some(set) => {
            sql.set(set);
        }
        None => {
            sql.push("(").args(values.iter().map(|value| Arg::value(value, shape))).push(")");
        }
    }
}

/// SQLite's `LIKE` folds ASCII letters and no others, as we promise; PostgreSQL's folds none.
fn like(sql: &mut Sql, place: &str, pattern: &str) {
    let dialect = sql.dialect;
    let (place, pattern) = match dialect {
        Dialect::Sqlite => (place.to_owned(), pattern.to_owned()),
        Dialect::Postgres => (dialect.fold(place), pattern.to_ascii_lowercase()),
    };
    sql.push(&place).push(" LIKE ").arg(Arg::Text(pattern)).push(" ESCAPE '\\'");
}

fn escaped(part: &str) -> String {
    part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
