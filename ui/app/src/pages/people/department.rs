//! Adding, changing, moving and deleting a department.

use std::rc::Rc;

use trellis_model::{Json, JsonMap, wire::DepartmentInfo};
use trellis_ui_client::{Mutation, Tag, organization};
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, Confirm, Dialog, DialogSize, Field, I18n, TextInput, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    EVERYBODY,
    model::{below, choice, choices},
};
use crate::workspace::{PersonPicker, Saved, reason, use_save};

/// What is to be done with a department.
#[derive(Clone, PartialEq)]
pub enum DepartmentTask {
    /// A new one below this one.
    Add(Option<String>),
    /// Another name, place or manager.
    Edit(DepartmentInfo),
    /// It goes away.
    Delete(DepartmentInfo),
}

/// Properties of [`DepartmentDialog`].
#[derive(Properties, PartialEq)]
pub struct DepartmentDialogProps {
    /// What is to be done.
    pub task: DepartmentTask,
    /// All departments.
    pub departments: Rc<Vec<DepartmentInfo>>,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
}

/// The dialog of a task.
#[component]
pub fn DepartmentDialog(props: &DepartmentDialogProps) -> Html {
    match &props.task {
        DepartmentTask::Add(above) => {
            html! { <Form departments={props.departments.clone()} parent={above.clone()} onclose={props.onclose.clone()} /> }
        }
        DepartmentTask::Edit(department) => html! {
            <Form departments={props.departments.clone()} parent={department.parent.clone()} department={department.clone()} onclose={props.onclose.clone()} />
        },
        DepartmentTask::Delete(department) => html! { <Delete department={department.clone()} onclose={props.onclose.clone()} /> },
    }
}

/// What a change of the departments outdates.
fn tags() -> Vec<Tag> {
    vec![Tag::Organization, Tag::Records("department".into())]
}

/// Puts a department below another one, or below the company itself.
#[hook]
pub fn use_move(i18n: &I18n) -> Mutation<(AttrValue, AttrValue)> {
    use_save(
        i18n,
        |(id, below): (AttrValue, AttrValue)| async move {
            let parent = if below == EVERYBODY { Json::Null } else { Json::String(below.to_string()) };
            organization::update_department(&id, [("parent".to_owned(), parent)].into_iter().collect()).await
        },
        Saved { said: t!(i18n, "people-department-moved"), tags: tags(), then: Callback::noop(), tells: true },
    )
}

#[derive(Properties, PartialEq)]
struct FormProps {
    departments: Rc<Vec<DepartmentInfo>>,
    parent: Option<String>,
    #[prop_or_default]
    department: Option<DepartmentInfo>,
    onclose: Callback<()>,
}

/// Name, place, manager.
#[component]
fn Form(props: &FormProps) -> Html {
    let scope = use_scope();
    let known = props.department.as_ref();
    let name = use_state_eq(|| known.map(|department| department.name.clone()).unwrap_or_default());
    let parent = use_state_eq(|| props.parent.clone());
    let manager = use_state_eq(|| known.and_then(|department| department.manager.clone()));
    let id = known.map(|department| department.id.clone());
    let save = use_save(
        &scope.i18n,
        move |values: JsonMap| {
            let id = id.clone();
            async move {
                match id {
                    Some(id) => organization::update_department(&id, values).await,
                    None => organization::create_department(values).await,
                }
            }
        },
        Saved { said: t!(scope.i18n, "form-saved"), tags: tags(), then: props.onclose.reform(|_| ()), tells: false },
    );
    let submit = {
        let json = |id: &Option<String>| id.clone().map_or(Json::Null, Json::String);
        let values: JsonMap = [
            ("name".to_owned(), Json::String(name.trim().to_owned())),
            ("parent".to_owned(), json(&parent)),
            ("manager".to_owned(), json(&manager)),
        ]
        .into_iter()
        .collect();
        let (empty, run) = (name.trim().is_empty(), save.run.clone());
        Callback::from(move |()| {
            if !empty {
                run.emit(values.clone());
            }
        })
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} disabled={name.trim().is_empty()} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        </>
    };
    // Not below itself.
    let except = known.map(|department| below(&props.departments, &department.id)).unwrap_or_default();
    let chosen = parent.as_ref().and_then(|id| props.departments.iter().find(|other| other.id == *id));
    let title = if known.is_some() { "people-department-edit" } else { "people-department-add" };
    html! {
        <Dialog open={true} title={t!(scope.i18n, title)} size={DialogSize::Small} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" onsubmit={submit.reform(|event: SubmitEvent| event.prevent_default())}>
                if let Some(error) = &save.error {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <Field label={t!(scope.i18n, "people-department-name")} required={true}>
                    <TextInput value={(*name).clone()} autofocus={true} max_length={60} oninput={{
                        let name = name.setter();
                        Callback::from(move |typed: String| name.set(typed))
                    }} />
                </Field>
                <Field label={t!(scope.i18n, "people-department-parent")}>
                    <Combobox
                        value={chosen.map(|chosen| choice(&props.departments, chosen)).into_iter().collect::<Vec<_>>()}
                        options={choices(&props.departments, &except)}
                        onchange={{
                            let parent = parent.setter();
                            Callback::from(move |chosen: Vec<Choice>| parent.set(chosen.first().map(|choice| choice.value.to_string())))
                        }}
                    />
                </Field>
                <Field label={t!(scope.i18n, "people-department-manager")}>
                    <PersonPicker value={(*manager).clone()} onchange={{
                        let manager = manager.setter();
                        Callback::from(move |person: Option<String>| manager.set(person))
                    }} />
                </Field>
            </form>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct DeleteProps {
    department: DepartmentInfo,
    onclose: Callback<()>,
}

/// Asks before a department goes; one that is not empty stays, and the reason is said.
#[component]
fn Delete(props: &DeleteProps) -> Html {
    let scope = use_scope();
    let id = props.department.id.clone();
    let delete = use_save(
        &scope.i18n,
        move |()| {
            let id = id.clone();
            async move { organization::delete_department(&id).await }
        },
        Saved { said: t!(scope.i18n, "people-department-deleted"), tags: tags(), then: props.onclose.clone(), tells: true },
    );
    let name = props.department.name.as_str();
    html! {
        <Confirm
            open={true}
            title={t!(scope.i18n, "people-department-delete-title", name = name)}
            text={t!(scope.i18n, "people-department-delete-text")}
            action={t!(scope.i18n, "people-department-delete")}
            danger={true}
            busy={delete.busy}
            onconfirm={delete.run}
            onclose={props.onclose.clone()}
        />
    }
}
