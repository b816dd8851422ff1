//! What every renderer asks for: the language of the page and the metadata.

use trellis_model::{Label, Language, Picklist};
use trellis_ui_client::{Meta, use_metadata};
use trellis_ui_kit::{Choice, I18n, use_i18n};
use yew::prelude::*;

/// Language and metadata of the page; cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Scope {
    /// Messages and regional formats.
    pub i18n: I18n,
    /// Objects and dictionaries.
    pub meta: Meta,
}

impl Scope {
    /// The language of the page.
    pub fn language(&self) -> Language {
        if self.i18n.locale().starts_with("zh") { Language::ZhCn } else { Language::En }
    }

    /// A label in the language of the page.
    pub fn label(&self, label: &Label) -> AttrValue {
        AttrValue::from(label.get(self.language()).to_owned())
    }
}

/// The scope of the component that asks.
#[hook]
pub fn use_scope() -> Scope {
    Scope { i18n: use_i18n(), meta: use_metadata() }
}

/// A dictionary's options to choose from. Retired ones are left out, unless they are chosen already.
pub fn choices(scope: &Scope, picklist: &Picklist, chosen: &[&str]) -> Vec<Choice> {
    let offered = picklist.options.iter().filter(|option| option.active || chosen.contains(&option.code.as_str()));
    offered
        .map(|option| {
            let choice = Choice::new(option.code.clone(), scope.label(&option.label));
            match &option.color {
                Some(color) => choice.with_color(color.clone()),
                None => choice,
            }
        })
        .collect()
}
