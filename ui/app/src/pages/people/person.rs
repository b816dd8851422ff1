//! One person: fields, roles, and the end of their access.

use std::rc::Rc;

use trellis_model::{Json, JsonMap, wire::DepartmentInfo};
use trellis_ui_client::{Row, Tag, organization, roles, use_query};
use trellis_ui_kit::{Avatar, Button, ButtonKind, Choice, Combobox, Confirm, Drawer, Field, Pill, TextInput, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    hand_over::HandOver,
    list::{is_super, roles_of, state_pill},
    model::{choice, choices},
};
use crate::workspace::{PersonPicker, Saved, reason, use_save};

/// Properties of [`PersonDrawer`].
#[derive(Properties, PartialEq)]
pub struct PersonDrawerProps {
    /// The person.
    pub person: Row,
    /// All departments.
    pub departments: Rc<Vec<DepartmentInfo>>,
    /// Whether they may be changed.
    pub editable: bool,
    /// The drawer is to go away.
    pub onclose: Callback<()>,
}

/// What is to be saved: fields, and roles when they differ.
type Change = (JsonMap, Option<Vec<String>>);

/// A person in a drawer.
#[component]
pub fn PersonDrawer(props: &PersonDrawerProps) -> Html {
    let scope = use_scope();
    let person = &props.person;
    let changes = use_state_eq(JsonMap::new);
    let roles = use_state_eq(|| roles_of(person));
    let (asking, handing) = (use_state_eq(|| false), use_state_eq(|| false));
    let tags = || vec![Tag::Organization, Tag::Roles, Tag::Records("user".into())];
    let save = {
        let id = person.id().to_owned();
        use_save(
            &scope.i18n,
            move |(changes, roles): Change| {
                let id = id.clone();
                async move {
                    if !changes.is_empty() {
                        organization::update_user(&id, changes).await?;
                    }
                    match roles {
                        Some(roles) => organization::set_roles(&id, &roles).await,
                        None => Ok(()),
                    }
                }
            },
            Saved { said: t!(scope.i18n, "form-saved"), tags: tags(), then: props.onclose.clone(), tells: false },
        )
    };
    let disabled = person.text("status") == Some("disabled");
    let close_question = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(false))
    };
    let switch = {
        let id = person.id().to_owned();
        let said = if disabled { "people-restored" } else { "people-disabled" };
        use_save(
            &scope.i18n,
            move |disable: bool| {
                let id = id.clone();
                async move { organization::set_disabled(&id, disable).await }
            },
            Saved { said: t!(scope.i18n, said), tags: tags(), then: close_question.clone(), tells: true },
        )
    };
    let text = |name: &str| changes.get(name).unwrap_or_else(|| person.get(name)).as_str().unwrap_or_default().to_owned();
    let put = |name: &'static str| {
        let (changes, kept, reset) = (changes.clone(), person.get(name).clone(), save.reset.clone());
        Callback::from(move |value: Json| {
            let mut next = (*changes).clone();
            if value == kept {
                next.remove(name);
            } else {
                next.insert(name.to_owned(), value);
            }
            changes.set(next);
            reset.emit(());
        })
    };
    let typed = |name: &'static str| put(name).reform(|typed: String| if typed.is_empty() { Json::Null } else { Json::String(typed) });
    let picked = |name: &'static str| put(name).reform(|id: Option<String>| id.map_or(Json::Null, Json::String));
    let mut kept_roles = roles_of(person);
    let mut wanted_roles = (*roles).clone();
    kept_roles.sort_unstable();
    wanted_roles.sort_unstable();
    let roles_change = (kept_roles != wanted_roles).then(|| (*roles).clone());
    let dirty = !changes.is_empty() || roles_change.is_some();
    let submit = {
        let (change, run) = (((*changes).clone(), roles_change), save.run.clone());
        Callback::from(move |()| {
            if dirty {
                run.emit(change.clone());
            }
        })
    };
    let set = |state: &UseStateHandle<bool>, on: bool| {
        let state = state.setter();
        Callback::from(move |_: MouseEvent| state.set(on))
    };
    let locked = is_super(person);
    let footer = html! {
        if props.editable {
            if !locked && disabled {
                <Button label={t!(scope.i18n, "people-restore")} icon="user-check" busy={switch.busy} onclick={switch.run.reform(|_: MouseEvent| false)} />
            } else if !locked {
                <Button label={t!(scope.i18n, "people-disable")} icon="user-x" onclick={set(&asking, true)} />
            }
            <Button label={t!(scope.i18n, "people-hand-over")} icon="arrow-right-left" onclick={set(&handing, true)} />
            <span class="u-grow" />
            <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} disabled={!dirty || text("name").trim().is_empty()} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        }
    };
    let department = props.departments.iter().find(|department| department.id == text("department"));
    let name = AttrValue::from(person.text("name").unwrap_or_default().to_owned());
    let manager = Some(text("manager")).filter(|id| !id.is_empty());
    html! {
        <Drawer open={true} title={name.clone()} width={480} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" novalidate=true onsubmit={submit.reform(|event: SubmitEvent| event.prevent_default())}>
                <div class="p-person">
                    <Avatar name={name.clone()} size={48} decorative={true} />
                    <div class="p-person__text">
                        <span class="u-row u-wrap">
                            { state_pill(&scope, person) }
                            if locked {
                                <Pill label={t!(scope.i18n, "people-super-admin")} color="violet" dot={false} />
                            }
                        </span>
                        <span class="u-muted u-ellipsis">{ [person.text("email"), person.text("phone")].into_iter().flatten().collect::<Vec<_>>().join(" · ") }</span>
                    </div>
                </div>
                if let Some(error) = &save.error {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                if person.text("status") == Some("inactive") {
                    <p class="p-note">{ t!(scope.i18n, "people-inactive-text") }</p>
                }
                <RolesField value={(*roles).clone()} disabled={!props.editable || locked} onchange={{
                    let (roles, reset) = (roles.setter(), save.reset.clone());
                    Callback::from(move |chosen: Vec<String>| {
                        roles.set(chosen);
                        reset.emit(());
                    })
                }} />
                <Field label={t!(scope.i18n, "people-name")} required={true}>
                    <TextInput value={text("name")} oninput={typed("name")} disabled={!props.editable || locked} />
                </Field>
                <Field label={t!(scope.i18n, "people-department")}>
                    <Combobox
                        value={department.map(|department| choice(&props.departments, department)).into_iter().collect::<Vec<_>>()}
                        options={choices(&props.departments, &[])}
                        disabled={!props.editable}
                        onchange={picked("department").reform(|chosen: Vec<Choice>| chosen.first().map(|choice| choice.value.to_string()))}
                    />
                </Field>
                <Field label={t!(scope.i18n, "settings-job-title")}>
                    <TextInput value={text("title")} oninput={typed("title")} disabled={!props.editable} />
                </Field>
                <Field label={t!(scope.i18n, "people-manager")}>
                    <PersonPicker value={manager} onchange={picked("manager")} disabled={!props.editable} />
                </Field>
            </form>
            <Confirm
                open={*asking}
                title={t!(scope.i18n, "people-disable-title", name = &name)}
                text={t!(scope.i18n, "people-disable-text")}
                action={t!(scope.i18n, "people-disable")}
                danger={true}
                busy={switch.busy}
                onconfirm={switch.run.reform(|()| true)}
                onclose={close_question}
            />
            if *handing {
                <HandOver id={person.id().to_owned()} {name} onclose={{
                    let handing = handing.setter();
                    Callback::from(move |()| handing.set(false))
                }} />
            }
        </Drawer>
    }
}

