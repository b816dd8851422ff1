//! A client that speaks HTTP to the router.

use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
    response::Response,
};
use futures_util::StreamExt;
use serde_json::Value as Json;
use tower::ServiceExt;

use crate::Events;

/// A client, signed in or not.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
    token: Option<String>,
    language: &'static str,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body as it is.
    pub text: String,
    /// The body's bytes.
    pub bytes: Vec<u8>,
    /// The body as JSON; `null` when it is none.
    pub json: Json,
    headers: axum::http::HeaderMap,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The record's id.
    pub fn id(&self) -> String {
        self.json["id"].as_str().unwrap_or_default().to_owned()
    }

    /// The items of a page.
    pub fn items(&self) -> Vec<Json> {
        self.json["items"].as_array().cloned().unwrap_or_default()
    }

    /// One field of every item, as text.
    pub fn column(&self, field: &str) -> Vec<String> {
        let text = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
        self.items().iter().map(|item| text(&item[field])).collect()
    }

    /// The problem's code.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The violations as `pointer code`.
    pub fn errors(&self) -> Vec<String> {
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| format!("{} {}", error["pointer"].as_str().unwrap_or_default(), error["code"].as_str().unwrap_or_default()))
            .collect()
    }
}

impl Client {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookie: None, token: None, language: "en" }
    }

    /// Keeps the session cookie of a reply.
    pub fn take_cookie(&mut self, reply: &Reply) {
        self.cookie = reply.header("set-cookie").split(';').next().filter(|cookie| !cookie.is_empty()).map(str::to_owned);
    }

    /// The `Cookie` header that it sends.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// The same server with the session of this secret.
    #[must_use]
    pub fn with_session(&self, secret: &str) -> Self {
        Self { cookie: Some(format!("{}={secret}", trellis_http::routes::COOKIE)), token: None, ..self.clone() }
    }

    /// The same server with a bearer token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { cookie: None, token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same client speaking another language.
    #[must_use]
    pub fn speaking(&self, language: &'static str) -> Self {
        Self { language, ..self.clone() }
    }

    /// GET below `/api/v1`.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, &[]).await
    }

    /// GET of a list with a filter.
    pub async fn filter(&self, object: &str, filter: &Json) -> Reply {
        self.get(&format!("/records/{object}?limit=500&filter={}", encoded(&filter.to_string()))).await
    }

    /// POST below `/api/v1`.
    pub async fn post(&self, path: &str, body: Json) -> Reply {
        self.send(Method::POST, path, Some(body.to_string()), &[]).await
    }

    /// GET of bytes.
    pub async fn raw_get(&self, path: &str) -> Vec<u8> {
        let request = Request::builder().uri(format!("/api/v1{path}")).body(Body::empty()).unwrap();
        self.raw(request).await.bytes
    }

    /// POST of bytes.
    pub async fn send_bytes(&self, path: &str, bytes: &[u8]) -> Reply {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/api/v1{path}"))
            .header(header::CONTENT_TYPE, "application/zip")
            .body(Body::from(bytes.to_vec()))
            .unwrap();
        self.raw(request).await
    }

    /// POST of a file as a form with the part `file`.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Reply {
        let boundary = "trellis-test-boundary";
        let head = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), bytes, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/api/v1{path}"))
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
            .body(Body::from(body))
            .unwrap();
        self.raw(request).await
    }

    /// PATCH below `/api/v1`.
    pub async fn patch(&self, path: &str, body: Json) -> Reply {
        self.send(Method::PATCH, path, Some(body.to_string()), &[]).await
    }

    /// PUT below `/api/v1`.
    pub async fn put(&self, path: &str, body: Json) -> Reply {
        self.send(Method::PUT, path, Some(body.to_string()), &[]).await
    }

    /// DELETE below `/api/v1`.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None, &[]).await
    }

    /// Any request below `/api/v1`, or at an absolute path that begins with `//`.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>, headers: &[(&str, &str)]) -> Reply {
        let uri = path.strip_prefix("//").map_or_else(|| format!("/api/v1{path}"), |rest| format!("/{rest}"));
        let mut request = Request::builder().method(method).uri(uri);
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.raw(request.body(body.map_or_else(Body::empty, Body::from)).unwrap()).await
    }

    /// Listens to server-sent events below `/api/v1`.
    pub async fn listen(&self, path: &str, last: Option<&str>) -> Events {
        let mut request = Request::builder().uri(format!("/api/v1{path}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = self.response(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200);
        Events::new(response.into_body())
    }

    /// Any request at all, with who the client is where the request does not say. Of a stream of events the first part.
    pub async fn raw(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.response(request).await.into_parts();
        let streams = parts.headers.get(header::CONTENT_TYPE).is_some_and(|value| value == "text/event-stream");
        let bytes = if streams {
            body.into_data_stream().next().await.transpose().unwrap().unwrap_or_default()
        } else {
            axum::body::to_bytes(body, usize::MAX).await.unwrap()
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Json::Null);
        Reply { status: parts.status.as_u16(), text, bytes: bytes.to_vec(), json, headers: parts.headers }
    }

    async fn response(&self, mut request: Request<Body>) -> Response {
        let cookie = self.cookie.clone().map(|cookie| (header::COOKIE, cookie));
        let token = self.token.as_ref().map(|token| (header::AUTHORIZATION, format!("Bearer {token}")));
        let usual = [(header::ACCEPT_LANGUAGE, self.language.to_owned()), (header::HOST, "test".to_owned())];
        for (name, value) in usual.into_iter().chain(cookie).chain(token) {
            request.headers_mut().entry(name).or_insert(value.parse().unwrap());
        }
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// A text for a query parameter.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
