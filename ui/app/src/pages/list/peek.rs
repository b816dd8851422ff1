//! A look at a record without leaving the list.

use trellis_model::{Action, Schema, action::Placement};
use trellis_ui_client::{records, use_query};
use trellis_ui_kit::{Button, ButtonKind, IconButton, Size, Skeleton, t};
use trellis_ui_renderers::{
    Failure,
    actions::{ActionDialog, offered, use_me},
    layouts::{RecordDetails, RecordPath},
    record_path, use_go, use_scope,
};
use yew::prelude::*;

use crate::pages::record::{Figures, Header, fields_of, use_edit};

/// Properties of [`Peek`].
#[derive(Properties, PartialEq)]
pub struct PeekProps {
    /// The object.
    pub object: AttrValue,
    /// The record's id.
    pub id: AttrValue,
    /// The ids before and after it in the list.
    pub neighbours: (Option<AttrValue>, Option<AttrValue>),
    /// Hears the id of the next one to look at, or none.
    pub onpeek: Callback<Option<AttrValue>>,
}

/// The panel at the right: name, stages, key figures, details to change in place. Escape closes it.
#[component]
pub fn Peek(props: &PeekProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let user = use_me();
    let acting = use_state_eq(|| None::<Action>);
    let fields = fields_of(&scope, &props.object);
    let found = {
        let (object, id, fields) = (props.object.clone(), props.id.clone(), fields.clone());
        use_query(records::record_key(&object, &id, &fields), move || {
            let (object, id, fields) = (object.clone(), id.clone(), fields.clone());
            async move { records::get(&object, &id, &fields).await }
        })
    };
    let editing = use_edit(props.object.clone(), found.data.as_deref().cloned());
    let step = |id: &Option<AttrValue>| {
        let (onpeek, id) = (props.onpeek.clone(), id.clone());
        Callback::from(move |_: MouseEvent| onpeek.emit(id.clone()))
    };
    let open = {
        let address = record_path(&props.object, &props.id);
        Callback::from(move |_: MouseEvent| go.to(address.clone()))
    };
    let onkeydown = {
        let onpeek = props.onpeek.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                onpeek.emit(None);
            }
        })
    };
    let (before, after) = &props.neighbours;
    let body = match (editing.row.clone(), found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => html! { <div class="p-peek__body"><Skeleton lines={8} /></div> },
        (Some(row), _) => {
            let layout = scope.meta.object(&props.object).and_then(|object| object.layout()).cloned().unwrap_or_default();
            let primary = offered(&scope.meta, &props.object, &row, Placement::Record, &user).into_iter().find(|action| action.primary);
            let primary = primary.map(|action| {
                let (label, icon) = (scope.label(&action.label), action.icon.clone().map(AttrValue::from));
                let acting = acting.setter();
                let onclick = Callback::from(move |_: MouseEvent| acting.set(Some(action.clone())));
                html! { <div><Button {label} {icon} kind={ButtonKind::Primary} size={Size::Small} {onclick} /></div> }
            });
            html! {
                <div class="p-peek__body">
                    <Header object={props.object.clone()} row={row.clone()} compact={true} />
                    { primary }
                    if let Some(field) = layout.path.clone() {
                        <RecordPath object={props.object.clone()} {field} row={row.clone()} />
                    }
                    <Figures object={props.object.clone()} paths={layout.highlights.clone()} row={row.clone()} />
                    <RecordDetails object={props.object.clone()} {row} narrow={true} onchange={editing.onchange.clone()} />
                </div>
            }
        }
    };
    html! {
        <aside class="p-peek" aria-label={t!(scope.i18n, "list-peek")} {onkeydown}>
            <header class="p-peek__head">
                <IconButton label={t!(scope.i18n, "list-previous")} icon="chevron-up" disabled={before.is_none()} onclick={step(before)} />
                <IconButton label={t!(scope.i18n, "list-next")} icon="chevron-down" disabled={after.is_none()} onclick={step(after)} />
                <span class="u-grow" />
                <Button label={t!(scope.i18n, "list-open")} icon="maximize" kind={ButtonKind::Ghost} size={Size::Small} onclick={open} />
                <IconButton label={t!(scope.i18n, "kit-close")} icon="x" onclick={props.onpeek.reform(|_: MouseEvent| None)} />
            </header>
            { body }
            if let Some(action) = (*acting).clone() {
                <ActionDialog object={props.object.clone()} ids={vec![props.id.clone()]} {action} onclose={{
                    let acting = acting.setter();
                    Callback::from(move |()| acting.set(None))
                }} />
            }
        </aside>
    }
}
