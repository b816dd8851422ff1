//! What can go wrong on the way out.

/// Why a message did not go out.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// The settings cannot work.
    #[error("{0}")]
    Settings(String),
    /// A template that is not there, or fails.
    #[error("template: {0}")]
    Template(#[from] minijinja::Error),
    /// An address that no message can be made for.
    #[error("cannot make the message: {0}")]
    Compose(String),
    /// The mail server.
    #[error("mail server: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The SMS gateway could not be reached.
    #[error("SMS gateway: {0}")]
    Gateway(reqwest::Error),
    /// The SMS gateway says no.
    #[error("the SMS gateway answered {0}")]
    Refused(String),
    /// The folder for messages that nothing sends.
    #[error("outbox: {0}")]
    Outbox(#[from] std::io::Error),
}

impl NotifyError {
    /// Whether another try may succeed.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Smtp(error) => !error.is_permanent(),
            Self::Gateway(_) | Self::Refused(_) => true,
            _ => false,
        }
    }
}

impl From<reqwest::Error> for NotifyError {
    /// Without the address: it may hold a key.
    fn from(error: reqwest::Error) -> Self {
        Self::Gateway(error.without_url())
    }
}
