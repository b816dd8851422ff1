//! The guard of unsaved work: leaving asks first.

use trellis_ui_kit::{dom::Listener, t, use_i18n};
use yew::prelude::*;

use crate::set_unsaved;

/// While `dirty`, links and the browser ask before the page is left.
#[hook]
pub fn use_unsaved_guard(dirty: bool) {
    let i18n = use_i18n();
    use_effect_with(dirty, move |dirty| {
        let listener = dirty.then(|| {
            set_unsaved(true, &t!(i18n, "form-unsaved-question"));
            // Preventing the default is all it takes: the browser asks in its own words.
            web_sys::window().map(|window| Listener::new(&window, "beforeunload", |event| event.prevent_default()))
        });
        move || {
            if listener.is_some() {
                set_unsaved(false, "");
            }
        }
    });
}
