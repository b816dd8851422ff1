//! The first page after signing in: one's own newest records of the objects that one works with.

use std::rc::Rc;

use trellis_model::{view::Column, wire::ObjectInfo};
use trellis_ui_client::{Key, Row, Tag, records, use_query};
use trellis_ui_kit::{Card, EmptyState, Skeleton, t};
use trellis_ui_renderers::{Failure, Link, use_scope, views::RecordTable};
use yew::prelude::*;

use crate::workspace::use_crumbs;

/// Cards of the page, rows of a card, columns of a row.
const CARDS: usize = 6;
const ROWS: u32 = 5;
const COLUMNS: usize = 4;

/// A card an object: whatever has owners and a scene of one's own, in the order of the rail.
#[component]
pub fn HomePage() -> Html {
    let scope = use_scope();
    let title = t!(scope.i18n, "shell-home");
    use_crumbs(vec![(title.clone(), None)]);
    let is_mine =
        |info: &&ObjectInfo| info.options.owned && scope.meta.can(&info.name, "view") && info.views.iter().any(|view| view.name == "mine");
    let names = scope.meta.infos().iter().filter(is_mine).take(CARDS).map(|info| info.name.clone());
    html! {
        <div class="p-home">
            <h1 class="p-home__title">{ title }</h1>
            <div class="p-home__grid">{ for names.map(|object| html! { <Mine key={object.as_str()} object={object.clone()} /> }) }</div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MineProps {
    object: AttrValue,
}

/// One's own newest records of an object.
#[component]
fn Mine(props: &MineProps) -> Html {
    let scope = use_scope();
    let info = scope.meta.info(&props.object).cloned();
    let columns: Vec<Column> = info
        .iter()
        .flat_map(|info| info.views.iter().find(|view| view.name == "mine"))
        .flat_map(|view| view.columns.iter().filter(|column| column.field != "owner").take(COLUMNS).cloned())
        .collect();
    let query = records::ListQuery {
        view: Some("mine".to_owned()),
        fields: scope.meta.with_labels(&props.object, columns.iter().map(|column| column.field.as_str())),
        limit: ROWS,
        count: true,
        ..records::ListQuery::default()
    };
    let key = Key::new(query.path(&props.object), [Tag::Records(props.object.to_string())]);
    let found = {
        let object = props.object.clone();
        use_query(key, move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let Some(info) = info else { return Html::default() };
    let label = scope.label(&info.label);
    let count = found.data.as_ref().and_then(|page| page.count).map(|count| count.value);
    let title = count.map_or_else(|| label.clone(), |count| AttrValue::from(format!("{label}  {count}")));
    let rows: Rc<[Row]> = found.data.as_ref().map(|page| page.items.clone().into()).unwrap_or_default();
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
        (None, None) => html! { <Skeleton lines={4} /> },
        (Some(_), _) if rows.is_empty() => {
            html! { <EmptyState icon={info.options.icon.clone()} title={t!(scope.i18n, "list-empty", object = &label)} small={true} /> }
        }
        (Some(_), _) => html! { <RecordTable object={props.object.clone()} {label} {columns} {rows} natural_height={true} /> },
    };
    let all = html! { <Link href={format!("/o/{}", props.object)} class="p-home__all">{ t!(scope.i18n, "list-open") }</Link> };
    html! { <Card {title} actions={all} flush={true}>{ body }</Card> }
}
