//! The languages of the interface: message files in `locales/<language>/<area>.ftl`.
//!
//! Ids are `area-thing-purpose`. Labels of objects, fields and options are data and never messages.

mod source;

use std::rc::Rc;

use trellis_ui_kit::{I18n, dom, theme};
use yew::prelude::*;

use source::Fluent;

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// 简体中文, the default.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The language's code, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language's name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chinese => "简体中文",
            Self::English => "English",
        }
    }

    fn of_page() -> Self {
        let root = dom::document().and_then(|document| document.document_element());
        let code = root.and_then(|root| root.get_attribute("lang"));
        Self::ALL.into_iter().find(|language| Some(language.code()) == code.as_deref()).unwrap_or(Self::Chinese)
    }
}

/// The messages of a language, for tests of what is said.
#[cfg(test)]
pub fn messages(language: Language) -> I18n {
    I18n::new(Rc::new(Fluent::new(language)))
}

/// Changes the language.
#[derive(Clone, PartialEq)]
pub struct LanguageSwitch {
    /// The language in use.
    pub current: Language,
    /// Chooses another.
    pub choose: Callback<Language>,
}

/// Properties of [`LanguageProvider`].
#[derive(Properties, PartialEq)]
pub struct LanguageProviderProps {
    /// The page.
    pub children: Html,
}

/// Gives everything inside the messages of the person's language, and a way to change it.
#[component]
pub fn LanguageProvider(props: &LanguageProviderProps) -> Html {
    let language = use_state_eq(Language::of_page);
    let i18n = use_memo(*language, |language| I18n::new(Rc::new(Fluent::new(*language))));
    let choose = {
        let language = language.setter();
        use_callback((), move |chosen: Language, ()| {
            theme::keep("lang", chosen.code());
            if let Some(root) = dom::document().and_then(|document| document.document_element()) {
                let _ = root.set_attribute("lang", chosen.code());
            }
            language.set(chosen);
        })
    };
    let switch = LanguageSwitch { current: *language, choose };
    html! {
        <ContextProvider<I18n> context={(*i18n).clone()}>
            <ContextProvider<LanguageSwitch> context={switch}>{ props.children.clone() }</ContextProvider<LanguageSwitch>>
        </ContextProvider<I18n>>
    }
}
