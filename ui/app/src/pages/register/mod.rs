//! Registering a company: `/register`.

use trellis_model::wire::{Purpose, Registration, SignedIn};
use trellis_ui_client::{ApiError, account, use_mutation};
use trellis_ui_kit::{Button, ButtonKind, Field, Size, TextInput, dom, t, use_i18n};
use trellis_ui_renderers::Link;
use yew::prelude::*;
use yew_router::prelude::*;

use super::entrance::{CodeField, Entrance, PasswordField, is_address, is_long_enough, refusal};
use crate::route::Route;

/// The places of the form, by which the server names what it refuses.
const PLACES: [&str; 5] = ["/company", "/name", "/account", "/code", "/password"];

/// The form; it ends inside the new company.
#[component]
pub fn RegisterPage() -> Html {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let form = use_state_eq(blank);
    let tried = use_state_eq(|| false);
    let id = dom::use_id("register");
    let done = Callback::from(move |result: Result<SignedIn, ApiError>| {
        if let (Ok(_), Some(navigator)) = (result, &navigator) {
            navigator.push(&Route::Home);
        }
    });
    let register = use_mutation(|form: Registration| async move { account::register(&form).await }, done);
    let set = |alter: fn(&mut Registration, String)| {
        let (form, reset) = (form.clone(), register.reset.clone());
        Callback::from(move |typed: String| {
            let mut next = (*form).clone();
            alter(&mut next, typed);
            form.set(next);
            reset.emit(());
        })
    };
    let faults = faults(&form);
    let onsubmit = {
        let (form, tried, run, id) = (form.clone(), tried.setter(), register.run.clone(), id.clone());
        let first = faults.first().map(|(place, _)| format!("{id}{place}"));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            match &first {
                Some(first) => dom::focus_id(first),
                None => run.emit(trimmed(&form)),
            }
        })
    };
    let show_faults = {
        let (tried, id) = (tried.setter(), id.clone());
        Callback::from(move |()| {
            tried.set(true);
            dom::focus_id(&format!("{id}/account"));
        })
    };
    let error_at = |place: &str| {
        let own = faults.iter().find(|(at, _)| *at == place).filter(|_| *tried).map(|(_, message)| t!(i18n, message));
        own.or_else(|| register.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned())))
    };
    let at = |place: &str| AttrValue::from(format!("{id}{place}"));
    let title = t!(i18n, "register-title");
    html! {
        <Entrance title={title.clone()}>
            <form class="s-sign-in__form" novalidate=true {onsubmit}>
                <div>
                    <h1 class="s-sign-in__title">{ title }</h1>
                    <p class="u-muted">{ t!(i18n, "register-lead") }</p>
                </div>
                { refusal(&i18n, register.error.as_ref(), &PLACES) }
                <Field id={at("/company")} label={t!(i18n, "register-company")} required={true} error={error_at("/company")}>
                    <TextInput value={form.company.clone()} oninput={set(|form, typed| form.company = typed)} autocomplete="organization" autofocus={true} />
                </Field>
                <Field id={at("/name")} label={t!(i18n, "register-name")} required={true} error={error_at("/name")}>
                    <TextInput value={form.name.clone()} oninput={set(|form, typed| form.name = typed)} autocomplete="name" />
                </Field>
                <Field id={at("/account")} label={t!(i18n, "register-account")} required={true} help={t!(i18n, "register-account-help")} error={error_at("/account")}>
                    <TextInput value={form.account.clone()} oninput={set(|form, typed| form.account = typed)} autocomplete="username" />
                </Field>
                <CodeField
                    id={at("/code")}
                    address={form.account.clone()}
                    purpose={Purpose::Register}
                    value={form.code.clone()}
                    oninput={set(|form, typed| form.code = typed)}
                    error={error_at("/code")}
                    onbadaddress={show_faults}
                />
                <PasswordField
                    id={at("/password")}
                    label={t!(i18n, "auth-password")}
                    value={form.password.clone()}
                    oninput={set(|form, typed| form.password = typed)}
                    chosen={true}
                    error={error_at("/password")}
                />
                <Button label={t!(i18n, "register-submit")} kind={ButtonKind::Primary} size={Size::Large} block={true} button_type="submit" busy={register.busy} />
                <p class="s-sign-in__other">{ t!(i18n, "register-known") }{ " " }<Link href="/sign-in">{ t!(i18n, "auth-submit") }</Link></p>
            </form>
        </Entrance>
    }
}

fn blank() -> Registration {
    let nothing = String::new;
    Registration { company: nothing(), name: nothing(), account: nothing(), code: nothing(), password: nothing() }
}

/// Without the blanks that pasting brings; a password is what it is.
fn trimmed(form: &Registration) -> Registration {
    let trim = |text: &String| text.trim().to_owned();
    Registration {
        company: trim(&form.company),
        name: trim(&form.name),
        account: trim(&form.account),
        code: trim(&form.code),
        password: form.password.clone(),
    }
}

/// What is wrong before anything is sent: the place and the message's id.
fn faults(form: &Registration) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    let mut check = |fine: bool, place, message| {
        if !fine {
            faults.push((place, message));
        }
    };
    check(!form.company.trim().is_empty(), "/company", "register-company-missing");
    check(!form.name.trim().is_empty(), "/name", "register-name-missing");
    check(is_address(form.account.trim()), "/account", "register-account-wrong");
    check(!form.code.trim().is_empty(), "/code", "code-missing");
    check(is_long_enough(&form.password), "/password", "password-short");
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_asked_for() {
        let places = |form: &Registration| faults(form).into_iter().map(|(place, _)| place).collect::<Vec<_>>();
        assert_eq!(places(&blank()), PLACES);
        let form = Registration {
            company: "示例科技".into(),
            name: "韩梅梅".into(),
            account: "han@example.com".into(),
            code: "123456".into(),
            password: "long enough".into(),
        };
        assert!(places(&form).is_empty());
        assert_eq!(places(&Registration { password: "short".into(), ..form }), ["/password"]);
    }
}
