//! A new password for a forgotten one: `/forgot`.

use trellis_model::wire::Purpose;
use trellis_ui_client::{ApiError, account, use_mutation};
use trellis_ui_kit::{Button, ButtonKind, EmptyState, Field, Size, TextInput, dom, t, use_i18n};
use trellis_ui_renderers::Link;
use yew::prelude::*;
use yew_router::prelude::*;

use super::entrance::{CodeField, Entrance, PasswordField, is_address, is_long_enough, refusal};
use crate::route::Route;

/// The places of the form, by which the server names what it refuses.
const PLACES: [&str; 3] = ["/account", "/code", "/password"];

/// The form; whether an account exists is never said.
#[component]
pub fn ForgotPage() -> Html {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let (account, code, password) = (use_state_eq(String::new), use_state_eq(String::new), use_state_eq(String::new));
    let (tried, finished) = (use_state_eq(|| false), use_state_eq(|| false));
    let id = dom::use_id("forgot");
    let done = {
        let finished = finished.setter();
        Callback::from(move |result: Result<(), ApiError>| finished.set(result.is_ok()))
    };
    let send = use_mutation(
        |(account, code, password): (String, String, String)| async move { account::reset_password(&account, &code, &password).await },
        done,
    );
    let set = |state: &UseStateHandle<String>| {
        let (state, reset) = (state.setter(), send.reset.clone());
        Callback::from(move |typed: String| {
            state.set(typed);
            reset.emit(());
        })
    };
    let own_fault = |place: &str| match place {
        "/account" if !is_address(account.trim()) => Some("register-account-wrong"),
        "/code" if code.trim().is_empty() => Some("code-missing"),
        "/password" if !is_long_enough(&password) => Some("password-short"),
        _ => None,
    };
    let error_at = |place: &str| {
        let own = own_fault(place).filter(|_| *tried).map(|message| t!(i18n, message));
        own.or_else(|| send.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned())))
    };
    let onsubmit = {
        let (values, tried, run) = (((*account).clone(), (*code).clone(), (*password).clone()), tried.setter(), send.run.clone());
        let first = PLACES.iter().find(|place| own_fault(place).is_some()).map(|place| format!("{id}{place}"));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            match &first {
                Some(first) => dom::focus_id(first),
                None => run.emit(values.clone()),
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
    let at = |place: &str| AttrValue::from(format!("{id}{place}"));
    let title = t!(i18n, "forgot-title");
    if *finished {
        let back = Callback::from(move |_: MouseEvent| {
            if let Some(navigator) = &navigator {
                navigator.push(&Route::SignIn);
            }
        });
        return html! {
            <Entrance {title}>
                <EmptyState icon="circle-check" title={t!(i18n, "forgot-done")} text={t!(i18n, "forgot-done-text")}>
                    <Button label={t!(i18n, "forgot-sign-in")} kind={ButtonKind::Primary} onclick={back} />
                </EmptyState>
            </Entrance>
        };
    }
    html! {
        <Entrance title={title.clone()}>
            <form class="s-sign-in__form" novalidate=true {onsubmit}>
                <div>
                    <h1 class="s-sign-in__title">{ title }</h1>
                    <p class="u-muted">{ t!(i18n, "forgot-lead") }</p>
                </div>
                { refusal(&i18n, send.error.as_ref(), &PLACES) }
                <Field id={at("/account")} label={t!(i18n, "auth-account")} required={true} error={error_at("/account")}>
                    <TextInput
                        value={(*account).clone()}
                        oninput={set(&account)}
                        autocomplete="username"
                        placeholder={t!(i18n, "auth-account-placeholder")}
                        autofocus={true}
                    />
                </Field>
                <CodeField
                    id={at("/code")}
                    address={(*account).clone()}
                    purpose={Purpose::Reset}
                    value={(*code).clone()}
                    oninput={set(&code)}
                    error={error_at("/code")}
                    onbadaddress={show_faults}
                />
                <PasswordField
                    id={at("/password")}
                    label={t!(i18n, "forgot-password")}
                    value={(*password).clone()}
                    oninput={set(&password)}
                    chosen={true}
                    error={error_at("/password")}
                />
                <Button label={t!(i18n, "forgot-submit")} kind={ButtonKind::Primary} size={Size::Large} block={true} button_type="submit" busy={send.busy} />
                <p class="s-sign-in__other"><Link href="/sign-in">{ t!(i18n, "forgot-back") }</Link></p>
            </form>
        </Entrance>
    }
}
