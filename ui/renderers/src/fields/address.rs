//! A postal address.

use serde_json::json;
use trellis_model::{Json, JsonMap};
use trellis_ui_kit::{FieldInfo, TextInput, t, use_field};
use yew::prelude::*;

use super::{
    Edit, FieldInputProps, Place, Renderer, Shown,
    cascade::{PathInput, PathView, codes, path},
    dictionary::known,
    format::is_empty,
};
use crate::{Scope, use_scope};

/// A postal address: region, what follows it, postcode.
pub(super) struct Address;

impl Renderer for Address {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <AddressInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        // A filter names one region by its code.
        if let Some(code) = shown.value.as_str() {
            let region = shown.field.picklist.as_deref().and_then(|name| known(shown.scope, name));
            return region.map_or_else(|| code.to_owned(), |region| region.words(&region.path(code)));
        }
        let region = path(part(shown.value, "region"));
        let words = match shown.field.picklist.as_deref().and_then(|name| known(shown.scope, name)) {
            Some(branches) => branches.words(&region).replace(" / ", shown.scope.i18n.pick("", " ")),
            None => String::new(),
        };
        let said = [words.as_str(), text(shown.value, "detail"), text(shown.value, "postcode")];
        said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let region = html! {
            <PathView picklist={shown.field.picklist.clone()} value={path(part(shown.value, "region"))} after={text(shown.value, "detail").to_owned()} />
        };
        let postcode = text(shown.value, "postcode");
        if shown.place == Place::Cell || postcode.is_empty() {
            return region;
        }
        html! { <span class="r-address">{ region }<span class="u-muted">{ postcode.to_owned() }</span></span> }
    }

    fn width(&self) -> f64 {
        240.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}

/// Region, detail and postcode side by side; on a narrow screen one below the other.
#[component]
fn AddressInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let field = use_field();
    let set = |key: &'static str| {
        let (value, onchange) = (props.value.clone(), props.onchange.clone());
        Callback::from(move |given: Json| onchange.emit(Edit::value(with(&value, key, given))))
    };
    let typed = |key: &'static str| set(key).reform(|typed: String| if typed.is_empty() { Json::Null } else { typed.into() });
    let inner = |key: &str| FieldInfo { id: format!("{}-{key}", field.id).into(), ..field.clone() };
    html! {
        <div class="r-address-input">
            <PathInput
                picklist={props.field.picklist.clone()}
                value={path(part(&props.value, "region"))}
                label={t!(scope.i18n, "field-address-region")}
                placeholder={t!(scope.i18n, "field-address-region")}
                disabled={props.disabled}
                onchange={set("region").reform(|path: Vec<AttrValue>| codes(&path))}
            />
            <ContextProvider<FieldInfo> context={inner("detail")}>
                <TextInput label={t!(scope.i18n, "field-address-detail")} placeholder={t!(scope.i18n, "field-address-detail")} max_length={Some(200)} value={text(&props.value, "detail").to_owned()} disabled={props.disabled} oninput={typed("detail")} onblur={props.left()} />
            </ContextProvider<FieldInfo>>
            <ContextProvider<FieldInfo> context={inner("postcode")}>
                <TextInput label={t!(scope.i18n, "field-address-postcode")} placeholder={t!(scope.i18n, "field-address-postcode")} max_length={Some(12)} value={text(&props.value, "postcode").to_owned()} disabled={props.disabled} oninput={typed("postcode")} onblur={props.left()} />
            </ContextProvider<FieldInfo>>
        </div>
    }
}

fn part<'a>(value: &'a Json, key: &str) -> &'a Json {
    value.get(key).unwrap_or(&Json::Null)
}

fn text<'a>(value: &'a Json, key: &str) -> &'a str {
    part(value, key).as_str().unwrap_or_default()
}

/// The address with one part changed; one without any part is no value. What is not shown here stays.
fn with(value: &Json, key: &str, given: Json) -> Json {
    let mut parts: JsonMap = value.as_object().cloned().unwrap_or_default();
    parts.insert(key.to_owned(), given);
    parts.retain(|_, value| !is_empty(value));
    if parts.is_empty() { Json::Null } else { json!(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_parts_is_none_and_coordinates_stay() {
        let address = json!({ "detail": "x", "coordinates": { "lng": 1, "lat": 2 } });
        assert_eq!(with(&address, "detail", Json::Null), json!({ "coordinates": { "lng": 1, "lat": 2 } }));
        assert_eq!(with(&json!({ "detail": "x" }), "detail", Json::Null), Json::Null);
        assert_eq!(with(&Json::Null, "region", json!(["33"])), json!({ "region": ["33"] }));
    }
}
