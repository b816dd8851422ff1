//! Whether a person may do something with a record, and why.

use trellis_model::wire::{ClauseInfo, Explanation};
use trellis_ui_client::{
    access::{self, Question},
    use_query,
};
use trellis_ui_kit::{Choice, Field, Icon, Select, Skeleton, t};
use trellis_ui_renderers::{Failure, Scope, use_scope};
use yew::prelude::*;

use super::{clause_name, scope_name};
use crate::pages::roles::VERBS;

/// Properties of [`Explain`].
#[derive(Properties, PartialEq)]
pub struct ExplainProps {
    /// The person.
    pub user: String,
    /// The record's object.
    pub object: String,
    /// The record.
    pub id: String,
}

/// Stands before a field among the things to ask about.
const FIELD: &str = "field:";

/// Chooses the action or field, then shows the answer.
#[component]
pub fn Explain(props: &ExplainProps) -> Html {
    let scope = use_scope();
    let asked = use_state_eq(|| AttrValue::from(VERBS[0]));
    let field = asked.strip_prefix(FIELD).map(str::to_owned);
    let action = if field.is_some() { String::new() } else { asked.to_string() };
    let question = Question { user: props.user.clone(), object: props.object.clone(), id: props.id.clone(), action, field };
    let found = {
        let question = question.clone();
        use_query(access::explain_key(&question).keeping(), move || {
            let question = question.clone();
            async move { access::explain(&question).await }
        })
    };
    let onchange = {
        let asked = asked.setter();
        Callback::from(move |chosen: Option<AttrValue>| asked.set(chosen.unwrap_or_else(|| VERBS[0].into())))
    };
    let answer = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={5} /> },
        (Some(explanation), _) => html! { <Answer explanation={(**explanation).clone()} /> },
    };
    html! {
        <div class="u-stack">
            <div class="p-ask__action">
                <Field label={t!(scope.i18n, "access-what")}><Select options={choices(&scope, &props.object)} value={(*asked).clone()} {onchange} /></Field>
            </div>
            { answer }
        </div>
    }
}

/// What can be asked about: the verbs, the object's own actions, its fields.
fn choices(scope: &Scope, object: &str) -> Vec<Choice> {
    let Some(info) = scope.meta.info(object) else { return Vec::new() };
    // There is no record yet when one is created or imported.
    let verbs = VERBS.iter().filter(|verb| !matches!(**verb, "create" | "import"));
    let verbs = verbs.map(|verb| Choice::new(*verb, t!(scope.i18n, &format!("verb-{verb}"))));
    let actions = info.actions.iter().map(|action| Choice::new(action.name.clone(), scope.label(&action.label)));
    let fields = info.fields.iter().filter(|field| !field.system).map(|field| {
        Choice::new(format!("{FIELD}{}", field.name), t!(scope.i18n, "access-field", name = scope.label(&field.label))).with_icon("type")
    });
    verbs.chain(actions).chain(fields).collect()
}

/// Properties of [`Answer`].
#[derive(Properties, PartialEq)]
pub struct AnswerProps {
    /// The answer.
    pub explanation: Explanation,
}

/// The sentence, what connects person and record, and the lines that decide.
#[component]
pub fn Answer(props: &AnswerProps) -> Html {
    let scope = use_scope();
    let it = &props.explanation;
    let (icon, title) = if it.allowed { ("circle-check", "access-allowed") } else { ("circle-x", "access-refused") };
    html! {
        <div class="u-stack" aria-live="polite">
            <section class="p-answer" data-allowed={it.allowed.to_string()}>
                <Icon name={icon} size={24} />
                <div class="u-grow">
                    <h2 class="p-answer__title">{ t!(scope.i18n, title) }</h2>
                    <p>{ &it.text }</p>
                </div>
            </section>
            if !it.clauses.is_empty() {
                <section class="p-panel">
                    <h3 class="p-panel__title">{ t!(scope.i18n, "access-clauses") }</h3>
                    if it.scope != "none" {
                        <p class="u-muted">{ t!(scope.i18n, "access-scope", scope = scope_name(&scope, &it.scope)) }</p>
                    }
                    <ul class="p-clauses">{ for it.clauses.iter().map(|clause| line(&scope, clause)) }</ul>
                </section>
            }
            if !it.lines.is_empty() || it.needed.is_some() {
                <section class="p-panel">
                    <h3 class="p-panel__title">{ t!(scope.i18n, "access-lines") }</h3>
                    <ul class="p-policy">{ for it.lines.iter().map(|line| html! { <li><code>{ line }</code></li> }) }</ul>
                    if let Some(needed) = &it.needed {
                        <p class="u-muted">{ t!(scope.i18n, "access-needed") }</p>
                        <ul class="p-policy" data-needed=""><li><code>{ needed }</code></li></ul>
                    }
                </section>
            }
        </div>
    }
}

fn line(scope: &Scope, clause: &ClauseInfo) -> Html {
    let state = match (clause.held, clause.counts) {
        (true, true) => "held",
        (true, false) => "beyond",
        (false, _) => "not",
    };
    html! {
        <li class="p-clause" data-state={state}>
            <Icon name={if clause.held { "check" } else { "x" }} />
            <strong>{ clause_name(scope, &clause.clause) }</strong>
            <span class="u-grow u-muted">{ &clause.detail }</span>
            if state == "beyond" {
                <span class="u-muted">{ t!(scope.i18n, "access-beyond") }</span>
            }
            <span class="u-hidden">{ t!(scope.i18n, if clause.held { "access-held" } else { "access-not-held" }) }</span>
        </li>
    }
}
