//! The page: head, stages, key figures; details, related lists and history; team and cards beside.

use trellis_model::{Action, Json, Schema, action::Placement as Offered};
use trellis_ui_client::{ApiError, Mutation, Row, Tag, invalidate, records, use_mutation, use_query};
use trellis_ui_kit::{Button, ButtonKind, Confirm, MenuButton, MenuItem, Placement, Size, Skeleton, Tab, Tabs, t, use_toasts};
use trellis_ui_renderers::{
    Failure,
    actions::{ActionDialog, offered, use_me},
    explain,
    fields::Edit,
    forms::CreateDrawer,
    layouts::{Change, RecordDetails, RecordPath},
    record_path, use_go, use_scope,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    edit::{fields_of, name_of, use_edit},
    header::{Figures, Header},
    history::{History, noted},
    related::{Related, parts, start},
    team::Team,
};
use crate::{
    pages::list::transfer,
    workspace::{Absent, list_path, use_crumbs},
};

/// Properties of [`RecordPage`].
#[derive(Properties, PartialEq)]
pub struct RecordPageProps {
    /// The object.
    pub object: AttrValue,
    /// The record's id.
    pub id: AttrValue,
}

/// One record.
#[component]
pub fn RecordPage(props: &RecordPageProps) -> Html {
    let scope = use_scope();
    match scope.meta.info(&props.object) {
        Some(_) => {
            html! { <RecordOf key={format!("{}/{}", props.object, props.id)} object={props.object.clone()} id={props.id.clone()} /> }
        }
        None => html! { <Absent /> },
    }
}

