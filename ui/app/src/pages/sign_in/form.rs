//! Account and password.

use trellis_model::wire::SignedIn;
use trellis_ui_client::session;
use trellis_ui_kit::{Button, ButtonKind, Field, Icon, IconButton, Size, TextInput, dom, t, use_i18n};
use yew::prelude::*;

use super::{attempt, message};

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
    let visible = use_state_eq(|| false);
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
    let reveal = {
        let visible = visible.clone();
        Callback::from(move |_: MouseEvent| visible.set(!*visible))
    };
    let reveal_label = if *visible { t!(i18n, "auth-hide-password") } else { t!(i18n, "auth-show-password") };
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
            <Field id={password_id} label={t!(i18n, "auth-password")} error={missing(&password, "auth-password-missing")}>
                <TextInput
                    kind={if *visible { "text" } else { "password" }}
                    value={(*password).clone()}
                    oninput={set(&password)}
                    autocomplete="current-password"
                    size={Size::Large}
                    trailing={html! { <IconButton label={reveal_label} icon={if *visible { "eye-off" } else { "eye" }} size={Size::Small} onclick={reveal} /> }}
                />
            </Field>
            <Button label={t!(i18n, "auth-submit")} kind={ButtonKind::Primary} size={Size::Large} block={true} button_type="submit" busy={*busy} />
        </form>
    }
}
