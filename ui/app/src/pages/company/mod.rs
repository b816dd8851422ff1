//! The company: `/admin/company`.

mod edit;

use trellis_model::wire::CompanyInfo;
use trellis_ui_client::{Tag, company, use_query};
use trellis_ui_kit::{Avatar, Button, ButtonKind, Card, Description, DescriptionList, Dialog, DialogSize, Field, Size, Skeleton, t};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use crate::{
    pages::{entrance::PasswordField, people::SeatMeter},
    workspace::{PersonPicker, Saved, holds, reason, use_crumbs, use_me, use_save},
};

use edit::EditCompany;

/// Name, edition, seats, and who may do everything.
#[component]
pub fn CompanyPage() -> Html {
    let scope = use_scope();
    let me = use_me();
    let title = t!(scope.i18n, "company-title");
    use_crumbs(vec![(title.clone(), None)]);
    let found = use_query(company::company_key(), company::company);
    let transferring = use_state_eq(|| false);
    let set = |on: bool| {
        let transferring = transferring.setter();
        Callback::from(move |()| transferring.set(on))
    };
    let editing = use_state_eq(|| false);
    let edit = |on: bool| {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(on))
    };
    let may_edit = me.as_deref().is_some_and(|me| holds(me, "settings", "edit"));
    let is_super = me.as_deref().is_some_and(|me| me.super_admin);
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(info), _) => {
            let ontransfer = is_super.then(|| set(true).reform(|_: MouseEvent| ()));
            let onedit = may_edit.then(|| edit(true).reform(|_: MouseEvent| ()));
            html! { <Cards info={(**info).clone()} {ontransfer} {onedit} /> }
        }
    };
    html! {
        <div class="p-page" data-narrow="">
            <h1 class="p-head__title">{ title }</h1>
            { body }
            if *transferring {
                <Transfer onclose={set(false)} />
            }
            if let Some(info) = found.data.as_ref().filter(|_| *editing) {
                <EditCompany info={(**info).clone()} onclose={edit(false)} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CardsProps {
    info: CompanyInfo,
    ontransfer: Option<Callback<MouseEvent>>,
    onedit: Option<Callback<MouseEvent>>,
}

#[component]
fn Cards(props: &CardsProps) -> Html {
    let scope = use_scope();
    let info = &props.info;
    let edition = match info.edition.as_str() {
        "" | "free" => t!(scope.i18n, "company-edition-free"),
        other => other.to_owned().into(),
    };
    let name = html! { <span class="u-row"><Avatar name={info.name.clone()} square={true} decorative={true} />{ &info.name }</span> };
    let items = vec![
        Description::new(t!(scope.i18n, "company-name"), name),
        Description::new(t!(scope.i18n, "company-edition"), html! { { edition } }),
        Description::new(t!(scope.i18n, "company-zone"), html! { { info.time_zone.replace('_', " ") } }),
    ];
    let tools = props
        .onedit
        .clone()
        .map(|onclick| html! { <Button label={t!(scope.i18n, "company-edit")} icon="pencil" size={Size::Small} {onclick} /> });
    html! {
        <>
            <Card title={t!(scope.i18n, "company-about")} actions={tools.unwrap_or_default()}><DescriptionList {items} columns={2} /></Card>
            <Card title={t!(scope.i18n, "company-seats")}>
                <SeatMeter used={info.seats.used} total={info.seats.total} />
                <p class="u-muted p-company__note">{ t!(scope.i18n, "company-seats-note") }</p>
            </Card>
            <Card title={t!(scope.i18n, "people-super-admin")}>
                <div class="p-company__super">
                    if let Some(person) = &info.super_admin {
                        <Avatar name={person.name.clone()} size={36} decorative={true} />
                        <strong class="u-grow">{ &person.name }</strong>
                    }
                    if let Some(onclick) = props.ontransfer.clone() {
                        <Button label={t!(scope.i18n, "company-transfer")} icon="arrow-right-left" {onclick} />
                    }
                </div>
                <p class="u-muted p-company__note">{ t!(scope.i18n, "company-super-note") }</p>
            </Card>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TransferProps {
    onclose: Callback<()>,
}

/// Asks to whom, and the password again.
#[component]
fn Transfer(props: &TransferProps) -> Html {
    let scope = use_scope();
    let to = use_state_eq(|| None::<String>);
    let password = use_state_eq(String::new);
    let save = use_save(
        &scope.i18n,
        |(to, password): (String, String)| async move { company::transfer(&to, &password).await },
        Saved {
            said: t!(scope.i18n, "company-transferred"),
            tags: vec![Tag::Organization, Tag::Session, Tag::Roles],
            then: props.onclose.clone(),
            tells: false,
        },
    );
    let ready = to.is_some() && !password.is_empty();
    let submit = {
        let (to, password, run) = ((*to).clone(), (*password).clone(), save.run.clone());
        Callback::from(move |()| {
            if let Some(to) = to.clone().filter(|_| !password.is_empty()) {
                run.emit((to, password.clone()));
            }
        })
    };
    let at = |place: &str| save.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned()));
    let other = save.error.as_ref().filter(|error| error.at("/password").is_none() && error.at("/to").is_none());
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "company-transfer")} kind={ButtonKind::Danger} disabled={!ready} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        </>
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "company-transfer")} size={DialogSize::Small} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" onsubmit={submit.reform(|event: SubmitEvent| event.prevent_default())}>
                <p>{ t!(scope.i18n, "company-transfer-text") }</p>
                if let Some(error) = other {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <Field label={t!(scope.i18n, "company-transfer-to")} required={true} error={at("/to")}>
                    <PersonPicker value={(*to).clone()} onchange={{
                        let to = to.setter();
                        Callback::from(move |person: Option<String>| to.set(person))
                    }} />
                </Field>
                <PasswordField label={t!(scope.i18n, "company-password")} value={(*password).clone()} error={at("/password")} oninput={{
                    let password = password.setter();
                    Callback::from(move |typed: String| password.set(typed))
                }} />
                <input type="submit" hidden=true />
            </form>
        </Dialog>
    }
}
