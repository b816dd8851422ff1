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
            let once = remembered(key, move |cx, conn| {
                let both = Arc::clone(&both);
                Box::pin(async move { both.1(cx, both.0(cx, conn).await?) })
            });
            cx.write(once).await
        }
    };
    let reply = written.map_err(|error| localized(cx, error))?;
    Ok(send(reply.status, reply.etag.as_deref(), reply.body))
}

/// [`once`] for work that publishes.
pub async fn once_publishing<F>(cx: &Cx, key: Option<Key>, work: F) -> ApiResult
where
    F: for<'a> Fn(&'a Cx, &'a mut Conn) -> BoxFuture<'a, Result<Reply>> + Send + Sync + 'static,
{
    let written = match key {
        None => cx.write_metadata(work).await,
        Some(key) => cx.write_metadata(remembered(key, work)).await,
    };
    let reply = written.map_err(|error| localized(cx, error))?;
    Ok(send(reply.status, reply.etag.as_deref(), reply.body))
}

/// The work, done once: the same request gets the reply that it got before.
fn remembered<F>(key: Key, work: F) -> impl for<'a> Fn(&'a Cx, &'a mut Conn) -> BoxFuture<'a, Result<Reply>> + Send + Sync + 'static
where
    F: for<'a> Fn(&'a Cx, &'a mut Conn) -> BoxFuture<'a, Result<Reply>> + Send + Sync + 'static,
{
    let work = Arc::new(work);
    move |cx, conn| {
        let (key, work) = (key.clone(), Arc::clone(&work));
        Box::pin(async move {
            if let Some(reply) = once::replay(cx, conn, &key).await? {
                return Ok(reply);
            }
            let reply = work(cx, conn).await?;
            once::remember(cx, conn, &key, &reply).await?;
            Ok(reply)
        })
    }
}

/// An engine's error in the caller's language.
pub fn localized(cx: &Cx, error: trellis_engine::Error) -> ApiError {
    ApiError::from(error).in_language(cx.language)
}
