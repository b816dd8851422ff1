//! A record of one of several objects.

use serde_json::json;
use trellis_model::{Field, Json, Schema};
use trellis_ui_kit::{Choice, Icon, Select};
use yew::prelude::*;

use super::{Edit, FieldInputProps, LookupInput, Renderer, Shown};
use crate::{RecordLink, Scope, use_scope};

/// A record of one of several objects.
pub(super) struct AnyLookup;

impl Renderer for AnyLookup {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <AnyLookupInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let (_, id) = target(shown.value);
        shown.name().or(id).unwrap_or_default().to_owned()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let (Some(object), Some(id)) = target(shown.value) else { return Html::default() };
        let info = shown.scope.meta.info(object);
        let label = shown.name().map(|label| AttrValue::from(label.to_owned()));
        html! {
            <span class="r-person">
                if let Some(info) = info {
                    <Icon name={info.options.icon.clone()} label={shown.scope.label(&info.label)} />
                }
                <RecordLink object={object.to_owned()} id={id.to_owned()} {label} />
            </span>
        }
    }

    fn width(&self) -> f64 {
        200.0
    }
}

/// Object and id of a reference.
fn target(value: &Json) -> (Option<&str>, Option<&str>) {
    (value.get("object").and_then(Json::as_str), value.get("id").and_then(Json::as_str))
}

/// First the object, then its record.
#[component]
fn AnyLookupInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let (object, id) = target(&props.value);
    let objects = objects(&props.field);
    let chosen = use_state_eq(|| None::<AttrValue>);
    let current = object.map(|object| AttrValue::from(object.to_owned())).or_else(|| (*chosen).clone());
    let current = current.unwrap_or_else(|| objects.first().cloned().unwrap_or_default().into());
    let options = objects.iter().filter_map(|name| {
        let info = scope.meta.object(name)?;
        Some(Choice::new(name.clone(), scope.label(&info.label)).with_icon(info.options.icon.clone()))
    });
    let onobject = {
        let (chosen, onchange) = (chosen.setter(), props.onchange.clone());
        Callback::from(move |object: Option<AttrValue>| {
            chosen.set(object);
            onchange.emit(Edit::default());
        })
    };
    let onchange = {
        let object = current.clone();
        props.onchange.reform(move |edit: Edit| match edit.value {
            Json::String(id) => Edit { label: edit.label, ..Edit::value(json!({ "object": object.as_str(), "id": id })) },
            _ => Edit::default(),
        })
    };
    html! {
        <div class="r-any-lookup">
            <Select options={options.collect::<Vec<_>>()} value={current.clone()} onchange={onobject} disabled={props.disabled} />
            <LookupInput
                object={current}
                value={id.map(|id| AttrValue::from(id.to_owned()))}
                label={props.name()}
                disabled={props.disabled}
                {onchange}
            />
        </div>
    }
}

fn objects(field: &Field) -> Vec<String> {
    field.lookup.as_ref().map(|lookup| lookup.objects.clone()).unwrap_or_default()
}
