//! Lists of records as files.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use trellis_engine::{
    Cx,
    records::{Export, ExportQuery},
    sheet::Format,
};
use trellis_model::{Violation, violation::Code};

use super::reply::localized;
use crate::{
    ApiError, ApiResult,
    caller::Caller,
    client::Client,
    input::{Path, Query},
};

/// What a list shows, as CSV or XLSX, sent while it is read.
pub async fn export(caller: Caller, client: Client, path: Path, query: Query) -> ApiResult {
    let asked = asked(&query).map_err(|error| error.in_language(caller.cx.language))?;
    let language = query.language().map_err(|error| error.in_language(caller.cx.language))?;
    let cx = caller.cx.from_address(&client.address());
    let cx = Cx { language: language.unwrap_or(cx.language), ..cx };
    let object = cx.object(path.text("object")).map_err(|error| localized(&cx, error))?;
    let name = format!("{}-{}", object.label.get(cx.language), cx.today().format("%Y%m%d"));
    let export = Export::begin(&cx, object, &asked).await.map_err(|error| localized(&cx, error))?;
    let parts = stream::try_unfold((export, cx), |(mut export, cx)| async move {
        // The rights of this moment, not of the one when the file was begun.
        let cx = Cx::new(cx.company, cx.user, cx.language).await.map_err(std::io::Error::other)?;
        let part = export.next(&cx).await.map_err(|error| {
            tracing::warn!(%error, "an export breaks off");
            std::io::Error::other(error)
        })?;
        Ok::<_, std::io::Error>(part.map(|part| (part, (export, cx))))
    });
    Ok(attached(asked.format, &name, Body::from_stream(parts)))
}

fn asked(query: &Query) -> Result<ExportQuery, ApiError> {
    let format = match query.get("format") {
        None => Format::Csv,
        Some(name) => {
            let unknown = || ApiError::invalid(Violation::new("format", Code::Option).with("value", name));
            Format::from_name(name).ok_or_else(unknown)?
        }
    };
    Ok(ExportQuery { list: query.list()?, format, ids: query.flag("ids")? })
}

/// A file to be kept, with its name in any script.
pub fn attached(format: Format, name: &str, body: Body) -> Response {
    let encoded: String = name
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || byte == b'-' { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let disposition = format!("attachment; filename=\"export.{0}\"; filename*=UTF-8''{encoded}.{0}", format.name());
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, HeaderValue::from_static(format.media())), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}
