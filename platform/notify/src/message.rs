//! What is sent, and to whom.

use std::fmt;

use trellis_model::{Json, Language};

/// Where a message goes. Always an address that is stored, or that is being proved: never one that a request merely names.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// By mail.
    Email(String),
    /// By SMS.
    Phone(String),
}

/// A message: a template of `templates/` and its values.
#[derive(Debug, Clone)]
pub struct Message {
    /// To whom.
    pub to: Address,
    /// The template's folder, such as `code`.
    pub template: &'static str,
    /// The language of the text.
    pub language: Language,
    /// What the template fills in, an object.
    pub values: Json,
}

impl Address {
    /// The address itself.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) => text,
        }
    }
}

/// For logs: enough to find a complaint by, too little to write to.
impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(text) => {
                let (local, domain) = text.rsplit_once('@').unwrap_or((text, ""));
                write!(formatter, "{}***@{domain}", local.chars().next().unwrap_or('*'))
            }
            Self::Phone(text) => {
                let last: String = text.chars().skip(text.chars().count().saturating_sub(4)).collect();
                write!(formatter, "***{last}")
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_log_never_holds_a_whole_address() {
        assert_eq!(Address::Email("boss@demo.example".into()).to_string(), "b***@demo.example");
        assert_eq!(format!("{:?}", Address::Phone("13800001234".into())), "***1234");
    }
}
