//! Which of several companies to enter.

use trellis_model::wire::{Company, CompanyState};
use trellis_ui_client::session;
use trellis_ui_kit::{Avatar, Icon, LinkButton, Spinner, t, use_i18n};
use yew::prelude::*;

use super::{attempt, message};

/// Properties of [`Companies`].
#[derive(Properties, PartialEq)]
pub struct CompaniesProps {
    /// The companies of the account.
    pub companies: Vec<Company>,
    /// The one that the person is in.
    #[prop_or_default]
    pub current: Option<String>,
    /// Hears that one was entered.
    pub onentered: Callback<()>,
    /// Goes back to account and password.
    pub onagain: Callback<MouseEvent>,
}

/// One button a company.
#[component]
pub fn Companies(props: &CompaniesProps) -> Html {
    let i18n = use_i18n();
    let entering = use_state_eq(|| None::<String>);
    let failed = use_state_eq(|| None::<AttrValue>);
    let choice = |company: &Company| {
        let busy = entering.as_deref() == Some(company.id.as_str());
        let onclick = {
            let (i18n, id, onentered) = (i18n.clone(), company.id.clone(), props.onentered.clone());
            let (entering, failed) = (entering.setter(), failed.setter());
            Callback::from(move |_: MouseEvent| {
                entering.set(Some(id.clone()));
                failed.set(None);
                let (id, onentered, entering, failed) = (id.clone(), onentered.clone(), entering.clone(), failed.clone());
                let i18n = i18n.clone();
                attempt(async move { session::choose_company(&id).await }, move |reply| match reply {
                    Ok(_) => onentered.emit(()),
                    Err(error) => {
                        entering.set(None);
                        failed.set(Some(message(&i18n, &error)));
                    }
                });
            })
        };
        let closed = match company.state {
            CompanyState::Active => None,
            CompanyState::Inactive => Some("auth-company-inactive"),
            CompanyState::Disabled => Some("auth-company-disabled"),
        };
        let here = props.current.as_ref() == Some(&company.id);
        let note = closed.or_else(|| here.then_some("auth-company-here"));
        html! {
            <li>
                <button
                    type="button"
                    class="s-company"
                    data-closed={closed.map(|_| "")}
                    disabled={entering.is_some() || closed.is_some()}
                    aria-busy={busy.then_some("true")}
                    aria-current={here.then_some("true")}
                    {onclick}
                >
                    <Avatar name={company.name.clone()} size={36} square={true} decorative={true} />
                    <span class="s-company__text">
                        <span class="u-ellipsis">{ &company.name }</span>
                        if let Some(note) = note {
                            <small>{ t!(i18n, note) }</small>
                        }
                    </span>
                    if busy {
                        <Spinner />
                    } else {
                        <Icon name={if closed.is_some() { "lock" } else if here { "check" } else { "chevron-right" }} />
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
            if let Some(failed) = &*failed {
                <p class="s-sign-in__failed" role="alert"><Icon name="circle-alert" />{ failed }</p>
            }
            <ul class="s-companies">{ for props.companies.iter().map(choice) }</ul>
            <p><LinkButton label={t!(i18n, "auth-other-account")} onclick={props.onagain.clone()} /></p>
        </div>
    }
}
