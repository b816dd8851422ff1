//! Messages to people outside the product: mail and SMS.
//!
//! [`Notifier::dispatch`] takes a [`Message`], answers at once and delivers in the background, so that nobody can tell from
//! the time of a reply whether something was sent. What carries it is a matter of settings: an SMTP server, an SMS gateway
//! that a file in `metadata/gateways/` declares, and where nothing is set a folder that a developer looks into.

mod channels;
mod error;
mod message;
mod notifier;
mod settings;
mod template;

pub use channels::gateway_names;
pub use error::NotifyError;
pub use message::{Address, Message};
pub use notifier::Notifier;
pub use settings::{NotifySettings, Secret, Security, SmsSettings, SmtpSettings};

/// What notifying answers.
pub type Result<T, E = NotifyError> = std::result::Result<T, E>;
