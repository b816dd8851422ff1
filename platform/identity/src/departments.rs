//! Departments: a tree of records that only these services write.

use trellis_engine::{Cx, Error, Reason, Result, records};
use trellis_model::{JsonMap, Label, Object, Record, Schema};
use trellis_storage::Conn;
use uuid::Uuid;

fn object(cx: &Cx) -> Result<&Object> {
    cx.catalog().object("department").ok_or(Error::NotFound)
}

/// Adds a department.
///
/// # Errors
/// [`Error::Forbidden`] without the right to manage people, [`Error::Invalid`] for its fields.
pub async fn create_department(cx: &Cx, conn: &mut Conn, input: &JsonMap) -> Result<Record> {
    cx.require("users", "create")?;
    records::create_system(cx, conn, object(cx)?, cx.new_id(), input).await
}

/// Renames or moves a department, or gives it a manager.
///
/// # Errors
/// As [`create_department`]; a department cannot be moved below itself.
pub async fn update_department(cx: &Cx, conn: &mut Conn, id: Uuid, input: &JsonMap, version: Option<i64>) -> Result<Record> {
    cx.require("users", "edit")?;
    records::update_system(cx, conn, object(cx)?, id, input, version).await
}

/// Deletes a department that has neither people nor departments in it.
///
/// # Errors
/// [`Error::Conflict`] saying which of the two it still has.
pub async fn delete_department(cx: &Cx, conn: &mut Conn, id: Uuid) -> Result<()> {
    cx.require("users", "edit")?;
    let has_people = cx.snapshot.people.iter().any(|person| person.facts.department == Some(id));
    if has_people {
        let label = Label::new("部门中还有人员，请先移走", "The department still has people; move them first");
        return Err(Error::Conflict(Reason::Other("department_has_people", label)));
    }
    records::delete_system(cx, conn, object(cx)?, id).await
}
