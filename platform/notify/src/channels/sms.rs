//! SMS over HTTP, as a file in `metadata/gateways/` declares it.

use std::{collections::BTreeMap, time::Duration};

use minijinja::{Environment, UndefinedBehavior, context};
use reqwest::{Client, Method, Url, redirect};
use rust_embed::RustEmbed;
use serde::Deserialize;
use trellis_model::{Json, Label};

use crate::{NotifyError, Result, SmsSettings};

/// How long a gateway may take, and how much of its answer is read.
const PATIENCE: Duration = Duration::from_secs(15);
const LONGEST_ANSWER: usize = 64 * 1024;

#[derive(RustEmbed)]
#[folder = "../../metadata/gateways"]
struct Files;

/// A gateway as its file declares it. Texts of `url`, `headers` and `body` are templates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declaration {
    #[serde(rename = "label")]
    _label: Label,
    method: String,
    /// May hold settings only: a message cannot choose where it goes.
    url: String,
    /// The settings that it needs.
    #[serde(default)]
    variables: Vec<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    encoding: Encoding,
    /// Encoded value by value, so that no text can change the structure.
    #[serde(default)]
    body: BTreeMap<String, String>,
    success: Success,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Encoding {
    Json,
    Form,
}

/// When the gateway has taken the message.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Success {
    status: Vec<u16>,
    /// A place of the answer …
    #[serde(default)]
    pointer: Option<String>,
    /// … and what stands there.
    #[serde(default)]
    equals: Option<Json>,
}

/// A gateway that is ready to send.
pub struct Gateway {
    declaration: Declaration,
    settings: minijinja::Value,
    client: Client,
    url: Url,
}

/// An SMS.
#[derive(Debug)]
pub struct Sms<'a> {
    pub to: &'a str,
    pub text: &'a str,
    pub template: &'a str,
}

/// The gateways that are declared.
pub fn gateway_names() -> Vec<String> {
    Files::iter().filter_map(|path| path.strip_suffix(".json").map(str::to_owned)).collect()
}

/// What a gateway's file says.
fn declaration(name: &str) -> Result<Declaration> {
    let wrong = |text: String| NotifyError::Settings(format!("sms_gateway {name}: {text}"));
    let file = Files::get(&format!("{name}.json")).ok_or_else(|| wrong(format!("known are {}", gateway_names().join(", "))))?;
    serde_json::from_slice(&file.data).map_err(|error| wrong(error.to_string()))
}

impl Gateway {
    /// The gateway of the settings. Nothing is sent yet.
    pub fn new(sms: &SmsSettings) -> Result<Self> {
        let wrong = |text: &str| NotifyError::Settings(format!("sms_gateway {}: {text}", sms.gateway));
        let declaration = declaration(&sms.gateway)?;
        if let Some(missing) = declaration.variables.iter().find(|name| !sms.variables.contains_key(*name)) {
            return Err(wrong(&format!("sms.{missing} is not set")));
        }
        let settings = minijinja::Value::from_pairs(sms.variables.iter().map(|(name, secret)| (name.as_str(), secret.reveal())));
        let url = environment().render_str(&declaration.url, context! { settings => settings.clone() })?;
        let url = Url::parse(&url).map_err(|error| wrong(&format!("url: {error}")))?;
        let near = url.host_str().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
        if url.scheme() != "https" && !near {
            return Err(wrong("url: must begin with https://"));
        }
        let client = Client::builder().redirect(redirect::Policy::none()).timeout(PATIENCE).https_only(!near).build()?;
        Ok(Self { declaration, settings, client, url })
    }

    /// Sends an SMS.
    pub async fn send(&self, sms: &Sms<'_>) -> Result<()> {
        let values = context! { settings => self.settings.clone(), to => sms.to, text => sms.text, template => sms.template };
        let environment = environment();
        let method: Method = self.declaration.method.parse().map_err(|_| NotifyError::Settings("sms_gateway: method".to_owned()))?;
        let mut request = self.client.request(method, self.url.clone());
        for (name, template) in &self.declaration.headers {
            request = request.header(name, environment.render_str(template, &values)?);
        }
        let mut body = BTreeMap::new();
        for (name, template) in &self.declaration.body {
            body.insert(name, environment.render_str(template, &values)?);
        }
        let request = match self.declaration.encoding {
            Encoding::Form => request.form(&body),
            Encoding::Json => {
                let text = serde_json::to_string(&body).map_err(|error| NotifyError::Compose(error.to_string()))?;
                request.header("content-type", "application/json").body(text)
            }
        };
        self.declaration.success.judge(request.send().await?).await
    }
}

impl Success {
    async fn judge(&self, mut answer: reqwest::Response) -> Result<()> {
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                break;
            }
            body.extend_from_slice(&chunk);
        }
        let stands = match (&self.pointer, &self.equals) {
            (Some(pointer), Some(expected)) => {
                let json: Json = serde_json::from_slice(&body).unwrap_or_default();
                json.pointer(pointer) == Some(expected)
            }
            _ => true,
        };
        if self.status.contains(&status) && stands { Ok(()) } else { Err(NotifyError::Refused(status.to_string())) }
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn settings(gateway: &str, variables: &[(&str, &str)]) -> SmsSettings {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect();
        SmsSettings { gateway: gateway.into(), variables }
    }

    #[test]
    fn every_gateway_can_be_set_up() {
        for name in gateway_names() {
            let variables = declaration(&name).unwrap().variables;
            let pairs: Vec<(&str, &str)> = variables.iter().map(|name| (name.as_str(), "https://sms.example/send")).collect();
            assert!(Gateway::new(&settings(&name, &pairs)).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_gateway_says_what_is_missing() {
        let text = |sms: &SmsSettings| Gateway::new(sms).err().unwrap().to_string();
        assert!(text(&settings("pigeon", &[])).contains("yunpian"));
        assert!(text(&settings("yunpian", &[])).contains("sms.key"));
        assert!(text(&settings("webhook", &[("url", "http://sms.example"), ("key", "k")])).contains("https://"));
    }
}
