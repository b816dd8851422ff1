//! Why somebody may or may not: `/admin/access`.

mod explain;
mod missing;
mod who;

use trellis_model::wire::ObjectInfo;
use trellis_ui_kit::{Choice, EmptyState, Field, Select, Tab, Tabs, t};
use trellis_ui_renderers::{
    Scope,
    fields::{Edit, LookupInput, use_labels},
    use_scope,
};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::workspace::{PersonPicker, use_crumbs};
use explain::Explain;
use missing::MissingFrom;
use who::Who;

/// What can be asked.
const QUESTIONS: [&str; 3] = ["may", "who", "missing"];

/// A person and a record, as the address carries them.
#[derive(Clone, PartialEq, Default, serde::Deserialize)]
#[serde(default)]
struct About {
    user: Option<String>,
    object: Option<String>,
    id: Option<String>,
}

/// Chooses record and person, then answers.
#[component]
pub fn AccessPage() -> Html {
    let scope = use_scope();
    let location = use_location();
    let title = t!(scope.i18n, "access-title");
    use_crumbs(vec![(title.clone(), None)]);
    let about = use_state_eq(|| location.and_then(|location| location.query::<About>().ok()).unwrap_or_default());
    let question = use_state_eq(|| AttrValue::from(QUESTIONS[0]));
    let infos: Vec<&ObjectInfo> = scope.meta.infos().iter().filter(|info| !info.options.system).collect();
    let object =
        about.object.clone().filter(|name| scope.meta.info(name).is_some()).or_else(|| infos.first().map(|info| info.name.clone()));
    let object = object.unwrap_or_default();
    let labels = use_labels(object.clone(), about.id.iter().cloned().collect());
    let objects: Vec<Choice> =
        infos.iter().map(|info| Choice::new(info.name.clone(), scope.label(&info.label)).with_icon(info.options.icon.clone())).collect();
    let onobject = {
        let about = about.clone();
        Callback::from(move |object: Option<AttrValue>| {
            about.set(About { object: object.map(|name| name.to_string()), id: None, ..(*about).clone() })
        })
    };
    let onrecord = {
        let about = about.clone();
        Callback::from(move |edit: Edit| about.set(About { id: edit.value.as_str().map(str::to_owned), ..(*about).clone() }))
    };
    let onuser = {
        let about = about.clone();
        Callback::from(move |user: Option<String>| about.set(About { user, ..(*about).clone() }))
    };
    let asks_person = *question != QUESTIONS[1];
    let record = about.id.clone();
    let record_name = record.as_ref().and_then(|id| labels.get(id)).map(|name| AttrValue::from(name.clone()));
    let tabs = QUESTIONS.map(|name| Tab::new(name, t!(scope.i18n, &format!("access-{name}"))));
    let ontab = {
        let question = question.setter();
        Callback::from(move |chosen: AttrValue| question.set(chosen))
    };
    let answer = match (record, about.user.clone()) {
        (Some(id), _) if !asks_person => html! { <Who key={id.clone()} object={object.clone()} id={id.clone()} /> },
        (Some(id), Some(user)) if *question == QUESTIONS[2] => {
            html! { <MissingFrom key={format!("{user} {id}")} user={user.clone()} object={object.clone()} id={id.clone()} /> }
        }
        (Some(id), Some(user)) => {
            html! { <Explain key={format!("{user} {id}")} user={user.clone()} object={object.clone()} id={id.clone()} /> }
        }
        _ => html! { <EmptyState icon="key-round" title={t!(scope.i18n, "access-choose")} text={t!(scope.i18n, "access-choose-text")} /> },
    };
    html! {
        <div class="p-page">
            <h1 class="p-head__title">{ title.clone() }</h1>
            <p class="u-muted">{ t!(scope.i18n, "access-lead") }</p>
            <Tabs label={title} tabs={tabs.to_vec()} value={(*question).clone()} onchange={ontab}><div>
                <div class="p-ask">
                    <Field label={t!(scope.i18n, "roles-object")}><Select options={objects} value={AttrValue::from(object.clone())} onchange={onobject} /></Field>
                    <Field label={t!(scope.i18n, "access-record")}>
                        <LookupInput key={object.clone()} object={object.clone()} value={about.id.clone().map(AttrValue::from)} label={record_name} onchange={onrecord} />
                    </Field>
                    if asks_person {
                        <Field label={t!(scope.i18n, "access-person")}><PersonPicker value={about.user.clone()} onchange={onuser} /></Field>
                    }
                </div>
                { answer }
            </div></Tabs>
        </div>
    }
}

/// What a scope is called.
fn scope_name(scope: &Scope, name: &str) -> AttrValue {
    t!(scope.i18n, &format!("scope-{name}"))
}

/// What a clause is called.
fn clause_name(scope: &Scope, name: &str) -> AttrValue {
    t!(scope.i18n, &format!("clause-{name}"))
}
