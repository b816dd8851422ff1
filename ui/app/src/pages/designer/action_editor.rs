//! One action: what it is called, where it is offered and for which records, what is asked, and how its dialog will look.

use std::rc::Rc;

use trellis_model::{Action, Json, Label, action::Placement};
use trellis_ui_client::{
    Tag,
    designer::Part,
    http::{Over, Reply},
};
use trellis_ui_kit::{Button, ButtonKind, Checkbox, Dialog, DialogSize, Field as Shell, Icon, IconPicker, Switch, TextInput, t};
use trellis_ui_renderers::{
    actions::ActionPreview,
    filters::{FilterBuilder, Group, PathChoice},
    forms::use_unsaved_guard,
    use_scope,
};
use yew::prelude::*;

use super::{actions::place_message, conflict, model::unnamed};
use crate::workspace::{Conflict, Saved, reason, use_base, use_save_over};

/// Where an action can be offered.
const PLACES: [Placement; 2] = [Placement::Record, Placement::Bulk];

/// Properties of [`ActionEditor`].
#[derive(Properties, PartialEq)]
pub struct ActionEditorProps {
    /// The object.
    pub object: AttrValue,
    /// The action as the draft has it.
    pub action: Action,
    /// Which declaration that is.
    pub tag: Option<String>,
    /// What its condition can ask about.
    pub paths: Rc<[PathChoice]>,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
}

