//! Mail over SMTP.

use std::{net::IpAddr, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Composed, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use uuid::Uuid;

use crate::{NotifyError, Result, Security, SmtpSettings, template::Mail};

/// How long a server may take over each step.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server.
pub struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

impl Smtp {
    /// A mail server by its settings. Nothing is sent yet.
    pub fn new(settings: &SmtpSettings) -> Result<Self> {
        let (tls, usual) = match settings.security {
            Security::Tls => (Tls::Wrapper(parameters(settings)?), 465),
            Security::StartTls => (Tls::Required(parameters(settings)?), 587),
            Security::None if is_loopback(&settings.host) => (Tls::None, 25),
            Security::None => {
                let text = "smtp.security = \"none\" is for a mail server on this machine only: use tls or starttls";
                return Err(NotifyError::Settings(text.to_owned()));
            }
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host).tls(tls);
        let builder = builder.port(settings.port.unwrap_or(usual)).timeout(Some(PATIENCE));
        let builder = match (&settings.user, &settings.password) {
            (Some(user), Some(password)) => builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned())),
            (None, None) => builder,
            _ => return Err(NotifyError::Settings("smtp.user and smtp.password go together".to_owned())),
        };
        Ok(Self(builder.build()))
    }

    /// Sends a mail.
    pub async fn send(&self, mail: Composed) -> Result<()> {
        self.0.send(mail).await?;
        Ok(())
    }
}

/// Certificates are always checked: against the public roots, or the one that the settings name.
fn parameters(settings: &SmtpSettings) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.ca {
        let pem = std::fs::read(path).map_err(|error| NotifyError::Settings(format!("smtp.ca: {}: {error}", path.display())))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(builder.build()?)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The sender of the settings.
pub fn sender(from: &str) -> Result<Mailbox> {
    from.parse().map_err(|error| NotifyError::Settings(format!("smtp.from: {error}")))
}

/// A mail with text and HTML. Addresses are typed, so that none can hold a header.
pub fn compose(from: &Mailbox, to: &str, mail: Mail) -> Result<Composed> {
    let wrong = |error: &dyn std::fmt::Display| NotifyError::Compose(error.to_string());
    let to: Mailbox = Mailbox::new(None, to.parse().map_err(|error| wrong(&error))?);
    let id = format!("<{}@{}>", Uuid::now_v7(), from.email.domain());
    let composed = Composed::builder().from(from.clone()).to(to).subject(mail.subject).message_id(Some(id));
    composed.multipart(MultiPart::alternative_plain_html(mail.text, mail.html)).map_err(|error| wrong(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, security: Security) -> SmtpSettings {
        SmtpSettings { host: host.into(), port: None, security, user: None, password: None, from: "a@b.example".into(), ca: None }
    }

    #[test]
    fn mail_leaves_the_machine_under_tls_only() {
        assert!(Smtp::new(&settings("mail.example", Security::None)).is_err());
        for (host, security) in
            [("127.0.0.1", Security::None), ("::1", Security::None), ("mail.example", Security::Tls), ("mail.example", Security::StartTls)]
        {
            assert!(Smtp::new(&settings(host, security)).is_ok(), "{host} {security:?}");
        }
    }

    #[test]
    fn an_address_holds_no_header() {
        let mail = || Mail { subject: "s".into(), text: "t".into(), html: "h".into() };
        let from = sender("Trellis <a@b.example>").unwrap();
        for bad in ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "a"] {
            assert!(compose(&from, bad, mail()).is_err(), "{bad}");
        }
        assert!(compose(&from, "a@b.example", mail()).is_ok());
    }
}
