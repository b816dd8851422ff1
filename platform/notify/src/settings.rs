//! Settings of mail and SMS.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use serde::Deserialize;

/// Where messages go out.
#[derive(Debug, Clone, Default)]
pub struct NotifySettings {
    /// The folder for messages that no channel is set for.
    pub outbox: PathBuf,
    /// The mail server.
    pub smtp: Option<SmtpSettings>,
    /// The SMS gateway.
    pub sms: Option<SmsSettings>,
    /// Where people reach this installation. Links in messages begin with it, and are left out without it: what a request
    /// says about the host is never believed.
    pub public_url: Option<String>,
}

/// A mail server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Its name; the certificate must be for it.
    pub host: String,
    /// Its port; the usual one for the security when absent.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: Security,
    /// The account, when the server asks for one.
    #[serde(default)]
    pub user: Option<String>,
    /// Its password.
    #[serde(default)]
    pub password: Option<Secret>,
    /// The sender, such as `Trellis <crm@company.cn>`.
    pub from: String,
    /// A PEM file with the root of the server's certificate, when it is not a public one.
    #[serde(default)]
    pub ca: Option<PathBuf>,
}

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte (port 465).
    #[default]
    Tls,
    /// TLS by STARTTLS, never without (port 587).
    StartTls,
    /// None: only to this machine.
    None,
}

/// An SMS gateway.
#[derive(Debug, Clone, Default)]
pub struct SmsSettings {
    /// The name of a file in `metadata/gateways/`.
    pub gateway: String,
    /// Its variables: keys, signatures, addresses.
    pub variables: BTreeMap<String, Secret>,
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one who sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

impl std::str::FromStr for Security {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "tls" => Ok(Self::Tls),
            "starttls" => Ok(Self::StartTls),
            "none" => Ok(Self::None),
            _ => Err("one of tls, starttls, none".to_owned()),
        }
    }
}
