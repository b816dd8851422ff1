//! The dialog of an action: its question, its parameters, and what became of it.

use std::rc::Rc;

use trellis_model::{Action, Field, Json, JsonMap, object::fields_of, record};
use trellis_ui_client::{ApiError, Tag, invalidate, records, use_mutation};
use trellis_ui_kit::{Button, ButtonKind, Dialog, DialogSize, t, use_toasts};
use yew::prelude::*;

use crate::{
    Scope, explain,
    forms::{FormAction, FormBody, FormSection, Start, use_form},
    use_scope,
};

/// How an action ended.
#[derive(Clone, PartialEq)]
pub enum Outcome {
    /// For one record: what the server said.
    One(Json),
    /// For many.
    Many(records::Bulk),
}

/// Properties of [`ActionDialog`].
#[derive(Properties, PartialEq)]
pub struct ActionDialogProps {
    /// The object.
    pub object: AttrValue,
    /// The records.
    pub ids: Vec<AttrValue>,
    /// The action.
    pub action: Action,
    /// Whether it goes the way of many even for one, as what every object offers to many does.
    #[prop_or_default]
    pub bulk: bool,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
    /// It was done.
    #[prop_or_default]
    pub ondone: Callback<Outcome>,
}

/// Asks what an action needs to know, and runs it. One record goes alone, several go together.
#[component]
pub fn ActionDialog(props: &ActionDialogProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let fields = use_memo(props.action.params.clone(), parameters);
    let fields = (*fields).clone();
    let form = use_form(fields.clone(), None, defaults(&scope, &fields), Rc::default(), Rc::default());
    let done = {
        let (form, toasts, i18n) = (form.clone(), toasts.clone(), scope.i18n.clone());
        let (onclose, ondone, object) = (props.onclose.clone(), props.ondone.clone(), props.object.clone());
        let (label, ids) = (scope.label(&props.action.label), props.ids.clone());
        Callback::from(move |result: Result<Outcome, ApiError>| match result {
            Ok(outcome) => {
                let records = ids.iter().map(|id| Tag::Record(object.to_string(), id.to_string()));
                // An action may touch other objects as well: whatever lists are on screen are read again.
                let tags: Vec<Tag> = records.chain([Tag::Records(object.to_string()), Tag::Charts]).collect();
                invalidate(&tags);
                match &outcome {
                    Outcome::One(_) => toasts.ok(t!(i18n, "action-done", action = &label)),
                    Outcome::Many(bulk) if bulk.refused.is_empty() => {
                        toasts.ok(t!(i18n, "action-done-many", action = &label, count = bulk.done.len()));
                    }
                    Outcome::Many(bulk) => {
                        let why = bulk.refused.first().map(|refusal| refusal.message.clone()).unwrap_or_default();
                        toasts.error(t!(i18n, "action-refused", done = bulk.done.len(), refused = bulk.refused.len(), why = why));
                    }
                }
                onclose.emit(());
                ondone.emit(outcome);
            }
            Err(error) => form.act(FormAction::Refuse(error.errors)),
        })
    };
    let send = {
        let (object, name, ids, bulk) = (props.object.clone(), props.action.name.clone(), props.ids.clone(), props.bulk);
        use_mutation(
            move |params: JsonMap| {
                let (object, name, ids) = (object.clone(), name.clone(), ids.clone());
                async move {
                    match ids.as_slice() {
                        [id] if !bulk => records::act(&object, id, &name, params).await.map(Outcome::One),
                        ids => {
                            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                            records::act_on_many(&object, &ids, &name, params).await.map(Outcome::Many)
                        }
                    }
                }
            },
            done,
        )
    };
    let run = {
        let (form, run) = (form.clone(), send.run.clone());
        Callback::from(move |()| {
            form.act(FormAction::Submit);
            if form.is_valid() {
                run.emit(form.sent());
            }
        })
    };
    let onsubmit = {
        let run = run.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            event.stop_propagation();
            run.emit(());
        })
    };
    let label = scope.label(&props.action.label);
    let title = match props.ids.len() {
        1 => label.clone(),
        count => t!(scope.i18n, "action-on-many", action = &label, count = count),
    };
    let question = question(&scope, &props.action, &fields);
    let sections = asked(&fields);
    let first = fields.first().map(|field| field.name.clone());
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button {label} kind={ButtonKind::Primary} busy={send.busy} onclick={run.reform(|_: MouseEvent| ())} />
        </>
    };
    html! {
        <Dialog open={true} {title} size={if fields.is_empty() { DialogSize::Small } else { DialogSize::Medium }} onclose={props.onclose.clone()} {footer}>
            <form {onsubmit} novalidate={true} class="u-stack">
                if let Some(question) = question {
                    <p>{ question }</p>
                }
                if let Some(error) = send.error.as_ref().filter(|error| error.errors.is_empty()) {
                    <p class="r-form__error" role="alert">{ explain(&scope.i18n, error) }</p>
                }
                <FormBody form={form.clone()} {sections} autofocus={first} />
                <button type="submit" class="u-hidden" tabindex="-1" aria-hidden="true">{ t!(scope.i18n, "form-save") }</button>
            </form>
        </Dialog>
    }
}

/// The parameters of an action as fields.
pub(super) fn parameters(params: &Option<Json>) -> Rc<[Field]> {
    let (fields, _) = params.as_ref().map(fields_of).unwrap_or_default();
    Rc::from(fields)
}

/// What is asked in words: an action without parameters is at least asked about by its name.
pub(super) fn question(scope: &Scope, action: &Action, fields: &[Field]) -> Option<AttrValue> {
    match &action.confirm {
        Some(confirm) => Some(scope.label(confirm)),
        None => fields.is_empty().then(|| t!(scope.i18n, "action-question", action = scope.label(&action.label))),
    }
}

/// All parameters in one column.
pub(super) fn asked(fields: &[Field]) -> Vec<FormSection> {
    vec![FormSection { columns: 1, fields: fields.iter().map(|field| field.name.clone()).collect(), ..FormSection::default() }]
}

pub(super) fn defaults(scope: &Scope, fields: &[Field]) -> Start {
    let values = fields.iter().filter_map(|field| {
        let value = record::default(field, &*scope.meta).to_json();
        (!value.is_null()).then(|| (field.name.clone(), value))
    });
    Start { values: values.collect(), ..Start::default() }
}
