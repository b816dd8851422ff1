//! What is wrong with a form, on top, with a link to each place.

use trellis_ui_kit::{Icon, dom, t};
use yew::prelude::*;

use super::{Form, Problem};
use crate::use_scope;

/// Properties of [`Summary`].
#[derive(Properties, PartialEq)]
pub struct SummaryProps {
    /// The form.
    pub form: Form,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Read aloud when it appears; each line leads to its field.
#[component]
pub fn Summary(props: &SummaryProps) -> Html {
    let scope = use_scope();
    if props.problems.is_empty() {
        return Html::default();
    }
    let line = |problem: &Problem| {
        let Some(name) = &problem.field else { return html! { <li>{ &problem.message }</li> } };
        let label = props.form.field(name).map(|field| scope.label(&field.label)).unwrap_or_default();
        let control = props.form.control(name);
        let onclick = {
            let control = control.clone();
            Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                dom::focus_id(&control);
            })
        };
        html! {
            <li><a class="u-link" href={format!("#{control}")} {onclick}>{ label }</a>{ scope.i18n.pick("：", ": ") }{ &problem.message }</li>
        }
    };
    html! {
        <div class="r-summary" role="alert">
            <Icon name="circle-alert" size={20} />
            <div>
                <p class="r-summary__title">{ t!(scope.i18n, "form-problems", count = props.problems.len()) }</p>
                <ul>{ for props.problems.iter().map(line) }</ul>
            </div>
        </div>
    }
}
