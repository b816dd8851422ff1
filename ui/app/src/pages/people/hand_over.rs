//! Handing everything that a person owns to somebody else.

use std::collections::BTreeMap;

use trellis_ui_client::{Tag, organization};
use trellis_ui_kit::{Button, ButtonKind, Dialog, DialogSize, Field, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use crate::workspace::{PersonPicker, Saved, reason, use_save};

/// Properties of [`HandOver`].
#[derive(Properties, PartialEq)]
pub struct HandOverProps {
    /// Whose records.
    pub id: String,
    /// Their name.
    pub name: AttrValue,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
}

/// Asks to whom, then says what moved.
#[component]
pub fn HandOver(props: &HandOverProps) -> Html {
    let scope = use_scope();
    let to = use_state_eq(|| None::<String>);
    let moved = use_state_eq(|| None::<BTreeMap<String, u64>>);
    let tags = scope.meta.infos().iter().map(|info| Tag::Records(info.name.clone())).chain([Tag::Charts]).collect();
    let then = {
        let moved = moved.setter();
        Callback::from(move |counts: BTreeMap<String, u64>| moved.set(Some(counts)))
    };
    let save = {
        let id = props.id.clone();
        use_save(
            &scope.i18n,
            move |to: String| {
                let id = id.clone();
                async move { organization::hand_over(&id, &to).await }
            },
            Saved { said: t!(scope.i18n, "people-handed-over"), tags, then, tells: false },
        )
    };
    let is_self = to.as_deref() == Some(props.id.as_str());
    let run = {
        let (to, run) = ((*to).clone(), save.run.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(to) = to.clone() {
                run.emit(to);
            }
        })
    };
    let close = props.onclose.reform(|_: MouseEvent| ());
    let (footer, body) = match &*moved {
        Some(counts) => {
            (html! { <Button label={t!(scope.i18n, "kit-close")} kind={ButtonKind::Primary} onclick={close} /> }, result(&scope, counts))
        }
        None => (
            html! {
                <>
                    <Button label={t!(scope.i18n, "form-cancel")} onclick={close} />
                    <Button label={t!(scope.i18n, "people-hand-over")} kind={ButtonKind::Primary} disabled={to.is_none() || is_self} busy={save.busy} onclick={run} />
                </>
            },
            html! {
                <div class="u-stack">
                    if let Some(error) = &save.error {
                        <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                    }
                    <p>{ t!(scope.i18n, "people-hand-over-text", name = &props.name) }</p>
                    <Field label={t!(scope.i18n, "people-hand-over-to")} required={true} error={is_self.then(|| t!(scope.i18n, "people-hand-over-self"))}>
                        <PersonPicker value={(*to).clone()} onchange={{
                            let to = to.setter();
                            Callback::from(move |person: Option<String>| to.set(person))
                        }} />
                    </Field>
                </div>
            },
        ),
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "people-hand-over-title")} size={DialogSize::Small} onclose={props.onclose.clone()} {footer}>{ body }</Dialog>
    }
}

/// What moved, object by object.
fn result(scope: &Scope, counts: &BTreeMap<String, u64>) -> Html {
    let some: Vec<(&String, &u64)> = counts.iter().filter(|(_, count)| **count > 0).collect();
    if some.is_empty() {
        return html! { <p>{ t!(scope.i18n, "people-hand-over-nothing") }</p> };
    }
    let line = |(object, count): &(&String, &u64)| {
        let label = scope.meta.info(object).map_or_else(|| AttrValue::from((*object).clone()), |info| scope.label(&info.label));
        html! { <li><span class="u-grow">{ label }</span><strong>{ count.to_string() }</strong></li> }
    };
    html! { <ul class="p-counts">{ for some.iter().map(line) }</ul> }
}
