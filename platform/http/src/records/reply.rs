//! Replies of records: JSON text with an `ETag`, and the same reply again for the same `Idempotency-Key`.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::future::BoxFuture;
use trellis_engine::{
    Cx, Result,
    once::{self, Key, Reply},
    records::Sent,
};
use trellis_storage::Conn;

use crate::{ApiError, ApiResult, input::etag};

/// The reply that something is done, with nothing to say about it.
pub fn nothing((): ()) -> Reply {
    Reply { status: 204, etag: None, body: String::new() }
}

/// A reply with JSON text.
pub fn send(status: u16, tag: Option<&str>, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response =
        if body.is_empty() { status.into_response() } else { (status, [(header::CONTENT_TYPE, "application/json")], body).into_response() };
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// A record as a reply.
pub fn sent(status: u16, sent: Sent) -> Reply {
    Reply { status, etag: Some(etag(sent.version)), body: sent.body }
}

/// Runs a write and answers with its reply. With a key, the same request gets the same reply and happens once.
pub async fn once<F>(cx: &Cx, key: Option<Key>, work: F) -> ApiResult
where
    F: for<'a> Fn(&'a Cx, &'a mut Conn) -> BoxFuture<'a, Result<Reply>> + Send + Sync + 'static,
{
    once_shown(cx, key, work, |_, reply| Ok(reply)).await
}

/// [`once`] for work whose reply is written by `show`: outside the transaction, which others wait for, unless the reply is
/// to be remembered with it.
pub async fn once_shown<T, F, S>(cx: &Cx, key: Option<Key>, work: F, show: S) -> ApiResult
where
    T: Send + 'static,
    F: for<'a> Fn(&'a Cx, &'a mut Conn) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    S: Fn(&Cx, T) -> Result<Reply> + Send + Sync + 'static,
{
    let written = match key {
        None => cx.write(work).await.and_then(|done| show(cx, done)),
        Some(key) => {
            let both = Arc::new((work, show));
            cx.write(move |cx, conn| {
                let (key, both) = (key.clone(), Arc::clone(&both));
                Box::pin(async move {
                    if let Some(reply) = once::replay(cx, conn, &key).await? {
                        return Ok(reply);
                    }
                    let reply = both.1(cx, both.0(cx, conn).await?)?;
                    once::remember(cx, conn, &key, &reply).await?;
                    Ok(reply)
                })
            })
            .await
        }
    };
    let reply = written.map_err(|error| localized(cx, error))?;
    Ok(send(reply.status, reply.etag.as_deref(), reply.body))
}

/// An engine's error in the caller's language.
pub fn localized(cx: &Cx, error: trellis_engine::Error) -> ApiError {
    ApiError::from(error).in_language(cx.language)
}
