//! The dialog of an action as people will see it, to be looked at only.

use std::rc::Rc;

use trellis_model::Action;
use trellis_ui_kit::{Button, ButtonKind, t};
use yew::prelude::*;

use super::dialog::{asked, defaults, parameters, question};
use crate::{
    forms::{FormBody, use_form},
    use_scope,
};

/// Properties of [`ActionPreview`].
#[derive(Properties, PartialEq)]
pub struct ActionPreviewProps {
    /// The action.
    pub action: Action,
}

/// What an action asks, with the inputs that its parameters are declared as. Nothing in it can be used.
#[component]
pub fn ActionPreview(props: &ActionPreviewProps) -> Html {
    let scope = use_scope();
    let fields = use_memo(props.action.params.clone(), parameters);
    let form = use_form((*fields).clone(), None, defaults(&scope, &fields), Rc::default(), Rc::default());
    let label = scope.label(&props.action.label);
    let question = question(&scope, &props.action, &fields);
    html! {
        <div class="r-action-preview" inert={true}>
            <header class="r-action-preview__head">{ label.clone() }</header>
            <div class="r-action-preview__body">
                if let Some(question) = question {
                    <p>{ question }</p>
                }
                <FormBody {form} sections={asked(&fields)} />
            </div>
            <footer class="r-action-preview__foot">
                <Button label={t!(scope.i18n, "form-cancel")} />
                <Button {label} kind={ButtonKind::Primary} />
            </footer>
        </div>
    }
}
