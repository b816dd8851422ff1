//! Another name, another time zone.

use trellis_model::wire::CompanyInfo;
use trellis_ui_client::{Tag, company};
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, Dialog, DialogSize, Field, TextInput, i18n, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use crate::workspace::{Saved, reason, use_save};

/// Properties of [`EditCompany`].
#[derive(Properties, PartialEq)]
pub struct EditCompanyProps {
    /// The company as it is.
    pub info: CompanyInfo,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
}

/// Asks for what the company is called and where its days begin.
#[component]
pub fn EditCompany(props: &EditCompanyProps) -> Html {
    let scope = use_scope();
    let name = use_state_eq(|| props.info.name.clone());
    let zone = use_state_eq(|| props.info.time_zone.clone());
    let zones = use_memo((), |()| i18n::time_zones());
    let save = use_save(
        &scope.i18n,
        |(name, zone): (String, String)| async move { company::change(&name, &zone).await },
        Saved {
            said: t!(scope.i18n, "company-changed"),
            tags: vec![Tag::Organization, Tag::Session, Tag::Metadata, Tag::Charts],
            then: props.onclose.reform(|_: CompanyInfo| ()),
            tells: false,
        },
    );
    let ready = !name.trim().is_empty() && (*name != props.info.name || *zone != props.info.time_zone);
    let submit = {
        let (name, zone, run) = ((*name).clone(), (*zone).clone(), save.run.clone());
        Callback::from(move |()| {
            if ready {
                run.emit((name.clone(), zone.clone()));
            }
        })
    };
    let at = |place: &str| save.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned()));
    let other = save.error.as_ref().filter(|error| error.at("/name").is_none() && error.at("/time_zone").is_none());
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} disabled={!ready} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        </>
    };
    let choice = |zone: &String| Choice::new(zone.clone(), zone.replace('_', " "));
    html! {
        <Dialog open={true} title={t!(scope.i18n, "company-edit")} size={DialogSize::Small} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" onsubmit={submit.reform(|event: SubmitEvent| event.prevent_default())}>
                if let Some(error) = other {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <Field label={t!(scope.i18n, "company-name")} required={true} error={at("/name")}>
                    <TextInput value={(*name).clone()} oninput={{
                        let name = name.setter();
                        Callback::from(move |typed: String| name.set(typed))
                    }} />
                </Field>
                <Field label={t!(scope.i18n, "company-zone")} required={true} help={t!(scope.i18n, "company-zone-help")} error={at("/time_zone")}>
                    <Combobox value={vec![choice(&zone)]} options={zones.iter().map(choice).collect::<Vec<_>>()} onchange={{
                        let zone = zone.setter();
                        Callback::from(move |chosen: Vec<Choice>| {
                            if let Some(chosen) = chosen.first() {
                                zone.set(chosen.value.to_string());
                            }
                        })
                    }} />
                </Field>
            </form>
        </Dialog>
    }
}
