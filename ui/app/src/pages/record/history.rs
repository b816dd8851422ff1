//! What happened to a record, newest first, in words.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Json, object::Inherit};
use trellis_ui_client::{
    Key, Tag, records,
    records::{Change, Note, TimelineEntry},
    use_query,
};
use trellis_ui_kit::{Button, EmptyState, Skeleton, Timeline, TimelineItem, t};
use trellis_ui_renderers::{
    Failure, Scope,
    fields::{
        Place,
        format::{codes, is_empty},
        shown_value, text, use_labels, view,
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
    /// With what was noted about it.
    #[prop_or_default]
    pub notes: bool,
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
                <HistoryOf object={props.object.clone()} id={props.id.clone()} notes={props.notes} cursor={cursor.clone()} onmore={(at == last).then(|| more.clone())} />
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct HistoryOfProps {
    object: AttrValue,
    id: AttrValue,
    notes: bool,
    cursor: Option<String>,
    onmore: Option<Callback<String>>,
}

#[component]
fn HistoryOf(props: &HistoryOfProps) -> Html {
    let scope = use_scope();
    let (object, id, cursor) = (props.object.clone(), props.id.clone(), props.cursor.clone());
    let notes = props.notes;
    let mut tags = vec![Tag::Record(object.to_string(), id.to_string())];
    if notes {
        tags.extend(noted(&scope, &object).into_iter().map(|(other, _)| Tag::Records(other)));
    }
    let found = use_query(Key::new(format!("history {object} {id} {notes} {cursor:?}"), tags), move || {
        let (object, id, cursor) = (object.clone(), id.clone(), cursor.clone());
        async move {
            if notes {
                return records::timeline(&object, &id, cursor.as_deref()).await;
            }
            let page = records::history(&object, &id, cursor.as_deref()).await?;
            let items = page.items.into_iter().map(TimelineEntry::Change).collect();
            Ok(records::Page { items, next: page.next, count: page.count })
        }
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
                    <Timeline>{ for page.items.iter().map(|item| match item {
                        TimelineEntry::Change(change) => entry(&scope, &props.object, change),
                        TimelineEntry::Record(note) => self::note(&scope, note),
                    }) }</Timeline>
                    { more }
                </>
            }
        }
    }
}

/// The objects whose records are notes about this one's, each with the lookup that leads here.
pub fn noted(scope: &Scope, object: &str) -> Vec<(String, String)> {
    let note = |info: &trellis_model::wire::ObjectInfo| {
        let Some(Inherit::Inherit(lookup)) = &info.options.access else { return None };
        let field = info.fields.iter().find(|field| field.name == *lookup && field.kind == FieldKind::AnyLookup)?;
        let leads_here = field.lookup.as_ref().is_some_and(|lookup| lookup.objects.iter().any(|target| target == object));
        leads_here.then(|| (info.name.clone(), lookup.clone()))
    };
    scope.meta.infos().iter().filter_map(note).collect()
}

/// What was noted: who, of which kind, and the text.
fn note(scope: &Scope, note: &Rc<Note>) -> Html {
    let Some(info) = scope.meta.info(&note.object) else { return Html::default() };
    let who = note.by_name.clone().map_or_else(|| t!(scope.i18n, "history-system"), AttrValue::from);
    let kind = info.fields.iter().find(|field| field.kind == FieldKind::Picklist && !is_empty(note.record.get(&field.name)));
    let kind = kind.map(|field| html! { <>{ " " }{ view(scope, field, &field.name, &note.record, Place::Cell) }</> });
    let title = html! { <><strong class="p-history__who">{ who }</strong>{ " " }{ scope.label(&info.label) }{ kind }</> };
    let (icon, color) = (info.options.icon.clone(), info.options.color.clone().unwrap_or_else(|| "gray".into()));
    let content = note.record.text(&info.options.name_field).unwrap_or_default().to_owned();
    html! {
        <TimelineItem key={note.id.clone()} {icon} {color} {title} time={scope.i18n.relative(&note.at)} at={note.at.clone()}>
            <p class="p-history__note">{ content }</p>
        </TimelineItem>
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
