//! The list as people will see it, by the renderer that they will see it by, with real records.

use std::rc::Rc;

use trellis_model::{
    Json, ListView, Schema,
    view::{Column, ViewKind},
};
use trellis_ui_client::{Meta, Row, records, use_query};
use trellis_ui_kit::{EmptyState, Icon, dom::use_debounced, t};
use trellis_ui_renderers::{
    Failure, use_scope,
    views::{Calendar, Kanban, RecordTable},
};
use yew::prelude::*;

use super::{
    icon,
    model::{keys, known_part, sort},
    parts::group_message,
};

/// Rows that are enough to see what a list is like.
const ROWS: u32 = 20;
/// How long editing must rest before records are asked for, in milliseconds.
const REST: i32 = 300;

/// Properties of [`Preview`].
#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    /// The object.
    pub object: AttrValue,
    /// The view, complete: with the columns and the order that it will have.
    pub view: ListView,
    /// What is published: records can be asked for that much.
    pub published: Meta,
    /// Hears another width of a column, while it can be edited.
    pub onwidth: Option<Callback<(AttrValue, f64)>>,
    /// Hears another order, while it can be edited.
    pub onsort: Option<Callback<String>>,
}

/// What of a view can be asked of records as they are published.
#[derive(Debug, Clone, PartialEq, Default)]
struct Asked {
    filter: Option<Json>,
    sort: String,
    fields: Vec<String>,
    /// Whether some condition had to be left out.
    partial: bool,
}

fn asked(published: &Meta, object: &str, view: &ListView) -> Asked {
    let known = |path: &str| published.field(object, path).is_some();
    let (filter, partial) = view.filter.as_ref().map_or((None, false), |filter| known_part(filter, &known));
    let kept: Vec<(String, bool)> = keys(view.sort.as_deref().unwrap_or_default()).into_iter().filter(|(path, _)| known(path)).collect();
    let fields = published.with_labels(object, view.columns.iter().map(|column| column.field.as_str()));
    Asked { filter, sort: sort(&kept), fields, partial }
}

/// The list. What is not published yet has no values to show.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let scope = use_scope();
    let (object, view) = (props.object.clone(), &props.view);
    let is_published = props.published.info(&object).is_some();
    let wanted = asked(&props.published, &object, view);
    let now = use_state_eq(|| wanted.clone());
    let settle = use_debounced(REST, {
        let now = now.setter();
        Callback::from(move |asked: Asked| now.set(asked))
    });
    use_effect_with(wanted, move |wanted| settle.emit(wanted.clone()));
    let query = records::ListQuery {
        filter: now.filter.clone(),
        sort: now.sort.clone(),
        fields: now.fields.clone(),
        limit: ROWS,
        count: true,
        ..records::ListQuery::default()
    };
    let is_board = view.kind != ViewKind::Table;
    let found = {
        let (object, query) = (object.clone(), query.clone());
        use_query(records::list_key(&object, &query).keeping().when(is_published && !is_board), move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let missing = |path: &str| scope.meta.field(&object, path).is_some() && props.published.field(&object, path).is_none();
    let unpublished: Vec<AttrValue> = view
        .columns
        .iter()
        .filter(|column| is_published && missing(&column.field))
        .filter_map(|column| scope.meta.field(&object, &column.field).map(|field| scope.label(&field.label)))
        .collect();
    let label = scope.label(&view.label);
    let columns: Vec<Column> = view.columns.iter().filter(|column| scope.meta.field(&object, &column.field).is_some()).cloned().collect();
    let total = found.data.as_ref().and_then(|page| page.count).filter(|_| !is_board);
    let group = view.group.clone().filter(|group| scope.meta.object(&object).is_some_and(|object| object.field(group).is_some()));
    let body = match group {
        _ if !is_published => html! {
            <RecordTable object={object.clone()} label={label.clone()} {columns} rows={Rc::<[Row]>::default()} sort={view.sort.clone().unwrap_or_default()} empty={html! {
                <EmptyState icon="rocket" title={t!(scope.i18n, "views-preview-new")} text={t!(scope.i18n, "views-preview-new-text")} small={true} />
            }} onwidth={props.onwidth.clone()} />
        },
        None if is_board => {
            let said = |message: &str| t!(scope.i18n, &group_message(view.kind, message));
            html! { <EmptyState icon={icon(view.kind)} title={said("preview")} text={said("help")} small={true} /> }
        }
        Some(group) if is_board && missing(&group) => html! {
            <EmptyState icon="rocket" title={t!(scope.i18n, "views-preview-group-new")} text={t!(scope.i18n, "views-preview-group-new-text")} small={true} />
        },
        Some(group) if view.kind == ViewKind::Calendar => html! {
            <div class="p-list__board"><Calendar key={group.clone()} object={object.clone()} group={group.clone()} {query} editable={false} /></div>
        },
        Some(group) if is_board => html! {
            <div class="p-list__board"><Kanban key={group.clone()} object={object.clone()} group={group.clone()} {columns} {query} editable={false} /></div>
        },
        _ => match found.error.clone().filter(|_| found.data.is_none()) {
            Some(error) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
            None => html! {
                <RecordTable
                    object={object.clone()}
                    label={label.clone()}
                    {columns}
                    rows={found.data.as_ref().map(|page| Rc::<[Row]>::from(page.items.clone())).unwrap_or_default()}
                    loading={found.is_pending()}
                    sort={view.sort.clone().unwrap_or_default()}
                    onsort={props.onsort.clone()}
                    onopen={Callback::noop()}
                    onwidth={props.onwidth.clone().or_else(|| Some(Callback::noop()))}
                    empty={html! { <EmptyState icon="search" title={t!(scope.i18n, "views-preview-empty")} text={t!(scope.i18n, "views-preview-empty-text")} small={true} /> }}
                />
            },
        },
    };
    let note = |text: AttrValue| html! { <li><Icon name="info" size={14} />{ text }</li> };
    html! {
        <section class="p-views__preview" aria-label={t!(scope.i18n, "views-preview")}>
            <header class="p-views__head">
                <h2 class="u-ellipsis">{ if label.is_empty() { t!(scope.i18n, "views-new") } else { label } }</h2>
                <span class="u-grow" />
                <span class="u-muted" role="status">
                    if let Some(total) = total {
                        { t!(scope.i18n, "views-preview-count", count = total.value, more = if total.exact { "" } else { "+" }) }
                    }
                </span>
            </header>
            if !unpublished.is_empty() || now.partial {
                <ul class="p-views__notes">
                    if !unpublished.is_empty() {
                        { note(t!(scope.i18n, "views-preview-unpublished", fields = unpublished.join(scope.i18n.pick("、", ", ")))) }
                    }
                    if now.partial {
                        { note(t!(scope.i18n, "views-preview-partial")) }
                    }
                </ul>
            }
            <div class="p-views__body">{ body }</div>
        </section>
    }
}
