//! Requests over a real socket, one connection each, so that they can be dropped at any moment.

use std::net::SocketAddr;

use serde_json::Value as Json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A server, and who asks.
#[derive(Clone)]
pub struct Wire {
    pub server: SocketAddr,
    /// The `Cookie` header.
    pub cookie: String,
}

/// What came back whole.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Json,
}

impl Wire {
    /// Sends a request and reads the whole answer; nothing when the server is gone before that.
    pub async fn send(&self, method: &str, path: &str, body: &Json) -> Option<Answer> {
        self.send_as(method, path, "application/json", &body.to_string()).await
    }

    /// [`Wire::send`] with a body of another kind.
    pub async fn send_as(&self, method: &str, path: &str, kind: &str, body: &str) -> Option<Answer> {
        let request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: test\r\nCookie: {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        let mut stream = TcpStream::connect(self.server).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // A body that was cut short is no answer.
        Some(Answer { status, head: head.to_owned(), body: serde_json::from_str(body).ok()? })
    }
}
