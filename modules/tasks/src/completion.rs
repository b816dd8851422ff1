//! What follows from a task's status.

use futures_util::future::BoxFuture;
use trellis_engine::{
    Cx, Result,
    hooks::{RecordHook, Saving},
};
use trellis_model::Value;
use trellis_storage::Conn;

/// The field that says how far a task is.
pub const STATUS: &str = "status";
/// Its value for what is done.
pub const DONE: &str = "done";

/// Keeps `completed_at` and `progress` of tasks.
pub struct KeepCompletion;

impl RecordHook for KeepCompletion {
    fn object(&self) -> &'static str {
        "task"
    }

    fn before_save<'a>(&'a self, cx: &'a Cx, _: &'a mut Conn, saving: &'a mut Saving<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if !saving.changes(STATUS) {
                return Ok(());
            }
            let was_done = saving.before.get(STATUS).as_text() == Some(DONE);
            let is_done = saving.value(STATUS).as_text() == Some(DONE);
            // A company may have retired these fields, or keep other decimals.
            let completed_at = saving.object.field("completed_at").filter(|_| is_done || was_done);
            if let Some(field) = completed_at {
                saving.changes.set(&field.name, if is_done { Value::DateTime(cx.now) } else { Value::Null });
            }
            let progress = saving.object.field("progress").filter(|_| is_done);
            if let Some((field, whole)) = progress.and_then(|field| Some((field, field.parse(&100.into(), cx.catalog()).ok()?))) {
                saving.changes.set(&field.name, whole);
            }
            Ok(())
        })
    }
}
