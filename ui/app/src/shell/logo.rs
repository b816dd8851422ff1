//! The product's mark in the skin's own colour: a lattice and what climbs it.

use yew::prelude::*;

/// Properties of [`Logo`].
#[derive(Properties, PartialEq)]
pub struct LogoProps {
    /// Width and height in pixels.
    #[prop_or(28)]
    pub size: u32,
}

/// The mark.
#[component]
pub fn Logo(props: &LogoProps) -> Html {
    let size = props.size.to_string();
    html! {
        <svg class="s-logo" width={size.clone()} height={size} viewBox="0 0 32 32" role="img" aria-label="Trellis">
            <rect width="32" height="32" rx="8" />
            <path class="s-logo__lattice" d="M11 7.5v17M21 7.5v17M7.5 11h17M7.5 21h17" />
            <path d="M8 24c7-1.5 5-8.5 11-10 3-.8 4.5-2.5 5-5.5" />
            <circle cx="24" cy="8.5" r="2.6" />
        </svg>
    }
}
