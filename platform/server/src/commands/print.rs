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
