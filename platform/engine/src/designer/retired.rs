//! The bin of the designer: fields and objects that are no longer declared, with the data that their columns keep until an
//! administrator empties them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use trellis_catalog::Files;
use trellis_model::{Json, Label, Schema, field::Shape};
use trellis_storage::{Conn, tables};

use super::{
    draft::{compose, draft_to_change, keep},
    edit::problem_errors,
};
use crate::{
    Cx, Error, Reason, Result,
    audit::{self, Event},
};

/// A field or an object that is no longer declared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retired {
    /// The object.
    pub object: String,
    /// The field; none for a whole object.
    pub field: Option<String>,
    /// What people read.
    pub label: Label,
    /// The field's kind.
    pub kind: Option<String>,
    /// How many records have a value, or how many there are.
    pub rows: u64,
    #[serde(skip)]
    column: Option<String>,
    #[serde(skip)]
    file: String,
    #[serde(skip)]
    declaration: Json,
    /// What else declared a whole object: its views, layouts, …
    #[serde(skip)]
    beside: Files,
}

/// Everything that is in the bin.
///
/// # Errors
/// When the store fails.
pub async fn retired(cx: &Cx, conn: &mut Conn) -> Result<Vec<Retired>> {
    let current = tables::current(conn).await?;
    let desired = tables::TableSet::of(cx.catalog().objects().map(AsRef::as_ref));
    let known = declared_once(conn).await?;
    let mut found = Vec::new();
    for (name, table) in &current.0 {
        let Some(wanted) = desired.0.get(name) else {
            let Some((file, declaration, beside)) = known.objects.get(name) else { continue };
            let rows = tables::count_rows(conn, name, None).await?;
            let label = label_of(declaration, name);
            let (file, declaration, beside) = (file.clone(), declaration.clone(), beside.clone());
            found.push(Retired { object: name.clone(), field: None, label, kind: None, rows, column: None, file, declaration, beside });
            continue;
        };
        for column in table.columns.iter().filter(|column| wanted.columns.iter().all(|other| other.name != column.name)) {
            let Some((file, field, declaration)) = known.fields.get(&(name.clone(), column.name.clone())) else { continue };
            let rows = tables::count_rows(conn, name, None).await? - tables::count_rows(conn, name, Some(&column.name)).await?;
            found.push(Retired {
                object: name.clone(),
                field: Some(field.clone()),
                label: label_of(declaration, field),
                kind: declaration["x-type"].as_str().map(str::to_owned),
                rows,
                column: Some(column.name.clone()),
                file: file.clone(),
                declaration: declaration.clone(),
                beside: Files::new(),
            });
        }
    }
    Ok(found)
}

fn label_of(declaration: &Json, name: &str) -> Label {
    declaration.get("x-label").and_then(|label| serde_json::from_value(label.clone()).ok()).unwrap_or_else(|| Label::new(name, name))
}

#[derive(Default)]
struct Known {
    /// By name: the file and the declaration of an object as it was last, and the files beside it.
    objects: BTreeMap<String, (String, Json, Files)>,
    /// By object and column: file, name and declaration of a field as it was last.
    fields: BTreeMap<(String, String), (String, String, Json)>,
}

/// Whatever the company's published versions have declared.
async fn declared_once(conn: &mut Conn) -> Result<Known> {
    let mut sql = conn.sql();
    sql.push("SELECT \"files\" FROM ").table("sys_version").push(" ORDER BY \"version\"");
    let mut known = Known::default();
    for row in conn.fetch(&sql, &[Shape::Text]).await? {
        let files: Files = serde_json::from_str(row[0].as_text().unwrap_or("{}")).unwrap_or_default();
        for (path, json) in &files {
            let folder = path.strip_suffix("/object.json").and_then(|folder| folder.rsplit('/').next());
            let Some(object) = folder.map(str::to_owned) else { continue };
            if json.get("x-object").is_some() {
                let folder = path.trim_end_matches("object.json");
                let beside = files.iter().filter(|(other, json)| *other != path && other.starts_with(folder) && !json.is_null());
                let beside = beside.map(|(other, json)| (other.clone(), json.clone())).collect();
                known.objects.insert(object.clone(), (path.clone(), json.clone(), beside));
            }
            for (name, property) in json.get("properties").and_then(Json::as_object).into_iter().flatten() {
                if let Some(column) = property["x-column"].as_str().or_else(|| property["x-id"].as_str()) {
                    known.fields.insert((object.clone(), column.to_owned()), (path.clone(), name.clone(), property.clone()));
                }
            }
        }
    }
    Ok(known)
}

async fn find(cx: &Cx, conn: &mut Conn, object: &str, field: Option<&str>) -> Result<Retired> {
    retired(cx, conn).await?.into_iter().rev().find(|it| it.object == object && it.field.as_deref() == field).ok_or(Error::NotFound)
}

/// Puts a retired field or object back into the draft.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the bin; [`Error::Conflict`] when its name is taken by another.
pub async fn restore(cx: &Cx, conn: &mut Conn, object: &str, field: Option<&str>) -> Result<()> {
    let found = find(cx, conn, object, field).await?;
    let draft = draft_to_change(conn).await?;
    let there = draft.catalog.object(object);
    let taken = field.map_or(there.is_some(), |field| there.is_some_and(|object| object.field(field).is_some()));
    if taken {
        return Err(Error::Conflict(Reason::NameTaken));
    }
    let patch = match field {
        Some(field) => json!({ "properties": { field: found.declaration } }),
        None => found.declaration,
    };
    let mut change = found.beside;
    change.insert(found.file, patch);
    keep(cx, conn, &compose(&draft.patches, &change)).await?;
    let problems = super::draft::draft(conn).await?.problems;
    if problems.is_empty() { Ok(()) } else { Err(problem_errors(&problems)) }
}

/// Empties a retired field or object for good; says how many values went.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the bin.
pub async fn purge(cx: &Cx, conn: &mut Conn, object: &str, field: Option<&str>) -> Result<u64> {
    let found = find(cx, conn, object, field).await?;
    let step = match &found.column {
        Some(column) => tables::Step::DropColumn { table: object.to_owned(), column: column.clone() },
        None => tables::Step::DropTable { table: object.to_owned() },
    };
    tables::apply(conn, &[step]).await?;
    let target = field.map_or_else(|| object.to_owned(), |field| format!("{object}.{field}"));
    audit::record(cx, conn, Event::DataPurged, Some(target), json!({ "rows": found.rows, "label": found.label.en })).await?;
    Ok(found.rows)
}
