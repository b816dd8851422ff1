//! Messages from Fluent files, with numbers written by the browser.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use trellis_ui_kit::i18n::{Arg, I18n, Translate};
use unic_langid::LanguageIdentifier;

use super::Language;

/// The message files of one language, by area.
macro_rules! files {
    ($language:literal: $($area:literal),*) => {
        &[$((concat!($language, "/", $area), include_str!(concat!("../../locales/", $language, "/", $area, ".ftl")))),*]
    };
}

type Files = &'static [(&'static str, &'static str)];

const CHINESE: Files = files!("zh-CN": "kit", "shell", "auth", "gallery", "render", "pages", "designer", "settings", "admin");
const ENGLISH: Files = files!("en": "kit", "shell", "auth", "gallery", "render", "pages", "designer", "settings", "admin");

/// The messages of one language.
pub struct Fluent {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Fluent {
    /// Reads the files of a language.
    pub fn new(language: Language) -> Self {
        let files = match language {
            Language::Chinese => CHINESE,
            Language::English => ENGLISH,
        };
        let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        // The marks around arguments that mixed directions need would only get into attributes here.
        bundle.set_use_isolating(false);
        for (_, text) in files {
            // What the test below finds fault with is left out here, and its ids are shown instead.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
            let _ = bundle.add_resource(resource);
        }
        bundle.set_formatter(Some(match language {
            Language::Chinese => |value, _| write_number(value, "zh-CN"),
            Language::English => |value, _| write_number(value, "en"),
        }));
        Self { language, bundle }
    }
}

impl Translate for Fluent {
    fn locale(&self) -> &str {
        self.language.code()
    }

    fn text(&self, id: &str, args: &[(&'static str, Arg)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            match value {
                Arg::Text(text) => filled.set(*name, text.as_str()),
                Arg::Number(number) => filled.set(*name, *number),
            }
        }
        self.bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned()
    }
}

/// Numbers with the separators of the language; everything else as Fluent writes it.
fn write_number(value: &FluentValue<'_>, locale: &'static str) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(I18n::number_in(locale, number.value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        fs,
        path::{Path, PathBuf},
    };

    use super::*;

    /// The ids of a language, each with the arguments it uses.
    fn messages(files: Files) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (file, text) in files {
            if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                panic!("{file}: {errors:?}");
            }
            let mut id = String::new();
            for line in text.lines() {
                let names_message = line.starts_with(|letter: char| letter.is_ascii_lowercase());
                if let Some((name, _)) = line.split_once('=').filter(|_| names_message) {
                    id = name.trim().to_owned();
                    assert!(found.insert(id.clone(), BTreeSet::new()).is_none(), "{file}: {id} stands twice");
                }
                for argument in line.split("{ $").skip(1) {
                    let name = argument.split([' ', '}']).next().unwrap_or_default();
                    found.entry(id.clone()).or_default().insert(name.to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_arguments() {
        let (chinese, english) = (messages(CHINESE), messages(ENGLISH));
        let missing: Vec<_> = chinese.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(missing.is_empty(), "not in English: {missing:?}");
        let missing: Vec<_> = english.keys().filter(|id| !chinese.contains_key(*id)).collect();
        assert!(missing.is_empty(), "not in Chinese: {missing:?}");
        for (id, arguments) in &chinese {
            assert_eq!(arguments, &english[id], "arguments of {id}");
        }
    }

    /// Where the test runs, not where it was built: clones may share a target folder.
    fn this_crate() -> PathBuf {
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap().into()
    }

    #[test]
    fn every_message_file_is_read() {
        for (language, files) in [("zh-CN", CHINESE), ("en", ENGLISH)] {
            let folder = this_crate().join("locales").join(language);
            assert_eq!(fs::read_dir(folder).unwrap().count(), files.len(), "{language}");
        }
    }

    fn sources(folder: &Path, texts: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, texts);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                // Examples in comments name messages that need not exist.
                texts.push(text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n"));
            }
        }
    }

    #[test]
    fn every_message_that_the_interface_asks_for_exists() {
        let ui = this_crate().with_file_name("");
        let mut texts = Vec::new();
        for part in ["kit", "renderers", "app"] {
            sources(&ui.join(part).join("src"), &mut texts);
        }
        let known = messages(CHINESE);
        let asked = texts.iter().flat_map(|text| text.split("i18n, \"").skip(1)).filter_map(|rest| rest.split('"').next());
        // An id with a brace is put together while running.
        let absent: BTreeSet<_> = asked.filter(|id| !id.contains('{') && !known.contains_key(*id)).collect();
        assert!(absent.is_empty(), "{absent:?}");
    }

    #[test]
    fn english_has_its_plural() {
        let english = Fluent { language: Language::English, bundle: plain(ENGLISH) };
        assert_eq!(english.text("kit-total", &[("count", Arg::Number(1.0))]), "1 record");
        assert_eq!(english.text("kit-total", &[("count", Arg::Number(2.0))]), "2 records");
        assert_eq!(english.text("no-such-id", &[]), "no-such-id");
    }

    /// Without the browser's number formats, which a test has not.
    fn plain(files: Files) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new(vec!["en".parse().unwrap()]);
        bundle.set_use_isolating(false);
        for (_, text) in files {
            bundle.add_resource(FluentResource::try_new((*text).to_owned()).unwrap()).unwrap();
        }
        bundle
    }
}
