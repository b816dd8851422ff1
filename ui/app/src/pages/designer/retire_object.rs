//! Retiring an object: first what refers to it and how many records it has, so that nothing breaks in silence.

use trellis_ui_client::{
    Tag,
    designer::{self, DraftObject, Reference},
    use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Dialog, Icon, Skeleton, t};
use trellis_ui_renderers::{use_go, use_scope};
use yew::prelude::*;

use super::plan_view::References;
use crate::workspace::{Saved, reason, use_save};

/// Properties of [`RetireObject`].
#[derive(Properties, PartialEq)]
pub struct RetireObjectProps {
    /// The object.
    pub object: DraftObject,
    /// Whether it is the product's, and stays therefore.
    pub shipped: bool,
}

/// What retiring means, and a button that asks.
#[component]
pub fn RetireObject(props: &RetireObjectProps) -> Html {
    let scope = use_scope();
    let asking = use_state_eq(|| false);
    let set = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    if props.shipped {
        return html! { <p class="p-ability__kept"><Icon name="lock" size={14} />{ t!(scope.i18n, "object-retire-shipped") }</p> };
    }
    html! {
        <div class="p-objectset__retire">
            <p class="u-grow u-muted">{ t!(scope.i18n, if props.object.is_new { "object-remove-text" } else { "object-retire-text" }) }</p>
            <Button label={t!(scope.i18n, "object-retire")} kind={ButtonKind::Danger} onclick={set(true).reform(|_: MouseEvent| ())} />
            if *asking {
                <RetireObjectDialog object={props.object.clone()} onclose={set(false)} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RetireObjectDialogProps {
    object: DraftObject,
    onclose: Callback<()>,
}

#[component]
fn RetireObjectDialog(props: &RetireObjectDialogProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let name = props.object.name.clone();
    let found = use_query(designer::usage_key(&name), {
        let name = name.clone();
        move || {
            let name = name.clone();
            async move { designer::usage(&name).await }
        }
    });
    let mended = Saved { said: t!(scope.i18n, "designer-mended"), tags: vec![Tag::Draft], then: Callback::noop(), tells: true };
    let mend = use_save(&scope.i18n, |place: Reference| async move { designer::mend(&place.file, &place.pointer, None).await }, mended);
    let retired = Saved {
        said: t!(scope.i18n, if props.object.is_new { "object-removed" } else { "object-retired" }),
        tags: vec![Tag::Draft],
        then: Callback::from(move |()| go.to("/designer".to_owned())),
        tells: false,
    };
    let retire = use_save(&scope.i18n, |name: String| async move { designer::delete_object(&name).await }, retired);
    let by_hand = found.data.as_ref().is_some_and(|usage| usage.items.iter().any(|it| !it.mendable));
    let body = match (&found.data, &found.error) {
        (None, None) => html! { <Skeleton lines={3} /> },
        (None, Some(error)) => html! { <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p> },
        (Some(usage), _) => html! {
            <>
                <p class="p-objectset__count"><Icon name="database" />{ t!(scope.i18n, "object-retire-rows", count = usage.rows) }</p>
                if usage.items.is_empty() {
                    <p class="p-expression__ok"><Icon name="circle-check" size={14} />{ t!(scope.i18n, "object-retire-free") }</p>
                } else {
                    <section class="p-review__references">
                        <h3 class="p-review__title"><Icon name="link" />{ t!(scope.i18n, "object-retire-references", count = usage.items.len()) }</h3>
                        <p class="u-muted">{ t!(scope.i18n, if by_hand { "object-retire-by-hand" } else { "object-retire-along" }) }</p>
                        <References references={usage.items.clone()} onmend={mend.run.clone()} />
                    </section>
                }
            </>
        },
    };
    let send = retire.run.reform(move |_: MouseEvent| name.clone());
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "object-retire")} kind={ButtonKind::Danger} disabled={by_hand || found.data.is_none()} busy={retire.busy} onclick={send} />
        </>
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "object-retire-title", object = scope.label(&props.object.label))} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <p>{ t!(scope.i18n, if props.object.is_new { "object-remove-text" } else { "object-retire-text" }) }</p>
                if let Some(error) = &retire.error {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                { body }
            </div>
        </Dialog>
    }
}
