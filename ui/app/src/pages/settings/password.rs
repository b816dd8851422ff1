//! Changing the password.

use trellis_ui_client::{Tag, account};
use trellis_ui_kit::{Button, ButtonKind, Card, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use crate::{
    pages::entrance::{PasswordField, is_long_enough},
    workspace::{Saved, reason, use_save},
};

/// The present one and a new one; every other session ends.
#[component]
pub fn Password() -> Html {
    let scope = use_scope();
    let (current, next) = (use_state_eq(String::new), use_state_eq(String::new));
    let tried = use_state_eq(|| false);
    let clear = {
        let (current, next, tried) = (current.setter(), next.setter(), tried.setter());
        Callback::from(move |()| {
            current.set(String::new());
            next.set(String::new());
            tried.set(false);
        })
    };
    let save = use_save(
        &scope.i18n,
        |(current, next): (String, String)| async move { account::change_password(&current, &next).await },
        Saved { said: t!(scope.i18n, "security-password-changed"), tags: vec![Tag::Session], then: clear, tells: false },
    );
    let set = |state: &UseStateHandle<String>| {
        let (state, reset) = (state.setter(), save.reset.clone());
        Callback::from(move |typed: String| {
            state.set(typed);
            reset.emit(());
        })
    };
    let own = |place: &str| match place {
        "/current" if current.is_empty() => Some("auth-password-missing"),
        "/password" if !is_long_enough(&next) => Some("password-short"),
        _ => None,
    };
    let error_at = |place: &str| {
        let fault = own(place).filter(|_| *tried).map(|message| t!(scope.i18n, message));
        fault.or_else(|| save.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned())))
    };
    let other = save.error.as_ref().filter(|error| error.at("/current").is_none() && error.at("/password").is_none());
    let ready = own("/current").is_none() && own("/password").is_none();
    let onsubmit = {
        let (values, run, tried) = (((*current).clone(), (*next).clone()), save.run.clone(), tried.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if ready {
                run.emit(values.clone());
            }
        })
    };
    html! {
        <Card title={t!(scope.i18n, "security-password")}>
            <form class="p-settings__form" novalidate=true {onsubmit}>
                if let Some(error) = other {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <PasswordField label={t!(scope.i18n, "security-current")} value={(*current).clone()} oninput={set(&current)} error={error_at("/current")} />
                <PasswordField label={t!(scope.i18n, "forgot-password")} value={(*next).clone()} oninput={set(&next)} chosen={true} error={error_at("/password")} />
                <p class="u-muted">{ t!(scope.i18n, "security-password-note") }</p>
                <div class="p-settings__foot">
                    <Button label={t!(scope.i18n, "security-change")} kind={ButtonKind::Primary} button_type="submit" busy={save.busy} />
                </div>
            </form>
        </Card>
    }
}
