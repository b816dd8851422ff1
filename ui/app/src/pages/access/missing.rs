//! Why a record is missing from a person's list.

use trellis_model::wire::ConditionInfo;
use trellis_ui_client::{access, use_query};
use trellis_ui_kit::{Choice, Field, Icon, Select, Skeleton, t};
use trellis_ui_renderers::{
    Failure, Scope,
    filters::{Group, Node, sentence},
    use_scope,
};
use yew::prelude::*;

use super::explain::Answer;

/// Properties of [`MissingFrom`].
#[derive(Properties, PartialEq)]
pub struct MissingFromProps {
    /// The person.
    pub user: String,
    /// The record's object.
    pub object: String,
    /// The record.
    pub id: String,
}

/// Chooses the list view, then shows which condition leaves the record out.
#[component]
pub fn MissingFrom(props: &MissingFromProps) -> Html {
    let scope = use_scope();
    let views = scope.meta.info(&props.object).map(|info| info.views.clone()).unwrap_or_default();
    let view = use_state_eq(|| views.first().map(|view| view.name.clone()).unwrap_or_default());
    let found = {
        let (user, object, id, view) = (props.user.clone(), props.object.clone(), props.id.clone(), (*view).clone());
        use_query(access::missing_key(&user, &object, &id, &view).keeping(), move || {
            let (user, object, id, view) = (user.clone(), object.clone(), id.clone(), view.clone());
            async move { access::missing(&user, &object, &id, &view).await }
        })
    };
    let options: Vec<Choice> = views.iter().map(|view| Choice::new(view.name.clone(), scope.label(&view.label))).collect();
    let onchange = {
        let view = view.setter();
        Callback::from(move |chosen: Option<AttrValue>| view.set(chosen.map(|name| name.to_string()).unwrap_or_default()))
    };
    let answer = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={5} /> },
        (Some(missing), _) => {
            let (icon, words) = match missing.listed {
                Some(true) => ("circle-check", "access-listed"),
                Some(false) => ("circle-x", "access-not-listed"),
                None => ("circle-help", "access-listed-unknown"),
            };
            html! {
                <div class="u-stack" aria-live="polite">
                    <section class="p-answer" data-allowed={missing.listed.map(|listed| listed.to_string())}>
                        <Icon name={icon} size={24} />
                        <h2 class="p-answer__title">{ t!(scope.i18n, words) }</h2>
                    </section>
                    if !missing.conditions.is_empty() {
                        <section class="p-panel">
                            <h3 class="p-panel__title">{ t!(scope.i18n, "access-conditions") }</h3>
                            <ul class="p-clauses">{ for missing.conditions.iter().map(|condition| line(&scope, &props.object, condition)) }</ul>
                        </section>
                    }
                    <Answer explanation={missing.view.clone()} />
                </div>
            }
        }
    };
    html! {
        <div class="u-stack">
            <div class="p-ask__action">
                <Field label={t!(scope.i18n, "list-views")}><Select {options} value={AttrValue::from((*view).clone())} {onchange} /></Field>
            </div>
            { answer }
        </div>
    }
}

fn line(scope: &Scope, object: &str, condition: &ConditionInfo) -> Html {
    let words = match &condition.filter {
        None => t!(scope.i18n, "access-condition-unknown").to_string(),
        Some(filter) => {
            let group = Group::read(Some(filter));
            let say = |node: &Node| match node {
                Node::Condition(condition) => {
                    let said = sentence(scope, object, condition, &|_| None);
                    format!("{} {} {}", said.field, said.operator, said.value).trim().to_owned()
                }
                Node::Group(_) | Node::Other(_) => filter.to_string(),
            };
            let joint = if group.any { t!(scope.i18n, "access-or") } else { t!(scope.i18n, "access-and") };
            group.nodes.iter().map(say).collect::<Vec<_>>().join(&format!(" {joint} "))
        }
    };
    let (state, icon, says) = match condition.held {
        Some(true) => ("held", "check", "access-held"),
        Some(false) => ("not", "x", "access-not-held"),
        None => ("beyond", "circle-help", "access-listed-unknown"),
    };
    html! {
        <li class="p-clause" data-state={state}>
            <Icon name={icon} />
            <span class="u-grow">{ words }</span>
            <span class="u-hidden">{ t!(scope.i18n, says) }</span>
        </li>
    }
}
