//! What carries messages.

mod email;
mod outbox;
mod sms;

pub use email::{Smtp, compose, sender};
pub use outbox::Outbox;
pub use sms::{Gateway, Sms, gateway_names};
