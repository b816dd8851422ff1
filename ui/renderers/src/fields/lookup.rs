//! Another record.

use std::{collections::HashMap, rc::Rc};

use serde_json::json;
use trellis_ui_client::{Key, Tag, records, use_query};
use yew::prelude::*;

use super::{FieldInputProps, LookupInput, Renderer, Shown};
use crate::{RecordLink, Scope, use_scope};

/// Another record, as a link.
pub(super) struct Lookup;

impl Renderer for Lookup {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        picker(props)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        said(shown)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let (Some(object), Some(id)) = (shown.field.target(), shown.value.as_str()) else { return Html::default() };
        html! { <NamedRecord object={object.to_owned()} id={id.to_owned()} name={shown.name().map(str::to_owned)} /> }
    }

    fn width(&self) -> f64 {
        200.0
    }
}

/// The control that finds a record of the field's object.
pub(super) fn picker(props: &FieldInputProps) -> Html {
    let object = props.field.target().unwrap_or_default().to_owned();
    let filter = props.field.lookup.as_ref().and_then(|lookup| lookup.filter.clone());
    html! {
        <LookupInput
            {object}
            {filter}
            value={props.value.as_str().map(|id| AttrValue::from(id.to_owned()))}
            label={props.name()}
            disabled={props.disabled}
            onchange={props.onchange.clone()}
        />
    }
}

/// A record in words.
pub(super) fn said(shown: Shown<'_>) -> String {
    shown.name().or(shown.value.as_str()).unwrap_or_default().to_owned()
}

#[derive(Properties, PartialEq)]
struct NamedRecordProps {
    object: String,
    id: String,
    name: Option<String>,
}

/// A link to a record by its name. A name that did not come along, as in lines, is looked up.
#[component]
fn NamedRecord(props: &NamedRecordProps) -> Html {
    let unknown = props.name.is_none().then(|| props.id.clone()).into_iter().collect();
    let labels = use_labels(props.object.clone(), unknown);
    let label = props.name.clone().or_else(|| labels.get(&props.id).cloned()).map(AttrValue::from);
    html! { <RecordLink object={props.object.clone()} id={props.id.clone()} {label} /> }
}

/// Names by id.
pub type LabelOf = Rc<HashMap<String, String>>;

/// The names of some records, for places that know ids alone, such as a filter from an address.
#[hook]
pub fn use_labels(object: String, ids: Vec<String>) -> LabelOf {
    let scope = use_scope();
    let name = scope.meta.info(&object).map_or("name", |info| info.options.name_field.as_str()).to_owned();
    let wanted: Vec<String> = ids.into_iter().filter(|id| id.len() == 36).take(100).collect();
    let query = records::ListQuery {
        filter: Some(json!({ "id": { "in": wanted } })),
        fields: vec!["id".into(), name.clone()],
        limit: 100,
        ..records::ListQuery::default()
    };
    let key = Key::new(format!("labels {}", query.path(&object)), [Tag::Records(object.clone())]).when(!wanted.is_empty());
    let found = use_query(key, move || {
        let (object, query, name) = (object.clone(), query.clone(), name.clone());
        async move {
            let page = records::list(&object, &query).await?;
            let pairs = page.items.iter().filter_map(|row| Some((row.id().to_owned(), row.text(&name)?.to_owned())));
            Ok(pairs.collect::<HashMap<_, _>>())
        }
    });
    found.data.unwrap_or_default()
}
