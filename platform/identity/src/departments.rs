//! Departments: a tree of records that only these services write.

use std::collections::HashMap;

use trellis_engine::{Cx, Error, Reason, Result, people, records};
use trellis_model::{JsonMap, Object, Record, Schema, Value, wire::DepartmentInfo};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select, Sort},
};
use uuid::Uuid;

use crate::grants::refuse_reaching_further;

/// The most departments of a tree.
const MOST: u32 = 10_000;

fn object(cx: &Cx) -> Result<&Object> {
    cx.catalog().object("department").ok_or(Error::NotFound)
}

/// Adds a department.
///
/// # Errors
/// [`Error::Forbidden`] without the right to manage people, [`Error::Invalid`] for its fields.
pub async fn create_department(cx: &Cx, conn: &mut Conn, input: &JsonMap) -> Result<Record> {
    cx.require("users", "create")?;
    let record = records::create_system(cx, conn, object(cx)?, cx.new_id(), input).await?;
    refuse_reaching_further(cx, conn).await?;
    Ok(record)
}

/// Renames or moves a department, or gives it a manager.
///
/// # Errors
/// As [`create_department`]; a department cannot be moved below itself.
pub async fn update_department(cx: &Cx, conn: &mut Conn, id: Uuid, input: &JsonMap, version: Option<i64>) -> Result<Record> {
    cx.require("users", "edit")?;
    let record = records::update_system(cx, conn, object(cx)?, id, input, version).await?;
    refuse_reaching_further(cx, conn).await?;
    Ok(record)
}

/// Deletes a department that has neither people nor departments in it.
///
/// # Errors
/// [`Error::Conflict`] saying which of the two it still has.
pub async fn delete_department(cx: &Cx, conn: &mut Conn, id: Uuid) -> Result<()> {
    cx.require("users", "edit")?;
    // As things are now, not as the call began: a person may just have come.
    let now = people::now(cx, conn).await?;
    if now.iter().any(|person| person.facts.department == Some(id)) {
        return Err(Error::Conflict(Reason::DepartmentHasPeople));
    }
    match records::delete_system(cx, conn, object(cx)?, id).await {
        Err(Error::Conflict(Reason::HasRelated)) => Err(Error::Conflict(Reason::DepartmentHasChildren)),
        other => other,
    }
}

/// Every department at once, in their order, with how many people are in each.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see departments.
pub async fn department_tree(cx: &Cx, conn: &mut Conn) -> Result<Vec<DepartmentInfo>> {
    cx.require("department", "view")?;
    let object = object(cx)?;
    let columns = ["id", "name", "parent", "manager"];
    let column = |name: &&str| object.field(name).map(Column::Own);
    let sort = ["sort_order", "name"].iter().filter_map(column).map(|column| Sort { column, descending: false });
    let select = Select {
        object,
        schema: cx.catalog(),
        filter: cx.scope(object, "view"),
        columns: columns.iter().filter_map(column).collect(),
        sort: sort.collect(),
        after: None,
        skip: 0,
        limit: MOST,
        deleted: Deleted::Live,
    };
    let rows = select.rows(conn).await?;
    let mut counts: HashMap<Uuid, usize> = HashMap::new();
    for department in cx.snapshot.people.iter().filter_map(|person| person.facts.department) {
        *counts.entry(department).or_default() += 1;
    }
    let info = |row: &Vec<Value>| {
        let id = row[0].as_id()?;
        Some(DepartmentInfo {
            id: id.to_string(),
            name: row[1].as_text().unwrap_or_default().to_owned(),
            parent: row[2].as_id().map(|id| id.to_string()),
            manager: row[3].as_id().map(|id| id.to_string()),
            people: counts.get(&id).copied().unwrap_or_default(),
        })
    };
    Ok(rows.iter().filter_map(info).collect())
}
