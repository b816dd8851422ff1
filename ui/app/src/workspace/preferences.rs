//! What a person chose for themselves goes with the account: language, colours, density, time zone.

use std::rc::Rc;

use serde_json::json;
use trellis_model::{Json, JsonMap, wire::Me};
use trellis_ui_client::{Tag, account, invalidate};
use trellis_ui_kit::{Density, Mode, Skin, i18n, use_theme};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::i18n::{Language, LanguageSwitch};

/// Kept under these names.
const NAMES: [&str; 4] = ["language", "skin", "theme", "density"];

/// The choices, by [`NAMES`].
type Choices = [String; NAMES.len()];

/// Takes over what the account says once, and keeps there what is changed afterwards.
#[hook]
pub fn use_preferences(me: &Me) {
    let theme = use_theme();
    let language = use_context::<LanguageSwitch>();
    let known = use_mut_ref(|| None::<Choices>);
    let here: Choices = [
        language.as_ref().map(|language| language.current.code().to_owned()).unwrap_or_default(),
        theme.skin.code().to_owned(),
        theme.mode.code().to_owned(),
        theme.density.code().to_owned(),
    ];
    let preferences = Rc::new(me.preferences.clone());
    use_effect_with(here, move |here| {
        let before = known.borrow().clone();
        match before {
            None => {
                let wanted = wanted(&preferences, here);
                *known.borrow_mut() = Some(wanted.clone());
                let [lang, skin, mode, density] = &wanted;
                if let Some(language) = language
                    && let Some(chosen) = Language::ALL.into_iter().find(|known| known.code() == lang && *lang != here[0])
                {
                    language.choose.emit(chosen);
                }
                // Chosen in the settings, which keep it in the account themselves.
                if let Some(zone) = preferences.get("time_zone").and_then(Json::as_str) {
                    i18n::set_time_zone(zone);
                }
                theme.set_all(
                    Skin::from_code(skin).unwrap_or(theme.skin),
                    Mode::from_code(mode).unwrap_or(theme.mode),
                    Density::from_code(density).unwrap_or(theme.density),
                );
            }
            Some(before) if before != *here => {
                *known.borrow_mut() = Some(here.clone());
                let preferences = merged(&preferences, here);
                spawn_local(async move {
                    // They hold in this browser whatever the server says.
                    if account::save_preferences(preferences).await.is_ok() {
                        invalidate(&[Tag::Session]);
                    }
                });
            }
            Some(_) => {}
        }
    });
}

/// What the account says; where it says nothing, what holds here.
fn wanted(preferences: &Json, here: &Choices) -> Choices {
    let mut wanted = here.clone();
    for (at, name) in NAMES.iter().enumerate() {
        if let Some(text) = preferences.get(name).and_then(Json::as_str) {
            text.clone_into(&mut wanted[at]);
        }
    }
    wanted
}

/// The account's preferences with these choices in them; what else it keeps stays.
fn merged(preferences: &Json, here: &Choices) -> JsonMap {
    let mut merged = preferences.as_object().cloned().unwrap_or_default();
    for (name, value) in NAMES.iter().zip(here) {
        merged.insert((*name).to_owned(), json!(value));
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_account_says_goes_first_and_nothing_is_lost() {
        let here = ["en", "jade", "dark", "cozy"].map(str::to_owned);
        let kept = json!({ "language": "zh-CN", "favourites": ["customer"] });
        let found = wanted(&kept, &here);
        assert_eq!(found, ["zh-CN", "jade", "dark", "cozy"].map(str::to_owned));
        assert_eq!(merged(&kept, &here)["favourites"], json!(["customer"]));
        assert_eq!(merged(&Json::Null, &here)["language"], json!("en"));
    }
}
