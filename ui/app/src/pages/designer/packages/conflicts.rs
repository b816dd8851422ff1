//! Places that the company and a package both changed, side by side, and whose holds.

use trellis_ui_client::packages::{Conflict, Side};
use trellis_ui_kit::{Icon, dom::use_id, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use crate::pages::designer::place;

/// Properties of [`Conflicts`].
#[derive(Properties, PartialEq)]
pub struct ConflictsProps {
    /// The places.
    pub conflicts: Vec<Conflict>,
    /// Whose holds; nothing is decided for anybody.
    pub side: Option<Side>,
    /// Hears the decision.
    pub onchange: Callback<Side>,
    /// Not to be decided now.
    #[prop_or_default]
    pub disabled: bool,
}

/// The places with both declarations, and the decision for all of them.
#[component]
pub fn Conflicts(props: &ConflictsProps) -> Html {
    let scope = use_scope();
    let group = use_id("side");
    let line = |conflict: &Conflict| {
        html! {
            <li key={format!("{}{}", conflict.file, conflict.pointer)} class="p-package__conflict">
                <strong>{ place::in_words(&scope, &conflict.file, &conflict.pointer) }</strong>
                <dl>
                    <div><dt>{ t!(scope.i18n, "package-mine") }</dt><dd>{ place::value(&scope, &conflict.file, &conflict.mine) }</dd></div>
                    <div><dt>{ t!(scope.i18n, "package-theirs") }</dt><dd>{ place::value(&scope, &conflict.file, &conflict.theirs) }</dd></div>
                </dl>
            </li>
        }
    };
    let choice = |side: Side, message: &str| {
        let onchange = props.onchange.reform(move |_: Event| side);
        html! {
            <label class="p-package__side">
                <input type="radio" name={group.clone()} value={side.name()} checked={props.side == Some(side)} disabled={props.disabled} {onchange} />
                { t!(scope.i18n, message) }
            </label>
        }
    };
    html! {
        <section class="p-package__conflicts">
            <h3 class="p-review__title"><Icon name="git-branch" />{ t!(scope.i18n, "package-conflicts", count = props.conflicts.len()) }</h3>
            <p class="u-muted">{ t!(scope.i18n, "package-conflicts-text") }</p>
            <ul>{ for props.conflicts.iter().map(line) }</ul>
            <fieldset class="p-package__sides">
                <legend>{ t!(scope.i18n, "package-side") }</legend>
                { choice(Side::Mine, "package-keep-mine") }
                { choice(Side::Theirs, "package-take-theirs") }
            </fieldset>
        </section>
    }
}
