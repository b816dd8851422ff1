//! Settings: flags, then `TRELLIS_*` variables, then `trellis.toml`, then what is built in.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::Args;
use serde::{Deserialize, Serialize};
use trellis_notify::{NotifySettings, Secret};

use crate::messages;

/// Where data is and how it is served, as flags and variables give it.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// The data folder (SQLite). Default: ./data
    #[arg(long, env = "TRELLIS_DATA", global = true)]
    data: Option<PathBuf>,
    /// A PostgreSQL database instead of the data folder
    #[arg(long, env = "TRELLIS_DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// The address to serve at. Default: 127.0.0.1:8080
    #[arg(long, env = "TRELLIS_LISTEN", global = true)]
    listen: Option<SocketAddr>,
    /// Behind TLS: secure cookies, strict transport
    #[arg(long, env = "TRELLIS_SECURE", global = true, num_args = 0..=1, default_missing_value = "true")]
    secure: Option<bool>,
    /// Logs as JSON lines
    #[arg(long, env = "TRELLIS_LOG_JSON", global = true, num_args = 0..=1, default_missing_value = "true")]
    log_json: Option<bool>,
    /// Proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "TRELLIS_TRUSTED_PROXIES", global = true, value_delimiter = ',')]
    trusted_proxies: Option<Vec<IpAddr>>,
    #[command(flatten)]
    messages: messages::Flags,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database_url: Option<String>,
    listen: Option<SocketAddr>,
    secure: Option<bool>,
    log_json: Option<bool>,
    trusted_proxies: Option<Vec<IpAddr>>,
    public_url: Option<String>,
    smtp: Option<messages::File>,
    sms_gateway: Option<String>,
    #[serde(default)]
    sms: BTreeMap<String, Secret>,
}

/// The effective settings.
#[derive(Debug, Clone, Serialize)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The PostgreSQL database, its password left out when this is shown.
    #[serde(serialize_with = "without_password")]
    pub database_url: Option<String>,
    /// The address to serve at.
    pub listen: SocketAddr,
    /// Behind TLS.
    pub secure: bool,
    /// Logs as JSON lines.
    pub log_json: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Mail and SMS; what is secret in it is never shown.
    #[serde(skip)]
    pub messages: NotifySettings,
}

impl Config {
    /// The effective settings.
    ///
    /// # Errors
    /// When `trellis.toml` is there and cannot be read, or has a key that nothing knows.
    pub fn load(flags: Flags) -> anyhow::Result<Self> {
        let file: File = match std::fs::read_to_string("trellis.toml") {
            Ok(text) => toml::from_str(&text).map_err(|error| anyhow::anyhow!("trellis.toml: {error}"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => File::default(),
            Err(error) => return Err(anyhow::anyhow!("trellis.toml: {error}")),
        };
        let data = flags.data.or(file.data).unwrap_or_else(|| PathBuf::from("data"));
        let parts = messages::FileParts { public_url: file.public_url, smtp: file.smtp, sms_gateway: file.sms_gateway, sms: file.sms };
        let variables =
            || std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
        Ok(Self {
            trusted_proxies: flags.trusted_proxies.or(file.trusted_proxies).unwrap_or_default(),
            messages: messages::load(flags.messages, parts, data.join("outbox"), variables)?,
            data,
            database_url: flags.database_url.or(file.database_url),
            listen: flags.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            secure: flags.secure.or(file.secure).unwrap_or(false),
            log_json: flags.log_json.or(file.log_json).unwrap_or(false),
        })
    }
}

/// `postgres://user:***@host/db`
fn without_password<S: serde::Serializer>(url: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    let shown = url.as_ref().map(|url| match (url.split_once("://"), url.rfind('@')) {
        (Some((scheme, rest)), Some(at)) => {
            let user = rest[..at - scheme.len() - 3].split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***{}", &url[at..])
        }
        _ => url.clone(),
    });
    shown.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let listen = SocketAddr::from(([127, 0, 0, 1], 1));
        let url = Some("postgres://app:s3cret@db:5432/trellis".to_owned());
        let config = Config {
            data: "data".into(),
            database_url: url,
            listen,
            secure: false,
            log_json: false,
            trusted_proxies: Vec::new(),
            messages: NotifySettings::default(),
        };
        let shown = serde_json::to_string(&config).unwrap();
        assert!(shown.contains("postgres://app:***@db:5432/trellis") && !shown.contains("s3cret"), "{shown}");
    }
}
