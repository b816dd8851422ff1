//! How far something has come.

use yew::prelude::*;

/// Properties of [`Progress`].
#[derive(Properties, PartialEq)]
pub struct ProgressProps {
    /// What goes on.
    pub label: AttrValue,
    /// How much is done.
    pub value: u32,
    /// How much there is.
    pub max: u32,
}

/// A bar that fills.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let percent = f64::from(props.value) * 100.0 / f64::from(props.max.max(1));
    html! {
        <div
            class="c-progress"
            role="progressbar"
            aria-label={props.label.clone()}
            aria-valuemin="0"
            aria-valuemax={props.max.to_string()}
            aria-valuenow={props.value.to_string()}
        >
            <span class="c-progress__bar" style={format!("--done:{percent:.1}%")} />
        </div>
    }
}