/// Properties of [`RolesField`].
#[derive(Properties, PartialEq)]
pub struct RolesFieldProps {
    /// The names of the roles.
    pub value: Vec<String>,
    /// Hears another choice.
    pub onchange: Callback<Vec<String>>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// The roles of a person.
#[component]
pub fn RolesField(props: &RolesFieldProps) -> Html {
    let scope = use_scope();
    let found = use_query(roles::roles_key(), roles::roles);
    let options: Vec<Choice> = found
        .data
        .iter()
        .flat_map(|roles| roles.iter())
        .map(|role| {
            let choice = Choice::new(role.name.clone(), scope.label(&role.label));
            match Some(scope.label(&role.description)).filter(|text| !text.is_empty()) {
                Some(text) => choice.with_note(text),
                None => choice,
            }
        })
        .collect();
    let known = |name: &String| {
        options.iter().find(|choice| choice.value == name.as_str()).cloned().unwrap_or_else(|| Choice::new(name.clone(), name.clone()))
    };
    let value: Vec<Choice> = props.value.iter().map(known).collect();
    let onchange = props.onchange.reform(|chosen: Vec<Choice>| chosen.iter().map(|choice| choice.value.to_string()).collect());
    html! {
        <Field label={t!(scope.i18n, "people-roles")} help={t!(scope.i18n, "people-roles-help")}>
            <Combobox {value} {options} {onchange} multiple={true} disabled={props.disabled} loading={found.is_pending()} />
        </Field>
    }
}
