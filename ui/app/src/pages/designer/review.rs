//! What publishing would do, as sentences; and publishing.

use trellis_model::Json;
use trellis_ui_client::{
    ApiError, Tag,
    designer::{self, Loss, Plan, Step, Warning},
    invalidate, use_mutation, use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Checkbox, Drawer, EmptyState, Field, Icon, Skeleton, TextArea, t, use_toasts};
use trellis_ui_renderers::{Failure, Scope, explain, use_scope};
use yew::prelude::*;

/// Properties of [`Review`].
#[derive(Properties, PartialEq)]
pub struct ReviewProps {
    /// The drawer is to go away.
    pub onclose: Callback<()>,
}

/// The plan in a drawer; nothing changes for anybody before *Publish* is pressed.
#[component]
pub fn Review(props: &ReviewProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let comment = use_state_eq(String::new);
    let accepts = use_state_eq(|| false);
    let found = use_query(designer::plan_key(), designer::plan);
    let done = {
        let (toasts, i18n, onclose) = (toasts.clone(), scope.i18n.clone(), props.onclose.clone());
        Callback::from(move |result: Result<Json, ApiError>| {
            if result.is_ok() {
                toasts.ok(t!(i18n, "designer-published"));
                // Every form and list shows the new version at once.
                invalidate(&[Tag::Draft, Tag::Metadata, Tag::Charts]);
                onclose.emit(());
            }
        })
    };
    let publish = use_mutation(|(comment, accepts): (String, bool)| async move { designer::publish(&comment, accepts).await }, done);
    let plan = found.data.as_deref().cloned().unwrap_or_default();
    let ready = found.data.is_some() && !plan.steps.is_empty() && (plan.losses.is_empty() || *accepts);
    let send = {
        let (comment, accepts) = ((*comment).clone(), *accepts);
        publish.run.reform(move |_: MouseEvent| (comment.clone(), accepts))
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "designer-publish")} icon="rocket" kind={ButtonKind::Primary} disabled={!ready} busy={publish.busy} onclick={send} />
        </>
    };
    let onaccept = {
        let accepts = accepts.setter();
        Callback::from(move |on: bool| accepts.set(on))
    };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(_), _) if plan.steps.is_empty() => html! { <EmptyState icon="check" title={t!(scope.i18n, "designer-nothing")} /> },
        (Some(_), _) => html! {
            <>
                { steps(&scope, &plan) }
                { warnings(&scope, &plan) }
                if !plan.losses.is_empty() {
                    { losses(&scope, &plan.losses) }
                    <Checkbox label={t!(scope.i18n, "designer-accept-losses")} checked={*accepts} onchange={onaccept} />
                }
                <Field label={t!(scope.i18n, "designer-comment")} help={t!(scope.i18n, "designer-comment-help")}>
                    <TextArea value={(*comment).clone()} rows={2} max_length={500} oninput={{
                        let comment = comment.setter();
                        Callback::from(move |typed: String| comment.set(typed))
                    }} />
                </Field>
            </>
        },
    };
    html! {
        <Drawer open={true} title={t!(scope.i18n, "designer-review")} width={560} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack p-review">
                if let Some(error) = &publish.error {
                    <p class="r-form__error" role="alert">{ error.errors.first().map_or_else(|| explain(&scope.i18n, error), |it| it.message.clone().into()) }</p>
                }
                { body }
            </div>
        </Drawer>
    }
}

fn steps(scope: &Scope, plan: &Plan) -> Html {
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
            <h3 class="p-review__title">{ t!(scope.i18n, "designer-steps", count = plan.steps.len()) }</h3>
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

fn losses(scope: &Scope, losses: &[Loss]) -> Html {
    let line = |loss: &Loss| {
        let object = scope.meta.info(&loss.object).map_or_else(|| loss.object.clone().into(), |info| scope.label(&info.label));
        let field = loss
            .field
            .as_deref()
            .map(|name| scope.meta.field(&loss.object, name).map_or_else(|| name.to_owned().into(), |field| scope.label(&field.label)));
        let what = field.map_or_else(|| object.clone(), |field| AttrValue::from(format!("{object} › {field}")));
        #[expect(clippy::cast_precision_loss, reason = "a count on a screen is far below 2^52")]
        let rows = loss.rows as f64;
        html! { <li>{ t!(scope.i18n, "designer-loss", what = what, count = rows) }</li> }
    };
    html! {
        <section class="p-review__losses">
            <h3 class="p-review__title"><Icon name="circle-alert" />{ t!(scope.i18n, "designer-losses") }</h3>
            <ul>{ for losses.iter().map(line) }</ul>
        </section>
    }
}
