//! Uploads.

use axum::{
    Json as Reply,
    extract::{Multipart, multipart::MultipartRejection},
    http::StatusCode,
    response::IntoResponse,
};
use trellis_engine::files;
use trellis_model::{Violation, violation::Code};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{broken_form, too_large},
    records::localized,
};

/// Keeps one file, the part `file` of a form, until a record is saved with it.
pub async fn upload_file(caller: Caller, form: Result<Multipart, MultipartRejection>) -> ApiResult {
    let cx = &caller.cx;
    files::may_upload(cx).map_err(|error| localized(cx, error))?;
    let mut form = form.map_err(|_| {
        ApiError::malformed(
            "body",
            "应为 multipart/form-data，文件在 file 部分",
            "The body must be multipart/form-data with the file in the part `file`",
        )
    })?;
    let broken = |error| broken_form(&error, files::MOST_BYTES);
    while let Some(mut part) = form.next_field().await.map_err(broken)? {
        if part.name() != Some("file") {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if bytes.len() + chunk.len() > files::MOST_BYTES {
                return Err(too_large(files::MOST_BYTES));
            }
            bytes.extend_from_slice(&chunk);
        }
        let file = files::upload(cx, &name, bytes).await.map_err(|error| localized(cx, error))?;
        return Ok((StatusCode::CREATED, Reply(file)).into_response());
    }
    Err(ApiError::invalid(Violation::new("file", Code::Required)))
}
