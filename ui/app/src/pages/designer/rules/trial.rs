//! A rule tried on real records: which of them it would refuse.

use trellis_model::{Json, Object, Schema, object::Rule};
use trellis_ui_client::{Row, records, use_query};
use trellis_ui_kit::{EmptyState, Field as Shell, Icon, Skeleton, dom::use_debounced, t};
use trellis_ui_renderers::{
    Failure, RecordLink, Scope,
    actions::use_me,
    fields::{Edit, LookupInput, Place, view},
    rules::{reads, tried},
    use_scope,
};
use yew::prelude::*;

/// Records that are enough to see what a rule does.
const ROWS: u32 = 10;
/// How long typing must rest before records are asked for, in milliseconds.
const REST: i32 = 400;

/// Properties of [`Trial`].
#[derive(Properties, PartialEq)]
pub struct TrialProps {
    /// The object.
    pub object: AttrValue,
    /// The rule as it is being edited.
    pub rule: Rule,
    /// Whether its expression can be read.
    pub is_readable: bool,
}

/// The newest records, or one that was picked, each with what the rule says of it.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let scope = use_scope();
    let me = use_me();
    let picked = use_state_eq(|| None::<(AttrValue, Option<AttrValue>)>);
    let check = use_state_eq(|| props.rule.check.clone());
    let settle = use_debounced(REST, {
        let check = check.setter();
        Callback::from(move |text: String| check.set(text))
    });
    use_effect_with(props.rule.check.clone(), move |text| settle.emit(text.clone()));
    let published = scope.meta.object(&props.object);
    let paths = published.map(|object| whole_paths(object, &check)).unwrap_or_default();
    let unknown = paths.iter().any(|path| scope.meta.field(&props.object, path).is_none());
    let asks = props.is_readable && published.is_some() && !unknown && !check.trim().is_empty();
    let query = records::ListQuery {
        filter: picked.as_ref().map(|(id, _)| serde_json::json!({ "id": { "eq": id.as_str() } })),
        sort: "-created_at".into(),
        // A lookup comes along with its parts: without it, nobody knows whose they are.
        fields: scope
            .meta
            .with_labels(&props.object, paths.iter().flat_map(|path| [path.as_str(), path.split('.').next().unwrap_or(path)])),
        limit: ROWS,
        ..records::ListQuery::default()
    };
    let found = {
        let object = props.object.clone();
        use_query(records::list_key(&object, &query).keeping().when(asks), move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let onpick = {
        let picked = picked.setter();
        Callback::from(move |edit: Edit| {
            let id = edit.value.as_str().map(|id| AttrValue::from(id.to_owned()));
            let label = edit.label.as_ref().and_then(Json::as_str).map(|label| AttrValue::from(label.to_owned()));
            picked.set(id.map(|id| (id, label)));
        })
    };
    let body = match (published, &found.data) {
        (None, _) => {
            html! { <EmptyState icon="rocket" title={t!(scope.i18n, "views-preview-new")} text={t!(scope.i18n, "rules-trial-new")} small={true} /> }
        }
        (Some(_), _) if check.trim().is_empty() => {
            html! { <EmptyState icon="scale" title={t!(scope.i18n, "rules-trial-empty")} text={t!(scope.i18n, "rules-trial-empty-text")} small={true} /> }
        }
        (Some(_), _) if !props.is_readable => {
            html! { <EmptyState icon="circle-alert" title={t!(scope.i18n, "rules-trial-wrong")} text={t!(scope.i18n, "rules-trial-wrong-text")} small={true} /> }
        }
        (Some(_), _) if unknown => {
            html! { <EmptyState icon="rocket" title={t!(scope.i18n, "rules-trial-unknown")} text={t!(scope.i18n, "rules-trial-new")} small={true} /> }
        }
        (Some(object), Some(page)) if !page.items.is_empty() => results(&scope, object, &page.items, &check, &props.rule, &paths, &me),
        (Some(_), Some(_)) => html! { <EmptyState icon="search" title={t!(scope.i18n, "views-preview-empty")} small={true} /> },
        (Some(_), None) => match found.error.clone() {
            Some(error) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
            None => html! { <Skeleton lines={6} /> },
        },
    };
    html! {
        <section class="p-views__preview" aria-label={t!(scope.i18n, "rules-trial")}>
            <header class="p-views__head"><h2>{ t!(scope.i18n, "rules-trial") }</h2></header>
            <div class="p-rules__trial">
                if published.is_some() {
                    <Shell label={t!(scope.i18n, "rules-trial-record")} help={t!(scope.i18n, "rules-trial-help", count = ROWS)}>
                        <LookupInput object={props.object.clone()} value={picked.as_ref().map(|(id, _)| id.clone())} label={picked.as_ref().and_then(|(_, label)| label.clone())} onchange={onpick} />
                    </Shell>
                }
                { body }
            </div>
        </section>
    }
}

/// What a rule reads, mirrors as what they show.
fn whole_paths(object: &Object, check: &str) -> Vec<String> {
    let path = |path: String| {
        let path = object.field(&path).and_then(|field| field.mirror.clone()).unwrap_or(path);
        match path.split_once('.') {
            // A part of an address comes with the whole.
            Some((own, _)) if object.field(own).is_some_and(|field| field.target().is_none()) => own.to_owned(),
            _ => path,
        }
    };
    let mut paths: Vec<String> = Vec::new();
    for path in reads(check).into_iter().map(path) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// One line a record: its name, what the rule reads of it, and what comes of that.
fn results(scope: &Scope, object: &Object, rows: &[Row], check: &str, rule: &Rule, paths: &[String], me: &str) -> Html {
    let judged: Vec<(&Row, Option<bool>)> = rows.iter().map(|row| (row, tried(scope, object, row, check, me))).collect();
    let refused = judged.iter().filter(|(_, holds)| *holds == Some(false)).count();
    let value = |row: &Row, path: &String| {
        let field = scope.meta.field(&object.name, path)?;
        let label = match path.split_once('.').and_then(|(own, _)| object.field(own)) {
            Some(own) => format!("{} › {}", scope.label(&own.label), scope.label(&field.label)),
            None => scope.label(&field.label).to_string(),
        };
        Some(
            html! { <div class="p-rules__value"><span class="u-muted">{ label }</span>{ view(scope, field, path, row, Place::Cell) }</div> },
        )
    };
    let line = |(row, holds): &(&Row, Option<bool>)| {
        let name = row.text(object.name_field()).unwrap_or_default().to_owned();
        let (state, icon, text) = match holds {
            Some(true) => ("ok", "circle-check", t!(scope.i18n, "rules-trial-holds")),
            Some(false) => ("broken", "circle-x", scope.label(&rule.message)),
            None => ("unknown", "circle-help", t!(scope.i18n, "rules-trial-open")),
        };
        let text = if text.is_empty() { t!(scope.i18n, "rules-trial-broken") } else { text };
        html! {
            <li key={row.id().to_owned()} class="p-rules__record" data-state={state}>
                <div class="p-rules__name"><RecordLink object={object.name.clone()} id={row.id().to_owned()} label={name} /></div>
                <div class="p-rules__values">{ for paths.iter().filter_map(|path| value(row, path)) }</div>
                <div class="p-rules__verdict"><Icon name={icon} />{ text }</div>
            </li>
        }
    };
    html! {
        <>
            <p role="status">{ t!(scope.i18n, "rules-trial-count", refused = refused, count = rows.len()) }</p>
            <ul class="p-rules__records">{ for judged.iter().map(line) }</ul>
        </>
    }
}
