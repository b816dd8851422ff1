//! A mail server that a test starts: enough SMTP to be sent to, with a password, by one client at a time.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::{Sent, outbox::sent};

/// A mail server on a port of its own; gone with the test.
pub struct SmtpServer {
    /// The port on the loopback address.
    pub port: u16,
    received: Arc<Mutex<Vec<Sent>>>,
    task: JoinHandle<()>,
}

impl SmtpServer {
    /// Starts a server that takes mail after `AUTH PLAIN` with these credentials (in base64), and says "try later" to the
    /// first so many mails.
    pub async fn start(credentials: &str, busy: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let received: Arc<Mutex<Vec<Sent>>> = Arc::default();
        let (kept, credentials) = (Arc::clone(&received), credentials.to_owned());
        let task = tokio::spawn(async move {
            let mut busy = busy;
            while let Ok((stream, _)) = listener.accept().await {
                if let Some(mail) = serve(stream, &credentials, &mut busy).await {
                    kept.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                }
            }
        });
        Self { port, received, task }
    }

    /// Every mail so far.
    pub fn received(&self) -> Vec<Sent> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One connection; its mail, when one came through.
async fn serve(stream: TcpStream, credentials: &str, busy: &mut usize) -> Option<Sent> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut known, mut to, mut mail) = (false, String::new(), None);
    write.write_all(b"220 test\r\n").await.ok()?;
    while let Ok(Some(line)) = lines.next_line().await {
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-test\r\n250 AUTH PLAIN",
            "AUTH" => {
                known = line.split_whitespace().nth(2) == Some(credentials);
                if known { "235 welcome" } else { "535 wrong credentials" }
            }
            "MAIL" if !known => "530 who are you",
            "MAIL" if *busy > 0 => {
                *busy -= 1;
                "451 try later"
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut text = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push_str("\r\n");
                }
                mail = Some(Sent { to: to.clone(), ..sent(&text) });
                "250 taken"
            }
            "QUIT" => {
                let _ = write.write_all(b"221 bye\r\n").await;
                break;
            }
            _ => "250 ok",
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
    }
    mail
}
