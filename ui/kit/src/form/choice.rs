//! One thing to choose in a list.

use yew::prelude::*;

use crate::display::{Avatar, Dot, Icon};

/// One thing to choose.
#[derive(Clone, PartialEq, Default)]
pub struct Choice {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// A second, quieter line, such as a person's department.
    pub note: Option<AttrValue>,
    /// A coloured dot before it, as picklists have.
    pub color: Option<AttrValue>,
    /// An icon before it.
    pub icon: Option<AttrValue>,
    /// Initials before it, for people and companies.
    pub avatar: bool,
    /// Shown, but not to be chosen.
    pub disabled: bool,
}

impl Choice {
    /// A value under its label.
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same with a coloured dot.
    pub fn with_color(self, color: impl Into<AttrValue>) -> Self {
        Self { color: Some(color.into()), ..self }
    }

    /// The same with an icon.
    pub fn with_icon(self, icon: impl Into<AttrValue>) -> Self {
        Self { icon: Some(icon.into()), ..self }
    }

    /// The same with a second line.
    pub fn with_note(self, note: impl Into<AttrValue>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same with initials.
    pub fn with_avatar(self) -> Self {
        Self { avatar: true, ..self }
    }

    /// Whether the words typed are in the label or the note.
    pub(super) fn matches(&self, query: &str) -> bool {
        let inside = |text: &str| text.to_lowercase().contains(query);
        query.is_empty() || inside(&self.label) || self.note.as_deref().is_some_and(inside)
    }

    /// What stands before the label.
    pub(super) fn mark(&self) -> Html {
        match (&self.color, &self.icon) {
            (Some(color), _) => html! { <Dot color={color.clone()} /> },
            (None, Some(name)) => html! { <Icon name={name.clone()} /> },
            (None, None) if self.avatar => html! { <Avatar name={self.label.clone()} size={20} decorative={true} /> },
            (None, None) => Html::default(),
        }
    }
}
