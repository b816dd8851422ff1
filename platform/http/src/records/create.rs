//! New records.

use trellis_engine::records;

use super::reply::{localized, once, sent};
use crate::{
    ApiResult,
    caller::Caller,
    input::{Body, Path},
};

/// Creates a record.
pub async fn create(caller: Caller, path: Path, body: Body) -> ApiResult {
    let name = path.text("object").to_owned();
    caller.cx.object(&name).map_err(|error| localized(&caller.cx, error))?;
    once(&caller.cx, body.key, move |cx, conn| {
        let (name, input) = (name.clone(), body.map.clone());
        Box::pin(async move {
            let object = cx.object(&name)?;
            let record = records::create(cx, conn, object, &input).await?;
            Ok(sent(201, records::show(cx, object, &record)))
        })
    })
    .await
}
