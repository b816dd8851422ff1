//! Tables: what the objects ask for, what there is, and the plan from one to the other.
//!
//! A field's column is named by the field's immutable id, so renaming a field touches no table, and a retired field's column
//! keeps its data until the administrator empties it.

mod apply;
mod plan;
mod system;

use std::collections::{BTreeMap, BTreeSet};

use trellis_model::{Field, FieldKind, Object, field::Shape};

pub use apply::{Counted, apply, count, current};
pub use plan::{Step, plan};
pub use system::create_system_tables;

use crate::Dialect;

/// So many options are in the index of owners at most.
const MOST_OPTIONS: usize = 8;

/// The tables of a store, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableSet(pub BTreeMap<String, Table>);

/// One object's table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Columns with their types, in order.
    pub columns: Vec<Column>,
    /// Index names with what they index.
    pub indexes: BTreeSet<Index>,
}

impl Table {
    /// Whether it has a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|it| it.name == column)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How values are kept; unknown for what was read from a database.
    pub shape: Option<Shape>,
    /// Whether every row has a value.
    pub not_null: bool,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Index {
    /// `ix_<table>_<column>` or `uq_<table>_<column>`.
    pub name: String,
    /// What it indexes, in order; empty for what was read from a database.
    pub columns: Vec<String>,
    /// Whether two live rows may not be alike, and then of which columns case and width make no difference.
    pub unique: Option<Vec<bool>>,
}

/// The column that keeps a field: its id, unless its kind has changed since.
pub fn column(field: &Field) -> &str {
    field.column.as_deref().unwrap_or(&field.id)
}

impl TableSet {
    /// The tables that these objects ask for.
    pub fn of<'a>(objects: impl IntoIterator<Item = &'a Object>) -> Self {
        Self(objects.into_iter().map(|object| (object.name.clone(), table(object))).collect())
    }
}

fn table(object: &Object) -> Table {
    let columns = object
        .stored()
        .map(|field| Column {
            name: column(field).to_owned(),
            shape: Some(field.shape()),
            not_null: matches!(field.name.as_str(), "id" | "created_at" | "updated_at" | "version") && field.system,
        })
        .collect();
    let owner = object.fields().iter().find(|field| is_owner(field));
    let mut indexes = BTreeSet::new();
    let mut index = |columns: &[&str]| {
        let name = format!("ix_{}_{}", object.name, columns[0]);
        indexes.insert(Index { name, columns: columns.iter().map(|&it| it.to_owned()).collect(), unique: None });
    };
    for field in object.stored().filter(|field| field.name != "id") {
        let name = column(field);
        if is_ordered(field) {
            index(&[name, "id"]);
        } else if is_grouped(field) && !is_owner(field) {
            // In the order that lists have by default, so that the records of one person, customer or stage come without
            // sorting.
            index(&[name, "created_at", "id"]);
        }
    }
    let walked = |index: Index| match owner {
        Some(owner) if index.unique.is_none() && is_walked(object, &index.columns[0]) => with_owner(index, column(owner)),
        _ => index,
    };
    let mut indexes: BTreeSet<Index> = indexes.into_iter().map(walked).collect();
    indexes.extend(owner.map(|owner| index_of_owners(object, owner)));
    indexes.extend(object.stored().filter_map(|field| unique_index(object, field)));
    Table { columns, indexes: indexes.into_iter().map(|index| Index { name: short(index.name), ..index }).collect() }
}

/// PostgreSQL cuts names at 63 bytes.
const LONGEST_NAME: usize = 63;

/// A name that every database takes as it is: the end of a long one is told by a hash.
fn short(name: String) -> String {
    if name.len() <= LONGEST_NAME { name } else { format!("{}_{:08x}", &name[..LONGEST_NAME - 9], hash(&name)) }
}

/// FNV-1a: short, and the same on every machine.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether lists walk along this column, leaving out the records of other people: all but texts, which are looked up.
fn is_walked(object: &Object, name: &str) -> bool {
    let field = object.fields().iter().find(|field| column(field) == name);
    field.is_some_and(|field| match field.kind {
        FieldKind::Picklist | FieldKind::Boolean => true,
        _ => is_ordered(field) && field.shape() != Shape::Text,
    })
}

/// The index with the owner in it, so that the records of other people are passed over without being read.
fn with_owner(mut index: Index, owner: &str) -> Index {
    index.name = format!("{}_{owner}", index.name);
    index.columns.push(owner.to_owned());
    index
}

