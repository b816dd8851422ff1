//! What a role administers.

use trellis_model::wire::{ActionInfo, Permissions, RolePermissions};
use trellis_ui_kit::{Checkbox, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::model::{ALL, RightChange, scope_of};

/// Properties of [`Parts`].
#[derive(Properties, PartialEq)]
pub struct PartsProps {
    /// What is kept, with every action that there is.
    pub all: RolePermissions,
    /// The rights as they are being changed.
    pub now: Permissions,
    /// Whether they may be changed.
    pub editable: bool,
    /// Hears a change.
    pub onchange: Callback<RightChange>,
}

/// The parts of the administration, each with its actions to tick.
#[component]
pub fn Parts(props: &PartsProps) -> Html {
    let scope = use_scope();
    let tick = |part: &String, action: &ActionInfo| {
        let onchange = {
            let (part, name) = (part.clone(), action.name.clone());
            props.onchange.reform(move |on: bool| RightChange::Part(part.clone(), name.clone(), on))
        };
        let on = scope_of(&props.now.administration, part, &action.name) == ALL;
        let changed = on != (scope_of(&props.all.administration, part, &action.name) == ALL);
        html! {
            <span key={action.name.clone()} class="p-part__tick" data-changed={changed.then_some("")}>
                <Checkbox label={scope.label(&action.label)} checked={on} disabled={!props.editable || action.least == ALL} {onchange} />
            </span>
        }
    };
    let part = |name: &String| {
        let label = props.all.labels.get(name).map_or_else(|| name.clone().into(), |label| scope.label(label));
        let actions = props.all.actions.get(name).map(Vec::as_slice).unwrap_or_default();
        html! {
            <li key={name.clone()}>
                <fieldset class="p-part">
                    <legend class="p-part__name">{ label }</legend>
                    <div class="p-part__ticks">{ for actions.iter().map(|action| tick(name, action)) }</div>
                </fieldset>
            </li>
        }
    };
    html! {
        <>
            <p class="u-muted">{ t!(scope.i18n, "roles-parts-hint") }</p>
            <ul class="p-parts">{ for props.all.administration.keys().map(part) }</ul>
        </>
    }
}
