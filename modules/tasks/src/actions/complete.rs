//! A task that is done.

use futures_util::future::BoxFuture;
use trellis_engine::{Cx, Error, Result, actions::RecordAction, records};
use trellis_model::{Json, Record, Schema, Value};
use trellis_storage::Conn;

use crate::completion::{DONE, STATUS};

/// Completes a task.
pub struct CompleteTask;

impl RecordAction for CompleteTask {
    fn object(&self) -> &'static str {
        "task"
    }

    fn name(&self) -> &'static str {
        "complete"
    }

    fn run<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, task: Record, _: Record) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            let object = cx.catalog().object("task").ok_or(Error::NotFound)?;
            let mut changes = Record::default();
            changes.set(STATUS, Value::Text(DONE.into()));
            let done = records::set(cx, conn, object, &task, changes).await?;
            Ok(serde_json::json!({ "version": done.version() }))
        })
    }
}
