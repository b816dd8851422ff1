//! Server-sent events, as a browser hears them.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use serde_json::Value as Json;

/// An event that was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// Its id, if it had one.
    pub id: Option<String>,
    /// What it says.
    pub data: Json,
}

/// A stream of events.
pub struct Events {
    body: BodyDataStream,
    text: String,
    /// Everything that came, as it came.
    pub raw: String,
}

impl Events {
    pub(crate) fn new(body: Body) -> Self {
        Self { body: body.into_data_stream(), text: String::new(), raw: String::new() }
    }

    /// The next event within this time; nothing when none comes, or the stream is over.
    pub async fn next(&mut self, within: Duration) -> Option<Told> {
        let end = tokio::time::Instant::now() + within;
        loop {
            while let Some(at) = self.text.find("\n\n") {
                let block: String = self.text.drain(..at + 2).collect();
                let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|rest| rest.trim().to_owned());
                if let Some(name) = line("event:") {
                    let data = serde_json::from_str(&line("data:").unwrap_or_default()).unwrap_or(Json::Null);
                    return Some(Told { name, id: line("id:"), data });
                }
            }
            let part = tokio::time::timeout_at(end, self.body.next()).await.ok()??;
            let part = String::from_utf8_lossy(&part.unwrap()).into_owned();
            self.raw.push_str(&part);
            self.text.push_str(&part);
        }
    }

    /// The next event with this name within this time.
    pub async fn until(&mut self, name: &str, within: Duration) -> Option<Told> {
        let end = tokio::time::Instant::now() + within;
        loop {
            let told = self.next(end.saturating_duration_since(tokio::time::Instant::now())).await?;
            if told.name == name {
                return Some(told);
            }
        }
    }

    /// Whether the stream ends within this time.
    pub async fn ends(&mut self, within: Duration) -> bool {
        let all = async { while self.body.next().await.is_some() {} };
        tokio::time::timeout(within, all).await.is_ok()
    }
}
