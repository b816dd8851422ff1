//! The texts of messages, a folder each, a file a language and kind.

use std::sync::LazyLock;

use minijinja::{Environment, UndefinedBehavior};
use rust_embed::RustEmbed;
use trellis_model::Language;

use crate::{Message, NotifyError, Result};

#[derive(RustEmbed)]
#[folder = "templates"]
struct Files;

/// Every template by `<name>/<language>.<kind>`. `.html` is escaped by its name.
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(50_000));
    environment.set_loader(|name| {
        let file = Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        Ok(file)
    });
    environment
});

/// A mail's texts.
#[derive(Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// For every reader.
    pub text: String,
    /// For those who see more.
    pub html: String,
}

/// The mail of a message. The first line of the text is the subject.
pub fn mail(message: &Message, public_url: Option<&str>) -> Result<Mail> {
    let whole = render(message, "txt", public_url)?;
    let missing = || NotifyError::Compose(format!("{} has no subject", message.template));
    let (first, text) = whole.split_once('\n').ok_or_else(missing)?;
    let subject = first.strip_prefix("Subject: ").ok_or_else(missing)?;
    // A value with a line break must not begin another header.
    let subject = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Ok(Mail { subject, text: text.trim_start().to_owned(), html: render(message, "html", public_url)? })
}

/// The SMS of a message.
pub fn sms(message: &Message, public_url: Option<&str>) -> Result<String> {
    Ok(render(message, "sms", public_url)?.trim().to_owned())
}

fn render(message: &Message, kind: &str, public_url: Option<&str>) -> Result<String> {
    let language = match message.language {
        Language::ZhCn => "zh-CN",
        Language::En => "en",
    };
    let template = TEMPLATES.get_template(&format!("{}/{language}.{kind}", message.template))?;
    let mut values = message.values.clone();
    if let Some(map) = values.as_object_mut() {
        map.insert("url".to_owned(), public_url.into());
    }
    Ok(template.render(minijinja::value::Serde(values))?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Address;

    fn message(template: &'static str, language: Language) -> Message {
        let values = json!({
            "code": "123456", "purpose": "register", "minutes": 10, "company": "<b>甲</b>", "name": "乙", "by": "丙",
            "kind": "email", "login": "a@b.example",
        });
        Message { to: Address::Email("a@b.example".into()), template, language, values }
    }

    #[test]
    fn every_template_is_there_in_every_language_and_kind() {
        let names: std::collections::BTreeSet<String> =
            Files::iter().filter_map(|path| path.split_once('/').map(|(name, _)| name.to_owned())).collect();
        for name in names {
            let name: &'static str = name.leak();
            for language in [Language::ZhCn, Language::En] {
                for url in [None, Some("https://crm.example")] {
                    let mail = mail(&message(name, language), url).unwrap();
                    assert!(!mail.subject.is_empty() && !mail.text.is_empty() && !mail.html.contains("<b>甲"), "{name}: {mail:?}");
                    assert!(!sms(&message(name, language), url).unwrap().is_empty());
                }
            }
        }
    }

    #[test]
    fn a_value_begins_no_header() {
        let mut message = message("invitation", Language::En);
        message.values["company"] = "A\r\nBcc: x@y.example".into();
        assert!(!mail(&message, None).unwrap().subject.contains(['\r', '\n']));
    }
}
