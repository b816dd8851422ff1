//! The company's changes as a package: out and in.

use yew::prelude::*;

use super::head::{Head, Part};

/// The company's changes as a package: out and in.
#[component]
pub fn PackagesPage() -> Html {
    html! { <div class="p-designer"><Head part={Part::Packages} /></div> }
}
