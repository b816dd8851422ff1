//! A status as a soft pill with a dot, in one of the fourteen colours of picklists.

use yew::prelude::*;

/// A colour of a picklist option.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TagColor(usize);

impl TagColor {
    /// The names, as picklists use them.
    pub const NAMES: [&'static str; 14] =
        ["gray", "red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "purple", "pink"];

    /// The colour of this name; gray for a name that is none.
    pub fn named(name: &str) -> Self {
        Self(Self::NAMES.iter().position(|known| *known == name).unwrap_or(0))
    }

    /// A colour that is always the same for the same text.
    pub fn of_text(text: &str) -> Self {
        let sum = text.chars().fold(7_usize, |sum, letter| sum.wrapping_mul(31).wrapping_add(letter as usize));
        // Gray is left out: it says "nothing".
        Self(1 + sum % (Self::NAMES.len() - 1))
    }

    /// The colour's name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self.0]
    }
}

/// Properties of [`Pill`].
#[derive(Properties, PartialEq)]
pub struct PillProps {
    /// What it says.
    pub label: AttrValue,
    /// The colour's name.
    #[prop_or(AttrValue::Static("gray"))]
    pub color: AttrValue,
    /// Whether a dot stands before the text.
    #[prop_or(true)]
    pub dot: bool,
}

/// A status.
#[component]
pub fn Pill(props: &PillProps) -> Html {
    let color = TagColor::named(&props.color).name();
    html! {
        <span class="c-pill" data-color={color} data-dot={props.dot.then_some("")}>
            <span class="c-pill__text">{ &props.label }</span>
        </span>
    }
}

/// Properties of [`Dot`].
#[derive(Properties, PartialEq)]
pub struct DotProps {
    /// The colour's name.
    pub color: AttrValue,
}

/// The dot alone, beside a text that says the same.
#[component]
pub fn Dot(props: &DotProps) -> Html {
    html! { <span class="c-dot" data-color={TagColor::named(&props.color).name()} aria-hidden="true" /> }
}

/// Properties of [`Tag`].
#[derive(Properties, PartialEq)]
pub struct TagProps {
    /// What it says.
    pub label: AttrValue,
    /// Takes the tag away; without, it cannot be.
    #[prop_or_default]
    pub onremove: Option<Callback<()>>,
    /// What the button that takes it away says.
    #[prop_or_default]
    pub remove_label: AttrValue,
}

/// A chosen thing in a field, with a button to take it away.
#[component]
pub fn Tag(props: &TagProps) -> Html {
    let remove = props.onremove.clone().map(|onremove| {
        let onclick = Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            onremove.emit(());
        });
        html! {
            <button type="button" class="c-tag__remove" aria-label={props.remove_label.clone()} {onclick}>
                <super::Icon name="x" size={12} />
            </button>
        }
    });
    html! { <span class="c-tag"><span class="u-ellipsis">{ &props.label }</span>{ remove }</span> }
}

#[cfg(test)]
mod tests {
    use super::TagColor;

    #[test]
    fn an_unknown_colour_is_gray_and_a_text_keeps_its_own() {
        assert_eq!(TagColor::named("nope").name(), "gray");
        assert_eq!(TagColor::of_text("李雷"), TagColor::of_text("李雷"));
        assert_ne!(TagColor::of_text("").name(), "gray");
    }
}
