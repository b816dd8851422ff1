//! The screens of the preview. The metadata around them is the draft's; the records are asked of what is published.

use std::rc::Rc;

use trellis_model::{
    ListView, Schema,
    action::Placement,
    layout::RelatedList,
    view::{Column, ViewKind},
};
use trellis_ui_client::{Key, Meta, Query, Row, Tag, records, use_query};
use trellis_ui_kit::{Button, ButtonKind, Card, Choice, EmptyState, Field as Shell, Select, Skeleton, Tab, Tabs, t};
use trellis_ui_renderers::{
    Failure, Scope,
    actions::{offered, use_me},
    forms::{FormBody, Saved, Start, sections, tabs, use_record_form},
    layouts::{RecordDetails, RecordPath},
    use_scope,
    views::{Calendar, Kanban, RecordTable},
};
use yew::prelude::*;

use super::bridge::Bridge;
use crate::pages::record::{Figures, Header};

/// Rows of a list, and of a related one.
const ROWS: u32 = 50;

/// Properties of [`ListScreen`].
#[derive(Properties, PartialEq)]
pub struct ListScreenProps {
    /// The object.
    pub object: AttrValue,
    /// What is published.
    pub published: Meta,
}

/// A list view, with the records that it finds now.
#[component]
pub fn ListScreen(props: &ListScreenProps) -> Html {
    let scope = use_scope();
    let chosen = use_state_eq(|| None::<AttrValue>);
    let object = props.object.clone();
    let views = scope.meta.info(&object).map(|info| info.views.clone()).unwrap_or_default();
    // Everything says more than one's own, when nobody has asked for either.
    let usual = || views.iter().find(|view| view.name == "all").or(views.first());
    let view = views.iter().find(|view| chosen.as_deref() == Some(&view.name)).or_else(usual).cloned();
    let shown = view.clone().map(|view| listed(&scope, &props.published, &object, &view));
    let query = shown.as_ref().map(|shown| shown.query.clone()).unwrap_or_default();
    let is_known = props.published.info(&object).is_some();
    let board = shown.as_ref().and_then(|shown| shown.board.clone());
    let found = {
        let (object, query) = (object.clone(), query.clone());
        use_query(records::list_key(&object, &query).keeping().when(is_known && board.is_none()), move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let (Some(view), Some(shown)) = (view, shown) else { return Html::default() };
    let bridge = Bridge { draft: &scope.meta, published: &props.published, object: &object };
    let rows: Rc<[Row]> =
        found.data.as_ref().map(|page| page.items.iter().map(|row| bridge.row(&shown.paths, row)).collect()).unwrap_or_default();
    let options: Vec<Choice> = views.iter().map(|view| Choice::new(view.name.clone(), scope.label(&view.label))).collect();
    let onview = {
        let chosen = chosen.setter();
        Callback::from(move |name: Option<AttrValue>| chosen.set(name))
    };
    let label = scope.label(&view.label);
    let body = match (&board, found.error.clone()) {
        (Some(group), _) if view.kind == ViewKind::Calendar => {
            html! { <div class="p-list__board"><Calendar {object} group={group.clone()} {query} editable={false} /></div> }
        }
        (Some(group), _) => {
            html! { <div class="p-list__board"><Kanban {object} group={group.clone()} columns={shown.columns.clone()} {query} editable={false} /></div> }
        }
        (None, Some(error)) if found.data.is_none() => html! { <Failure {error} onretry={found.refetch.clone()} /> },
        (None, _) => {
            let empty = html! { <EmptyState title={t!(scope.i18n, "rehearsal-no-records")} small={true} /> };
            html! {
                <RecordTable {object} {label} columns={shown.columns.clone()} {rows} loading={is_known && found.is_pending()} {empty} natural_height={true} />
            }
        }
    };
    html! {
        <div class="p-rehearsal__list">
            <Shell label={t!(scope.i18n, "rehearsal-view")}>
                <Select {options} value={AttrValue::from(view.name.clone())} onchange={onview} />
            </Shell>
            if shown.is_wider {
                <p class="u-muted" role="status">{ t!(scope.i18n, "rehearsal-unfiltered") }</p>
            }
            <div class="p-rehearsal__table">{ body }</div>
        </div>
    }
}

/// A list view in the words of what is published.
struct Listed {
    query: records::ListQuery,
    columns: Vec<Column>,
    /// The paths of the draft that rows need.
    paths: Vec<String>,
    /// The grouping field of a board that can be asked for already.
    board: Option<AttrValue>,
    /// Whether the view asks for something that is not published, so that it would find less.
    is_wider: bool,
}

fn listed(scope: &Scope, published: &Meta, object: &str, view: &ListView) -> Listed {
    let bridge = Bridge { draft: &scope.meta, published, object };
    let named = |path: &str| bridge.published(path).is_some_and(|old| old == path);
    let board = view.group.clone().filter(|group| view.kind != ViewKind::Table && named(group)).map(AttrValue::from);
    // A board asks for its columns by itself.
    let columns: Vec<Column> = view.columns.iter().filter(|column| board.is_none() || named(&column.field)).cloned().collect();
    let name_field = scope.meta.object(object).map_or("name", |object| object.name_field()).to_owned();
    let paths: Vec<String> = columns.iter().map(|column| column.field.clone()).chain([name_field]).collect();
    let filter = view.filter.as_ref().and_then(|filter| bridge.filter(filter));
    let query = records::ListQuery {
        filter: filter.clone(),
        sort: view.sort.as_deref().map(|sort| bridge.sort(sort)).unwrap_or_default(),
        fields: bridge.fields(&paths),
        limit: ROWS,
        ..records::ListQuery::default()
    };
    Listed { query, columns, paths, board, is_wider: view.filter.is_some() && filter.is_none() }
}

/// Properties of [`RecordScreen`].
#[derive(Properties, PartialEq)]
pub struct RecordScreenProps {
    /// The object.
    pub object: AttrValue,
    /// What is published.
    pub published: Meta,
    /// The record.
    pub id: AttrValue,
}

/// A published record.
#[hook]
fn use_record(published: &Meta, object: &AttrValue, id: Option<&AttrValue>) -> (Option<records::Versioned>, Query<records::Versioned>) {
    let scope = use_scope();
    let bridge = Bridge { draft: &scope.meta, published, object };
    let paths = bridge.paths();
    let fields = bridge.fields(&paths);
    let asked = id.cloned().unwrap_or_default();
    let found = {
        let object = object.clone();
        use_query(records::record_key(&object, &asked, &fields).when(id.is_some()), move || {
            let (object, id, fields) = (object.clone(), asked.clone(), fields.clone());
            async move { records::get(&object, &id, &fields).await }
        })
    };
    let shown = found.data.as_ref().map(|known| records::Versioned { row: bridge.row(&paths, &known.row), etag: None });
    (shown, found)
}

/// A record's page: what can be pressed there only shows.
#[component]
pub fn RecordScreen(props: &RecordScreenProps) -> Html {
    let scope = use_scope();
    let user = use_me();
    let tab = use_state_eq(|| AttrValue::from("details"));
    let (known, found) = use_record(&props.published, &props.object, Some(&props.id));
    let object = props.object.clone();
    let Some(known) = known else {
        return match found.error {
            Some(error) => html! { <Failure {error} onretry={found.refetch} /> },
            None => html! { <Skeleton lines={8} /> },
        };
    };
    let row = known.row;
    let layout = scope.meta.object(&object).and_then(|object| object.layout()).cloned().unwrap_or_default();
    let actions = offered(&scope.meta, &object, &row, Placement::Record, &user);
    let buttons = actions.iter().map(|action| {
        let kind = if action.primary { ButtonKind::Primary } else { ButtonKind::Secondary };
        html! { <Button label={scope.label(&action.label)} icon={action.icon.clone().map(AttrValue::from)} {kind} disabled={true} /> }
    });
    let related: Vec<RelatedList> = layout
        .related
        .iter()
        .filter(|list| list.relation.split_once('.').is_some_and(|(other, _)| scope.meta.info(other).is_some()))
        .cloned()
        .collect();
    let mut tabs = vec![Tab::new("details", t!(scope.i18n, "record-details"))];
    if !related.is_empty() {
        tabs.push(Tab::new("related", t!(scope.i18n, "record-related")).with_count(related.len().to_string()));
    }
    let ontab = {
        let tab = tab.setter();
        Callback::from(move |value: AttrValue| tab.set(value))
    };
    let panel = match tab.as_str() {
        "related" => html! {
            <div class="u-stack">{ for related.iter().map(|list| html! {
                <Related key={list.relation.clone()} object={object.clone()} published={props.published.clone()} id={props.id.clone()} list={list.clone()} />
            }) }</div>
        },
        _ => html! { <div class="p-panel"><RecordDetails object={object.clone()} row={row.clone()} /></div> },
    };
    html! {
        <div class="p-record">
            <Header object={object.clone()} row={row.clone()} actions={html! { <>{ for buttons }</> }} />
            if let Some(field) = layout.path.clone() {
                <RecordPath object={object.clone()} {field} row={row.clone()} />
            }
            <Figures {object} paths={layout.highlights.clone()} {row} />
            <div class="p-record__columns" data-single="">
                <div class="p-record__main">
                    <Tabs label={t!(scope.i18n, "record-parts")} {tabs} value={(*tab).clone()} onchange={ontab}>{ panel }</Tabs>
                </div>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RelatedProps {
    object: AttrValue,
    published: Meta,
    id: AttrValue,
    list: RelatedList,
}

/// A related list with the records that are there now; one that is not published yet has none.
#[component]
fn Related(props: &RelatedProps) -> Html {
    let scope = use_scope();
    let (other, lookup) = props.list.relation.split_once('.').unwrap_or((&props.list.relation, ""));
    let other = AttrValue::from(other.to_owned());
    let bridge = Bridge { draft: &scope.meta, published: &props.published, object: &other };
    let name_field = scope.meta.object(&other).map_or("name", |object| object.name_field()).to_owned();
    let paths: Vec<String> = props.list.columns.iter().cloned().chain([name_field]).collect();
    let relation = bridge.published(lookup).map(|lookup| format!("{other}.{lookup}"));
    let query = records::ListQuery { fields: bridge.fields(&paths), limit: ROWS, ..records::ListQuery::default() };
    let key = format!("rehearsed {} {} {relation:?} {}", props.object, props.id, query.path(&other));
    let found = {
        let (object, id, relation) = (props.object.clone(), props.id.clone(), relation.clone().unwrap_or_default());
        use_query(Key::new(key, [Tag::Records(other.to_string())]).when(!relation.is_empty()), move || {
            let (object, id, relation, query) = (object.clone(), id.clone(), relation.clone(), query.clone());
            async move { records::related(&object, &id, &relation, &query).await }
        })
    };
    let label = match (&props.list.label, scope.meta.info(&other)) {
        (Some(label), _) => scope.label(label),
        (None, info) => info.map(|info| scope.label(&info.label)).unwrap_or_default(),
    };
    let rows: Rc<[Row]> =
        found.data.as_ref().map(|page| page.items.iter().map(|row| bridge.row(&paths, row)).collect()).unwrap_or_default();
    let columns: Vec<Column> = props.list.columns.iter().map(|field| Column { field: field.clone(), width: None }).collect();
    let body = match found.error.clone().filter(|_| found.data.is_none()) {
        Some(error) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
        None => {
            let empty = html! { <p class="p-related__none">{ t!(scope.i18n, "related-empty", object = &label) }</p> };
            html! { <RecordTable object={other.clone()} label={label.clone()} {columns} {rows} {empty} natural_height={true} /> }
        }
    };
    html! { <Card title={label} flush={true}>{ body }</Card> }
}

/// Properties of [`FormScreen`].
#[derive(Properties, PartialEq)]
pub struct FormScreenProps {
    /// The object.
    pub object: AttrValue,
    /// What is published.
    pub published: Meta,
    /// The record that is changed; a new one without.
    pub id: Option<AttrValue>,
}

/// The form, to be tried: conditions, defaults and formulas work, and nothing is sent.
#[component]
pub fn FormScreen(props: &FormScreenProps) -> Html {
    let (known, found) = use_record(&props.published, &props.object, props.id.as_ref());
    match (known, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) if props.id.is_some() => html! { <Skeleton lines={8} /> },
        (known, _) => html! { <TriedForm object={props.object.clone()} {known} /> },
    }
}

#[derive(Properties, PartialEq)]
struct TriedFormProps {
    object: AttrValue,
    known: Option<records::Versioned>,
}

#[component]
fn TriedForm(props: &TriedFormProps) -> Html {
    let scope = use_scope();
    let is_new = props.known.is_none();
    // Nothing in this page asks the form to be saved.
    let record = use_record_form(props.object.clone(), props.known.clone(), Start::default(), Callback::from(|_: Saved| ()));
    let Some(object) = scope.meta.object(&props.object) else { return Html::default() };
    let sections = object.layout().map(|layout| sections(&scope, object, layout, is_new)).unwrap_or_default();
    let tabs = object.layout().map(|layout| tabs(&scope, layout)).unwrap_or_default();
    let row = props.known.as_ref().map(|known| known.row.clone()).unwrap_or_default();
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    html! {
        <form class="p-rehearsal__form" {onsubmit} novalidate={true}>
            <div class="p-panel"><FormBody form={record.form.clone()} {sections} {tabs} {row} /></div>
            <p class="u-muted">{ t!(scope.i18n, "rehearsal-form-text") }</p>
        </form>
    }
}
