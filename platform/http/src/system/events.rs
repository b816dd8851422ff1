//! Server-sent events: what changes while a page is open.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use futures_util::stream;
use serde_json::json;
use tokio::{sync::watch, time::Instant};
use trellis_engine::{
    Cx, Error, Reason,
    live::{self, Event, Listener, News},
};

use crate::{ApiError, ApiResult, AppState, caller::Caller, caller::goes_on, input::Query, records::localized};

/// How often it is asked whether the session goes on: a stream ends within a second.
const CHECK: Duration = Duration::from_millis(700);
/// How often something is sent in any case, so that nobody in between takes the stream for dead.
const BEAT: Duration = Duration::from_secs(15);

/// What a stream needs from one step to the next.
struct Streaming {
    cx: Cx,
    state: AppState,
    headers: HeaderMap,
    listener: Listener,
    stopping: watch::Receiver<bool>,
    /// What is to be sent first.
    first: Option<String>,
    check: Instant,
    beat: Instant,
    over: bool,
}

/// Why a stream goes on.
enum Step {
    News(Option<Arc<News>>),
    Check,
    Stop,
}

/// Events for as long as the client listens and the session goes on. `Last-Event-ID`, or `after` in the query, says what
/// the client knows already.
pub async fn events(caller: Caller, headers: HeaderMap, query: Query) -> ApiResult {
    let cx = caller.cx;
    let after = headers.get("last-event-id").and_then(|value| value.to_str().ok()).or(query.get("after"));
    let after = after.map(|text| text.parse::<i64>().ok().filter(|after| *after >= 0).ok_or(Error::Malformed(Reason::Cursor)));
    let after = after.transpose().map_err(|error| localized(&cx, error))?;
    let Some(listener) = live::listen(&cx).await.map_err(|error| localized(&cx, error))? else {
        let many = ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_streams",
            "打开的页面过多，请关闭一些",
            "Too many pages listen already; close some",
        );
        return Err(many.in_language(cx.language));
    };
    let mut first = "retry: 3000\n\n".to_owned();
    let (mark, missed) = live::missed(&cx, after).await.map_err(|error| localized(&cx, error))?;
    missed.iter().for_each(|event| write(event, None, &mut first));
    first.push_str(&format!("event: ready\nid: {mark}\ndata: {{}}\n\n"));
    let now = Instant::now();
    let stopping = caller.state.stopping.subscribe();
    let streaming = Streaming {
        cx,
        state: caller.state,
        headers,
        listener,
        stopping,
        first: Some(first),
        check: now + CHECK,
        beat: now + BEAT,
        over: false,
    };
    let body = Body::from_stream(stream::unfold(streaming, |mut streaming| async move {
        let part = streaming.part().await?;
        Some((Ok::<_, std::convert::Infallible>(part), streaming))
    }));
    // Proxies that gather replies before they pass them on are told not to.
    Ok(([(header::CONTENT_TYPE.as_str(), "text/event-stream"), ("x-accel-buffering", "no")], body).into_response())
}

impl Streaming {
    /// The next text to send; nothing when the stream is over.
    async fn part(&mut self) -> Option<String> {
        if self.over {
            return None;
        }
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let step = tokio::select! {
                news = self.listener.next() => Step::News(news),
                () = tokio::time::sleep_until(self.check) => Step::Check,
                () = async { drop(self.stopping.wait_for(|stopping| *stopping).await) } => Step::Stop,
            };
            let text = match step {
                Step::News(news) => match self.told(news).await {
                    Some(text) => text,
                    None => return self.end(),
                },
                Step::Check => {
                    self.check = Instant::now() + CHECK;
                    if !goes_on(&self.headers, &self.state).await || self.current().await.is_none() {
                        return self.end();
                    }
                    if Instant::now() >= self.beat { ": beat\n\n".to_owned() } else { String::new() }
                }
                // The client comes back, perhaps to another server.
                Step::Stop => return None,
            };
            if !text.is_empty() {
                self.beat = Instant::now() + BEAT;
                return Some(text);
            }
        }
    }

    /// What the listener is told of the news, perhaps nothing; `None` for who may not listen any more.
    async fn told(&mut self, news: Option<Arc<News>>) -> Option<String> {
        let cx = self.current().await?;
        let mut text = String::new();
        match news {
            Some(news) => match self.listener.told(&cx, &news).await {
                Ok(events) => events.iter().for_each(|event| write(event, Some(news.mark), &mut text)),
                Err(error) => {
                    tracing::warn!(%error, "cannot tell what changed");
                    write(&Event::Resync, None, &mut text);
                }
            },
            None => write(&Event::Resync, None, &mut text),
        }
        Some(text)
    }

    /// The person's rights as they are now; nothing for somebody who is not active any more.
    async fn current(&self) -> Option<Cx> {
        Cx::new(self.cx.company.clone(), self.cx.user, self.cx.language).await.ok()
    }

    /// The session is over.
    fn end(&mut self) -> Option<String> {
        self.over = true;
        Some("event: end\ndata: {}\n\n".to_owned())
    }
}

/// Writes an event. Its id says that the client knows everything up to there.
fn write(event: &Event, mark: Option<i64>, out: &mut String) {
    let (name, data) = match event {
        Event::Record { object, id, op } => ("record", json!({ "object": object, "id": id, "op": op })),
        Event::Metadata { version } => ("metadata", json!({ "version": version })),
        Event::Rights => ("rights", json!({})),
        Event::Resync => ("resync", json!({})),
    };
    out.push_str(&format!("event: {name}\n"));
    if let Some(mark) = mark {
        out.push_str(&format!("id: {mark}\n"));
    }
    out.push_str(&format!("data: {data}\n\n"));
}
