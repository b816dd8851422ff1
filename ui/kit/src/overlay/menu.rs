//! A menu of steps: arrows move, a letter jumps, Enter takes the step, Escape closes.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::popover::{Placement, Popover};
use crate::{
    action::{Button, ButtonKind, IconButton, Size},
    display::{Dot, Icon, Kbd},
    dom,
    nav::next_index,
};

/// One line of a menu.
#[derive(Clone, PartialEq)]
pub enum MenuItem {
    /// A step.
    Step {
        /// What is reported when it is taken.
        value: AttrValue,
        /// What it does.
        label: AttrValue,
        /// An icon before it.
        icon: Option<AttrValue>,
        /// The keys that do the same.
        keys: Option<AttrValue>,
        /// For one of several: whether it is the chosen one.
        checked: Option<bool>,
        /// A coloured dot before it.
        color: Option<AttrValue>,
        /// It takes something away.
        danger: bool,
        /// It cannot be taken now.
        disabled: bool,
    },
    /// A heading over the steps that follow.
    Heading(AttrValue),
    /// A line between groups.
    Separator,
}

impl MenuItem {
    /// A step.
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self::Step {
            value: value.into(),
            label: label.into(),
            icon: None,
            keys: None,
            checked: None,
            color: None,
            danger: false,
            disabled: false,
        }
    }

    /// The same with an icon.
    pub fn with_icon(mut self, name: impl Into<AttrValue>) -> Self {
        if let Self::Step { icon, .. } = &mut self {
            *icon = Some(name.into());
        }
        self
    }

    /// The same with the keys that do it too.
    pub fn with_keys(mut self, pressed: impl Into<AttrValue>) -> Self {
        if let Self::Step { keys, .. } = &mut self {
            *keys = Some(pressed.into());
        }
        self
    }

    /// The same with a coloured dot.
    pub fn with_color(mut self, name: impl Into<AttrValue>) -> Self {
        if let Self::Step { color, .. } = &mut self {
            *color = Some(name.into());
        }
        self
    }

    /// The same as one of several.
    pub fn checked(mut self, chosen: bool) -> Self {
        if let Self::Step { checked, .. } = &mut self {
            *checked = Some(chosen);
        }
        self
    }

    /// The same as a step that takes something away.
    pub fn danger(mut self) -> Self {
        if let Self::Step { danger, .. } = &mut self {
            *danger = true;
        }
        self
    }

    /// The same, not to be taken now.
    pub fn disabled(mut self, is: bool) -> Self {
        if let Self::Step { disabled, .. } = &mut self {
            *disabled = is;
        }
        self
    }
}

/// Properties of [`Menu`].
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// The name, for assistive technology.
    pub label: AttrValue,
    /// The lines.
    pub items: Vec<MenuItem>,
    /// Hears the value of the step taken.
    pub onpick: Callback<AttrValue>,
    /// Something above the lines, such as who is signed in.
    #[prop_or_default]
    pub header: Html,
}

/// The lines alone, to be shown inside a [`Popover`].
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let node = use_node_ref();
    let first = first_focus(&props.items);
    let onkeydown = {
        let node = node.clone();
        Callback::from(move |event: KeyboardEvent| move_focus(&node, &event))
    };
    html! {
        <>
            { props.header.clone() }
            <div ref={node} class="c-menu" role="menu" aria-label={props.label.clone()} {onkeydown}>
                { for props.items.iter().enumerate().map(|(index, item)| line(item, Some(index) == first, &props.onpick)) }
            </div>
        </>
    }
}

/// The chosen step, or the first that can be taken.
fn first_focus(items: &[MenuItem]) -> Option<usize> {
    let chosen = |item: &MenuItem| matches!(item, MenuItem::Step { checked: Some(true), disabled: false, .. });
    let can = |item: &MenuItem| matches!(item, MenuItem::Step { disabled: false, .. });
    items.iter().position(chosen).or_else(|| items.iter().position(can))
}

fn line(item: &MenuItem, focused: bool, onpick: &Callback<AttrValue>) -> Html {
    match item {
        MenuItem::Heading(label) => html! { <div class="c-menu__heading" role="presentation">{ label }</div> },
        MenuItem::Separator => html! { <div class="c-menu__separator" role="separator" /> },
        MenuItem::Step { value, label, icon, keys, checked, color, danger, disabled } => {
            let onclick = {
                let (onpick, value) = (onpick.clone(), value.clone());
                Callback::from(move |_: MouseEvent| onpick.emit(value.clone()))
            };
            html! {
                <button
                    type="button"
                    class="c-menu__item"
                    role={if checked.is_some() { "menuitemradio" } else { "menuitem" }}
                    aria-checked={checked.map(|checked| checked.to_string())}
                    data-danger={danger.then_some("")}
                    disabled={*disabled}
                    data-autofocus={focused.then_some("")}
                    tabindex="-1"
                    {onclick}
                >
                    if let Some(name) = icon.clone() {
                        <Icon {name} />
                    }
                    if let Some(color) = color.clone() {
                        <Dot {color} />
                    }
                    <span class="u-grow">{ label }</span>
                    if let Some(keys) = keys.clone() {
                        <Kbd {keys} />
                    }
                    if *checked == Some(true) {
                        <Icon name="check" />
                    }
                </button>
            }
        }
    }
}

