//! A new role, a copy of one, or another name for one.

use trellis_model::{Label, wire::RoleInfo};
use trellis_ui_client::{Tag, roles};
use trellis_ui_kit::{Button, ButtonKind, Dialog, DialogSize, Field, TextArea, TextInput, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use crate::workspace::{Saved, reason, use_save};

/// What is to be done.
#[derive(Clone, PartialEq)]
pub enum RoleTask {
    /// A role that allows nothing yet.
    New,
    /// A role that allows what this one does.
    Copy(RoleInfo),
    /// Another name for this one.
    Rename(RoleInfo),
}

/// Properties of [`RoleDialog`].
#[derive(Properties, PartialEq)]
pub struct RoleDialogProps {
    /// What is to be done.
    pub task: RoleTask,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
    /// Hears the name of a new role.
    pub oncreated: Callback<String>,
}

/// Label in both languages and what it is for.
#[component]
pub fn RoleDialog(props: &RoleDialogProps) -> Html {
    let scope = use_scope();
    let start = match &props.task {
        RoleTask::Rename(role) => (role.label.clone(), role.description.clone()),
        RoleTask::New | RoleTask::Copy(_) => (Label::default(), Label::default()),
    };
    let (label, description) = (use_state_eq(|| start.0), use_state_eq(|| start.1));
    let then = {
        let (onclose, oncreated) = (props.onclose.clone(), props.oncreated.clone());
        Callback::from(move |made: Option<String>| {
            onclose.emit(());
            if let Some(name) = made {
                oncreated.emit(name);
            }
        })
    };
    let save = {
        let task = props.task.clone();
        use_save(
            &scope.i18n,
            move |(label, description): (Label, Label)| {
                let task = task.clone();
                async move {
                    match task {
                        RoleTask::Rename(role) => roles::update(&role.name, &label, &description).await.map(|()| None),
                        RoleTask::New => roles::create(&label, &description, None).await.map(|role| Some(role.name)),
                        RoleTask::Copy(role) => roles::create(&label, &description, Some(&role.name)).await.map(|role| Some(role.name)),
                    }
                }
            },
            Saved { said: t!(scope.i18n, "form-saved"), tags: vec![Tag::Roles], then, tells: false },
        )
    };
    let ready = !label.zh.trim().is_empty() || !label.en.trim().is_empty();
    let submit = {
        // One language is enough; the other then says the same.
        let filled = |label: &Label| {
            let (zh, en) = (label.zh.trim(), label.en.trim());
            Label::new(if zh.is_empty() { en } else { zh }, if en.is_empty() { zh } else { en })
        };
        let (values, run) = ((filled(&label), filled(&description)), save.run.clone());
        Callback::from(move |()| {
            if ready {
                run.emit(values.clone());
            }
        })
    };
    let set = |state: &UseStateHandle<Label>, alter: fn(&mut Label, String)| {
        let state = state.clone();
        Callback::from(move |typed: String| {
            let mut next = (*state).clone();
            alter(&mut next, typed);
            state.set(next);
        })
    };
    let title = match &props.task {
        RoleTask::New => t!(scope.i18n, "roles-new"),
        RoleTask::Copy(role) => t!(scope.i18n, "roles-copy-of", name = scope.label(&role.label)),
        RoleTask::Rename(_) => t!(scope.i18n, "roles-rename"),
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} disabled={!ready} busy={save.busy} onclick={submit.reform(|_: MouseEvent| ())} />
        </>
    };
    let chinese = scope.i18n.locale().starts_with("zh");
    html! {
        <Dialog open={true} {title} size={DialogSize::Small} onclose={props.onclose.clone()} {footer}>
            <form class="u-stack" onsubmit={submit.reform(|event: SubmitEvent| event.prevent_default())}>
                if let Some(error) = &save.error {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                <Field label={t!(scope.i18n, "designer-label-zh")} required={chinese}>
                    <TextInput value={label.zh.clone()} oninput={set(&label, |label, typed| label.zh = typed)} max_length={60} autofocus={true} />
                </Field>
                <Field label={t!(scope.i18n, "designer-label-en")} required={!chinese}>
                    <TextInput value={label.en.clone()} oninput={set(&label, |label, typed| label.en = typed)} max_length={60} />
                </Field>
                <Field label={t!(scope.i18n, "roles-description")}>
                    <TextArea
                        value={if chinese { description.zh.clone() } else { description.en.clone() }}
                        rows={2}
                        max_length={200}
                        oninput={set(&description, if chinese { |label, typed| label.zh = typed } else { |label, typed| label.en = typed })}
                    />
                </Field>
                <input type="submit" hidden=true />
            </form>
        </Dialog>
    }
}
