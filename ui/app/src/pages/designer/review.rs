//! What publishing would do, as sentences; and publishing.

use trellis_model::Json;
use trellis_ui_client::{
    ApiError, Tag,
    designer::{self, Reference},
    invalidate, use_mutation, use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Checkbox, Drawer, EmptyState, Field, Icon, Skeleton, TextArea, t, use_toasts};
use trellis_ui_renderers::{Failure, explain, use_scope};
use yew::prelude::*;

use super::plan_view::PlanView;
use crate::workspace::{Saved, use_save};

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
    let mended = Saved { said: t!(scope.i18n, "designer-mended"), tags: vec![Tag::Draft], then: Callback::noop(), tells: true };
    let mend = use_save(&scope.i18n, |place: Reference| async move { designer::mend(&place.file, &place.pointer, None).await }, mended);
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
                <PlanView plan={plan.clone()} onmend={mend.run.clone()} downloads={true} />
                if plan.steps.iter().any(|step| step.kind == "object") {
                    <p class="p-note"><Icon name="info" size={14} />{ t!(scope.i18n, "designer-new-object-rights") }</p>
                }
                if !plan.losses.is_empty() {
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
        <Drawer open={true} title={t!(scope.i18n, "designer-review")} width={640} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack p-review">
                if let Some(error) = &publish.error {
                    <p class="r-form__error" role="alert">{ error.errors.first().map_or_else(|| explain(&scope.i18n, error), |it| it.message.clone().into()) }</p>
                }
                { body }
            </div>
        </Drawer>
    }
}
