//! The bar of unpublished changes: how many, review and publish, or throw away.

use trellis_ui_client::{ApiError, Tag, designer, invalidate, use_mutation};
use trellis_ui_kit::{Button, ButtonKind, Confirm, Icon, Size, t, use_toasts};
use trellis_ui_renderers::{Link, explain, use_scope};
use yew::prelude::*;

use super::review::Review;

/// Properties of [`DraftBar`].
#[derive(Properties, PartialEq)]
pub struct DraftBarProps {
    /// How many things differ from what is published.
    pub changes: usize,
    /// The object that is open: its preview is one step away.
    #[prop_or_default]
    pub object: Option<AttrValue>,
}

/// Shown while there is something to publish.
#[component]
pub fn DraftBar(props: &DraftBarProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let (reviewing, asking) = (use_state_eq(|| false), use_state_eq(|| false));
    let done = {
        let (asking, i18n) = (asking.setter(), scope.i18n.clone());
        Callback::from(move |result: Result<(), ApiError>| {
            asking.set(false);
            match result {
                Ok(()) => toasts.ok(t!(i18n, "designer-discarded")),
                Err(error) => toasts.error(explain(&i18n, &error)),
            }
            invalidate(&[Tag::Draft]);
        })
    };
    let discard = use_mutation(|()| designer::discard(), done);
    let set = |state: &UseStateHandle<bool>, on: bool| {
        let state = state.setter();
        Callback::from(move |()| state.set(on))
    };
    if props.changes == 0 && !*reviewing {
        return Html::default();
    }
    html! {
        <>
            <div class="p-draft" role="region" aria-label={t!(scope.i18n, "designer-draft")}>
                <Icon name="git-branch" />
                <span class="u-grow">{ t!(scope.i18n, "designer-changes", count = props.changes) }</span>
                <Button label={t!(scope.i18n, "designer-discard")} kind={ButtonKind::Ghost} size={Size::Small} onclick={set(&asking, true).reform(|_: MouseEvent| ())} />
                if let Some(object) = &props.object {
                    <Link href={format!("/designer/{object}/preview")} class="u-link">{ t!(scope.i18n, "rehearsal-title") }</Link>
                }
                <Button label={t!(scope.i18n, "designer-review")} icon="rocket" kind={ButtonKind::Primary} size={Size::Small} onclick={set(&reviewing, true).reform(|_: MouseEvent| ())} />
            </div>
            if *reviewing {
                <Review onclose={set(&reviewing, false)} />
            }
            <Confirm
                open={*asking}
                title={t!(scope.i18n, "designer-discard-title")}
                text={t!(scope.i18n, "designer-discard-text")}
                action={t!(scope.i18n, "designer-discard")}
                danger={true}
                busy={discard.busy}
                onconfirm={discard.run.clone()}
                onclose={set(&asking, false)}
            />
        </>
    }
}
