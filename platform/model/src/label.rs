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

/// Whether a text shows nothing: no character of it leaves ink.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Whether a text holds what is no text: control characters, line breaks and tabs aside, and those that turn the direction
/// of what stands around it.
pub fn has_control(text: &str) -> bool {
    text.chars()
        .any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// Characters of Unicode's `Default_Ignorable_Code_Point` and its format characters, and those whose glyph is empty.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
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
    fn what_leaves_no_ink_is_blank() {
        for blank in ["", " \t\n", "\u{200b}\u{200d}", "\u{202e}", "\u{3000}", "\u{feff}\u{ad}", "\u{3164}", "\u{7f}", "\u{e0041}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for text in ["客户", " a ", "👩\u{200d}👧", "é", "‎א", "."] {
            assert!(!is_blank(text) && !has_control(text), "{text:?}");
        }
        for control in ["a\u{7}", "a\u{202e}b", "\u{2066}a", "a\u{85}", "\u{0}"] {
            assert!(has_control(control), "{control:?}");
        }
        assert!(!has_control("one\ntwo\tthree"));
    }

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
