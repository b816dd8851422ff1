//! Records that may be the same as the one being entered, shown while typing.

use serde_json::json;
use trellis_model::{Json, JsonMap, Object, Schema};
use trellis_ui_client::{Key, Row, Tag, records, use_query};
use trellis_ui_kit::{Icon, dom::use_debounced, t};
use yew::prelude::*;

use crate::{RecordLink, fields::format::is_empty, use_scope};

/// How long typing must rest, in milliseconds.
const REST: i32 = 400;

/// Properties of [`Duplicates`].
#[derive(Properties, PartialEq)]
pub struct DuplicatesProps {
    /// The object.
    pub object: AttrValue,
    /// What has been entered so far.
    pub values: JsonMap,
    /// The record itself, which is no duplicate of itself.
    #[prop_or_default]
    pub except: Option<AttrValue>,
}

/// A hint with links to records that have the same name, phone or whatever the object declares.
#[component]
pub fn Duplicates(props: &DuplicatesProps) -> Html {
    let scope = use_scope();
    let asked = use_state_eq(|| None::<Json>);
    let filter = scope.meta.object(&props.object).and_then(|object| same_as(object, &props.values));
    let settle = use_debounced(REST, {
        let asked = asked.setter();
        Callback::from(move |filter: Option<Json>| asked.set(filter))
    });
    use_effect_with(filter, move |filter| settle.emit(filter.clone()));
    let name = scope.meta.info(&props.object).map_or("name", |info| info.options.name_field.as_str()).to_owned();
    let query = records::ListQuery { filter: (*asked).clone(), fields: vec!["id".into(), name.clone()], limit: 4, ..Default::default() };
    let key = Key::new(query.path(&props.object), [Tag::Records(props.object.to_string())]).when(asked.is_some());
    let found = {
        let object = props.object.clone();
        use_query(key, move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let others: Vec<Row> = found.data.iter().flat_map(|page| page.items.iter().cloned()).collect();
    let others: Vec<&Row> = others.iter().filter(|row| props.except.as_deref() != Some(row.id())).collect();
    if others.is_empty() || asked.is_none() {
        return Html::default();
    }
    html! {
        <div class="r-duplicates" role="status">
            <Icon name="copy" size={14} />
            <span>{ t!(scope.i18n, "form-duplicates", count = others.len()) }</span>
            { for others.into_iter().map(|row| html! {
                <RecordLink object={props.object.clone()} id={row.id().to_owned()} label={row.text(&name).map(|label| AttrValue::from(label.to_owned()))} />
            }) }
        </div>
    }
}

/// The filter of records that agree in one of the object's sets of fields, as far as they have been entered.
fn same_as(object: &Object, values: &JsonMap) -> Option<Json> {
    let value = |name: &String| values.get(name).filter(|value| !is_empty(value));
    let same = |set: &Vec<String>| {
        let parts: Option<Vec<Json>> = set.iter().map(|name| Some(json!({ name.as_str(): { "eq": value(name)? } }))).collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| json!({ "and": parts }))
    };
    let sets: Vec<Json> = object.options.duplicates.iter().filter_map(same).collect();
    (!sets.is_empty()).then(|| json!({ "or": sets }))
}

#[cfg(test)]
mod tests {
    use trellis_model::{Label, object::Options};

    use super::*;

    #[test]
    fn only_whole_sets_are_looked_for() {
        let options = Options {
            name_field: "name".into(),
            duplicates: vec![vec!["name".into()], vec!["customer".into(), "phone".into()]],
            ..Options::default()
        };
        let object = Object::new("contact", Label::default(), "sales", options, Vec::new());
        let values = |json: Json| json.as_object().cloned().unwrap_or_default();
        assert_eq!(same_as(&object, &values(json!({ "phone": "1" }))), None);
        let filter = same_as(&object, &values(json!({ "name": "甲", "phone": "1" })));
        assert_eq!(filter, Some(json!({ "or": [{ "and": [{ "name": { "eq": "甲" } }] }] })));
    }
}