/// Everything that a company may say of an action. What it does is code, and its parameters go with that.
#[component]
pub fn ActionEditor(props: &ActionEditorProps) -> Html {
    let scope = use_scope();
    let action = use_state_eq(|| props.action.clone());
    // Unfinished conditions live here alone.
    let filter = use_state_eq(|| Group::read(props.action.when.as_ref()));
    let now = Action { when: filter.write(), ..(*action).clone() };
    let dirty = now != props.action;
    use_unsaved_guard(dirty);
    let part = Part::Action(props.action.name.clone());
    let version = use_base(&part.address(), props.tag.clone(), dirty);
    let onload = {
        let (action, filter, declared) = (action.setter(), filter.setter(), props.action.clone());
        Callback::from(move |_: Conflict| {
            filter.set(Group::read(declared.when.as_ref()));
            action.set(declared.clone());
        })
    };
    let (save, met) = {
        let object = props.object.clone();
        let call = move |action: Action, over: Over| {
            let (object, part) = (object.clone(), part.clone());
            async move { conflict::write(&object, &part, Some(unnamed(&action)), &over).await }
        };
        let then = props.onclose.reform(|_: (Action, Reply<Json>)| ());
        let saved = Saved { said: t!(scope.i18n, "object-saved"), tags: vec![Tag::Draft], then, tells: false };
        use_save_over(&scope.i18n, call, saved, onload)
    };
    let change = |alter: fn(&mut Action, String)| {
        let action = action.clone();
        Callback::from(move |typed: String| {
            let mut changed = (*action).clone();
            alter(&mut changed, typed);
            action.set(changed);
        })
    };
    let set_place = |place: Placement| {
        let action = action.clone();
        Callback::from(move |on: bool| {
            let has = |it: &Placement| if *it == place { on } else { action.placement.contains(it) };
            action.set(Action { placement: PLACES.iter().copied().filter(has).collect(), ..(*action).clone() });
        })
    };
    let set_primary = {
        let action = action.clone();
        Callback::from(move |primary: bool| action.set(Action { primary, ..(*action).clone() }))
    };
    let set_asks = {
        let action = action.clone();
        Callback::from(move |on: bool| action.set(Action { confirm: on.then(Label::default), ..(*action).clone() }))
    };
    let onfilter = {
        let filter = filter.setter();
        Callback::from(move |group: Group| filter.set(group))
    };
    let icon = change(|action, icon| action.icon = Some(icon)).reform(|icon: AttrValue| icon.to_string());
    let at = |place: &str| {
        let errors = save.error.iter().flat_map(|error| &error.errors);
        errors.filter(|error| error.pointer.contains(place)).map(|error| AttrValue::from(error.message.clone())).next()
    };
    let refused_when = at("/when");
    let nowhere = action.placement.is_empty().then(|| t!(scope.i18n, "acts-place-none"));
    let named = !action.label.zh.trim().is_empty() || !action.label.en.trim().is_empty();
    let send = {
        let sent = Action {
            label: now.label.filled(),
            confirm: now.confirm.as_ref().map(Label::filled).filter(|text| *text != Label::default()),
            ..now.clone()
        };
        save.run.reform(move |_: MouseEvent| (sent.clone(), version.over()))
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "designer-save-field")} kind={ButtonKind::Primary} disabled={!dirty || !named || nowhere.is_some()} busy={save.busy} onclick={send} />
        </>
    };
    let places = PLACES.map(|place| {
        html! { <Checkbox checked={action.placement.contains(&place)} label={t!(scope.i18n, place_message(place))} onchange={set_place(place)} /> }
    });
    let (label, confirm) = (action.label.clone(), action.confirm.clone());
    html! {
        <Dialog open={true} size={DialogSize::Large} title={t!(scope.i18n, "acts-edit-title", action = scope.label(&props.action.label))} onclose={props.onclose.clone()} {footer}>
            <div class="p-actedit">
                <div class="p-actedit__form">
                    if let Some(error) = save.error.as_ref().filter(|_| refused_when.is_none()) {
                        <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                    }
                    <div class="r-form__fields">
                        <Shell label={t!(scope.i18n, "designer-label-zh")} required={true}><TextInput value={label.zh} oninput={change(|action, typed| action.label.zh = typed)} /></Shell>
                        <Shell label={t!(scope.i18n, "designer-label-en")}><TextInput value={label.en} oninput={change(|action, typed| action.label.en = typed)} /></Shell>
                        <Shell label={t!(scope.i18n, "designer-icon")}><IconPicker value={action.icon.clone().unwrap_or_else(|| "zap".into())} onchange={icon} /></Shell>
                    </div>
                    <div class="p-setting" role="group" aria-label={t!(scope.i18n, "acts-places")}>
                        <span class="c-field__label">{ t!(scope.i18n, "acts-places") }</span>
                        <div class="u-row u-wrap">{ for places }</div>
                        if let Some(nowhere) = nowhere {
                            <p class="c-field__error" role="alert"><Icon name="circle-alert" size={14} />{ nowhere }</p>
                        }
                    </div>
                    <Switch on={action.primary} label={t!(scope.i18n, "acts-primary-help")} onchange={set_primary} />
                    <div class="p-setting">
                        <span class="c-field__label">{ t!(scope.i18n, "acts-condition") }</span>
                        <p class="u-muted p-ability__text">{ t!(scope.i18n, "acts-condition-help") }</p>
                        <FilterBuilder paths={props.paths.clone()} group={(*filter).clone()} onchange={onfilter} />
                        if let Some(why) = refused_when {
                            <p class="c-field__error" role="alert"><Icon name="circle-alert" size={14} />{ why }</p>
                        }
                    </div>
                    <Switch on={confirm.is_some()} label={t!(scope.i18n, "acts-confirm")} onchange={set_asks} />
                    if let Some(confirm) = confirm {
                        <div class="r-form__fields" style="--columns:1">
                            <Shell label={t!(scope.i18n, "acts-confirm-zh")}><TextInput value={confirm.zh} oninput={change(|action, typed| action.confirm.get_or_insert_default().zh = typed)} /></Shell>
                            <Shell label={t!(scope.i18n, "acts-confirm-en")}><TextInput value={confirm.en} oninput={change(|action, typed| action.confirm.get_or_insert_default().en = typed)} /></Shell>
                        </div>
                    }
                </div>
                <section class="p-actedit__preview" aria-label={t!(scope.i18n, "acts-preview")}>
                    <h3 class="c-field__label">{ t!(scope.i18n, "acts-preview") }</h3>
                    <ActionPreview action={Action { confirm: now.confirm.clone().filter(|text| *text != Label::default()), ..now }} />
                    <p class="u-muted p-ability__text">{ t!(scope.i18n, "acts-preview-help") }</p>
                </section>
            </div>
            { met }
        </Dialog>
    }
}
