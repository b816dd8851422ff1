//! The e-mail and the mobile that one signs in with.

use trellis_model::wire::{LoginInfo, Purpose};
use trellis_ui_client::{Tag, account, use_query};
use trellis_ui_kit::{Button, ButtonKind, Card, Dialog, Field, Icon, Size, Skeleton, TextInput, dom, t};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use crate::{
    pages::entrance::{CodeField, PasswordField, is_address},
    workspace::{Saved, reason, use_save},
};

/// Kinds of logins: name, icon, and the message that names it.
const KINDS: [(&str, &str, &str); 2] = [("email", "mail", "security-email"), ("phone", "smartphone", "security-mobile")];

/// Both kinds, each with a button to add or replace it.
#[component]
pub fn Logins() -> Html {
    let scope = use_scope();
    let found = use_query(account::logins_key(), account::logins);
    let changing = use_state_eq(|| None::<&'static str>);
    let line = |logins: &[LoginInfo], (kind, icon, label): (&'static str, &'static str, &'static str)| {
        let login = logins.iter().find(|login| login.kind == kind).map(|login| login.login.clone());
        let change = {
            let changing = changing.setter();
            Callback::from(move |_: MouseEvent| changing.set(Some(kind)))
        };
        let action = if login.is_some() { "security-replace" } else { "security-add" };
        html! {
            <li class="p-lines__line">
                <Icon name={icon} size={20} />
                <span class="p-lines__text">
                    <strong>{ t!(scope.i18n, label) }</strong>
                    <span class="u-muted u-ellipsis">{ login.map_or_else(|| t!(scope.i18n, "security-none"), AttrValue::from) }</span>
                </span>
                <Button label={t!(scope.i18n, action)} size={Size::Small} onclick={change} />
            </li>
        }
    };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => html! { <div class="p-lines__wait"><Skeleton lines={2} /></div> },
        (Some(logins), _) => html! { <ul class="p-lines">{ for KINDS.into_iter().map(|kind| line(logins, kind)) }</ul> },
    };
    let close = {
        let changing = changing.setter();
        Callback::from(move |()| changing.set(None))
    };
    html! {
        <>
            <Card title={t!(scope.i18n, "security-logins")} flush={true}>{ body }</Card>
            if let Some(kind) = *changing {
                <ChangeLogin {kind} onclose={close} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ChangeLoginProps {
    kind: &'static str,
    onclose: Callback<()>,
}

/// The new address, the code that was sent there, and the password.
#[component]
fn ChangeLogin(props: &ChangeLoginProps) -> Html {
    let scope = use_scope();
    let (address, code, password) = (use_state_eq(String::new), use_state_eq(String::new), use_state_eq(String::new));
    let tried = use_state_eq(|| false);
    let save = use_save(
        &scope.i18n,
        |(address, code, password): (String, String, String)| async move { account::change_login(&address, &code, &password).await },
        Saved { said: t!(scope.i18n, "security-login-changed"), tags: vec![Tag::Session], then: props.onclose.clone(), tells: false },
    );
    let set = |state: &UseStateHandle<String>| {
        let (state, reset) = (state.setter(), save.reset.clone());
        Callback::from(move |typed: String| {
            state.set(typed);
            reset.emit(());
        })
    };
    let is_email = props.kind == "email";
    let fits = is_address(address.trim()) && address.contains('@') == is_email;
    let own = |place: &str| match place {
        "/account" if !fits => Some(if is_email { "security-email-wrong" } else { "security-mobile-wrong" }),
        "/code" if code.trim().is_empty() => Some("code-missing"),
        "/password" if password.is_empty() => Some("auth-password-missing"),
        _ => None,
    };
    let places = ["/account", "/code", "/password"];
    let error_at = |place: &str| {
        let fault = own(place).filter(|_| *tried).map(|message| t!(scope.i18n, message));
        fault.or_else(|| save.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned())))
    };
    let ready = places.iter().all(|place| own(place).is_none());
    let other = save.error.as_ref().filter(|error| places.iter().all(|place| error.at(place).is_none()));
    let submit = {
        let (values, run, tried) = (((*address).clone(), (*code).clone(), (*password).clone()), save.run.clone(), tried.setter());
        Callback::from(move |()| {
            tried.set(true);
            if ready {
                run.emit(values.clone());
            }
        })
    };
    let onsubmit = submit.reform(|event: SubmitEvent| event.prevent_default());
    let bad = {
        let tried = tried.setter();
        Callback::from(move |()| tried.set(true))
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "security-confirm")} kind={ButtonKind::Primary} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        </>
    };
    let (title, label) =
        if is_email { ("security-email-change", "security-email-new") } else { ("security-mobile-change", "security-mobile-new") };
    let address_id = dom::use_id("login");
    html! {
        <Dialog open={true} title={t!(scope.i18n, title)} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" novalidate=true {onsubmit}>
                if let Some(error) = other {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <Field id={address_id} label={t!(scope.i18n, label)} required={true} error={error_at("/account")}>
                    <TextInput value={(*address).clone()} oninput={set(&address)} autocomplete={if is_email { "email" } else { "tel" }} autofocus={true} />
                </Field>
                <CodeField
                    address={(*address).clone()}
                    purpose={Purpose::Bind}
                    value={(*code).clone()}
                    oninput={set(&code)}
                    error={error_at("/code")}
                    onbadaddress={bad}
                />
                <PasswordField label={t!(scope.i18n, "security-current")} value={(*password).clone()} oninput={set(&password)} error={error_at("/password")} />
                // Enter sends the form from any of its fields.
                <input type="submit" hidden=true />
            </form>
        </Dialog>
    }
}
