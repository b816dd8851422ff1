//! Where on the way one is.

use trellis_ui_kit::{Icon, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

const STEPS: [&str; 4] = ["import-step-upload", "import-step-map", "import-step-check", "import-step-result"];

/// Properties of [`Steps`].
#[derive(Properties, PartialEq)]
pub struct StepsProps {
    /// The present step, from zero.
    pub at: usize,
}

/// The steps in a row.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let scope = use_scope();
    let step = |(at, name): (usize, &&'static str)| {
        let state = match at.cmp(&props.at) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "ahead",
        };
        html! {
            <li class="p-steps__step" data-state={state} aria-current={(state == "current").then_some("step")}>
                <span class="p-steps__number">
                    if state == "done" {
                        <Icon name="check" size={14} />
                    } else {
                        { at + 1 }
                    }
                </span>
                <span class="p-steps__name">{ t!(scope.i18n, name) }</span>
            </li>
        }
    };
    html! { <ol class="p-steps" aria-label={t!(scope.i18n, "import-steps")}>{ for STEPS.iter().enumerate().map(step) }</ol> }
}