fn steps(node: &NodeRef) -> Vec<HtmlElement> {
    let found = node.cast::<Element>().and_then(|menu| menu.query_selector_all(".c-menu__item:not(:disabled)").ok());
    found.map_or_else(Vec::new, |list| (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect())
}

fn move_focus(node: &NodeRef, event: &KeyboardEvent) {
    let items = steps(node);
    let active = dom::document().and_then(|document| document.active_element());
    let here = items.iter().position(|item| Some(item.as_ref()) == active.as_ref());
    let key = event.key();
    let next = match key.as_str() {
        "ArrowLeft" | "ArrowRight" => None,
        // Inside a menu, Tab leaves it; the popover closes because the focus went elsewhere.
        "Tab" => {
            event.prevent_default();
            None
        }
        _ if key.chars().count() == 1 && key != " " => starting_with(&items, here, &key),
        _ => next_index(&key, here, items.len()),
    };
    if let Some(item) = next.and_then(|next| items.get(next)) {
        event.prevent_default();
        dom::focus(item);
    }
}

/// The next item after `here` whose text starts with the letter typed.
fn starting_with(items: &[HtmlElement], here: Option<usize>, letter: &str) -> Option<usize> {
    let letter = letter.to_lowercase();
    let after = here.map_or(0, |here| here + 1);
    let starts = |index: &usize| {
        let text = items[*index].text_content().unwrap_or_default();
        text.trim().to_lowercase().starts_with(&letter)
    };
    (after..items.len()).chain(0..after.min(items.len())).find(starts)
}

/// Properties of [`MenuButton`].
#[derive(Properties, PartialEq)]
pub struct MenuButtonProps {
    /// What the button says, and the menu's name.
    pub label: AttrValue,
    /// Shown instead of the label.
    #[prop_or_default]
    pub icon: Option<AttrValue>,
    /// How much the button asks for attention.
    #[prop_or_default]
    pub kind: ButtonKind,
    /// How large the button is.
    #[prop_or_default]
    pub size: Size,
    /// Which edges of button and menu are in line.
    #[prop_or_default]
    pub placement: Placement,
    /// Cannot be opened now.
    #[prop_or_default]
    pub disabled: bool,
    /// The lines.
    pub items: Vec<MenuItem>,
    /// Hears the value of the step taken.
    pub onpick: Callback<AttrValue>,
}

/// A button that opens a menu.
#[component]
pub fn MenuButton(props: &MenuButtonProps) -> Html {
    let open = use_state_eq(|| false);
    let node = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onclose = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let onpick = {
        let (onpick, open, node) = (props.onpick.clone(), open.setter(), node.clone());
        Callback::from(move |value: AttrValue| {
            open.set(false);
            if let Some(button) = node.cast::<Element>() {
                dom::focus(&button);
            }
            onpick.emit(value);
        })
    };
    let button = match props.icon.clone() {
        Some(icon) => html! {
            <IconButton node={node.clone()} label={props.label.clone()} {icon} kind={props.kind} size={props.size} disabled={props.disabled} expanded={*open} haspopup="menu" onclick={toggle} />
        },
        None => html! {
            <Button node={node.clone()} label={props.label.clone()} icon_after="chevron-down" kind={props.kind} size={props.size} disabled={props.disabled} expanded={*open} haspopup="menu" onclick={toggle} />
        },
    };
    html! {
        <>
            { button }
            <Popover open={*open} anchor={node} {onclose} placement={props.placement}>
                <Menu label={props.label.clone()} items={props.items.clone()} {onpick} />
            </Popover>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_step_has_the_focus_first() {
        let items = [MenuItem::Separator, MenuItem::new("a", "A").disabled(true), MenuItem::new("b", "B"), MenuItem::new("c", "C")];
        assert_eq!(first_focus(&items), Some(2));
        let mut items = items.to_vec();
        items[3] = items[3].clone().checked(true);
        assert_eq!(first_focus(&items), Some(3));
        assert_eq!(first_focus(&[]), None);
    }
}
