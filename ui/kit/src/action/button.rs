//! Buttons. One primary button a screen says what to do next.

use yew::prelude::*;

use crate::display::{Icon, Spinner};

/// How much a button asks for attention.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The next step: one a screen.
    Primary,
    /// Any other step.
    #[default]
    Secondary,
    /// A step among many, without a frame.
    Ghost,
    /// A step that takes something away.
    Danger,
}

impl ButtonKind {
    fn code(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Ghost => "ghost",
            Self::Danger => "danger",
        }
    }
}

/// How large a control is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// In rows and bars.
    Small,
    /// In forms and headers.
    #[default]
    Medium,
    /// Alone on a page.
    Large,
}

impl Size {
    /// The size in attributes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// Properties of [`Button`].
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// What it does, a verb first.
    pub label: AttrValue,
    /// How much it asks for attention.
    #[prop_or_default]
    pub kind: ButtonKind,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// An icon before the label.
    #[prop_or_default]
    pub icon: Option<AttrValue>,
    /// An icon after the label, such as an arrow for a menu.
    #[prop_or_default]
    pub icon_after: Option<AttrValue>,
    /// Cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// Was pressed and is at work.
    #[prop_or_default]
    pub busy: bool,
    /// `button`, or `submit` to send the form around it.
    #[prop_or(AttrValue::Static("button"))]
    pub button_type: AttrValue,
    /// Over the whole width.
    #[prop_or_default]
    pub block: bool,
    /// Whether it is pressed, for a button that stays so.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Whether what it opens is open, for a button with a menu or panel.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// The kind of what it opens: `menu`, `dialog`, `listbox`.
    #[prop_or_default]
    pub haspopup: Option<AttrValue>,
    /// The element's id.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// The element, for a panel that is placed beside it.
    #[prop_or_default]
    pub node: NodeRef,
    /// Hears that it was pressed.
    #[prop_or_default]
    pub onclick: Callback<MouseEvent>,
}

/// A button with a label.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let icon = match (props.busy, props.icon.clone()) {
        (true, _) => html! { <Spinner /> },
        (false, Some(name)) => html! { <Icon {name} /> },
        (false, None) => Html::default(),
    };
    html! {
        <button
            ref={props.node.clone()}
            id={props.id.clone()}
            type={props.button_type.clone()}
            class="c-button"
            data-kind={props.kind.code()}
            data-size={props.size.code()}
            data-block={props.block.then_some("")}
            disabled={props.disabled || props.busy}
            aria-busy={props.busy.then_some("true")}
            aria-pressed={props.pressed.map(|pressed| pressed.to_string())}
            aria-expanded={props.expanded.map(|expanded| expanded.to_string())}
            aria-haspopup={props.haspopup.clone()}
            onclick={props.onclick.clone()}
        >
            { icon }
            <span class="c-button__label">{ &props.label }</span>
            if let Some(name) = props.icon_after.clone() {
                <Icon {name} />
            }
        </button>
    }
}

/// Properties of [`IconButton`].
#[derive(Properties, PartialEq)]
pub struct IconButtonProps {
    /// What it does; shown on hover and read aloud.
    pub label: AttrValue,
    /// The icon.
    pub icon: AttrValue,
    /// How much it asks for attention.
    #[prop_or(ButtonKind::Ghost)]
    pub kind: ButtonKind,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether it is pressed, for a button that stays so.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Whether what it opens is open.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// The kind of what it opens.
    #[prop_or_default]
    pub haspopup: Option<AttrValue>,
    /// Left out of the tab order, inside widgets that have their own keys.
    #[prop_or_default]
    pub untabbable: bool,
    /// A number at its corner, such as unread messages; 0 shows nothing.
    #[prop_or_default]
    pub badge: u32,
    /// The element's id.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// The element, for a panel that is placed beside it.
    #[prop_or_default]
    pub node: NodeRef,
    /// Hears that it was pressed.
    #[prop_or_default]
    pub onclick: Callback<MouseEvent>,
}

/// A button with an icon alone.
#[component]
pub fn IconButton(props: &IconButtonProps) -> Html {
    html! {
        <button
            ref={props.node.clone()}
            id={props.id.clone()}
            type="button"
            class="c-button"
            data-icon=""
            data-kind={props.kind.code()}
            data-size={props.size.code()}
            disabled={props.disabled}
            aria-label={props.label.clone()}
            title={props.label.clone()}
            aria-pressed={props.pressed.map(|pressed| pressed.to_string())}
            aria-expanded={props.expanded.map(|expanded| expanded.to_string())}
            aria-haspopup={props.haspopup.clone()}
            tabindex={props.untabbable.then_some("-1")}
            onclick={props.onclick.clone()}
        >
            <Icon name={props.icon.clone()} />
            if props.badge > 0 {
                <span class="c-button__badge">{ if props.badge > 99 { "99+".to_owned() } else { props.badge.to_string() } }</span>
            }
        </button>
    }
}

/// Properties of [`LinkButton`].
#[derive(Properties, PartialEq)]
pub struct LinkButtonProps {
    /// What it does.
    pub label: AttrValue,
    /// Hears that it was pressed.
    pub onclick: Callback<MouseEvent>,
}

/// A button that looks like a link in a text.
#[component]
pub fn LinkButton(props: &LinkButtonProps) -> Html {
    html! { <button type="button" class="u-link" onclick={props.onclick.clone()}>{ &props.label }</button> }
}
