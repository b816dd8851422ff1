//! A new object: what it is called, and what it can do.

use serde_json::json;
use trellis_model::{Json, JsonMap, Label, object::Options};
use trellis_ui_client::{ApiError, Tag, designer, invalidate, use_mutation, use_query};
use trellis_ui_kit::{Button, ButtonKind, Dialog, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    model::fresh_name,
    object_form::{Inputs, Settings},
};
use crate::workspace::reason;

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
    let settings = use_state_eq(fresh);
    let draft = use_query(designer::draft_key(), designer::draft);
    let taken: Vec<String> = draft.data.iter().flat_map(|draft| draft.items.iter().map(|object| object.name.clone())).collect();
    let name = fresh_name(&settings.label.en, "object", &taken.iter().map(String::as_str).collect::<Vec<_>>());
    let done = {
        let (onclose, oncreated, name) = (props.onclose.clone(), props.oncreated.clone(), name.clone());
        Callback::from(move |result: Result<(), ApiError>| {
            // Also when somebody else took the name meanwhile: it gets another.
            invalidate(&[Tag::Draft]);
            if result.is_ok() {
                onclose.emit(());
                oncreated.emit(name.clone());
            }
        })
    };
    let save = use_mutation(|(name, declaration): (String, Json)| async move { designer::add_object(&name, &declaration).await }, done);
    let send = {
        let declaration = declaration(&settings);
        save.run.reform(move |_: MouseEvent| (name.clone(), declaration.clone()))
    };
    let onchange = {
        let settings = settings.setter();
        Callback::from(move |changed: Settings| settings.set(changed))
    };
    let inputs = Inputs { scope: &scope, settings: &settings, shipped: false, onchange: &onchange, fault: &|_| None };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "designer-create")} kind={ButtonKind::Primary} disabled={!settings.is_named()} busy={save.busy} onclick={send} />
        </>
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "designer-new-object")} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                if let Some(error) = &save.error {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                { inputs.look(true) }
                <div class="p-abilities">{ inputs.abilities() }</div>
            </div>
        </Dialog>
    }
}

/// What most objects begin as.
fn fresh() -> Settings {
    let options = Options {
        icon: "box".into(),
        color: Some("blue".into()),
        name_field: "name".into(),
        owned: true,
        timeline: true,
        search: vec!["name".into()],
        ..Options::default()
    };
    Settings { label: Label::default(), options, description: String::new() }
}

fn declaration(settings: &Settings) -> Json {
    let mut declaration = settings.written(&JsonMap::new());
    declaration.insert("required".into(), json!(["name"]));
    declaration.insert(
        "properties".into(),
        json!({ "name": {
            "x-type": "text", "type": "string", "minLength": 1, "maxLength": 200, "x-label": { "zh-CN": "名称", "en": "Name" },
        } }),
    );
    Json::Object(declaration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_object_begins_with_a_name() {
        let mut settings = fresh();
        settings.label.zh = "车辆".into();
        let declared = declaration(&settings);
        assert_eq!((&declared["x-label"]["en"], &declared["x-object"]["name_field"]), (&json!("车辆"), &json!("name")));
        assert_eq!(declared["required"], json!(["name"]));
    }
}
