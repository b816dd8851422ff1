//! The interface: shell, pages and routes.

use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <p>{ "Trellis" }</p> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
