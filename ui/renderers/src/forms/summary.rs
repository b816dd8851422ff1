//! What is wrong with a form, on top, with a link to each place.

use trellis_ui_kit::{Icon, dom, t};
use web_sys::Element;
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
    /// Brings a field's tab to the front before its control takes the focus.
    #[prop_or_default]
    pub onreveal: Callback<String>,
}

/// Read aloud when it appears, and brought into view after every attempt to send the form; each line leads to its field.
#[component]
pub fn Summary(props: &SummaryProps) -> Html {
    let scope = use_scope();
    let node = use_node_ref();
    use_effect_with(props.form.state().attempts(), {
        let node = node.clone();
        move |_| {
            // The button that sends a long form stands far below what is wrong with it.
            if let Some(summary) = node.cast::<Element>() {
                dom::focus(&summary);
            }
        }
    });
    if props.problems.is_empty() {
        return Html::default();
    }
    let line = |problem: &Problem| {
        let Some(name) = &problem.field else { return html! { <li>{ &problem.message }</li> } };
        let field = props.form.field(name);
        let mut label = field.map(|field| scope.label(&field.label).to_string()).unwrap_or_default();
        let mut control = props.form.control(name);
        // A cell of the lines: which line, which of its fields.
        let mut inside = problem.inside.split('/').skip(1);
        if let (Some(Ok(line)), Some(part)) = (inside.next().map(str::parse::<usize>), inside.next()) {
            let cell = field.and_then(|field| field.lines.as_deref()).and_then(|fields| fields.iter().find(|field| field.name == part));
            if let Some(cell) = cell {
                label = format!("{label} › {} › {}", t!(scope.i18n, "lines-line", number = line + 1), scope.label(&cell.label));
                control = format!("{control}-{line}-{part}");
            }
        }
        let onclick = {
            let (control, name, onreveal) = (control.clone(), name.clone(), props.onreveal.clone());
            Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                onreveal.emit(name.clone());
                let control = control.clone();
                // The tab is drawn first.
                wasm_bindgen_futures::spawn_local(async move {
                    dom::next_frame().await;
                    dom::focus_id(&control);
                });
            })
        };
        html! {
            <li><a class="u-link" href={format!("#{control}")} {onclick}>{ label }</a>{ scope.i18n.pick("：", ": ") }{ &problem.message }</li>
        }
    };
    html! {
        <div ref={node} class="r-summary" role="alert" tabindex="-1">
            <Icon name="circle-alert" size={20} />
            <div>
                <p class="r-summary__title">{ t!(scope.i18n, "form-problems", count = props.problems.len()) }</p>
                <ul>{ for props.problems.iter().map(line) }</ul>
            </div>
        </div>
    }
}
