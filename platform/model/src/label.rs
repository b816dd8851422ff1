//! Texts in the languages of the product.

use serde::{Deserialize, Serialize};

/// A language of the interface and of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header that we speak; Chinese when there is none.
    pub fn from_header(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| part.split(';').next())
            .find_map(|tag| match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Some(Self::ZhCn),
                "en" => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }
}

/// A text in every language of the product, as `{"zh-CN": …, "en": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The Chinese text.
    #[serde(rename = "zh-CN")]
    pub zh: String,
    /// The English text.
    pub en: String,
}

impl Label {
    /// A label from both texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in `language`; the other language's where this one is empty.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::ZhCn => (&self.zh, &self.en),
            Language::En => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }

    /// Both texts without space around them, one standing in for the other where that is empty.
    #[must_use]
    pub fn filled(&self) -> Self {
        let either = |text: &str, other: &str| if text.trim().is_empty() { other.trim().to_owned() } else { text.trim().to_owned() };
        Self { zh: either(&self.zh, &self.en), en: either(&self.en, &self.zh) }
    }

    /// Changes the Chinese text. Until somebody writes an English one, it goes along.
    pub fn set_chinese(&mut self, typed: String) {
        if self.en.is_empty() || self.en == self.zh {
            self.en.clone_from(&typed);
        }
        self.zh = typed;
    }

    /// A text that is the same in both languages.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }
}

/// A [`Label`] from two formats that take the same arguments: the Chinese one, then the English one.
#[macro_export]
macro_rules! both {
    ($zh:literal, $en:literal $(, $($arguments:tt)*)?) => {
        $crate::Label::new(::std::format!($zh $(, $($arguments)*)?), ::std::format!($en $(, $($arguments)*)?))
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_picks_the_first_language_we_speak() {
        for (header, expected) in [
            ("", Language::ZhCn),
            ("fr-FR,en;q=0.8", Language::En),
            ("zh-TW,en", Language::ZhCn),
            ("en-GB", Language::En),
            ("é", Language::ZhCn),
        ] {
            assert_eq!(Language::from_header(header), expected, "{header}");
        }
    }
}
