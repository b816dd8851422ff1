//! Signing in: account and password, then the company when there are several.

mod companies;
mod form;

use std::future::Future;

use trellis_model::wire::{Company, SignedIn};
use trellis_ui_client::{ApiError, Key, Tag, session, use_query};
use trellis_ui_kit::{Button, ButtonKind, EmptyState, I18n, Skeleton, t, use_i18n};
use trellis_ui_renderers::Failure;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::entrance::Entrance;
use crate::route::Route;
use companies::Companies;
use form::SignInForm;

/// The page for who is not signed in.
#[component]
pub fn SignInPage() -> Html {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let companies = use_state(|| None::<Vec<Company>>);
    let entered = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Home);
        }
    });
    let onsignedin = {
        let (companies, entered) = (companies.setter(), entered.clone());
        Callback::from(move |reply: SignedIn| match reply.company {
            Some(_) => entered.emit(()),
            None => companies.set(Some(reply.companies)),
        })
    };
    let again = {
        let companies = companies.setter();
        Callback::from(move |_: MouseEvent| companies.set(None))
    };
    let content = match &*companies {
        None => html! { <SignInForm {onsignedin} /> },
        Some(list) if list.is_empty() => html! {
            <EmptyState icon="building-2" title={t!(i18n, "auth-no-company-title")} text={t!(i18n, "auth-no-company-text")}>
                <Button label={t!(i18n, "auth-other-account")} kind={ButtonKind::Primary} onclick={again} />
            </EmptyState>
        },
        Some(list) => html! { <Companies companies={list.clone()} onentered={entered} onagain={again} /> },
    };
    html! { <Entrance title={t!(i18n, "auth-title")}>{ content }</Entrance> }
}

/// The page for who is signed in and in no company yet, or wants another one.
#[component]
pub fn CompaniesPage() -> Html {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let found = use_query(Key::new("companies", [Tag::Session]), session::companies);
    let go = |route: Route| {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&route);
            }
        })
    };
    let content = match (&found.data, found.error) {
        (_, Some(error)) if error.status == 401 => html! { <Redirect<Route> to={Route::SignIn} /> },
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={4} /> },
        (Some(list), _) => html! {
            <Companies
                companies={list.companies.clone()}
                current={list.company.as_ref().map(|company| company.id.clone())}
                onentered={go(Route::Home)}
                onagain={go(Route::SignIn).reform(|_: MouseEvent| ())}
            />
        },
    };
    html! { <Entrance title={t!(i18n, "auth-companies-title")}>{ content }</Entrance> }
}

/// What an unsuccessful attempt says: for what a person can mend by typing again, our own words; else the server's.
fn message(i18n: &I18n, error: &ApiError) -> AttrValue {
    match words(error) {
        Some("auth-too-many") if error.retry_after.is_some() => t!(i18n, "auth-wait", seconds = error.retry_after.unwrap_or_default()),
        Some(id) => t!(i18n, id),
        None => error.detail.clone().into(),
    }
}

/// The message for an error; none where the server says it best, such as for a person who is not activated.
fn words(error: &ApiError) -> Option<&'static str> {
    match (error.status, error.code.as_str()) {
        (0, _) => Some("auth-offline"),
        (_, "wrong_password") => Some("auth-refused"),
        (429, _) => Some("auth-too-many"),
        _ if error.detail.is_empty() || error.status >= 500 => Some("auth-failed"),
        _ => None,
    }
}

/// Runs an attempt and hands its result on.
fn attempt<T: 'static>(ask: impl Future<Output = Result<T, ApiError>> + 'static, then: impl FnOnce(Result<T, ApiError>) + 'static) {
    spawn_local(async move { then(ask.await) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_words() {
        let refused =
            |status, code: &str, detail: &str| words(&ApiError { status, code: code.into(), detail: detail.into(), ..ApiError::default() });
        assert_eq!(refused(401, "wrong_password", "wrong"), Some("auth-refused"));
        assert_eq!(refused(403, "not_activated", "ask an administrator"), None);
        assert_eq!(refused(429, "limited", "wait"), Some("auth-too-many"));
        assert_eq!(refused(500, "internal", "broken"), Some("auth-failed"));
        assert_eq!(words(&ApiError::network()), Some("auth-offline"));
    }
}
