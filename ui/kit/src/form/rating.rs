//! Stars, to be given and to be shown.

use yew::prelude::*;

use super::use_field;
use crate::{display::Icon, i18n::use_i18n, t};

/// Properties of [`Rating`].
#[derive(Properties, PartialEq)]
pub struct RatingProps {
    /// How many stars are given; none when zero.
    pub value: u8,
    /// How many there are.
    #[prop_or(5)]
    pub most: u8,
    /// Hears another number; zero takes the rating back.
    pub onchange: Callback<u8>,
    /// Hears that the control was left.
    #[prop_or_default]
    pub onblur: Callback<FocusEvent>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// Stars to give: one tab stop, arrows change by one, digits name the number, Delete takes the rating back.
#[component]
pub fn Rating(props: &RatingProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let hovered = use_state_eq(|| None::<u8>);
    let (value, most) = (props.value.min(props.most), props.most);
    let set = {
        let onchange = props.onchange.clone();
        move |to: u8| {
            if to != value {
                onchange.emit(to);
            }
        }
    };
    let onkeydown = {
        let (set, disabled) = (set.clone(), props.disabled);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(to) = stepped(&event.key(), value, most).filter(|_| !disabled) {
                event.prevent_default();
                set(to);
            }
        })
    };
    let star = |number: u8| {
        let onclick = {
            let set = set.clone();
            // The star that is the last one already takes the rating back.
            (!props.disabled).then(|| Callback::from(move |_: MouseEvent| set(if number == value { 0 } else { number })))
        };
        let onpointerenter = {
            let hovered = hovered.setter();
            (!props.disabled).then(|| Callback::from(move |_: PointerEvent| hovered.set(Some(number))))
        };
        let on = number <= hovered.unwrap_or(value);
        html! { <span key={number} class="c-rating__star" data-on={on.then_some("")} {onclick} {onpointerenter}><Icon name="star" size={20} /></span> }
    };
    let onpointerleave = {
        let hovered = hovered.setter();
        Callback::from(move |_: PointerEvent| hovered.set(None))
    };
    let said = if value == 0 { t!(i18n, "kit-rating-none") } else { t!(i18n, "kit-rating", value = value, most = most) };
    html! {
        <div
            id={field.id.clone()}
            class="c-rating"
            role="slider"
            tabindex={if props.disabled { "-1" } else { "0" }}
            aria-label={props.label.clone()}
            aria-labelledby={props.label.is_none().then(|| format!("{}-label", field.id))}
            aria-describedby={field.described_by.clone()}
            aria-valuemin="0"
            aria-valuemax={most.to_string()}
            aria-valuenow={value.to_string()}
            aria-valuetext={said.clone()}
            aria-disabled={props.disabled.then_some("true")}
            data-invalid={field.invalid.then_some("")}
            {onkeydown}
            {onpointerleave}
            onblur={props.onblur.clone()}
        >
            { for (1..=most).map(star) }
            if value > 0 {
                <span class="c-rating__value" aria-hidden="true">{ format!("{value}/{most}") }</span>
            }
        </div>
    }
}

/// Where a key leads.
fn stepped(key: &str, value: u8, most: u8) -> Option<u8> {
    match key {
        "ArrowRight" | "ArrowUp" => Some((value + 1).min(most)),
        "ArrowLeft" | "ArrowDown" => Some(value.saturating_sub(1)),
        "Home" => Some(1),
        "End" => Some(most),
        "Delete" | "Backspace" | "0" => Some(0),
        digit => digit.parse().ok().filter(|number| (1..=most).contains(number)),
    }
}

/// Properties of [`Stars`].
#[derive(Properties, PartialEq)]
pub struct StarsProps {
    /// How many stars are given.
    pub value: u8,
    /// How many there are.
    #[prop_or(5)]
    pub most: u8,
}

/// Stars that were given.
#[component]
pub fn Stars(props: &StarsProps) -> Html {
    let i18n = use_i18n();
    let label = t!(i18n, "kit-rating", value = props.value, most = props.most);
    html! {
        <span class="c-stars" role="img" aria-label={label.clone()} title={label}>
            { for (1..=props.most).map(|number| html! {
                <span class="c-rating__star" data-on={(number <= props.value).then_some("")}><Icon name="star" size={14} /></span>
            }) }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn keys_stay_within_the_stars() {
        for (key, value, expected) in [
            ("ArrowRight", 5, Some(5)),
            ("ArrowRight", 0, Some(1)),
            ("ArrowLeft", 0, Some(0)),
            ("Delete", 3, Some(0)),
            ("4", 1, Some(4)),
            ("9", 1, None),
            ("Tab", 1, None),
        ] {
            assert_eq!(stepped(key, value, 5), expected, "{key}");
        }
    }
}
