//! The picture beside the form: a lattice with a vine that climbs it, in the skin's own colours.

use yew::prelude::*;

/// Distance between the laths of the lattice.
const STEP: i32 = 64;

/// The vine: where it turns, and where its leaves sit.
const VINE: &str = "M64 704 C96 600 176 640 192 544 S288 496 320 416 S416 384 416 288 S512 240 528 144 S592 64 576 -16";
const BRANCHES: [&str; 3] = ["M192 544 C256 560 288 592 352 576", "M320 416 C272 384 256 336 208 320", "M416 288 C464 312 512 304 544 336"];
const LEAVES: [(i32, i32, i32); 8] =
    [(352, 576, 10), (208, 320, 215), (544, 336, 40), (134, 621, 205), (250, 474, 15), (380, 358, 200), (466, 216, 5), (564, 58, 190)];

/// A drawing; it says nothing that the words beside it do not.
#[component]
pub fn Art() -> Html {
    let laths = (0..11).map(|index| {
        let at = (index * STEP).to_string();
        html! {
            <>
                <line x1={at.clone()} y1="0" x2={at.clone()} y2="704" />
                <line x1="0" y1={at.clone()} x2="640" y2={at} />
            </>
        }
    });
    let leaf = |(x, y, turn): &(i32, i32, i32)| {
        html! { <path d="M0 0 C10 -20 36 -22 48 0 C36 14 12 16 0 0 Z M4 0 L40 -2" transform={format!("translate({x} {y}) rotate({turn})")} /> }
    };
    let bud = |(x, y): (i32, i32)| html! { <circle cx={x.to_string()} cy={y.to_string()} r="7" /> };
    html! {
        <svg class="s-art" viewBox="0 0 640 704" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
            <g class="s-art__laths">{ for laths }</g>
            <g class="s-art__vine">
                <path d={VINE} />
                { for BRANCHES.iter().map(|branch| html! { <path class="s-art__branch" d={*branch} /> }) }
            </g>
            <g class="s-art__leaves">{ for LEAVES.iter().map(leaf) }</g>
            <g class="s-art__buds">{ for [(192, 544), (320, 416), (416, 288), (528, 144)].into_iter().map(bud) }</g>
        </svg>
    }
}
