//! The bin of the designer: fields and objects that are no longer declared, and what fields held before their kind changed,
//! with the data that their columns keep until an administrator empties them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;
use trellis_catalog::{Catalog, Files};
use trellis_model::{Field, FieldKind, Json, Label, Schema, field::Shape, object::lines_object};
use trellis_storage::{
    Conn,
    tables::{self, TableSet},
};

use super::{draft::draft_to_change, edit::apply};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
    company::{self, PUBLISHING},
};

/// A field or an object that is no longer declared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retired {
    /// The object.
    pub object: String,
    /// The field; none for a whole object.
    pub field: Option<String>,
    /// The field's column: a field has had several when its kind was changed.
    pub column: Option<String>,
    /// What people read.
    pub label: Label,
    /// The field's kind at that time.
    pub kind: Option<String>,
    /// How many records have a value, or how many there are.
    pub rows: u64,
    /// Whether these are the values from before the field's kind was changed: a version of that time brings them back, the
    /// bin does not.
    pub earlier: bool,
    /// Where it was declared, and how.
    #[serde(skip)]
    declared: Declared,
}

/// A declaration as it was last.
#[derive(Debug, Clone, PartialEq, Default)]
struct Declared {
    file: String,
    /// The merge patch of the file that declares it again.
    patch: Json,
    /// What else declared a whole object: its views, layouts, …
    beside: Files,
    /// The tables of its lines, or of those that a whole object had.
    lines: Vec<String>,
}

/// Everything that is in the bin.
///
/// # Errors
/// When the store fails.
pub async fn retired(conn: &mut Conn) -> Result<Vec<Retired>> {
    let (_, overlay) = company::overlay(conn).await?;
    let (catalog, _) = Catalog::with_overlay(&overlay);
    let current = tables::current(conn).await?;
    let desired = TableSet::of(catalog.objects().map(AsRef::as_ref));
    let known = declared_once(conn).await?;
    let mut found = Vec::new();
    for (name, table) in &current.0 {
        let Some(wanted) = desired.0.get(name) else {
            // Lines go with the field or the object that has them.
            let Some(object) = known.objects.get(name) else { continue };
            let rows = tables::count(conn, name, None).await?.rows;
            let declared = Declared { lines: known.lines_of(name, None, &current), ..object.declared.clone() };
            let (object, label) = (name.clone(), object.label.clone());
            found.push(Retired { object, field: None, column: None, label, kind: None, rows, earlier: false, declared });
            continue;
        };
        let live: BTreeSet<&str> =
            catalog.object(name).into_iter().flat_map(|object| object.declared()).map(|field| field.id.as_str()).collect();
        for column in table.columns.iter().filter(|column| !wanted.has(&column.name)) {
            let Some(field) = known.fields.get(&(name.clone(), column.name.clone())) else { continue };
            let is_last = known.last.get(&(name.clone(), field.id.clone())) == Some(&column.name);
            found.push(Retired {
                object: name.clone(),
                field: Some(field.name.clone()),
                column: Some(column.name.clone()),
                label: field.label.clone(),
                kind: Some(field.kind.clone()),
                rows: tables::count(conn, name, Some(&column.name)).await?.values,
                earlier: live.contains(field.id.as_str()) || !is_last,
                declared: Declared { lines: known.lines_of(name, Some(&field.name), &current), ..field.declared.clone() },
            });
        }
    }
    Ok(found)
}

/// A field as it was last declared over a column.
#[derive(Debug, Clone)]
struct KnownField {
    id: String,
    name: String,
    label: Label,
    kind: String,
    declared: Declared,
    property: Json,
}

#[derive(Debug, Clone)]
struct KnownObject {
    label: Label,
    declared: Declared,
}

/// Whatever the company's published versions have declared.
#[derive(Debug, Default)]
pub(super) struct Known {
    objects: BTreeMap<String, KnownObject>,
    /// By object and column.
    fields: BTreeMap<(String, String), KnownField>,
    /// By object and id of a field: the column that it had last.
    last: BTreeMap<(String, String), String>,
}

impl Known {
    /// Whether a field with this id was declared over the column.
    pub(super) fn declares(&self, object: &str, column: &str, id: &str) -> bool {
        self.fields.get(&(object.to_owned(), column.to_owned())).is_some_and(|field| field.id == id)
    }

    /// Whether the column of a field holds what an earlier declaration of the same field put there, kept in the same way.
    pub(super) fn had(&self, object: &str, field: &Field) -> bool {
        let Some(known) = self.fields.get(&(object.to_owned(), tables::column(field).to_owned())) else { return false };
        let was = Field::from_schema(&known.name, &known.property, false);
        // What a computed field comes to is not in its declaration; it is computed anew.
        let same = |was: Field| was.kind == field.kind && (was.kind.is_computed() || was.shape() == field.shape());
        known.id == field.id && was.is_ok_and(same)
    }

    /// The tables of the lines of an object, or of one of its fields.
    fn lines_of(&self, object: &str, field: Option<&str>, current: &TableSet) -> Vec<String> {
        let lines = FieldKind::Lines.name();
        let of = |(of, _): &&(String, String), known: &&KnownField| {
            of == object && known.kind == lines && field.is_none_or(|field| known.name == field)
        };
        let names: BTreeSet<String> =
            self.fields.iter().filter(|(key, known)| of(key, known)).map(|(_, known)| lines_object(object, &known.name)).collect();
        names.into_iter().filter(|name| current.0.contains_key(name)).collect()
    }