#[component]
fn RecordOf(props: &RecordPageProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let user = use_me();
    let object = props.object.clone();
    let tab = use_state_eq(|| AttrValue::from("details"));
    let acting = use_state_eq(|| None::<(Action, bool)>);
    let deleting = use_state_eq(|| false);
    let fields = fields_of(&scope, &object);
    let found = {
        let (object, id, fields) = (object.clone(), props.id.clone(), fields.clone());
        use_query(records::record_key(&object, &id, &fields), move || {
            let (object, id, fields) = (object.clone(), id.clone(), fields.clone());
            async move { records::get(&object, &id, &fields).await }
        })
    };
    let editing = use_edit(object.clone(), found.data.as_deref().cloned());
    let label = scope.meta.info(&object).map(|info| scope.label(&info.label)).unwrap_or_default();
    let name = editing.row.as_ref().map(|row| name_of(&scope, &object, row));
    use_crumbs(vec![(label.clone(), Some(list_path(&object).into())), (name.clone().unwrap_or_else(|| label.clone()), None)]);
    let delete = use_delete(object.clone(), props.id.clone(), name.clone().unwrap_or_default());
    let row = match (editing.row.clone(), found.error.clone()) {
        (None, Some(error)) => return html! { <div class="p-record"><Failure {error} onretry={found.refetch} /></div> },
        (None, None) => return html! { <div class="p-record"><Skeleton lines={10} /></div> },
        (Some(row), _) => row,
    };
    let Some(declared) = scope.meta.object(&object) else { return html! { <Absent /> } };
    let layout = declared.layout().cloned().unwrap_or_default();
    let can = |verb: &str| scope.meta.can(&object, verb) && !declared.options.system;
    let actions = offered(&scope.meta, &object, &row, Offered::Record, &user);
    let onpick = {
        let (acting, deleting, actions) = (acting.setter(), deleting.setter(), actions.clone());
        let edit = format!("{}/edit", record_path(&object, row.id()));
        Callback::from(move |step: AttrValue| match step.as_str() {
            "$edit" => go.to(edit.clone()),
            "$delete" => deleting.set(true),
            "$transfer" => acting.set(Some((transfer(), true))),
            name => acting.set(actions.iter().find(|action| action.name == name).cloned().map(|action| (action, false))),
        })
    };
    let primary = actions.iter().find(|action| action.primary);
    let mut menu: Vec<MenuItem> = actions
        .iter()
        .filter(|action| !action.primary)
        .map(|action| {
            let item = MenuItem::new(action.name.clone(), scope.label(&action.label));
            match &action.icon {
                Some(icon) => item.with_icon(icon.clone()),
                None => item,
            }
        })
        .collect();
    if declared.options.owned && can("transfer") {
        menu.push(MenuItem::new("$transfer", scope.label(&transfer().label)).with_icon("users"));
    }
    if can("delete") {
        menu.extend((!menu.is_empty()).then_some(MenuItem::Separator));
        menu.push(MenuItem::new("$delete", t!(scope.i18n, "list-delete")).with_icon("trash-2").danger());
    }
    let pick = |step: String| onpick.reform(move |_: MouseEvent| AttrValue::from(step.clone()));
    let buttons = html! {
        <>
            if can("edit") {
                <Button label={t!(scope.i18n, "record-edit")} icon="pencil" onclick={pick("$edit".into())} />
            }
            if let Some(action) = primary {
                <Button label={scope.label(&action.label)} icon={action.icon.clone().map(AttrValue::from)} kind={ButtonKind::Primary} onclick={pick(action.name.clone())} />
            }
            if !menu.is_empty() {
                <MenuButton label={t!(scope.i18n, "record-more")} icon="ellipsis" items={menu} onpick={onpick.clone()} placement={Placement::End} />
            }
        </>
    };
    let onstage = editing.onchange.clone().zip(layout.path.clone()).map(|(onchange, field)| {
        onchange.reform(move |code: AttrValue| Change { field: field.clone(), edit: Edit::value(Json::from(code.as_str())) })
    });
    let related: Vec<_> = layout.related.iter().filter(|list| scope.meta.info(&parts(list).0).is_some()).collect();
    let mut tabs = vec![Tab::new("details", t!(scope.i18n, "record-details"))];
    if !related.is_empty() {
        tabs.push(Tab::new("related", t!(scope.i18n, "record-related")).with_count(related.len().to_string()));
    }
    let notes = declared.options.timeline;
    let history = if notes { "record-timeline" } else { "record-history" };
    tabs.push(Tab::new("history", t!(scope.i18n, history)));
    let list = |list: &&trellis_model::layout::RelatedList, short: bool| {
        html! { <Related key={list.relation.clone()} object={object.clone()} row={row.clone()} list={(*list).clone()} {short} /> }
    };
    let panel = match tab.as_str() {
        "related" => html! { <div class="u-stack">{ for related.iter().map(|it| list(it, false)) }</div> },
        "history" => html! {
            <div class="p-panel">
                if notes {
                    <NewNote object={object.clone()} row={row.clone()} />
                }
                <History object={object.clone()} id={props.id.clone()} {notes} />
            </div>
        },
        _ => {
            html! { <div class="p-panel"><RecordDetails object={object.clone()} row={row.clone()} onchange={editing.onchange.clone()} /></div> }
        }
    };
    let ontab = {
        let tab = tab.setter();
        Callback::from(move |value: AttrValue| tab.set(value))
    };
    let close = {
        let acting = acting.setter();
        Callback::from(move |()| acting.set(None))
    };
    let has_side = declared.options.team || !related.is_empty();
    html! {
        <div class="p-record">
            <Header object={object.clone()} row={row.clone()} actions={buttons} />
            if let Some(field) = layout.path.clone() {
                <RecordPath object={object.clone()} {field} row={row.clone()} onpick={onstage} />
            }
            <Figures object={object.clone()} paths={layout.highlights.clone()} row={row.clone()} />
            <div class="p-record__columns" data-single={(!has_side).then_some("")}>
                <div class="p-record__main">
                    <Tabs label={t!(scope.i18n, "record-parts")} {tabs} value={(*tab).clone()} onchange={ontab}>{ panel }</Tabs>
                </div>
                if has_side {
                    <div class="p-record__side">
                        if declared.options.team {
                            <Team object={object.clone()} id={props.id.clone()} editable={can("edit")} />
                        }
                        { for related.iter().take(3).map(|it| list(it, true)) }
                    </div>
                }
            </div>
            if let Some((action, bulk)) = (*acting).clone() {
                <ActionDialog object={object.clone()} ids={vec![props.id.clone()]} {action} {bulk} onclose={close} />
            }
            <Confirm
                open={*deleting}
                title={t!(scope.i18n, "record-delete-title", name = name.unwrap_or_default())}
                text={t!(scope.i18n, "list-delete-text")}
                action={t!(scope.i18n, "list-delete")}
                danger={true}
                busy={delete.busy}
                onconfirm={delete.run.clone()}
                onclose={{
                    let deleting = deleting.setter();
                    Callback::from(move |()| deleting.set(false))
                }}
            />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NewNoteProps {
    object: AttrValue,
    row: Row,
}

/// Buttons to note something about the record.
#[component]
fn NewNote(props: &NewNoteProps) -> Html {
    let scope = use_scope();
    let creating = use_state_eq(|| None::<(String, String)>);
    let set = |wanted: Option<(String, String)>| {
        let creating = creating.setter();
        Callback::from(move |()| creating.set(wanted.clone()))
    };
    let button = |(other, lookup): (String, String)| {
        let info = scope.meta.info(&other).filter(|_| scope.meta.can(&other, "create"))?;
        let label = t!(scope.i18n, "form-create-object", object = scope.label(&info.label));
        Some(html! { <Button {label} icon="plus" size={Size::Small} onclick={set(Some((other, lookup))).reform(|_: MouseEvent| ())} /> })
    };
    let buttons: Vec<Html> = noted(&scope, &props.object).into_iter().filter_map(button).collect();
    html! {
        <>
            if !buttons.is_empty() {
                <div class="p-history__new">{ buttons }</div>
            }
            if let Some((other, lookup)) = (*creating).clone() {
                <CreateDrawer start={start(&scope, &props.object, &props.row, &other, &lookup)} object={other} onclose={set(None)} oncreated={Callback::noop()} />
            }
        </>
    }
}

/// Deletes a record and leads back to the list, with a way to undo.
#[hook]
fn use_delete(object: AttrValue, id: AttrValue, name: AttrValue) -> Mutation<()> {
    let scope = use_scope();
    let toasts = use_toasts();
    let go = use_go();
    let restore = {
        let (object, id, toasts, i18n) = (object.clone(), id.clone(), toasts.clone(), scope.i18n.clone());
        Callback::from(move |()| {
            let (object, id, toasts, i18n) = (object.clone(), id.clone(), toasts.clone(), i18n.clone());
            spawn_local(async move {
                match records::restore(&object, &id).await {
                    Ok(()) => toasts.ok(t!(i18n, "record-restored")),
                    Err(error) => toasts.error(explain(&i18n, &error)),
                }
                invalidate(&records::tags_of(&object, &id));
            });
        })
    };
    let done = {
        let (object, i18n) = (object.clone(), scope.i18n.clone());
        Callback::from(move |result: Result<(), ApiError>| match result {
            Ok(()) => {
                invalidate(&[Tag::Records(object.to_string()), Tag::Charts]);
                toasts.ok_with(t!(i18n, "record-deleted", name = &name), t!(i18n, "undo"), restore.clone());
                go.to(list_path(&object));
            }
            Err(error) => toasts.error(explain(&i18n, &error)),
        })
    };
    use_mutation(
        move |()| {
            let (object, id) = (object.clone(), id.clone());
            async move { records::delete(&object, &id).await }
        },
        done,
    )
}
