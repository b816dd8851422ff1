//! Changes to records.

use trellis_engine::records;

use super::reply::{localized, once, sent};
use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path},
};

/// Changes a record by JSON merge patch.
pub async fn update(caller: Caller, path: Path, body: Body) -> ApiResult {
    let name = path.text("object").to_owned();
    caller.cx.object(&name).map_err(|error| localized(&caller.cx, error))?;
    let id = path.id("id").map_err(|error| error.in_language(caller.cx.language))?;
    once(&caller.cx, body.key, move |cx, conn| {
        let (name, input, version) = (name.clone(), body.map.clone(), body.version);
        Box::pin(async move {
            let object = cx.object(&name)?;
            let record = records::update(cx, conn, object, id, &input, version).await?;
            Ok(sent(200, records::show(cx, object, &record)))
        })
    })
    .await
}
