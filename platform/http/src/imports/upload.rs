//! A file comes in.

use axum::{
    Json as Reply,
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
    response::IntoResponse,
};
use trellis_engine::imports;
use trellis_model::{Violation, record::unknown_field, violation::Code};

use crate::{
    ApiError, ApiResult, AppState,
    caller::Caller,
    client::Client,
    input::{broken_form, too_large},
    records::localized,
};

/// The form.
struct Form {
    object: String,
    name: String,
    bytes: Vec<u8>,
}

/// Takes in a file of records.
pub async fn upload(caller: Caller, client: Client, request: Request) -> ApiResult {
    let cx = caller.cx.from_address(&client.address());
    let form = form(request, &caller.state).await.map_err(|error| error.in_language(cx.language))?;
    let info = imports::upload(&cx, &form.object, &form.name, form.bytes).await.map_err(|error| localized(&cx, error))?;
    Ok((StatusCode::CREATED, Reply(info)).into_response())
}

async fn form(request: Request, state: &AppState) -> Result<Form, ApiError> {
    let media = |_| {
        ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media_type",
            "请求内容应为 multipart/form-data",
            "The body must be multipart/form-data",
        )
    };
    let broken = |error| broken_form(&error, imports::LARGEST);
    let mut parts = Multipart::from_request(request, state).await.map_err(media)?;
    let (mut object, mut file) = (None, None);
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name().unwrap_or_default() {
            "object" if object.is_none() => object = Some(part.text().await.map_err(broken)?),
            "file" if file.is_none() => {
                let (name, bytes) = (name(&part), part.bytes().await.map_err(broken)?);
                if bytes.len() > imports::LARGEST {
                    return Err(too_large(imports::LARGEST));
                }
                file = Some((name, bytes));
            }
            other => return Err(ApiError::invalid(unknown_field(other, ["object", "file"]))),
        }
    }
    let required = |name: &str| ApiError::invalid(Violation::new(name, Code::Required));
    let object = object.ok_or_else(|| required("object"))?;
    let (name, bytes) = file.ok_or_else(|| required("file"))?;
    Ok(Form { object, name, bytes: bytes.into() })
}

fn name(part: &Field<'_>) -> String {
    part.file_name().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}
