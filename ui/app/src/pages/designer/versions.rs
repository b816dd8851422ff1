//! What was published when and by whom: any two versions compared, and the way back.

use std::rc::Rc;

use trellis_ui_client::{
    ApiError, Tag,
    designer::{self, Version},
    invalidate, use_mutation, use_query,
};
use trellis_ui_kit::{Button, Confirm, EmptyState, Icon, Pill, Size, Skeleton, t, use_toasts};
use trellis_ui_renderers::{Failure, Scope, explain, use_scope};
use yew::prelude::*;

use super::{
    head::{Head, Part},
    plan_view::PlanView,
};
use crate::workspace::use_crumbs;

/// The versions at the left, what leads from one to another at the right.
#[component]
pub fn VersionsPage() -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let asking = use_state_eq(|| None::<i64>);
    // The two that are compared, the older one first.
    let chosen = use_state_eq(|| None::<(i64, i64)>);
    use_crumbs(vec![(t!(scope.i18n, "designer-title"), Some("/designer".into())), (t!(scope.i18n, "designer-versions"), None)]);
    let found = use_query(designer::versions_key(), designer::versions);
    let done = {
        let (asking, chosen, i18n) = (asking.setter(), chosen.setter(), scope.i18n.clone());
        Callback::from(move |result: Result<(), ApiError>| {
            asking.set(None);
            match result {
                Ok(()) => {
                    chosen.set(None);
                    toasts.ok(t!(i18n, "designer-rolled-back"));
                }
                Err(error) => toasts.error(explain(&i18n, &error)),
            }
            invalidate(&[Tag::Draft, Tag::Metadata]);
        })
    };
    let roll_back = use_mutation(designer::roll_back, done);
    let body = match (found.data, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(versions), _) => {
            let pair = (*chosen).or_else(|| latest(&versions));
            let line = |(at, version): (usize, &Version)| {
                let set = |first: bool| {
                    let (chosen, number) = (chosen.setter(), version.version);
                    Callback::from(move |_: Event| chosen.set(pair.map(|pair| with(pair, first, number))))
                };
                let ask = {
                    let (asking, number) = (asking.setter(), version.version);
                    Callback::from(move |_: MouseEvent| asking.set(Some(number)))
                };
                entry(&scope, version, at == 0, pair, set(true), set(false), ask)
            };
            html! {
                <div class="p-versions">
                    <section class="p-panel">
                        <table class="p-versions__list">
                            <thead>
                                <tr>
                                    <th scope="col">{ t!(scope.i18n, "versions-from") }</th>
                                    <th scope="col">{ t!(scope.i18n, "versions-to") }</th>
                                    <th scope="col">{ t!(scope.i18n, "designer-versions") }</th>
                                </tr>
                            </thead>
                            <tbody>{ for versions.iter().enumerate().map(line) }</tbody>
                        </table>
                    </section>
                    <section class="p-panel p-versions__compared">
                        if let Some((from, to)) = pair {
                            <Compared {from} {to} />
                        } else {
                            <EmptyState icon="git-branch" title={t!(scope.i18n, "versions-one")} text={t!(scope.i18n, "versions-one-text")} small={true} />
                        }
                    </section>
                </div>
            }
        }
    };
    let number = asking.unwrap_or_default();
    html! {
        <div class="p-designer">
            <Head part={Part::Versions} />
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
        </div>
    }
}

/// The newest version and the one before it.
fn latest(versions: &[Version]) -> Option<(i64, i64)> {
    match versions {
        [newest, before, ..] => Some((before.version, newest.version)),
        _ => None,
    }
}

/// The pair with one end changed.
fn with((from, to): (i64, i64), first: bool, number: i64) -> (i64, i64) {
    if first { (number, to) } else { (from, number) }
}

fn entry(
    scope: &Scope,
    version: &Version,
    current: bool,
    pair: Option<(i64, i64)>,
    onfrom: Callback<Event>,
    onto: Callback<Event>,
    onask: Callback<MouseEvent>,
) -> Html {
    let shipped = version.version == 0;
    let name = name(scope, version.version);
    let when = version.at.clone().unwrap_or_default();
    let radio = |group: &'static str, message: &str, on: bool, onchange: Callback<Event>| {
        html! { <input type="radio" name={group} checked={on} disabled={pair.is_none()} aria-label={t!(scope.i18n, message, version = &name)} {onchange} /> }
    };
    html! {
        <tr key={version.version}>
            <td>{ radio("from", "versions-from-this", pair.is_some_and(|(from, _)| from == version.version), onfrom) }</td>
            <td>{ radio("to", "versions-to-this", pair.is_some_and(|(_, to)| to == version.version), onto) }</td>
            <td>
                <div class="u-row">
                    <Icon name={if shipped { "package" } else { "rocket" }} size={14} />
                    <strong>{ &name }</strong>
                    if current {
                        <Pill label={t!(scope.i18n, "designer-current")} color="green" />
                    }
                    <span class="u-grow" />
                    if !current {
                        <Button label={t!(scope.i18n, "designer-roll-back")} size={Size::Small} onclick={onask} />
                    }
                </div>
                if !version.comment.is_empty() {
                    <p>{ &version.comment }</p>
                }
                <p class="u-muted">
                    { version.by_name.clone().unwrap_or_default() }
                    if !when.is_empty() {
                        { " · " }<time datetime={when.clone()} title={scope.i18n.date_time(&when)}>{ scope.i18n.relative(&when) }</time>
                    }
                </p>
            </td>
        </tr>
    }
}

fn name(scope: &Scope, version: i64) -> AttrValue {
    if version == 0 { t!(scope.i18n, "designer-shipped") } else { t!(scope.i18n, "designer-version", version = version.to_string()) }
}

#[derive(Properties, PartialEq)]
struct ComparedProps {
    from: i64,
    to: i64,
}

/// What leads from one version to the other.
#[component]
fn Compared(props: &ComparedProps) -> Html {
    let scope = use_scope();
    let (from, to) = (props.from, props.to);
    let found = use_query(designer::compare_key(from, to).when(from != to), move || async move { designer::compare(from, to).await });
    let title = t!(scope.i18n, "versions-compared", from = name(&scope, from), to = name(&scope, to));
    let plan: Option<Rc<designer::Plan>> = found.data;
    if from == to {
        return html! { <EmptyState icon="check" title={t!(scope.i18n, "versions-same")} small={true} /> };
    }
    match (plan, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => html! { <Skeleton lines={5} /> },
        (Some(plan), _) if plan.steps.is_empty() => {
            html! { <EmptyState icon="check" title={t!(scope.i18n, "versions-same")} small={true} /> }
        }
        (Some(plan), _) => html! { <div class="u-stack p-review"><PlanView plan={(*plan).clone()} {title} /></div> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_compared_with_the_one_before() {
        let version = |version: i64| Version { version, comment: String::new(), at: None, by: None, by_name: None };
        assert_eq!(latest(&[version(3), version(2), version(0)]), Some((2, 3)));
        assert_eq!(latest(&[version(0)]), None);
        assert_eq!(with((2, 3), true, 0), (0, 3));
        assert_eq!(with((2, 3), false, 2), (2, 2));
    }
}
