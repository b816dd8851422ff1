//! A load tool: many connections, one request after another on each, HTTP/1.1 with keep-alive.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    head: usize,
}

impl Connection {
    /// Connects.
    pub async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024), head: 0 })
    }

    /// Sends a request as it is; gives the status and the body.
    pub async fn send(&mut self, request: &[u8]) -> anyhow::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let text = std::str::from_utf8(&self.buffer[..end])?;
                let length =
                    text.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok());
                break (end + 4, length.unwrap_or_default());
            }
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the server closed the connection");
        };
        while self.buffer.len() < head + length {
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the server closed the connection");
        }
        self.head = head;
        let status = std::str::from_utf8(&self.buffer[9..12])?.parse().context("no status")?;
        Ok((status, &self.buffer[head..head + length]))
    }
}

impl Connection {
    /// A header of the last reply.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = String::from_utf8_lossy(&self.buffer[..self.head]).into_owned();
        let found = head.lines().filter_map(|line| line.split_once(": ")).find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.to_owned())
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// A request's text.
pub fn request(method: &str, path: &str, token: &str, body: Option<&str>) -> Vec<u8> {
    let authorization = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let body = body.unwrap_or_default();
    let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
    format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n{authorization}{kind}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Requests a second with so many clients, each going through the requests from a place of its own.
pub async fn rate(address: &str, clients: usize, length: Duration, requests: Arc<Vec<Vec<u8>>>, expected: u16) -> anyhow::Result<f64> {
    let next = Arc::new(AtomicUsize::new(0));
    let until = Instant::now() + length;
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (address, requests, next) = (address.to_owned(), Arc::clone(&requests), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            let mut done = 0_u64;
            while Instant::now() < until {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let (status, body) = connection.send(&requests[at % requests.len()]).await?;
                ensure!(status == expected, "{status}: {}", String::from_utf8_lossy(body));
                done += 1;
            }
            Ok(done)
        }));
    }
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    Ok(done as f64 / began.elapsed().as_secs_f64())
}

/// The median time of one request in milliseconds, one after another.
pub async fn median(address: &str, times: usize, requests: &[Vec<u8>], expected: u16) -> anyhow::Result<f64> {
    let mut connection = Connection::open(address).await?;
    let mut taken = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        for request in requests {
            let (status, body) = connection.send(request).await?;
            ensure!(status == expected, "{status}: {}", String::from_utf8_lossy(body));
        }
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    taken.sort_by(f64::total_cmp);
    Ok(taken[taken.len() / 2])
}
