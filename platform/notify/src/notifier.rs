//! Delivery in the background.

use std::{sync::Arc, time::Duration};

use lettre::message::Mailbox;
use serde_json::json;
use tokio::sync::Semaphore;

use crate::{
    Address, Message, NotifySettings, Result,
    channels::{Gateway, Outbox, Sms, Smtp, compose, sender},
    template,
};

/// How many messages may wait; more are dropped, with an error in the log: people ask again.
const WAITING: u32 = 1024;
/// How many are sent at once.
const AT_ONCE: usize = 8;
/// How long after the first try the others follow.
const AGAIN_AFTER: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(10)];

/// Sends messages. Cheap to clone.
#[derive(Clone)]
pub struct Notifier(Arc<Inner>);

struct Inner {
    from: Mailbox,
    smtp: Option<Smtp>,
    gateway: Option<Gateway>,
    outbox: Outbox,
    public_url: Option<String>,
    waiting: Arc<Semaphore>,
    sending: Semaphore,
}

impl Notifier {
    /// A notifier by its settings.
    ///
    /// # Errors
    /// When the settings cannot work.
    pub fn new(settings: NotifySettings) -> Result<Self> {
        let from = settings.smtp.as_ref().map_or("Trellis <trellis@localhost>", |smtp| smtp.from.as_str());
        Ok(Self(Arc::new(Inner {
            from: sender(from)?,
            smtp: settings.smtp.as_ref().map(Smtp::new).transpose()?,
            gateway: settings.sms.as_ref().map(Gateway::new).transpose()?,
            outbox: Outbox::new(settings.outbox),
            public_url: settings.public_url,
            waiting: Arc::new(Semaphore::new(WAITING as usize)),
            sending: Semaphore::new(AT_ONCE),
        })))
    }

    /// Sends a message in the background, three times at most. What fails is logged without the text.
    pub fn dispatch(&self, message: Message) {
        let Ok(place) = Arc::clone(&self.0.waiting).try_acquire_owned() else {
            tracing::error!(to = %message.to, template = message.template, "too many messages wait: dropped");
            return;
        };
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            inner.deliver(&message).await;
            drop(place);
        });
    }

    /// Waits until every message that was dispatched is sent or given up.
    pub async fn settled(&self) {
        let _all = self.0.waiting.acquire_many(WAITING).await;
    }
}

impl Inner {
    async fn deliver(&self, message: &Message) {
        let _turn = self.sending.acquire().await;
        let mut pauses = AGAIN_AFTER.iter();
        while let Err(error) = self.send(message).await {
            tracing::error!(to = %message.to, template = message.template, %error, "a message was not sent");
            match pauses.next().filter(|_| error.is_transient()) {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return,
            }
        }
    }

    async fn send(&self, message: &Message) -> Result<()> {
        let url = self.public_url.as_deref();
        match &message.to {
            Address::Email(to) => {
                let mail = compose(&self.from, to, template::mail(message, url)?)?;
                match &self.smtp {
                    Some(smtp) => smtp.send(mail).await,
                    None => self.outbox.keep("eml", mail.formatted()).await,
                }
            }
            Address::Phone(to) => {
                let text = template::sms(message, url)?;
                match &self.gateway {
                    Some(gateway) => gateway.send(&Sms { to, text: &text, template: message.template }).await,
                    None => {
                        let sms = json!({ "to": to, "text": text, "template": message.template });
                        self.outbox.keep("json", sms.to_string().into_bytes()).await
                    }
                }
            }
        }
    }
}
