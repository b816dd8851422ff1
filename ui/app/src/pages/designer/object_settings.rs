//! What an object is called and can do.

use std::rc::Rc;

use trellis_model::{Json, object::is_custom};
use trellis_ui_client::{
    Tag,
    designer::{self, Draft, DraftObject, Part},
    http::{Over, Reply},
};
use trellis_ui_kit::{Button, ButtonKind, Size, t};
use trellis_ui_renderers::{forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use super::{
    conflict,
    object_form::{Inputs, Settings},
    retire_object::RetireObject,
};
use crate::workspace::{Conflict, Saved, reason, use_base, use_save_over};

/// Properties of [`SettingsPart`].
#[derive(Properties, PartialEq)]
pub struct SettingsPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// What an object is called and can do.
#[component]
pub fn SettingsPart(props: &SettingsPartProps) -> Html {
    let scope = use_scope();
    let object = &props.object;
    let declared = Settings {
        label: object.label.clone(),
        options: object.options.clone(),
        description: object.description.clone().unwrap_or_default(),
    };
    let (settings, base) = (use_state_eq(|| declared.clone()), use_state_eq(|| declared.clone()));
    // What is edited here stays when somebody else changes the draft.
    use_effect_with(declared.clone(), {
        let (settings, base) = (settings.clone(), base.clone());
        move |declared: &Settings| {
            if *settings == *base {
                settings.set(declared.clone());
            }
            base.set(declared.clone());
        }
    });
    let dirty = *settings != declared;
    use_unsaved_guard(dirty);
    let version = use_base(&Part::Settings.address(), object.tags.of(&Part::Settings), dirty);
    let reset = {
        let (settings, declared) = (settings.setter(), declared.clone());
        Callback::from(move |()| settings.set(declared.clone()))
    };
    let (save, met) = {
        let name = object.name.clone();
        let call = move |settings: Settings, over: Over| {
            let name = name.clone();
            async move {
                let before = designer::part(&name, &Part::Settings).await?.body;
                let options = before.get("x-object").and_then(Json::as_object).cloned().unwrap_or_default();
                let written = Json::Object(settings.written(&options));
                conflict::write(&name, &Part::Settings, Some(written), &over).await
            }
        };
        let then = {
            let version = version.clone();
            Callback::from(move |(_, reply): (Settings, Reply<Json>)| version.wrote(&Part::Settings.address(), reply.etag))
        };
        let saved = Saved { said: t!(scope.i18n, "object-saved"), tags: vec![Tag::Draft], then, tells: false };
        use_save_over(&scope.i18n, call, saved, reset.reform(|_: Conflict| ()))
    };
    let onchange = {
        let settings = settings.setter();
        Callback::from(move |changed: Settings| settings.set(changed))
    };
    let refused = save.error.clone();
    // A refusal names the file first, then the place in it.
    let fault = |key: &str| {
        let place = format!("/x-object/{key}");
        let at = |pointer: &str| pointer.split_once(&place).is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with('/'));
        refused.as_ref()?.errors.iter().find(|error| at(&error.pointer)).map(|error| AttrValue::from(error.message.clone()))
    };
    let elsewhere =
        refused.as_ref().filter(|error| error.errors.is_empty() || error.errors.iter().any(|it| !it.pointer.contains("/x-object/")));
    let shipped = !is_custom(&object.name);
    let inputs = Inputs { scope: &scope, settings: &settings, shipped, onchange: &onchange, fault: &fault };
    let add = onchange.reform({
        let settings = (*settings).clone();
        move |_: MouseEvent| {
            let mut settings = settings.clone();
            settings.options.duplicates.push(Vec::new());
            settings
        }
    });
    let add = html! { <div><Button label={t!(scope.i18n, "object-duplicate-add")} icon="plus" size={Size::Small} onclick={add} /></div> };
    let send = {
        let settings = (*settings).clone();
        save.run.reform(move |_: MouseEvent| (settings.clone(), version.over()))
    };
    let panel = |title: &str, body: Html| {
        html! {
            <section class="p-panel p-objectset__panel">
                <h2 class="p-objectset__title">{ t!(scope.i18n, title) }</h2>
                { body }
            </section>
        }
    };
    html! {
        <div class="p-objectset">
            <div class="p-objectset__body">
                if let Some(error) = elsewhere {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                { panel("object-look", html! { <>{ inputs.look(false) }{ inputs.description() }</> }) }
                { panel("object-abilities", html! { <><div class="p-abilities">{ inputs.abilities() }</div>{ inputs.people(&object.fields) }</> }) }
                { panel("object-finding", html! { <>{ inputs.finding(&object.fields) }{ inputs.duplicates(&object.fields, add) }</> }) }
                { panel("object-retirement", html! { <RetireObject object={object.clone()} {shipped} /> }) }
            </div>
            <footer class="p-objectset__foot">
                <Button label={t!(scope.i18n, "object-reset")} disabled={!dirty} onclick={reset.reform(|_: MouseEvent| ())} />
                <Button label={t!(scope.i18n, "designer-save-field")} kind={ButtonKind::Primary} disabled={!dirty || !settings.is_named()} busy={save.busy} onclick={send} />
            </footer>
            { met }
        </div>
    }
}
