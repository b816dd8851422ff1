//! Many operations, all or nothing.

use trellis_engine::{
    once,
    records::{self, Operation},
};
use trellis_model::{Json, Violation, violation::Code};

use super::reply::{localized, once as run_once};
use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path},
};

/// Carries out up to a thousand operations in one transaction.
pub async fn batch(caller: Caller, path: Path, body: Body) -> ApiResult {
    let operations = operations(&body).map_err(|error| error.in_language(caller.cx.language))?;
    let name = path.text("object").to_owned();
    caller.cx.object(&name).map_err(|error| localized(&caller.cx, error))?;
    run_once(&caller.cx, body.key, move |cx, conn| {
        let (name, operations) = (name.clone(), operations.clone());
        Box::pin(async move {
            let ids = records::batch(cx, conn, cx.object(&name)?, &operations).await?;
            Ok(once::Reply { status: 200, etag: None, body: serde_json::json!({ "ids": ids }).to_string() })
        })
    })
    .await
}

fn operations(body: &Body) -> Result<Vec<Operation>, ApiError> {
    let shape = || ApiError::invalid(Violation::new("operations", Code::Shape).with("expected", "array"));
    if body.map.len() != 1 {
        return Err(shape());
    }
    let items = body.map.get("operations").and_then(Json::as_array).ok_or_else(shape)?;
    let parse = |(at, json): (usize, &Json)| {
        Operation::parse(json).map_err(|violation| ApiError::invalid(violation.under(&format!("/operations/{at}"))))
    };
    items.iter().enumerate().map(parse).collect()
}
