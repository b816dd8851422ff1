//! Reading requests: bodies, query parameters, ids, preconditions. Whatever cannot be read is a 4xx that says why.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request, multipart::MultipartError},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;
use trellis_engine::{
    designer::Seen,
    once::Key,
    records::{CountMode, ListQuery},
};
use trellis_model::{
    Json, JsonMap, Language, Violation, field::lookup::parse_id, json, record::unknown_field, typed::typed, violation::Code,
};
use uuid::Uuid;

use crate::{ApiError, AppState, caller::language};

/// The largest JSON body, in bytes.
pub const LARGEST_BODY: usize = 1 << 20;

/// A request body that is a JSON object, with the headers that go with a change.
pub struct Body {
    /// The object.
    pub map: JsonMap,
    /// `Idempotency-Key`, with the digest of the request.
    pub key: Option<Key>,
    /// The version in `If-Match`.
    pub version: Option<i64>,
}

impl FromRequest<AppState> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let language = language(&parts.headers);
        let read = async {
            let bytes = axum::body::to_bytes(body, LARGEST_BODY).await.map_err(|_| {
                ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "请求内容超过 1 MB", "The body is larger than 1 MB")
            })?;
            let map = json_object(&parts.headers, &bytes)?;
            Ok(Self { map, key: key(&parts, &bytes)?, version: version(&parts.headers)? })
        };
        read.await.map_err(|error: ApiError| error.in_language(language))
    }
}

impl Body {
    /// Refuses a body that says anything.
    pub fn empty(&self) -> Result<(), ApiError> {
        match self.map.keys().next() {
            Some(name) => Err(ApiError::invalid(unknown_field(name, []))),
            None => Ok(()),
        }
    }

    /// The body as a type; what the type does not know is a violation.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        typed(Json::Object(self.map)).map_err(ApiError::invalid)
    }
}

/// What is wrong with a form that takes a file of so many bytes at most.
pub fn broken_form(error: &MultipartError, most: usize) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large(most);
    }
    ApiError::malformed("body", "请求内容不是有效的表单", "The body is not a valid form")
}

/// A file has more than so many bytes.
pub fn too_large(most: usize) -> ApiError {
    let most = most >> 20;
    let (zh, en) = (format!("文件超过 {most} MB"), format!("The file is larger than {most} MB"));
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &zh, &en)
}

fn json_object(headers: &HeaderMap, bytes: &Bytes) -> Result<JsonMap, ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if bytes.is_empty() && media.is_empty() {
        return Ok(JsonMap::new());
    }
    if !(media == "application/json" || media == "application/merge-patch+json") {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(ApiError::new(status, "media_type", "请求内容应为 application/json", "The body must be application/json"));
    }
    if bytes.is_empty() {
        return Ok(JsonMap::new());
    }
    match json::read(bytes) {
        Ok(Json::Object(map)) => Ok(map),
        _ => Err(ApiError::malformed("body", "请求内容不是有效的 JSON 对象", "The body is not a valid JSON object")),
    }
}

fn key(parts: &Parts, bytes: &Bytes) -> Result<Option<Key>, ApiError> {
    let Some(value) = parts.headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| !text.is_empty() && text.len() <= 200);
    let text = text.ok_or_else(|| {
        ApiError::malformed(
            "idempotency_key",
            "Idempotency-Key 应为 1 至 200 个 ASCII 字符",
            "An Idempotency-Key has 1 to 200 ASCII characters",
        )
    })?;
    Ok(Some(Key::new(text, parts.method.as_str(), parts.uri.path(), bytes)))
}

/// The version in `If-Match: "v17"`; none for `*` or without the header.
pub fn version(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    // The tag of a declaration is compared by those who edit declarations.
    if text == "*" || text.starts_with("\"d-") {
        return Ok(None);
    }
    let number = text.strip_prefix("\"v").and_then(|rest| rest.strip_suffix('"')).and_then(|number| number.parse().ok());
    number.map(Some).ok_or_else(|| {
        ApiError::malformed("if_match", "If-Match 应为记录的 ETag，如 \"v17\"", "If-Match must be a record's ETag such as \"v17\"")
    })
}

