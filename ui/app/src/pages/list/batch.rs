//! What can be done with the chosen rows: bulk actions, transfer, deletion with a way back.

use serde_json::json;
use trellis_model::{Action, JsonMap, Label, action::Placement, wire::ObjectInfo};
use trellis_ui_client::{ApiError, Tag, invalidate, records, use_mutation};
use trellis_ui_kit::{BatchBar, Button, ButtonKind, Confirm, Size, t, use_toasts};
use trellis_ui_renderers::{actions::ActionDialog, explain, use_scope};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Properties of [`Batch`].
#[derive(Properties, PartialEq)]
pub struct BatchProps {
    /// The object.
    pub info: ObjectInfo,
    /// The ids of the chosen rows.
    pub selected: Vec<AttrValue>,
    /// Hears that nothing is chosen any more.
    pub onclear: Callback<()>,
    /// Whether the rows are in the recycle bin.
    pub deleted: bool,
}

/// The bar over the foot of the list.
#[component]
pub fn Batch(props: &BatchProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let acting = use_state_eq(|| None::<Action>);
    let asking = use_state_eq(|| false);
    let object = AttrValue::from(props.info.name.clone());
    let ids: Vec<String> = props.selected.iter().map(ToString::to_string).collect();
    let refresh = {
        let object = object.clone();
        Callback::from(move |()| invalidate(&[Tag::Records(object.to_string()), Tag::Charts]))
    };
    let restore = {
        let (object, refresh) = (object.clone(), refresh.clone());
        Callback::from(move |ids: Vec<String>| {
            let (object, refresh) = (object.clone(), refresh.clone());
            spawn_local(async move {
                for id in ids {
                    // One that cannot come back stays in the bin, where it can be seen.
                    let _ = records::restore(&object, &id).await;
                }
                refresh.emit(());
            });
        })
    };
    let deleted = {
        let (toasts, i18n, onclear) = (toasts.clone(), scope.i18n.clone(), props.onclear.clone());
        let (restore, asking, refresh) = (restore.clone(), asking.setter(), refresh.clone());
        Callback::from(move |result: Result<records::Bulk, ApiError>| {
            asking.set(false);
            match result {
                Ok(bulk) => {
                    if let Some(refusal) = bulk.refused.first() {
                        toasts.error(t!(i18n, "list-delete-refused", count = bulk.refused.len(), why = &refusal.message));
                    }
                    if !bulk.done.is_empty() {
                        let done = bulk.done.clone();
                        let undo = restore.reform(move |()| done.clone());
                        toasts.ok_with(t!(i18n, "list-deleted", count = bulk.done.len()), t!(i18n, "undo"), undo);
                    }
                    onclear.emit(());
                    refresh.emit(());
                }
                Err(error) => toasts.error(explain(&i18n, &error)),
            }
        })
    };
    let delete = {
        let object = object.clone();
        use_mutation(
            move |ids: Vec<String>| {
                let object = object.clone();
                async move { records::act_on_many(&object, &ids, "delete", JsonMap::new()).await }
            },
            deleted,
        )
    };
    let can = |verb: &str| props.info.can.iter().any(|can| can == verb);
    let button = |action: &Action| {
        let (acting, picked) = (acting.setter(), action.clone());
        let onclick = Callback::from(move |_: MouseEvent| acting.set(Some(picked.clone())));
        html! { <Button label={scope.label(&action.label)} icon={action.icon.clone().map(AttrValue::from)} size={Size::Small} {onclick} /> }
    };
    let actions = props.info.actions.iter().filter(|action| action.placement.contains(&Placement::Bulk));
    let ask = {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(true))
    };
    let bring_back = {
        let (restore, ids, onclear) = (restore, ids.clone(), props.onclear.clone());
        Callback::from(move |_: MouseEvent| {
            restore.emit(ids.clone());
            onclear.emit(());
        })
    };
    html! {
        <>
            <BatchBar count={props.selected.len()} onclear={props.onclear.clone()}>
                if props.deleted {
                    <Button label={t!(scope.i18n, "list-restore")} icon="rotate-ccw" size={Size::Small} onclick={bring_back} />
                } else {
                    { for actions.map(button) }
                    if props.info.options.owned && can("transfer") {
                        { button(&transfer()) }
                    }
                    if can("delete") {
                        <Button label={t!(scope.i18n, "list-delete")} icon="trash-2" kind={ButtonKind::Danger} size={Size::Small} onclick={ask} />
                    }
                }
            </BatchBar>
            if let Some(action) = (*acting).clone() {
                <ActionDialog
                    {object}
                    ids={props.selected.clone()}
                    {action}
                    bulk={true}
                    onclose={{
                        let acting = acting.setter();
                        Callback::from(move |()| acting.set(None))
                    }}
                    ondone={props.onclear.reform(|_| ())}
                />
            }
            <Confirm
                open={*asking}
                title={t!(scope.i18n, "list-delete-title", count = ids.len())}
                text={t!(scope.i18n, "list-delete-text")}
                action={t!(scope.i18n, "list-delete")}
                danger={true}
                busy={delete.busy}
                onconfirm={delete.run.reform(move |()| ids.clone())}
                onclose={{
                    let asking = asking.setter();
                    Callback::from(move |()| asking.set(false))
                }}
            />
        </>
    }
}

/// Another owner, asked for like the parameters of any action.
pub fn transfer() -> Action {
    let params = json!({
        "type": "object",
        "required": ["owner"],
        "properties": { "owner": {
            "x-id": "p_01", "x-type": "user", "type": "string", "format": "uuid",
            "x-label": { "zh-CN": "新负责人", "en": "New owner" },
        } },
    });
    Action {
        name: "transfer".into(),
        label: Label::new("转移负责人", "Transfer"),
        icon: Some("users".into()),
        placement: vec![Placement::Bulk],
        primary: false,
        when: None,
        confirm: None,
        params: Some(params),
    }
}

#[cfg(test)]
mod tests {
    use trellis_model::object::fields_of;

    #[test]
    fn a_transfer_asks_for_the_new_owner() {
        let (fields, problems) = fields_of(&super::transfer().params.unwrap());
        assert!(problems.is_empty(), "{problems:?}");
        assert!(fields[0].required && fields[0].name == "owner" && fields[0].target() == Some("user"));
    }
}
