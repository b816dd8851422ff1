//! What happened to a record, newest first, in words.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Json};
use trellis_ui_client::{Key, Tag, records, records::Change, use_query};
use trellis_ui_kit::{Button, EmptyState, Skeleton, Timeline, TimelineItem, t};
use trellis_ui_renderers::{
    Failure, Scope,
    fields::{
        Place,
        format::{codes, is_empty},
        shown_value, text, use_labels,
    },
    use_scope,
};
use yew::prelude::*;

/// Fields that change with every change and say nothing by themselves.
const SILENT: &[&str] = &["version", "updated_at", "updated_by"];

/// Properties of [`History`].
#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    /// The object.
    pub object: AttrValue,
    /// The record's id.
    pub id: AttrValue,
}

/// The changes of a record; older ones come on request.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let pages = use_state_eq(|| vec![None::<String>]);
    let more = {
        let pages = pages.clone();
        Callback::from(move |cursor: String| {
            let mut longer = (*pages).clone();
            longer.push(Some(cursor));
            pages.set(longer);
        })
    };
    let last = pages.len() - 1;
    html! {
        <div class="p-history">
            { for pages.iter().enumerate().map(|(at, cursor)| html! {
                <HistoryOf object={props.object.clone()} id={props.id.clone()} cursor={cursor.clone()} onmore={(at == last).then(|| more.clone())} />
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct HistoryOfProps {
    object: AttrValue,
    id: AttrValue,
    cursor: Option<String>,
    onmore: Option<Callback<String>>,
}

#[component]
fn HistoryOf(props: &HistoryOfProps) -> Html {
    let scope = use_scope();
    let (object, id, cursor) = (props.object.clone(), props.id.clone(), props.cursor.clone());
    let key = Key::new(format!("history {object} {id} {cursor:?}"), [Tag::Record(object.to_string(), id.to_string())]);
    let found = use_query(key, move || {
        let (object, id, cursor) = (object.clone(), id.clone(), cursor.clone());
        async move { records::history(&object, &id, cursor.as_deref()).await }
    });
    match (found.data, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(page), _) if page.items.is_empty() => {
            html! { <EmptyState icon="history" title={t!(scope.i18n, "history-empty")} small={true} /> }
        }
        (Some(page), _) => {
            let more = props.onmore.clone().zip(page.next.clone()).map(|(onmore, next)| {
                let onclick = Callback::from(move |_: MouseEvent| onmore.emit(next.clone()));
                html! { <Button label={t!(scope.i18n, "history-more")} {onclick} /> }
            });
            html! {
                <>
                    <Timeline>{ for page.items.iter().map(|change| entry(&scope, &props.object, change)) }</Timeline>
                    { more }
                </>
            }
        }
    }
}

fn entry(scope: &Scope, object: &AttrValue, change: &Rc<Change>) -> Html {
    let (icon, color) = match change.op.as_str() {
        "create" => ("plus", "green"),
        "delete" => ("trash-2", "red"),
        "restore" => ("rotate-ccw", "teal"),
        "team" => ("users", "violet"),
        _ => ("pencil", "blue"),
    };
    let did = match (&change.action, change.op.as_str()) {
        (Some(action), _) => {
            let named = scope.meta.info(object).and_then(|info| info.actions.iter().find(|known| known.name == *action));
            named.map_or_else(|| action.clone().into(), |action| scope.label(&action.label))
        }
        (None, op @ ("create" | "delete" | "restore" | "team")) => t!(scope.i18n, &format!("history-{op}")),
        (None, _) => t!(scope.i18n, "history-update"),
    };
    let who = change.by_name.clone().map_or_else(|| t!(scope.i18n, "history-system"), AttrValue::from);
    let title = html! { <><strong class="p-history__who">{ who }</strong>{ " " }{ did }</> };
    // What a record began with is on its page; only what changed since is told.
    let shown = change.changes.iter().filter(|it| change.op == "update" && !SILENT.contains(&it.field.as_str()));
    let line = |change: &records::FieldChange| {
        let field = scope.meta.field(object, &change.field)?;
        Some(html! {
            <li class="p-history__change">
                <span class="u-muted">{ scope.label(&field.label) }</span>
                <span class="p-history__before"><Value field={field.clone()} value={change.before.clone()} /></span>
                <span aria-label={t!(scope.i18n, "history-to")}>{ "→" }</span>
                <Value field={field.clone()} value={change.after.clone()} />
            </li>
        })
    };
    let lines: Vec<Html> = shown.filter_map(line).collect();
    let (time, at) = (scope.i18n.relative(&change.at), change.at.clone());
    if lines.is_empty() {
        return html! { <TimelineItem key={change.seq} {icon} {color} {title} {time} {at} /> };
    }
    html! {
        <TimelineItem key={change.seq} {icon} {color} {title} {time} {at}><ul class="p-history__changes">{ lines }</ul></TimelineItem>
    }
}

#[derive(Properties, PartialEq)]
struct ValueProps {
    field: Field,
    value: Json,
}

/// A value as it was; the names of records are looked up.
#[component]
fn Value(props: &ValueProps) -> Html {
    let scope = use_scope();
    let (target, ids) = named_by(&props.field, &props.value);
    let labels = use_labels(target, ids.clone());
    if is_empty(&props.value) {
        return html! { <span class="r-none">{ t!(scope.i18n, "history-nothing") }</span> };
    }
    // A path through a dictionary that did not come along is fetched by what shows it.
    if matches!(props.field.value_kind(), FieldKind::Cascade | FieldKind::Address | FieldKind::File | FieldKind::Image) {
        return html! { <span>{ shown_value(&scope, &props.field, &props.value, None, Place::Cell) }</span> };
    }
    let names: Vec<Json> = ids.iter().map(|id| labels.get(id).cloned().map_or(Json::Null, Json::from)).collect();
    let label = match (props.value.is_array(), names.first()) {
        (true, _) => Some(Json::Array(names)),
        (false, first) => first.cloned().filter(|name| !name.is_null()),
    };
    html! { <span>{ text(&scope, &props.field, &props.value, label.as_ref()) }</span> }
}

/// The records that a value names: of which object, which ids.
fn named_by(field: &Field, value: &Json) -> (String, Vec<String>) {
    let several = field.lookup.as_ref().filter(|_| field.value_kind() == FieldKind::MultiLookup).and_then(|lookup| lookup.objects.first());
    match (field.target().or(several.map(String::as_str)), value) {
        (Some(target), Json::String(_) | Json::Array(_)) => (target.to_owned(), codes(value).into_iter().map(str::to_owned).collect()),
        (_, Json::Object(reference)) => {
            let part = |name: &str| reference.get(name).and_then(Json::as_str).map(str::to_owned);
            (part("object").unwrap_or_default(), part("id").into_iter().collect())
        }
        _ => (String::new(), Vec::new()),
    }
}
