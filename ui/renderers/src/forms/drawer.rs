//! Making a new record beside the page, whole or in short.

use trellis_model::{JsonMap, Schema};
use trellis_ui_client::Row;
use trellis_ui_kit::{Button, ButtonKind, Confirm, Drawer, t, use_toasts};
use yew::prelude::*;

use super::{Duplicates, FormAction, FormBody, FormSection, Saved, Start, sections, tabs, use_record_form, use_unsaved_guard};
use crate::{explain, use_scope};

/// Properties of [`CreateDrawer`].
#[derive(Properties, PartialEq)]
pub struct CreateDrawerProps {
    /// The object.
    pub object: AttrValue,
    /// What the record begins with.
    #[prop_or_default]
    pub start: Start,
    /// Only these fields, for the short form.
    #[prop_or_default]
    pub only: Option<Vec<String>>,
    /// The drawer is to go away.
    pub onclose: Callback<()>,
    /// Hears every new record; the drawer stays when another one is wanted.
    pub oncreated: Callback<Row>,
}

/// A drawer with the form of a new record.
#[component]
pub fn CreateDrawer(props: &CreateDrawerProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let asking = use_state_eq(|| false);
    let label = scope.meta.object(&props.object).map(|object| scope.label(&object.label)).unwrap_or_default();
    let restart = use_state(|| 0_u32);
    let onsaved = {
        let (oncreated, onclose, restart) = (props.oncreated.clone(), props.onclose.clone(), restart.clone());
        let (toasts, i18n, label) = (toasts.clone(), scope.i18n.clone(), label.clone());
        Callback::from(move |saved: Saved| {
            toasts.ok(t!(i18n, "form-created", object = &label));
            if saved.again {
                restart.set(*restart + 1);
            } else {
                onclose.emit(());
            }
            oncreated.emit(saved.row);
        })
    };
    let record = use_record_form(props.object.clone(), None, props.start.clone(), onsaved);
    let dirty = record.form.state().is_dirty();
    use_unsaved_guard(dirty);
    use_effect_with(*restart, {
        let (form, start) = (record.form.clone(), props.start.clone());
        move |restart| {
            if *restart > 0 {
                form.act(FormAction::Restart(start));
            }
        }
    });
    let onclose = {
        let (asking, onclose) = (asking.setter(), props.onclose.clone());
        Callback::from(move |()| if dirty { asking.set(true) } else { onclose.emit(()) })
    };
    let Some(object) = scope.meta.object(&props.object) else { return Html::default() };
    let sections = match &props.only {
        Some(fields) => vec![FormSection { columns: 1, fields: fields.clone(), ..FormSection::default() }],
        None => object.layout().map(|layout| sections(&scope, object, layout, true)).unwrap_or_default(),
    };
    let tabs = object.layout().filter(|_| props.only.is_none()).map(|layout| tabs(&scope, layout)).unwrap_or_default();
    let first = sections.iter().flat_map(|section| section.fields.first()).next().cloned();
    let hint = (!object.options.duplicates.is_empty()).then(|| {
        let hint = html! { <Duplicates object={props.object.clone()} values={(**record.form.state().values()).clone()} /> };
        (object.name_field().to_owned(), hint)
    });
    let save = |again: bool| record.save.reform(move |_: MouseEvent| again);
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={onclose.reform(|_: MouseEvent| ())} />
            if props.only.is_none() {
                <Button label={t!(scope.i18n, "form-save-and-new")} disabled={record.busy} onclick={save(true)} />
            }
            <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} busy={record.busy} onclick={save(false)} />
        </>
    };
    let onsubmit = {
        let save = record.save.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            event.stop_propagation();
            save.emit(false);
        })
    };
    html! {
        <>
            <Drawer
                open={true}
                title={t!(scope.i18n, "form-create-object", object = &label)}
                width={if props.only.is_some() { 480 } else { 720 }}
                {onclose}
                {footer}
            >
                <form {onsubmit} novalidate={true}>
                    if let Some(error) = &record.error {
                        <p class="r-form__error" role="alert">{ explain(&scope.i18n, error) }</p>
                    }
                    <FormBody form={record.form.clone()} {sections} {tabs} below={hint} autofocus={first} />
                    <button type="submit" class="u-hidden" tabindex="-1" aria-hidden="true">{ t!(scope.i18n, "form-save") }</button>
                </form>
            </Drawer>
            <Confirm
                open={*asking}
                title={t!(scope.i18n, "form-unsaved-title")}
                text={t!(scope.i18n, "form-unsaved-text")}
                action={t!(scope.i18n, "form-discard")}
                danger={true}
                onconfirm={props.onclose.clone()}
                onclose={{
                    let asking = asking.setter();
                    Callback::from(move |()| asking.set(false))
                }}
            />
        </>
    }
}

/// Properties of [`QuickCreate`].
#[derive(Properties, PartialEq)]
pub struct QuickCreateProps {
    /// The object.
    pub object: AttrValue,
    /// What the record begins with.
    #[prop_or_default]
    pub preset: JsonMap,
    /// The drawer is to go away.
    pub onclose: Callback<()>,
    /// Hears the new record.
    pub oncreated: Callback<Row>,
}

/// The short form of an object, as a lookup opens it.
#[component]
pub fn QuickCreate(props: &QuickCreateProps) -> Html {
    let scope = use_scope();
    let only = scope.meta.info(&props.object).map(|info| info.layout.quick_create.clone());
    html! {
        <CreateDrawer
            object={props.object.clone()}
            start={Start { values: props.preset.clone(), ..Start::default() }}
            {only}
            onclose={props.onclose.clone()}
            oncreated={props.oncreated.clone()}
        />
    }
}
