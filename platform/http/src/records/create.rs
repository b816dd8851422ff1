//! New records.

use std::sync::Arc;

use trellis_engine::records;

use super::reply::{localized, once_shown, sent};
use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path},
};

/// Creates a record.
pub async fn create(caller: Caller, path: Path, body: Body) -> ApiResult {
    let cx = &caller.cx;
    let name = path.text("object").to_owned();
    let object = cx.object(&name).map_err(|error| localized(cx, error))?;
    let new = match records::check_new(cx, object, &body.map) {
        Ok(new) => Some(new),
        // What was created before is replied again, whatever has changed since.
        Err(_) if body.key.is_some() => None,
        Err(error) => return Err(localized(cx, error)),
    };
    let (shown, input) = (name.clone(), Arc::new(body.map));
    once_shown(
        cx,
        body.key,
        move |cx, conn| {
            let (name, new, input) = (name.clone(), new.clone(), Arc::clone(&input));
            Box::pin(async move {
                let object = cx.object(&name)?;
                match new {
                    Some(new) => new.insert(cx, conn, object).await,
                    None => records::create(cx, conn, object, &input).await,
                }
            })
        },
        move |cx, record| Ok(sent(201, records::show(cx, cx.object(&shown)?, &record))),
    )
    .await
}
