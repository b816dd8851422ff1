//! Which of several companies to enter.

use trellis_ui_kit::{Avatar, Icon, LinkButton, Spinner, t, use_i18n};
use yew::prelude::*;

use super::{attempt, message};
use crate::api::{ApiHandle, Company};

/// Properties of [`Companies`].
#[derive(Properties, PartialEq)]
pub struct CompaniesProps {
    /// The companies of the account.
    pub companies: Vec<Company>,
    /// Hears that one was entered.
    pub onentered: Callback<()>,
    /// Goes back to account and password.
    pub onagain: Callback<MouseEvent>,
}

/// One button a company.
#[component]
pub fn Companies(props: &CompaniesProps) -> Html {
    let i18n = use_i18n();
    let api = use_context::<ApiHandle>();
    let entering = use_state_eq(|| None::<String>);
    let failed = use_state_eq(|| None::<&'static str>);
    let choice = |company: &Company| {
        let busy = entering.as_deref() == Some(company.id.as_str());
        let onclick = {
            let (api, id, onentered) = (api.clone(), company.id.clone(), props.onentered.clone());
            let (entering, failed) = (entering.setter(), failed.setter());
            Callback::from(move |_: MouseEvent| {
                entering.set(Some(id.clone()));
                failed.set(None);
                let (id, onentered, entering, failed) = (id.clone(), onentered.clone(), entering.clone(), failed.clone());
                attempt(
                    api.clone(),
                    move |api| api.choose_company(id),
                    move |reply| match reply {
                        Ok(()) => onentered.emit(()),
                        Err(error) => {
                            entering.set(None);
                            failed.set(Some(message(&error)));
                        }
                    },
                );
            })
        };
        html! {
            <li>
                <button type="button" class="s-company" disabled={entering.is_some()} aria-busy={busy.then_some("true")} {onclick}>
                    <Avatar name={company.name.clone()} size={36} square={true} decorative={true} />
                    <span class="u-grow u-ellipsis">{ &company.name }</span>
                    if busy {
                        <Spinner />
                    } else {
                        <Icon name="chevron-right" />
                    }
                </button>
            </li>
        }
    };
    html! {
        <div class="s-sign-in__form">
            <div>
                <h1 class="s-sign-in__title" tabindex="-1">{ t!(i18n, "auth-companies-title") }</h1>
                <p class="u-muted">{ t!(i18n, "auth-companies-lead") }</p>
            </div>
            if let Some(failed) = *failed {
                <p class="s-sign-in__failed" role="alert"><Icon name="circle-alert" />{ t!(i18n, failed) }</p>
            }
            <ul class="s-companies">{ for props.companies.iter().map(choice) }</ul>
            <p><LinkButton label={t!(i18n, "auth-other-account")} onclick={props.onagain.clone()} /></p>
        </div>
    }
}
