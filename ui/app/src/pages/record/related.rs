//! The records that look this one up: as short cards beside it, and as tables in full.

use std::rc::Rc;

use serde_json::json;
use trellis_model::{FieldKind, Json, JsonMap, layout::RelatedList, view::Column};
use trellis_ui_client::{Key, Row, Tag, records, use_query};
use trellis_ui_kit::{Card, IconButton, Size, Skeleton, t};
use trellis_ui_renderers::{
    Failure, RecordLink, Scope,
    fields::{Place, view},
    forms::{CreateDrawer, Start},
    use_scope,
    views::RecordTable,
};
use yew::prelude::*;

use super::edit::name_of;

/// Rows of a card, and of a table.
const SHORT: u32 = 5;
const LONG: u32 = 50;

/// Properties of [`Related`].
#[derive(Properties, PartialEq)]
pub struct RelatedProps {
    /// The object of the record that is looked up.
    pub object: AttrValue,
    /// The record.
    pub row: Row,
    /// The list.
    pub list: RelatedList,
    /// A card instead of a table.
    #[prop_or_default]
    pub short: bool,
}

/// A related list with a button to add to it.
#[component]
pub fn Related(props: &RelatedProps) -> Html {
    let scope = use_scope();
    let creating = use_state_eq(|| false);
    let (other, lookup) = parts(&props.list);
    let info = scope.meta.info(&other).cloned();
    let query = records::ListQuery {
        fields: scope.meta.with_labels(&other, props.list.columns.iter().map(String::as_str)),
        limit: if props.short { SHORT } else { LONG },
        count: true,
        ..records::ListQuery::default()
    };
    let id = AttrValue::from(props.row.id().to_owned());
    let key =
        Key::new(format!("related {} {id} {} {}", props.object, props.list.relation, query.path(&other)), [Tag::Records(other.clone())]);
    let found = {
        let (object, id, relation, query) = (props.object.clone(), id.clone(), props.list.relation.clone(), query.clone());
        use_query(key.when(info.is_some()), move || {
            let (object, id, relation, query) = (object.clone(), id.clone(), relation.clone(), query.clone());
            async move { records::related(&object, &id, &relation, &query).await }
        })
    };
    // An object that the person may not see has no list here.
    let Some(info) = info else { return Html::default() };
    let label = props.list.label.as_ref().map_or_else(|| scope.label(&info.label), |label| scope.label(label));
    let count = found.data.as_ref().and_then(|page| page.count).map(|count| count.value);
    let title = count.map_or_else(|| label.clone(), |count| AttrValue::from(format!("{label}  {count}")));
    let set = |open: bool| {
        let creating = creating.setter();
        Callback::from(move |()| creating.set(open))
    };
    let add = scope.meta.can(&other, "create").then(|| {
        let text = t!(scope.i18n, "form-create-object", object = scope.label(&info.label));
        html! { <IconButton label={text} icon="plus" size={Size::Small} onclick={set(true).reform(|_: MouseEvent| ())} /> }
    });
    let rows: Rc<[Row]> = found.data.as_ref().map(|page| page.items.clone().into()).unwrap_or_default();
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
        (None, None) => html! { <Skeleton lines={3} /> },
        (Some(_), _) if rows.is_empty() => html! { <p class="p-related__none">{ t!(scope.i18n, "related-empty", object = &label) }</p> },
        (Some(_), _) if props.short => {
            html! { <ul class="p-related">{ for rows.iter().map(|row| line(&scope, &other, &props.list, row)) }</ul> }
        }
        (Some(_), _) => {
            let columns = props.list.columns.iter().map(|field| Column { field: field.clone(), width: None });
            html! { <RecordTable object={other.clone()} label={label.clone()} columns={columns.collect::<Vec<_>>()} {rows} natural_height={true} /> }
        }
    };
    let start = start(&scope, &props.object, &props.row, &other, &lookup);
    html! {
        <>
            <Card {title} actions={add.unwrap_or_default()} flush={true}>{ body }</Card>
            if *creating {
                <CreateDrawer object={other} {start} onclose={set(false)} oncreated={Callback::noop()} />
            }
        </>
    }
}

/// The other object and its lookup field.
pub fn parts(list: &RelatedList) -> (String, String) {
    let (object, field) = list.relation.split_once('.').unwrap_or((&list.relation, ""));
    (object.to_owned(), field.to_owned())
}

/// What a new record of the list begins with: this record, looked up.
pub fn start(scope: &Scope, object: &str, row: &Row, other: &str, lookup: &str) -> Start {
    let is_any = scope.meta.field(other, lookup).is_some_and(|field| field.kind == FieldKind::AnyLookup);
    let value = if is_any { json!({ "object": object, "id": row.id() }) } else { Json::from(row.id()) };
    let label = name_of(scope, object, row).to_string();
    Start { values: JsonMap::from_iter([(lookup.to_owned(), value)]), labels: [(lookup.to_owned(), label.into())].into() }
}

/// One record of a card: its name, and the two next columns.
fn line(scope: &Scope, object: &str, list: &RelatedList, row: &Row) -> Html {
    let name_field = scope.meta.info(object).map_or("name", |info| info.options.name_field.as_str());
    let others = list.columns.iter().filter(|column| *column != name_field).take(2);
    let value = |path: &String| Some(view(scope, scope.meta.field(object, path)?, path, row, Place::Cell));
    html! {
        <li class="p-related__row">
            <RecordLink object={object.to_owned()} id={row.id().to_owned()} label={name_of(scope, object, row)} />
            <div class="p-related__values">{ for others.filter_map(value) }</div>
        </li>
    }
}