    fn note(&mut self, file: &str, object: &str, name: &str, property: &Json, around: &dyn Fn(Json) -> Json) {
        let Some(id) = property["x-id"].as_str() else { return };
        let column = property["x-column"].as_str().unwrap_or(id);
        let declared = Declared { file: file.to_owned(), patch: around(json!({ name: property })), ..Declared::default() };
        let field = KnownField {
            id: id.to_owned(),
            name: name.to_owned(),
            label: label_of(property, name),
            kind: property["x-type"].as_str().unwrap_or_default().to_owned(),
            declared,
            property: property.clone(),
        };
        self.fields.insert((object.to_owned(), column.to_owned()), field);
        self.last.insert((object.to_owned(), id.to_owned()), column.to_owned());
    }
}

fn label_of(declaration: &Json, name: &str) -> Label {
    declaration.get("x-label").and_then(|label| serde_json::from_value(label.clone()).ok()).unwrap_or_else(|| Label::new(name, name))
}

/// Reads [`Known`].
pub(super) async fn declared_once(conn: &mut Conn) -> Result<Known> {
    let mut sql = conn.sql();
    sql.push("SELECT \"files\" FROM ").table("sys_version").push(" ORDER BY \"version\"");
    let mut known = Known::default();
    for row in conn.fetch(&sql, &[Shape::Text]).await? {
        let files: Files = serde_json::from_str(row[0].as_text().unwrap_or("{}")).unwrap_or_default();
        for (path, json) in &files {
            let Some(folder) = path.strip_suffix("object.json") else { continue };
            let Some(object) = folder.strip_suffix('/').and_then(|folder| folder.rsplit('/').next()) else { continue };
            if json.get("x-object").is_some() {
                let beside = files.iter().filter(|(other, json)| *other != path && other.starts_with(folder) && !json.is_null());
                let beside = beside.map(|(other, json)| (other.clone(), json.clone())).collect();
                let declared = Declared { file: path.clone(), patch: json.clone(), beside, lines: Vec::new() };
                known.objects.insert(object.to_owned(), KnownObject { label: label_of(json, object), declared });
            }
            for (name, property) in json.get("properties").and_then(Json::as_object).into_iter().flatten() {
                known.note(path, object, name, property, &|fields| json!({ "properties": fields }));
                for (line, property) in property.pointer("/x-lines/properties").and_then(Json::as_object).into_iter().flatten() {
                    let around = |lines: Json| json!({ "properties": { name: { "x-lines": { "properties": lines } } } });
                    known.note(path, &lines_object(object, name), line, property, &around);
                }
            }
        }
    }
    Ok(known)
}

/// What of the bin is meant: a whole object, or a field, by its column when it had several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The object.
    pub object: String,
    /// The field; none for a whole object.
    pub field: Option<String>,
    /// The field's column; what the field held last, when absent.
    pub column: Option<String>,
}

async fn find(conn: &mut Conn, which: &Which) -> Result<Retired> {
    let mut found: Vec<Retired> = retired(conn).await?;
    found.retain(|it| it.object == which.object && it.field == which.field);
    found.retain(|it| if which.column.is_some() { it.column == which.column } else { !it.earlier });
    found.pop().ok_or(Error::NotFound)
}

/// Puts a retired field or object back into the draft.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the bin, or is what a field held before its kind changed; [`Error::Conflict`] when
/// its name is taken by another; [`Error::Invalid`] when something that it refers to is not there any more.
pub async fn restore(cx: &Cx, conn: &mut Conn, which: &Which) -> Result<()> {
    let draft = draft_to_change(conn).await?;
    let found = find(conn, which).await?;
    if found.earlier {
        return Err(Error::NotFound);
    }
    let there = draft.catalog.object(&which.object);
    let taken = match &which.field {
        Some(field) => there.ok_or(Error::NotFound)?.field(field).is_some(),
        None => there.is_some(),
    };
    if taken {
        return Err(Error::Conflict(Reason::NameTaken));
    }
    let mut change = found.declared.beside;
    change.insert(found.declared.file, found.declared.patch);
    apply(cx, conn, &draft, change).await
}

/// Empties a retired field or object for good; says how many values went.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the bin.
pub async fn purge(cx: &Cx, conn: &mut Conn, which: &Which) -> Result<u64> {
    // What is in the bin now stays there until it is gone: nobody publishes it meanwhile.
    conn.lock(PUBLISHING).await?;
    let found = find(conn, which).await?;
    let table = |name: &String| tables::Step::DropTable { table: name.clone() };
    let mut steps: Vec<tables::Step> = found.declared.lines.iter().map(table).collect();
    steps.push(match &found.column {
        Some(column) => tables::Step::DropColumn { table: found.object.clone(), column: column.clone() },
        None => table(&found.object),
    });
    tables::apply(conn, &steps).await?;
    let target = which.field.as_ref().map_or_else(|| which.object.clone(), |field| format!("{}.{field}", which.object));
    audit::record(cx, conn, Event::DataPurged, Some(target), json!({ "rows": found.rows, "label": found.label.en })).await?;
    Ok(found.rows)
}
