//! What went wrong, in words that say what to do.

use trellis_ui_client::ApiError;
use trellis_ui_kit::{Button, EmptyState, ErrorState, I18n, t, use_i18n};
use yew::prelude::*;

/// Properties of [`Failure`].
#[derive(Properties, PartialEq)]
pub struct FailureProps {
    /// What went wrong.
    pub error: ApiError,
    /// Tries again; without, there is no button.
    #[prop_or_default]
    pub onretry: Option<Callback<()>>,
    /// Smaller, inside a card.
    #[prop_or_default]
    pub small: bool,
}

/// A failed call in place of what it should have brought. Not allowed and not found are calm states, not alarms.
#[component]
pub fn Failure(props: &FailureProps) -> Html {
    let i18n = use_i18n();
    let (error, small) = (&props.error, props.small);
    let retry = props.onretry.clone().filter(|_| error.is_passing()).map(|onretry| {
        html! { <Button label={t!(i18n, "fail-retry")} icon="refresh-cw" onclick={onretry.reform(|_: MouseEvent| ())} /> }
    });
    if error.is_forbidden() {
        html! { <EmptyState icon="lock" title={t!(i18n, "fail-forbidden")} text={t!(i18n, "fail-forbidden-text")} {small} /> }
    } else if error.is_missing() {
        html! { <EmptyState icon="search" title={t!(i18n, "fail-missing")} text={t!(i18n, "fail-missing-text")} {small} /> }
    } else {
        html! { <ErrorState title={t!(i18n, "fail-title")} text={explain(&i18n, error)} {small}>{ retry }</ErrorState> }
    }
}

/// One sentence for a toast or a form.
pub fn explain(i18n: &I18n, error: &ApiError) -> AttrValue {
    match error.status {
        _ if error.is_outdated() => t!(i18n, "fail-outdated"),
        _ if !error.detail.is_empty() && error.code != "unreadable" => error.detail.clone().into(),
        0 if error.code == "network" => t!(i18n, "fail-network"),
        403 => t!(i18n, "fail-forbidden-text"),
        404 => t!(i18n, "fail-missing-text"),
        422 => t!(i18n, "fail-invalid"),
        429 => t!(i18n, "fail-busy"),
        _ => t!(i18n, "fail-other"),
    }
}
