//! Adding a person.

use std::rc::Rc;

use trellis_model::{Json, JsonMap, wire::DepartmentInfo};
use trellis_ui_client::{ApiError, Tag, organization};
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, Drawer, Field, TextInput, t, use_toasts};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    model::{choice, choices},
    person::RolesField,
};
use crate::{
    pages::entrance::is_address,
    workspace::{Saved, reason, use_save},
};

/// Properties of [`AddPerson`].
#[derive(Properties, PartialEq)]
pub struct AddPersonProps {
    /// All departments.
    pub departments: Rc<Vec<DepartmentInfo>>,
    /// The department that is open.
    pub department: Option<String>,
    /// The drawer is to go away.
    pub onclose: Callback<()>,
}

/// The new person, and the roles to activate them with.
#[component]
pub fn AddPerson(props: &AddPersonProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let values = use_state_eq(JsonMap::new);
    let department = use_state_eq(|| props.department.clone());
    let roles = use_state_eq(Vec::<String>::new);
    let tried = use_state_eq(|| false);
    let then = {
        let (onclose, toasts, i18n) = (props.onclose.clone(), toasts.clone(), scope.i18n.clone());
        Callback::from(move |without_roles: Option<ApiError>| {
            // The person is there; what went wrong with the roles can be mended in their own drawer.
            match without_roles {
                Some(error) => toasts.error(reason(&i18n, &error)),
                None => toasts.ok(t!(i18n, "people-added")),
            }
            onclose.emit(());
        })
    };
    let save = use_save(
        &scope.i18n,
        |(values, roles): (JsonMap, Vec<String>)| async move {
            let person = organization::create_user(values).await?;
            if roles.is_empty() {
                return Ok(None);
            }
            Ok(organization::set_roles(person.id(), &roles).await.err())
        },
        Saved { said: AttrValue::default(), tags: vec![Tag::Organization, Tag::Records("user".into())], then, tells: false },
    );
    let text = |name: &str| values.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let set = |name: &'static str| {
        let (values, reset) = (values.clone(), save.reset.clone());
        Callback::from(move |typed: String| {
            let mut next = (*values).clone();
            next.insert(name.to_owned(), Json::String(typed));
            values.set(next);
            reset.emit(());
        })
    };
    let own = |place: &str| match place {
        "/account" if !is_address(text("account").trim()) => Some("register-account-wrong"),
        "/name" if text("name").trim().is_empty() => Some("people-name-missing"),
        _ => None,
    };
    let error_at = |place: &str| {
        let fault = own(place).filter(|_| *tried).map(|message| t!(scope.i18n, message));
        fault.or_else(|| save.error.as_ref().and_then(|error| error.at(place)).map(|text| AttrValue::from(text.to_owned())))
    };
    let other = save.error.as_ref().filter(|error| error.at("/account").is_none() && error.at("/name").is_none());
    let ready = own("/account").is_none() && own("/name").is_none();
    let submit = {
        let mut filled: JsonMap = (*values).clone();
        filled.retain(|_, value| value.as_str().is_some_and(|text| !text.trim().is_empty()));
        for value in filled.values_mut() {
            *value = Json::String(value.as_str().unwrap_or_default().trim().to_owned());
        }
        if let Some(department) = &*department {
            filled.insert("department".to_owned(), Json::String(department.clone()));
        }
        let (roles, run, tried) = ((*roles).clone(), save.run.clone(), tried.setter());
        Callback::from(move |()| {
            tried.set(true);
            if ready {
                run.emit((filled.clone(), roles.clone()));
            }
        })
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "people-invite")} icon="send" kind={ButtonKind::Primary} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        </>
    };
    let chosen = department.as_ref().and_then(|id| props.departments.iter().find(|other| other.id == *id));
    html! {
        <Drawer open={true} title={t!(scope.i18n, "people-add")} width={480} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" novalidate=true onsubmit={submit.reform(|event: SubmitEvent| event.prevent_default())}>
                <p class="u-muted">{ t!(scope.i18n, "people-add-lead") }</p>
                if let Some(error) = other {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <Field label={t!(scope.i18n, "people-account")} required={true} error={error_at("/account")}>
                    <TextInput value={text("account")} oninput={set("account")} autocomplete="off" placeholder={t!(scope.i18n, "auth-account-placeholder")} autofocus={true} />
                </Field>
                <Field label={t!(scope.i18n, "people-name")} required={true} error={error_at("/name")}>
                    <TextInput value={text("name")} oninput={set("name")} autocomplete="off" />
                </Field>
                <Field label={t!(scope.i18n, "people-department")}>
                    <Combobox
                        value={chosen.map(|chosen| choice(&props.departments, chosen)).into_iter().collect::<Vec<_>>()}
                        options={choices(&props.departments, &[])}
                        onchange={{
                            let department = department.setter();
                            Callback::from(move |chosen: Vec<Choice>| department.set(chosen.first().map(|choice| choice.value.to_string())))
                        }}
                    />
                </Field>
                <Field label={t!(scope.i18n, "settings-job-title")}>
                    <TextInput value={text("title")} oninput={set("title")} autocomplete="off" />
                </Field>
                <RolesField value={(*roles).clone()} onchange={{
                    let roles = roles.setter();
                    Callback::from(move |chosen: Vec<String>| roles.set(chosen))
                }} />
                // Enter sends the form from any of its fields.
                <input type="submit" hidden=true />
            </form>
        </Drawer>
    }
}
