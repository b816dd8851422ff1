//! Account and password.

use trellis_model::wire::SignedIn;
use trellis_ui_client::session;
use trellis_ui_kit::{Button, ButtonKind, Field, Icon, Size, TextInput, dom, t, use_i18n};
use trellis_ui_renderers::Link;
use yew::prelude::*;

use super::{attempt, message};
use crate::pages::entrance::PasswordField;

/// Properties of [`SignInForm`].
#[derive(Properties, PartialEq)]
pub struct SignInFormProps {
    /// Hears that the account and password were right.
    pub onsignedin: Callback<SignedIn>,
}

/// The form; password managers and pasting work.
#[component]
pub fn SignInForm(props: &SignInFormProps) -> Html {
    let i18n = use_i18n();
    let account = use_state_eq(String::new);
    let password = use_state_eq(String::new);
    let busy = use_state_eq(|| false);
    let tried = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<AttrValue>);
    let (account_id, password_id) = (dom::use_id("account"), dom::use_id("password"));

    let onsubmit = {
        let (account, password, busy) = (account.clone(), password.clone(), busy.clone());
        let (tried, failed, onsignedin) = (tried.setter(), failed.setter(), props.onsignedin.clone());
        let (account_id, password_id, i18n) = (account_id.clone(), password_id.clone(), i18n.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            let (name, secret) = (account.trim().to_owned(), (*password).clone());
            if name.is_empty() || secret.is_empty() {
                dom::focus_id(if name.is_empty() { &account_id } else { &password_id });
                return;
            }
            if *busy {
                return;
            }
            busy.set(true);
            failed.set(None);
            let (busy, failed, onsignedin) = (busy.setter(), failed.clone(), onsignedin.clone());
            let i18n = i18n.clone();
            attempt(async move { session::sign_in(&name, &secret).await }, move |reply| {
                busy.set(false);
                match reply {
                    Ok(signed_in) => onsignedin.emit(signed_in),
                    Err(error) => failed.set(Some(message(&i18n, &error))),
                }
            });
        })
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text: String| state.set(text))
    };
    let missing = |value: &str, id: &'static str| (*tried && value.trim().is_empty()).then(|| t!(i18n, id));
    html! {
        <form class="s-sign-in__form" novalidate=true {onsubmit}>
            <div>
                <h1 class="s-sign-in__title">{ t!(i18n, "auth-title") }</h1>
                <p class="u-muted">{ t!(i18n, "auth-lead") }</p>
            </div>
            if let Some(failed) = &*failed {
                <p class="s-sign-in__failed" role="alert"><Icon name="circle-alert" />{ failed }</p>
            }
            <Field id={account_id} label={t!(i18n, "auth-account")} error={missing(&account, "auth-account-missing")}>
                <TextInput
                    value={(*account).clone()}
                    oninput={set(&account)}
                    autocomplete="username"
                    size={Size::Large}
                    placeholder={t!(i18n, "auth-account-placeholder")}
                    autofocus={true}
                />
            </Field>
            <PasswordField
                id={password_id}
                label={t!(i18n, "auth-password")}
                value={(*password).clone()}
                oninput={set(&password)}
                error={missing(&password, "auth-password-missing")}
                size={Size::Large}
                aside={html! { <Link href="/forgot">{ t!(i18n, "auth-forgot") }</Link> }}
            />
            <Button label={t!(i18n, "auth-submit")} kind={ButtonKind::Primary} size={Size::Large} block={true} button_type="submit" busy={*busy} />
            <p class="s-sign-in__other">{ t!(i18n, "auth-no-account") }{ " " }<Link href="/register">{ t!(i18n, "auth-register") }</Link></p>
        </form>
    }
}
