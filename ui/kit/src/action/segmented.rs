//! One of a few, all in view.

use yew::prelude::*;

use crate::{display::Icon, nav::roving};

/// One choice.
#[derive(Clone, PartialEq)]
pub struct Segment {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// An icon; the label is then only read aloud and shown on hover.
    pub icon: Option<AttrValue>,
}

impl Segment {
    /// A choice that shows its label.
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { value: value.into(), label: label.into(), icon: None }
    }

    /// The same, shown as an icon.
    pub fn with_icon(self, icon: impl Into<AttrValue>) -> Self {
        Self { icon: Some(icon.into()), ..self }
    }
}

/// Properties of [`SegmentedControl`].
#[derive(Properties, PartialEq)]
pub struct SegmentedControlProps {
    /// What is chosen here.
    pub label: AttrValue,
    /// The choices.
    pub segments: Vec<Segment>,
    /// The chosen one's value.
    pub value: AttrValue,
    /// Hears a new choice.
    pub onchange: Callback<AttrValue>,
}

/// A radio group drawn as one control: arrows choose.
#[component]
pub fn SegmentedControl(props: &SegmentedControlProps) -> Html {
    let onkeydown = roving("[role=radio]");
    let segment = |segment: &Segment| {
        let chosen = segment.value == props.value;
        let choose = {
            let (onchange, value) = (props.onchange.clone(), segment.value.clone());
            move || {
                if !chosen {
                    onchange.emit(value.clone());
                }
            }
        };
        let onclick = Callback::from({
            let choose = choose.clone();
            move |_: MouseEvent| choose()
        });
        // The arrows move the focus, and with it the choice.
        let onfocus = Callback::from(move |_: FocusEvent| choose());
        html! {
            <button
                type="button"
                role="radio"
                class="c-segmented__item"
                aria-checked={chosen.to_string()}
                aria-label={segment.icon.as_ref().map(|_| segment.label.clone())}
                title={segment.icon.as_ref().map(|_| segment.label.clone())}
                tabindex={if chosen { "0" } else { "-1" }}
                {onclick}
                {onfocus}
            >
                if let Some(name) = segment.icon.clone() {
                    <Icon {name} />
                } else {
                    { &segment.label }
                }
            </button>
        }
    };
    html! {
        <div class="c-segmented" role="radiogroup" aria-label={props.label.clone()} {onkeydown}>
            { for props.segments.iter().map(segment) }
        </div>
    }
}
