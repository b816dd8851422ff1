//! A plan as sentences: steps, warnings, what refers to what changes, and rows that would lose a value.

use trellis_model::Label;
use trellis_ui_client::designer::{Loss, Plan, Reference, Step, Warning, loss_rows};
use trellis_ui_kit::{Button, Icon, Pill, Size, t};
use trellis_ui_renderers::{Link, Scope, use_scope};
use yew::prelude::*;

/// Properties of [`PlanView`].
#[derive(Properties, PartialEq)]
pub struct PlanViewProps {
    /// The plan.
    pub plan: Plan,
    /// What the steps are called; what publishing takes when absent.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// Mends a place; without, places are shown alone.
    #[prop_or_default]
    pub onmend: Option<Callback<Reference>>,
    /// Whether rows that would lose a value can be downloaded.
    #[prop_or_default]
    pub downloads: bool,
}

/// A plan as sentences.
#[component]
pub fn PlanView(props: &PlanViewProps) -> Html {
    let scope = use_scope();
    let plan = &props.plan;
    let title = props.title.clone().unwrap_or_else(|| t!(scope.i18n, "designer-steps", count = plan.steps.len()));
    html! {
        <>
            { steps(&scope, title, plan) }
            { warnings(&scope, plan) }
            if !plan.references.is_empty() {
                <section class="p-review__references">
                    <h3 class="p-review__title"><Icon name="link" />{ t!(scope.i18n, "designer-references", count = plan.references.len()) }</h3>
                    <p class="u-muted">{ t!(scope.i18n, "designer-references-text") }</p>
                    <References references={plan.references.clone()} onmend={props.onmend.clone()} />
                </section>
            }
            if !plan.losses.is_empty() {
                { losses(&scope, &plan.losses, props.downloads) }
            }
        </>
    }
}

fn steps(scope: &Scope, title: AttrValue, plan: &Plan) -> Html {
    if plan.steps.is_empty() {
        return Html::default();
    }
    let line = |step: &Step| {
        let icon = match step.kind.as_str() {
            "object" | "field" => "plus",
            "retire" => "minus",
            _ => "pencil",
        };
        html! { <li><span class="p-review__icon" data-kind={step.kind.clone()}><Icon name={icon} size={14} /></span>{ scope.label(&step.text) }</li> }
    };
    html! {
        <section>
            <h3 class="p-review__title">{ title }</h3>
            <ol class="p-review__steps">{ for plan.steps.iter().map(line) }</ol>
        </section>
    }
}

fn warnings(scope: &Scope, plan: &Plan) -> Html {
    if plan.warnings.is_empty() {
        return Html::default();
    }
    let line = |warning: &Warning| {
        let refers: Vec<String> = warning.refers.iter().map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect();
        html! {
            <li>
                { scope.label(&warning.text) }
                if !refers.is_empty() {
                    <span class="u-muted">{ format!(" {}", refers.join(scope.i18n.pick("、", ", "))) }</span>
                }
            </li>
        }
    };
    html! {
        <section class="p-review__warnings">
            <h3 class="p-review__title"><Icon name="triangle-alert" />{ t!(scope.i18n, "designer-warnings") }</h3>
            <ul>{ for plan.warnings.iter().map(line) }</ul>
        </section>
    }
}

fn losses(scope: &Scope, losses: &[Loss], downloads: bool) -> Html {
    let line = |loss: &Loss| {
        let object = scope.meta.info(&loss.object).map_or_else(|| loss.object.clone().into(), |info| scope.label(&info.label));
        let field = loss
            .field
            .as_deref()
            .map(|name| scope.meta.field(&loss.object, name).map_or_else(|| name.to_owned().into(), |field| scope.label(&field.label)));
        let what = field.map_or_else(|| object.clone(), |field| AttrValue::from(format!("{object} › {field}")));
        let rows = loss.field.as_deref().filter(|_| downloads).map(|field| {
            html! {
                <a class="u-link p-review__rows" href={loss_rows(&loss.object, field)} download="">
                    <Icon name="download" size={14} />{ t!(scope.i18n, "designer-loss-rows") }
                </a>
            }
        });
        html! { <li><span>{ t!(scope.i18n, "designer-loss", what = what, count = loss.rows) }</span>{ rows }</li> }
    };
    html! {
        <section class="p-review__losses">
            <h3 class="p-review__title"><Icon name="circle-alert" />{ t!(scope.i18n, "designer-losses") }</h3>
            <ul>{ for losses.iter().map(line) }</ul>
        </section>
    }
}

/// What only a person can decide, with the way to the field where that is one.
fn by_hand(scope: &Scope, reference: &Reference) -> Html {
    let text = t!(scope.i18n, "designer-mend-by-hand");
    let of_a_field = matches!(reference.kind.as_str(), "lookup" | "formula" | "rollup" | "mirror" | "condition");
    match reference.object.as_ref().filter(|_| of_a_field) {
        Some(object) => html! { <Link href={format!("/designer/{object}")}>{ text }</Link> },
        None => html! { <span class="u-muted">{ text }</span> },
    }
}

/// Properties of [`References`].
#[derive(Properties, PartialEq)]
pub struct ReferencesProps {
    /// The places.
    pub references: Vec<Reference>,
    /// Mends a place; without, places are shown alone.
    #[prop_or_default]
    pub onmend: Option<Callback<Reference>>,
}

/// Places that refer to a field, each with a button that mends it where the server can.
#[component]
pub fn References(props: &ReferencesProps) -> Html {
    let scope = use_scope();
    let line = |reference: &Reference| {
        let known = [
            "view",
            "layout",
            "formula",
            "rollup",
            "mirror",
            "rule",
            "condition",
            "policy",
            "dashboard",
            "conversion",
            "action",
            "lookup",
            "object",
        ];
        let kind = match known.contains(&reference.kind.as_str()) {
            true => t!(scope.i18n, &format!("reference-{}", reference.kind)),
            false => reference.kind.clone().into(),
        };
        let object = reference.object.as_deref().and_then(|object| scope.meta.info(object)).map(|info| scope.label(&info.label));
        let name = if reference.label == Label::default() { reference.name.clone().into() } else { scope.label(&reference.label) };
        let mend = props.onmend.clone().filter(|_| reference.mendable).map(|onmend| {
            let reference = reference.clone();
            let onclick = Callback::from(move |_: MouseEvent| onmend.emit(reference.clone()));
            html! { <Button label={t!(scope.i18n, "designer-mend")} icon="wrench" size={Size::Small} {onclick} /> }
        });
        html! {
            <li class="p-reference">
                <Pill label={kind} dot={false} />
                <span class="u-grow u-ellipsis" title={format!("{} {}", reference.file, reference.pointer)}>
                    if let Some(object) = object {
                        <span class="u-muted">{ object }{ " › " }</span>
                    }
                    { name }
                </span>
                if let Some(mend) = mend {
                    { mend }
                } else if props.onmend.is_some() {
                    { by_hand(&scope, reference) }
                }
            </li>
        }
    };
    html! { <ul class="p-references">{ for props.references.iter().map(line) }</ul> }
}
