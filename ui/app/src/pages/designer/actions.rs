//! The actions of an object: where they stand, and what a conversion copies.

use std::rc::Rc;

use trellis_model::{Action, action::Placement};
use trellis_ui_client::{
    designer::{self, Draft, DraftObject, Part},
    use_query,
};
use trellis_ui_kit::{Button, EmptyState, Icon, Pill, Size, Skeleton, t};
use trellis_ui_renderers::{
    Failure, Scope,
    filters::{Group, Node, PathChoice, sentence},
    use_scope,
};
use yew::prelude::*;

use super::{action_editor::ActionEditor, conversions::Conversions, design::Design};

/// Properties of [`ActionsPart`].
#[derive(Properties, PartialEq)]
pub struct ActionsPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// The object's actions, then what its conversions copy.
#[component]
pub fn ActionsPart(props: &ActionsPartProps) -> Html {
    let scope = use_scope();
    let object = &props.object;
    let open = use_state_eq(|| None::<String>);
    let found = use_query(designer::parts_key(&object.name), {
        let name = object.name.clone();
        move || {
            let name = name.clone();
            async move { designer::parts(&name).await }
        }
    });
    let design = use_memo((props.draft.clone(), object.clone()), |(draft, object)| Design::new(draft, &object.name, &object.fields));
    let edit = |action: &Action| {
        let (open, name) = (open.setter(), action.name.clone());
        Callback::from(move |_: MouseEvent| open.set(Some(name.clone())))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let parts = match (&found.data, &found.error) {
        (None, Some(error)) => return html! { <div class="p-acts"><Failure error={error.clone()} onretry={found.refetch.clone()} /></div> },
        (None, None) => return html! { <div class="p-acts"><Skeleton lines={6} /></div> },
        (Some(parts), _) => parts,
    };
    let actions = &parts.actions;
    let line = |action: &Action| {
        html! {
            <li class="p-act" key={action.name.clone()}>
                <span class="r-tile" data-color={object.options.color.clone().unwrap_or_else(|| "blue".into())}>
                    <Icon name={action.icon.clone().unwrap_or_else(|| "zap".into())} />
                </span>
                <div class="p-act__text">
                    <span class="p-act__name"><strong>{ scope.label(&action.label) }</strong><code class="u-muted">{ &action.name }</code></span>
                    { conditions(&scope, &object.name, action) }
                </div>
                <span class="p-act__places">
                    if action.primary {
                        <Pill label={t!(scope.i18n, "acts-primary")} color="blue" />
                    }
                    { for action.placement.iter().map(|place| html! { <Pill label={t!(scope.i18n, place_message(*place))} dot={false} /> }) }
                </span>
                <Button label={t!(scope.i18n, "acts-edit")} icon="pencil" size={Size::Small} onclick={edit(action)} />
            </li>
        }
    };
    let body = if actions.is_empty() {
        html! { <EmptyState icon="zap" title={t!(scope.i18n, "acts-none")} text={t!(scope.i18n, "acts-none-text")} /> }
    } else {
        html! {
            <section class="p-panel">
                <h2 class="p-objectset__title">{ t!(scope.i18n, "acts-title") }</h2>
                <p class="u-muted">{ t!(scope.i18n, "acts-text") }</p>
                <ul class="p-acts__list">{ for actions.iter().map(line) }</ul>
            </section>
        }
    };
    let paths: Rc<[PathChoice]> = design.paths(|label| scope.label(label)).into();
    html! {
        <div class="p-acts">
            { body }
            <Conversions object={object.clone()} draft={props.draft.clone()} parts={parts.clone()} />
            if let Some(action) = actions.iter().find(|action| open.as_ref() == Some(&action.name)) {
                <ActionEditor object={object.name.clone()} action={action.clone()} tag={parts.tags.of(&Part::Action(action.name.clone()))} {paths} onclose={close} />
            }
        </div>
    }
}

/// What a place is called.
pub fn place_message(place: Placement) -> &'static str {
    match place {
        Placement::Record => "acts-place-record",
        Placement::Bulk => "acts-place-bulk",
    }
}

/// For which records an action is offered, in words.
fn conditions(scope: &Scope, object: &str, action: &Action) -> Html {
    let group = Group::read(action.when.as_ref());
    if group.nodes.is_empty() {
        return html! { <span class="u-muted p-act__when">{ t!(scope.i18n, "acts-always") }</span> };
    }
    let said = |node: &Node| match node {
        Node::Condition(condition) => {
            let sentence = sentence(scope, object, condition, &|_| None);
            format!("{} {} {}", sentence.field, sentence.operator, sentence.value)
        }
        Node::Group(_) | Node::Other(_) => t!(scope.i18n, "filter-other").to_string(),
    };
    let joint = t!(scope.i18n, if group.any { "acts-or" } else { "acts-and" });
    let text = group.nodes.iter().map(said).collect::<Vec<_>>().join(&joint);
    html! { <span class="u-muted p-act__when">{ t!(scope.i18n, "acts-when", conditions = text) }</span> }
}
