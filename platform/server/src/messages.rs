//! Settings of mail and SMS: `[smtp]`, `sms_gateway` and `[sms]` in `trellis.toml`, or `TRELLIS_SMTP_*` and `TRELLIS_SMS_*`.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Context;
use clap::Args;
use serde::Deserialize;
use trellis_notify::{NotifySettings, Secret, Security, SmsSettings, SmtpSettings};

/// Where messages go out, as flags and variables give it. What is secret has no flag: a flag is read by every user of the
/// machine.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "messages")]
pub struct Flags {
    /// Where people reach this installation, for links in messages
    #[arg(long, env = "TRELLIS_PUBLIC_URL", global = true)]
    public_url: Option<String>,
    /// The mail server
    #[arg(long, env = "TRELLIS_SMTP_HOST", global = true)]
    smtp_host: Option<String>,
    /// Its port. Default: 465 for tls, 587 for starttls
    #[arg(long, env = "TRELLIS_SMTP_PORT", global = true)]
    smtp_port: Option<u16>,
    /// tls, starttls, or none for a server on this machine. Default: tls
    #[arg(long, env = "TRELLIS_SMTP_SECURITY", global = true)]
    smtp_security: Option<Security>,
    /// The account there; the password is TRELLIS_SMTP_PASSWORD
    #[arg(long, env = "TRELLIS_SMTP_USER", global = true)]
    smtp_user: Option<String>,
    /// The sender, such as "Trellis <crm@company.cn>"
    #[arg(long, env = "TRELLIS_SMTP_FROM", global = true)]
    smtp_from: Option<String>,
    /// A PEM file with the root of the server's certificate, when it is not a public one
    #[arg(long, env = "TRELLIS_SMTP_CA", global = true)]
    smtp_ca: Option<PathBuf>,
    /// The SMS gateway, a name in metadata/gateways; its variables are TRELLIS_SMS_<NAME>
    #[arg(long, env = "TRELLIS_SMS_GATEWAY", global = true)]
    sms_gateway: Option<String>,
}

/// The same as `trellis.toml` gives it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    host: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    password: Option<Secret>,
    from: Option<String>,
    ca: Option<PathBuf>,
}

/// What of `trellis.toml` is about messages.
#[derive(Debug, Default)]
pub struct FileParts {
    /// `public_url`
    pub public_url: Option<String>,
    /// `[smtp]`
    pub smtp: Option<File>,
    /// `sms_gateway`
    pub sms_gateway: Option<String>,
    /// `[sms]`
    pub sms: BTreeMap<String, Secret>,
}

/// The effective settings. Variables are given by `variable`, so that tests need not set any.
///
/// # Errors
/// When they cannot work.
pub fn load(
    flags: Flags,
    file: FileParts,
    outbox: PathBuf,
    variables: impl Fn() -> Vec<(String, String)>,
) -> anyhow::Result<NotifySettings> {
    let variables = variables();
    let smtp = smtp(&flags, file.smtp.unwrap_or_default(), secret(&variables, "TRELLIS_SMTP_PASSWORD"))?;
    let sms = flags.sms_gateway.or(file.sms_gateway).map(|gateway| {
        let named = variables.iter().filter_map(|(name, value)| Some((name.strip_prefix("TRELLIS_SMS_")?.to_lowercase(), value)));
        let mut all = file.sms;
        all.extend(named.filter(|(name, _)| name != "gateway").map(|(name, value)| (name, Secret::new(value))));
        SmsSettings { gateway, variables: all }
    });
    let public_url = flags.public_url.or(file.public_url).map(|url| url.trim_end_matches('/').to_owned());
    if let Some(url) = &public_url {
        anyhow::ensure!(url.starts_with("https://") || url.starts_with("http://"), "public_url must begin with https:// or http://");
    }
    Ok(NotifySettings { outbox, smtp, sms, public_url })
}

fn secret(variables: &[(String, String)], name: &str) -> Option<Secret> {
    variables.iter().find(|(own, _)| own == name).map(|(_, value)| Secret::new(value))
}

fn smtp(flags: &Flags, file: File, password: Option<Secret>) -> anyhow::Result<Option<SmtpSettings>> {
    let Some(host) = flags.smtp_host.clone().or(file.host) else { return Ok(None) };
    let from = flags.smtp_from.clone().or(file.from).context("smtp.from is not set: who the mails come from")?;
    Ok(Some(SmtpSettings {
        host,
        port: flags.smtp_port.or(file.port),
        security: flags.smtp_security.or(file.security).unwrap_or_default(),
        user: flags.smtp_user.clone().or(file.user),
        password: password.or(file.password),
        from,
        ca: flags.smtp_ca.clone().or(file.ca),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_come_before_the_file_and_nothing_secret_is_shown() {
        let smtp = File {
            host: Some("mail.example".into()),
            from: Some("a@b.example".into()),
            password: Some(Secret::new("old")),
            ..File::default()
        };
        let sms = BTreeMap::from([("key".to_owned(), Secret::new("from the file")), ("sign".to_owned(), Secret::new("kept"))]);
        let file =
            FileParts { smtp: Some(smtp), sms_gateway: Some("yunpian".into()), sms, public_url: Some("https://crm.example/".into()) };
        let variables = || {
            [("TRELLIS_SMTP_PASSWORD", "s3cret"), ("TRELLIS_SMS_KEY", "k3y"), ("TRELLIS_SMS_GATEWAY", "yunpian")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec()
        };
        let loaded = load(Flags { smtp_user: Some("crm".into()), ..Flags::default() }, file, "outbox".into(), variables).unwrap();
        let (smtp, sms) = (loaded.smtp.as_ref().unwrap(), loaded.sms.as_ref().unwrap());
        assert_eq!((smtp.user.as_deref(), smtp.password.as_ref().unwrap().reveal()), (Some("crm"), "s3cret"));
        assert_eq!((sms.variables["key"].reveal(), sms.variables["sign"].reveal(), sms.variables.len()), ("k3y", "kept", 2));
        assert_eq!(loaded.public_url.as_deref(), Some("https://crm.example"));
        let shown = format!("{loaded:?}");
        assert!(!shown.contains("s3cret") && !shown.contains("k3y"), "{shown}");
    }
}
