//! Places that the company and a package both changed, side by side, and whose holds at each.

use trellis_ui_client::packages::{Choices, Conflict, Side};
use trellis_ui_kit::{Button, Icon, Size, dom::use_id, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use crate::pages::designer::place;

/// The sides, with what choosing them is called.
const SIDES: [(Side, &str); 2] = [(Side::Mine, "package-keep-mine"), (Side::Theirs, "package-take-theirs")];

/// Properties of [`Conflicts`].
#[derive(Properties, PartialEq)]
pub struct ConflictsProps {
    /// The places.
    pub conflicts: Vec<Conflict>,
    /// Whose holds; nothing is decided for anybody.
    pub choices: Choices,
    /// Hears the decisions.
    pub onchange: Callback<Choices>,
}

/// The places with both declarations, each with its decision; and one decision for all of them.
#[component]
pub fn Conflicts(props: &ConflictsProps) -> Html {
    let scope = use_scope();
    let group = use_id("side");
    let open = open(&props.conflicts, &props.choices);
    let line = |(at, conflict): (usize, &Conflict)| {
        let words = place::in_words(&scope, &conflict.file, &conflict.pointer);
        let choice = |(side, message): (Side, &str)| {
            let (choices, place) = (props.choices.clone(), conflict.place.clone());
            let onchange = props.onchange.reform(move |_: Event| {
                let mut choices = choices.clone();
                choices.insert(place.clone(), side);
                choices
            });
            let checked = props.choices.get(&conflict.place) == Some(&side);
            html! {
                <label class="p-package__side">
                    <input type="radio" name={format!("{group}-{at}")} value={side.name()} {checked} {onchange} />
                    { t!(scope.i18n, message) }
                </label>
            }
        };
        html! {
            <li key={conflict.place.clone()} class="p-package__conflict">
                <strong>{ &words }</strong>
                <dl>
                    <div><dt>{ t!(scope.i18n, "package-mine") }</dt><dd>{ place::value(&scope, &conflict.file, &conflict.mine) }</dd></div>
                    <div><dt>{ t!(scope.i18n, "package-theirs") }</dt><dd>{ place::value(&scope, &conflict.file, &conflict.theirs) }</dd></div>
                </dl>
                <div class="p-package__sides" role="radiogroup" aria-label={t!(scope.i18n, "package-side-at", place = words)}>
                    { for SIDES.map(choice) }
                </div>
            </li>
        }
    };
    let all = |(side, message): (Side, &str)| {
        let places: Vec<String> = props.conflicts.iter().map(|conflict| conflict.place.clone()).collect();
        let onclick = props.onchange.reform(move |_: MouseEvent| places.iter().map(|place| (place.clone(), side)).collect::<Choices>());
        html! { <Button label={t!(scope.i18n, message)} size={Size::Small} {onclick} /> }
    };
    html! {
        <section class="p-package__conflicts">
            <h3 class="p-review__title"><Icon name="git-branch" />{ t!(scope.i18n, "package-conflicts", count = props.conflicts.len()) }</h3>
            <p class="u-muted">{ t!(scope.i18n, "package-conflicts-text") }</p>
            <div class="p-package__all" role="group" aria-label={t!(scope.i18n, "package-side-all")}>
                <span aria-hidden="true">{ t!(scope.i18n, "package-side-all") }</span>
                { for SIDES.map(all) }
            </div>
            <ul>{ for props.conflicts.iter().enumerate().map(line) }</ul>
            if open > 0 {
                <p class="p-package__open" role="status"><Icon name="circle-help" />{ t!(scope.i18n, "package-undecided", count = open) }</p>
            }
        </section>
    }
}

/// How many places are not decided yet.
pub fn open(conflicts: &[Conflict], choices: &Choices) -> usize {
    conflicts.iter().filter(|conflict| !choices.contains_key(&conflict.place)).count()
}