/// What the caller has read of a declaration: the one with the tag in `If-Match`, or none at all (`If-None-Match: *`).
pub fn seen(headers: &HeaderMap) -> Seen {
    // What is no text is no tag either.
    let given = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim());
    match (given(header::IF_MATCH), given(header::IF_NONE_MATCH)) {
        (Some(tag), _) if tag != "*" => Seen::Tag(tag.to_owned()),
        (_, Some("*")) => Seen::Nothing,
        _ => Seen::Anything,
    }
}

/// The tag of a version.
pub fn etag(version: i64) -> String {
    format!("\"v{version}\"")
}

/// The path's parameters by name. Every route has checked names, so that a missing one is a mistake in the table.
pub struct Path(Vec<(String, String)>);

impl FromRequestParts<AppState> for Path {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| ApiError::not_found())?;
        Ok(Self(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()))
    }
}

impl Path {
    /// A parameter as text.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// A parameter as text, where the route has it.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A parameter as an id: whatever is none names nothing.
    pub fn id(&self, name: &str) -> Result<Uuid, ApiError> {
        parse_id(self.text(name)).ok_or_else(ApiError::not_found)
    }
}

/// The query's parameters. Each may be given once; one that the table of routes does not name is refused there, so that a
/// slip never widens a list.
pub struct Query(Vec<(String, String)>);

impl FromRequestParts<AppState> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        Self::read(parts.uri.query()).map_err(|error| error.in_language(language(&parts.headers)))
    }
}

impl Query {
    /// Reads the query of an address.
    pub fn read(query: Option<&str>) -> Result<Self, ApiError> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if pairs.iter().any(|(own, _)| *own == name) {
                return Err(ApiError::malformed("query", "查询参数重复", "A query parameter is given twice"));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// A parameter, empty ones left out.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Refuses parameters other than these.
    pub fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(ApiError::invalid(unknown_field(name, known.iter().copied()))),
            None => Ok(()),
        }
    }

    /// A parameter as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, ApiError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let number = text.parse().map(Some);
        number.map_err(|_| ApiError::invalid(Violation::new(name, Code::Type).with("expected", "integer")))
    }

    /// A parameter as `true` or `false`.
    pub fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(ApiError::invalid(Violation::new(name, Code::Type).with("expected", "boolean"))),
        }
    }

    /// The language of a file that the browser itself fetches, which speaks its own.
    pub fn language(&self) -> Result<Option<Language>, ApiError> {
        let Some(tag) = self.get("language") else { return Ok(None) };
        let known = [Language::ZhCn, Language::En].into_iter().find(|language| language.tag() == tag);
        known.map(Some).ok_or_else(|| ApiError::invalid(Violation::new("language", Code::Option).with("value", tag)))
    }

    /// The parameters of a list of records.
    pub fn list(&self) -> Result<ListQuery, ApiError> {
        let filter = match self.get("filter") {
            None => None,
            Some(text) => {
                let invalid = || ApiError::malformed("filter", "filter 不是有效的 JSON", "The filter is not valid JSON");
                Some(json::read(text.as_bytes()).map_err(|_| invalid())?)
            }
        };
        let count = match self.get("count") {
            None | Some("none") => CountMode::None,
            Some("estimate") => CountMode::Estimate,
            Some("exact") => CountMode::Exact,
            Some(other) => return Err(ApiError::invalid(Violation::new("count", Code::Option).with("value", other))),
        };
        let owned = |name: &str| self.get(name).map(str::to_owned);
        Ok(ListQuery {
            view: owned("view"),
            filter,
            q: owned("q"),
            sort: owned("sort"),
            fields: owned("fields"),
            limit: self.number("limit")?,
            cursor: owned("cursor"),
            page: self.number("page")?,
            count,
            deleted: self.flag("deleted")?,
        })
    }
}
