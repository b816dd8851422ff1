//! The messages that a test's server sent to nobody.

use serde_json::Value as Json;

use crate::TestApp;

/// A message in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The address or number that it would have gone to.
    pub to: String,
    /// All of it: headers and parts of a mail, long lines joined; the JSON of an SMS.
    pub text: String,
}

impl Sent {
    /// The code in it.
    pub fn code(&self) -> Option<String> {
        // In English the code is alone on a line, or follows "code is".
        let alone = self.text.lines().map(str::trim).find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()));
        let after = || self.text.split("code is ").nth(1).map(|rest| &rest[..6]);
        alone.or_else(after).map(str::to_owned)
    }
}

impl TestApp {
    /// Every message so far, the oldest first, when all are out.
    pub async fn outbox(&self) -> Vec<Sent> {
        self.installation.notifier.settled().await;
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("outbox")) else { return Vec::new() };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|path| sent(&std::fs::read_to_string(path).unwrap())).collect()
    }

    /// The last code that was sent to an address.
    pub async fn code_to(&self, address: &str) -> String {
        let sent = self.outbox().await.into_iter().rev().find(|sent| sent.to == address);
        sent.and_then(|sent| sent.code()).unwrap_or_else(|| panic!("no code was sent to {address}"))
    }
}

pub(crate) fn sent(text: &str) -> Sent {
    let sms: Option<Json> = serde_json::from_str(text).ok();
    let to = match &sms {
        Some(sms) => sms["to"].as_str().unwrap_or_default(),
        None => text.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default(),
    };
    // Quoted-printable breaks long lines softly.
    Sent { to: to.trim().to_owned(), text: text.replace("=\r\n", "") }
}
