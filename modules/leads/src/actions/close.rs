//! A lead that leads nowhere.

use futures_util::future::BoxFuture;
use trellis_engine::{Cx, Error, Result, actions::RecordAction, records};
use trellis_model::{Json, Record, Schema, Value};
use trellis_storage::Conn;

/// Closes a lead with a reason.
pub struct CloseLead;

impl RecordAction for CloseLead {
    fn object(&self) -> &'static str {
        "lead"
    }

    fn name(&self) -> &'static str {
        "close"
    }

    fn run<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, lead: Record, params: Record) -> BoxFuture<'a, Result<Json>> {
        Box::pin(close(cx, conn, lead, params))
    }
}

async fn close(cx: &Cx, conn: &mut Conn, lead: Record, params: Record) -> Result<Json> {
    let object = cx.catalog().object("lead").ok_or(Error::NotFound)?;
    let mut changes = Record::default();
    changes.set("status", Value::Text("closed".into()));
    changes.set("close_reason", params.get("reason").clone());
    changes.set("close_note", params.get("note").clone());
    let closed = records::set(cx, conn, object, &lead, changes).await?;
    Ok(serde_json::json!({ "version": closed.version() }))
}
