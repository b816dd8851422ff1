//! Where messages go that no channel is set for: files, readable by the server's own user.

use std::{io::Write, path::PathBuf};

use uuid::Uuid;

use crate::Result;

/// A folder of messages.
pub struct Outbox(PathBuf);

impl Outbox {
    /// A folder; made with the first message.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Keeps a message as a file with this ending; their names follow the order in which they came.
    pub async fn keep(&self, ending: &'static str, content: Vec<u8>) -> Result<()> {
        let folder = self.0.clone();
        let path = folder.join(format!("{}.{ending}", Uuid::now_v7()));
        tracing::warn!(path = %path.display(), "nothing is set to send messages with: this one was written to a file");
        let written = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            // Whole or not there at all for whoever watches the folder.
            let draft = path.with_extension("part");
            options.open(&draft)?.write_all(&content)?;
            std::fs::rename(&draft, &path)
        });
        Ok(written.await.map_err(std::io::Error::other)??)
    }
}