/// The index through which people's records are found. It also has the options that lists are filtered by, so that those
/// of a department are counted without reading the records; the name tells indexes over different options apart.
fn index_of_owners(object: &Object, owner: &Field) -> Index {
    let options = object.declared().filter(|field| field.indexed && matches!(field.kind, FieldKind::Picklist | FieldKind::Boolean));
    let options: Vec<&str> = options.map(column).take(MOST_OPTIONS).collect();
    let owner = column(owner);
    let mut name = format!("ix_{}_{owner}", object.name);
    if !options.is_empty() {
        name = format!("{name}_{:08x}", hash(&options.join(" ")));
    }
    let columns = [owner, "created_at", "id"].into_iter().chain(options);
    Index { name, columns: columns.map(str::to_owned).collect(), unique: None }
}

fn is_owner(field: &Field) -> bool {
    field.system && field.name == "owner"
}

/// Whether an index has the records in the order of this field.
pub(crate) fn is_ordered(field: &Field) -> bool {
    if field.system { field.name == "created_at" } else { field.indexed && !is_grouped(field) }
}

/// Whether an index has the records of one value together.
fn is_grouped(field: &Field) -> bool {
    match field.kind {
        FieldKind::Picklist | FieldKind::Boolean => field.indexed,
        _ if field.system => is_owner(field),
        _ => matches!(field.shape(), Shape::Id | Shape::Reference),
    }
}

/// The index that keeps a field's values apart, alone or together with those of other fields.
fn unique_index(object: &Object, field: &Field) -> Option<Index> {
    if !field.unique && field.kind != FieldKind::AutoNumber {
        return None;
    }
    let others = field.unique_with.iter().filter_map(|name| object.field(name)).filter(|other| other.is_stored());
    let of: Vec<&Field> = std::iter::once(field).chain(others.filter(|other| other.name != field.name)).collect();
    let columns: Vec<String> = of.iter().map(|field| column(field).to_owned()).collect();
    let mut name = format!("uq_{}_{}", object.name, columns[0]);
    if columns.len() > 1 {
        name = format!("{name}_{:08x}", hash(&columns.join(" ")));
    }
    let unique = Some(of.iter().map(|field| field.shape() == Shape::Text).collect());
    Some(Index { name: short(name), columns, unique })
}

/// Which field of an object a unique index is about.
pub fn unique_field<'a>(object: &'a Object, index: &str) -> Option<&'a Field> {
    object.fields().iter().find(|field| {
        // SQLite names the first column where no value is folded.
        let by_column = format!("uq_{}_{}", object.name, column(field)) == index;
        by_column || unique_index(object, field).is_some_and(|unique| unique.name == index)
    })
}

/// The statements of a step.
pub fn render(step: &Step, dialect: Dialect, schema: Option<&str>) -> Vec<String> {
    use crate::dialect::quoted;
    let prefix = schema.map(|schema| format!("{}.", quoted(schema))).unwrap_or_default();
    let qualified = |name: &str| format!("{prefix}{}", quoted(name));
    let definition = |column: &Column| {
        let shape = column.shape.unwrap_or(Shape::Text);
        let not_null = if column.not_null { " NOT NULL" } else { "" };
        format!("{} {}{not_null}", quoted(&column.name), dialect.column_type(shape))
    };
    match step {
        Step::CreateTable { table, columns } => {
            let mut parts: Vec<String> = columns.iter().map(definition).collect();
            parts.push("PRIMARY KEY (\"id\")".to_owned());
            vec![format!("CREATE TABLE {} ({})", qualified(table), parts.join(", "))]
        }
        Step::AddColumn { table, column } => vec![format!("ALTER TABLE {} ADD COLUMN {}", qualified(table), definition(column))],
        Step::CreateIndex { table, index } => {
            let unique = if index.unique.is_some() { "UNIQUE " } else { "" };
            let is_folded = |at: usize| index.unique.as_ref().is_some_and(|folded| folded[at]);
            let column = |(at, column): (usize, &String)| if is_folded(at) { dialect.fold(&quoted(column)) } else { quoted(column) };
            let columns: Vec<String> = index.columns.iter().enumerate().map(column).collect();
            // SQLite wants the schema on the index, PostgreSQL on the table.
            let name = quoted(&index.name);
            vec![format!("CREATE {unique}INDEX {name} ON {} ({}) WHERE \"deleted_at\" IS NULL", qualified(table), columns.join(", "))]
        }
        Step::DropColumn { table, column } => vec![format!("ALTER TABLE {} DROP COLUMN {}", qualified(table), quoted(column))],
        Step::DropTable { table } => vec![format!("DROP TABLE {}", qualified(table))],
        Step::DropIndex { index } => vec![format!("DROP INDEX {}", qualified(index))],
    }
}
