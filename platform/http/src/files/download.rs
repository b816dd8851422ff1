//! Downloads.

use axum::{Json as Reply, http::header, response::IntoResponse};
use trellis_engine::files::{self, File};

use crate::{ApiResult, caller::Caller, input::Path, records::localized};

/// Pictures are shown where they are asked for; anything else is saved.
const SHOWN: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

/// What a file is.
pub async fn file_info(caller: Caller, path: Path) -> ApiResult {
    Ok(Reply(found(&caller, &path).await?).into_response())
}

/// The bytes of a file. Whatever is in it, a browser runs none of it.
pub async fn download_file(caller: Caller, path: Path) -> ApiResult {
    let file = found(&caller, &path).await?;
    let cx = &caller.cx;
    let bytes = files::bytes(cx, &file).await.map_err(|error| localized(cx, error))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, file.kind.clone()),
        (header::CONTENT_DISPOSITION, disposition(&file)),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

async fn found(caller: &Caller, path: &Path) -> Result<File, crate::ApiError> {
    let cx = &caller.cx;
    let id = path.id("id")?;
    let mut conn = cx.company.store.reader().await?;
    files::find(cx, &mut conn, id).await.map_err(|error| localized(cx, error))
}

/// The name in RFC 6266 form: ASCII for old readers, UTF-8 beside it.
fn disposition(file: &File) -> String {
    let kind = if SHOWN.contains(&file.kind.as_str()) { "inline" } else { "attachment" };
    let plain: String = file.name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect();
    let exact: String = form_urlencoded::byte_serialize(file.name.as_bytes()).collect::<String>().replace('+', "%20");
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}
