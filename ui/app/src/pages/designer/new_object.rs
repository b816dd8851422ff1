//! A new object: what it is called, and what it can do.

use serde_json::json;
use trellis_model::{Json, Label};
use trellis_ui_client::{ApiError, Tag, designer, invalidate, use_mutation, use_query};
use trellis_ui_kit::{Button, ButtonKind, Choice, Dialog, Field, Select, Switch, TextInput, t};
use trellis_ui_renderers::{explain, use_scope};
use yew::prelude::*;

use super::model::fresh_name;

/// Icons that suit most things that a company keeps.
const ICONS: &[&str] = &[
    "box",
    "briefcase",
    "building",
    "car",
    "clipboard-list",
    "credit-card",
    "factory",
    "file-text",
    "flag",
    "folder",
    "gift",
    "graduation-cap",
    "handshake",
    "heart",
    "house",
    "landmark",
    "layers",
    "map-pin",
    "megaphone",
    "package",
    "plane",
    "receipt",
    "shield",
    "shopping-cart",
    "star",
    "store",
    "target",
    "ticket",
    "truck",
    "users",
    "wallet",
    "wrench",
];

/// Properties of [`NewObject`].
#[derive(Properties, PartialEq)]
pub struct NewObjectProps {
    /// The dialog is to go away.
    pub onclose: Callback<()>,
    /// Hears the new object's name.
    pub oncreated: Callback<String>,
}

/// Asks for names and abilities, and puts the object into the draft with one field: its name.
#[component]
pub fn NewObject(props: &NewObjectProps) -> Html {
    let scope = use_scope();
    let (zh, en) = (use_state_eq(String::new), use_state_eq(String::new));
    let icon = use_state_eq(|| AttrValue::from("box"));
    let (owned, team) = (use_state_eq(|| true), use_state_eq(|| false));
    let draft = use_query(designer::draft_key(), designer::draft);
    let taken: Vec<String> = draft.data.iter().flat_map(|draft| draft.items.iter().map(|object| object.name.clone())).collect();
    let name = fresh_name(&en, "object", &taken.iter().map(String::as_str).collect::<Vec<_>>());
    let done = {
        let (onclose, oncreated, name) = (props.onclose.clone(), props.oncreated.clone(), name.clone());
        Callback::from(move |result: Result<(), ApiError>| {
            if result.is_ok() {
                invalidate(&[Tag::Draft]);
                onclose.emit(());
                oncreated.emit(name.clone());
            }
        })
    };
    let save = use_mutation(|(name, declaration): (String, Json)| async move { designer::save_object(&name, &declaration).await }, done);
    let ready = !zh.trim().is_empty() || !en.trim().is_empty();
    let send = {
        let label = Label::new(either(&zh, &en), either(&en, &zh));
        let declaration = declaration(&label, &icon, *owned, *team);
        save.run.reform(move |_: MouseEvent| (name.clone(), declaration.clone()))
    };
    let text = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |typed: String| state.set(typed))
    };
    let flag = |state: &UseStateHandle<bool>| {
        let state = state.setter();
        Callback::from(move |on: bool| state.set(on))
    };
    let icons: Vec<Choice> = ICONS.iter().map(|name| Choice::new(*name, *name).with_icon(*name)).collect();
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "designer-create")} kind={ButtonKind::Primary} disabled={!ready} busy={save.busy} onclick={send} />
        </>
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "designer-new-object")} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                if let Some(error) = &save.error {
                    <p class="r-form__error" role="alert">{ error.errors.first().map_or_else(|| explain(&scope.i18n, error), |it| it.message.clone().into()) }</p>
                }
                <div class="r-form__fields">
                    <Field label={t!(scope.i18n, "designer-label-zh")} required={true}><TextInput value={(*zh).clone()} oninput={text(&zh)} autofocus={true} /></Field>
                    <Field label={t!(scope.i18n, "designer-label-en")}><TextInput value={(*en).clone()} oninput={text(&en)} /></Field>
                    <Field label={t!(scope.i18n, "designer-icon")}>
                        <Select options={icons} value={(*icon).clone()} onchange={{
                            let icon = icon.setter();
                            Callback::from(move |name: Option<AttrValue>| icon.set(name.unwrap_or_else(|| "box".into())))
                        }} />
                    </Field>
                </div>
                <Switch on={*owned} label={t!(scope.i18n, "designer-owned")} onchange={flag(&owned)} />
                <Switch on={*team && *owned} label={t!(scope.i18n, "designer-team")} disabled={!*owned} onchange={flag(&team)} />
            </div>
        </Dialog>
    }
}

fn either(text: &str, other: &str) -> String {
    if text.trim().is_empty() { other.trim().to_owned() } else { text.trim().to_owned() }
}

fn declaration(label: &Label, icon: &str, owned: bool, team: bool) -> Json {
    json!({
        "title": label.en,
        "x-label": { "zh-CN": label.zh, "en": label.en },
        "x-object": { "icon": icon, "name_field": "name", "owned": owned, "team": owned && team, "timeline": true, "search": ["name"] },
        "required": ["name"],
        "properties": { "name": {
            "x-type": "text", "type": "string", "minLength": 1, "maxLength": 200, "x-label": { "zh-CN": "名称", "en": "Name" },
        } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_on_offer_is_in_the_sprite() {
        let listed = include_str!("../../../../kit/icons.txt");
        let absent: Vec<_> = ICONS.iter().filter(|icon| !listed.lines().any(|line| line == **icon)).collect();
        assert!(absent.is_empty(), "add to ui/kit/icons.txt: {absent:?}");
    }

    #[test]
    fn a_new_object_begins_with_a_name() {
        let label = Label::new("车辆", "Vehicle");
        let declared = declaration(&label, "car", false, true);
        assert_eq!(declared["x-object"]["team"], false);
        assert_eq!(declared["required"], json!(["name"]));
    }
}
