//! Changing a whole record: `/o/:object/:id/edit`.

use trellis_model::Schema;
use trellis_ui_client::{records, use_query};
use trellis_ui_kit::{Button, ButtonKind, Skeleton, t, use_toasts};
use trellis_ui_renderers::{
    Failure, explain,
    forms::{Duplicates, FormBody, Saved, Start, sections, tabs, use_record_form, use_unsaved_guard},
    record_path, set_unsaved, use_go, use_scope,
};
use yew::prelude::*;

use super::record::{fields_of, name_of};
use crate::workspace::{Absent, list_path, use_crumbs};

/// Properties of [`EditPage`].
#[derive(Properties, PartialEq)]
pub struct EditPageProps {
    /// The object.
    pub object: AttrValue,
    /// The record's id.
    pub id: AttrValue,
}

/// Fetches the record, then shows its form.
#[component]
pub fn EditPage(props: &EditPageProps) -> Html {
    let scope = use_scope();
    let fields = fields_of(&scope, &props.object);
    let found = {
        let (object, id, fields) = (props.object.clone(), props.id.clone(), fields.clone());
        use_query(records::record_key(&object, &id, &fields), move || {
            let (object, id, fields) = (object.clone(), id.clone(), fields.clone());
            async move { records::get(&object, &id, &fields).await }
        })
    };
    match (found.data, found.error) {
        _ if scope.meta.info(&props.object).is_none() => html! { <Absent /> },
        (None, Some(error)) => html! { <div class="p-edit"><Failure {error} onretry={found.refetch} /></div> },
        (None, None) => html! { <div class="p-edit"><Skeleton lines={10} /></div> },
        (Some(known), _) => html! { <EditOf object={props.object.clone()} known={(*known).clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct EditOfProps {
    object: AttrValue,
    known: records::Versioned,
}

/// The form with a foot that stays in view.
#[component]
fn EditOf(props: &EditOfProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let go = use_go();
    let name = name_of(&scope, &props.object, &props.known.row);
    let address = record_path(&props.object, props.known.row.id());
    let label = scope.meta.info(&props.object).map(|info| scope.label(&info.label)).unwrap_or_default();
    use_crumbs(vec![
        (label, Some(list_path(&props.object).into())),
        (name.clone(), Some(address.clone().into())),
        (t!(scope.i18n, "record-edit"), None),
    ]);
    let onsaved = {
        let (go, address, i18n) = (go.clone(), address.clone(), scope.i18n.clone());
        Callback::from(move |_: Saved| {
            toasts.ok(t!(i18n, "form-saved"));
            // What was entered is kept now: leaving needs no question.
            set_unsaved(false, "");
            go.to(address.clone());
        })
    };
    let record = use_record_form(props.object.clone(), Some(props.known.clone()), Start::default(), onsaved);
    use_unsaved_guard(record.form.state().is_dirty());
    let Some(object) = scope.meta.object(&props.object) else { return html! { <Absent /> } };
    let sections = object.layout().map(|layout| sections(&scope, object, layout, false)).unwrap_or_default();
    let tabs = object.layout().map(|layout| tabs(&scope, layout)).unwrap_or_default();
    let hint = (!object.options.duplicates.is_empty() && record.form.state().is_dirty()).then(|| {
        let except = AttrValue::from(props.known.row.id().to_owned());
        let hint = html! { <Duplicates object={props.object.clone()} values={(**record.form.state().values()).clone()} {except} /> };
        (object.name_field().to_owned(), hint)
    });
    let onsubmit = {
        let save = record.save.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            save.emit(false);
        })
    };
    let cancel = Callback::from(move |_: MouseEvent| go.to(address.clone()));
    html! {
        <form class="p-edit" {onsubmit} novalidate={true}>
            <h1 class="p-head__title">{ t!(scope.i18n, "form-edit-title", name = name) }</h1>
            if let Some(error) = &record.error {
                <p class="r-form__error" role="alert">{ explain(&scope.i18n, error) }</p>
            }
            <div class="p-panel"><FormBody form={record.form.clone()} {sections} {tabs} row={props.known.row.clone()} below={hint} /></div>
            <footer class="p-edit__foot">
                <Button label={t!(scope.i18n, "form-cancel")} onclick={cancel} />
                <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} button_type="submit" busy={record.busy} />
            </footer>
        </form>
    }
}
