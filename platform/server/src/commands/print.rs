//! Commands that print something.

use std::io::Write;

use crate::config::Config;

/// Prints the effective settings as TOML.
///
/// # Errors
/// When the output is closed.
pub fn print_config(config: &Config) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "data = {:?}", config.data)?;
    let shown = serde_json::to_value(config)?;
    if let Some(url) = shown.get("database_url").and_then(|url| url.as_str()) {
        writeln!(out, "database_url = {url:?}")?;
    }
    writeln!(out, "listen = {:?}", config.listen.to_string())?;
    writeln!(out, "secure = {}\nlog_json = {}", config.secure, config.log_json)?;
    writeln!(out, "trusted_proxies = {:?}", config.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let messages = &config.messages;
    if let Some(url) = &messages.public_url {
        writeln!(out, "public_url = {url:?}")?;
    }
    // Tables last: every key after one would belong to it. Secrets are left out.
    if let Some(sms) = &messages.sms {
        writeln!(out, "sms_gateway = {:?}", sms.gateway)?;
    }
    if let Some(smtp) = &messages.smtp {
        writeln!(out, "[smtp]\nhost = {:?}\nfrom = {:?}", smtp.host, smtp.from)?;
    }
    Ok(())
}

/// Prints the public part of the API's description.
///
/// # Errors
/// When the output is closed.
pub fn print_openapi() -> anyhow::Result<()> {
    let document = serde_json::to_string_pretty(&trellis_http::public_document())?;
    writeln!(std::io::stdout().lock(), "{document}")?;
    Ok(())
}
