//! Colours, density, language, time zone.

use trellis_ui_client::{Tag, account};
use trellis_ui_kit::{Card, Choice, Combobox, Field, i18n, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use crate::{
    shell::Appearance,
    workspace::{Saved, use_me, use_save},
};

/// What goes with the account to every browser.
#[component]
pub fn AppearanceTab() -> Html {
    let scope = use_scope();
    let me = use_me();
    let zone = use_state_eq(|| i18n::time_zone().unwrap_or_default());
    let zones = use_memo((), |()| i18n::time_zones());
    let save = use_save(
        &scope.i18n,
        |preferences: trellis_model::JsonMap| async move { account::save_preferences(preferences).await },
        Saved::<()> { said: t!(scope.i18n, "form-saved"), tags: vec![Tag::Session], then: Callback::noop(), tells: true },
    );
    let system = t!(scope.i18n, "appearance-zone-system", zone = i18n::system_zone().unwrap_or_default());
    let options: Vec<Choice> = std::iter::once(Choice::new("", system.clone()))
        .chain(zones.iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))))
        .collect();
    let onchange = {
        let (zone, run) = (zone.setter(), save.run.clone());
        Callback::from(move |chosen: Vec<Choice>| {
            let name = chosen.first().map(|choice| choice.value.to_string()).unwrap_or_default();
            i18n::set_time_zone(&name);
            zone.set(name.clone());
            if let Some(me) = &me {
                let mut preferences = me.preferences.as_object().cloned().unwrap_or_default();
                preferences.insert("time_zone".to_owned(), name.into());
                run.emit(preferences);
            }
        })
    };
    let chosen = if zone.is_empty() { Vec::new() } else { vec![Choice::new((*zone).clone(), zone.replace('_', " "))] };
    html! {
        <Card title={t!(scope.i18n, "settings-appearance")}>
            <div class="p-settings__form">
                <p class="u-muted">{ t!(scope.i18n, "appearance-lead") }</p>
                <div class="p-appearance"><Appearance /></div>
                <Field label={t!(scope.i18n, "appearance-zone")} help={t!(scope.i18n, "appearance-zone-help", now = scope.i18n.date_time(&now()))}>
                    <Combobox value={chosen} {options} {onchange} placeholder={system} />
                </Field>
            </div>
        </Card>
    }
}

fn now() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}
