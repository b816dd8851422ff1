//! One record.

use trellis_engine::{Error, records};
use trellis_model::{Json, Violation, field::datetime::parse_instant, violation::Code};

use super::reply::{localized, send};
use crate::{
    ApiResult,
    caller::Caller,
    input::{Path, Query, etag},
};

/// One record, now or as it was at a moment (`as_of`).
pub async fn read(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    if let Some(text) = query.get("as_of") {
        let at = parse_instant(text).ok_or_else(|| Error::invalid(Violation::new("as_of", Code::Format).with("expected", "datetime")));
        let at = at.map_err(|error| localized(cx, error))?;
        let record = records::as_of(cx, &mut conn, object, id, at).await.map_err(|error| localized(cx, error))?;
        return Ok(send(200, None, Json::Object(record).to_string()));
    }
    let sent = records::get(cx, &mut conn, object, id, query.get("fields")).await.map_err(|error| localized(cx, error))?;
    Ok(send(200, Some(&etag(sent.version)), sent.body))
}
