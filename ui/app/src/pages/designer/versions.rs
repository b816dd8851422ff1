//! What was published when and by whom, and the way back.

use trellis_ui_client::{ApiError, Tag, designer, invalidate, use_mutation, use_query};
use trellis_ui_kit::{Button, Confirm, Drawer, Pill, Size, Skeleton, Timeline, TimelineItem, t, use_toasts};
use trellis_ui_renderers::{Failure, explain, use_scope};
use yew::prelude::*;

/// Properties of [`Versions`].
#[derive(Properties, PartialEq)]
pub struct VersionsProps {
    /// The drawer is to go away.
    pub onclose: Callback<()>,
}

/// The versions, newest first. Rolling back publishes a new version that equals the old one.
#[component]
pub fn Versions(props: &VersionsProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let asking = use_state_eq(|| None::<i64>);
    let found = use_query(designer::versions_key(), designer::versions);
    let done = {
        let (asking, i18n) = (asking.setter(), scope.i18n.clone());
        Callback::from(move |result: Result<(), ApiError>| {
            asking.set(None);
            match result {
                Ok(()) => toasts.ok(t!(i18n, "designer-rolled-back")),
                Err(error) => toasts.error(explain(&i18n, &error)),
            }
            invalidate(&[Tag::Draft, Tag::Metadata]);
        })
    };
    let roll_back = use_mutation(designer::roll_back, done);
    let line = |(at, version): (usize, &designer::Version)| {
        let ask = {
            let (asking, number) = (asking.setter(), version.version);
            Callback::from(move |_: MouseEvent| asking.set(Some(number)))
        };
        let shipped = version.version == 0;
        let who = version.by_name.clone().unwrap_or_default();
        let title = html! {
            <span class="u-row">
                <strong>{ if shipped { t!(scope.i18n, "designer-shipped") } else { t!(scope.i18n, "designer-version", version = version.version.to_string()) } }</strong>
                <span class="u-muted">{ who }</span>
                if at == 0 {
                    <Pill label={t!(scope.i18n, "designer-current")} color="green" />
                } else {
                    <Button label={t!(scope.i18n, "designer-roll-back")} size={Size::Small} onclick={ask} />
                }
            </span>
        };
        let when = version.at.clone().unwrap_or_default();
        let (icon, time) = (if shipped { "package" } else { "rocket" }, scope.i18n.relative(&when));
        if version.comment.is_empty() {
            return html! { <TimelineItem key={version.version} {icon} color="blue" {title} {time} at={when} /> };
        }
        html! {
            <TimelineItem key={version.version} {icon} color="blue" {title} {time} at={when}>{ &version.comment }</TimelineItem>
        }
    };
    let body = match (found.data, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(versions), _) => html! { <Timeline>{ for versions.iter().enumerate().map(line) }</Timeline> },
    };
    let number = asking.unwrap_or_default();
    html! {
        <Drawer open={true} title={t!(scope.i18n, "designer-versions")} width={480} onclose={props.onclose.clone()}>
            { body }
            <Confirm
                open={asking.is_some()}
                title={t!(scope.i18n, "designer-roll-back-title", version = number.to_string())}
                text={t!(scope.i18n, "designer-roll-back-text")}
                action={t!(scope.i18n, "designer-roll-back")}
                busy={roll_back.busy}
                onconfirm={roll_back.run.reform(move |()| number)}
                onclose={{
                    let asking = asking.setter();
                    Callback::from(move |()| asking.set(None))
                }}
            />
        </Drawer>
    }
}
