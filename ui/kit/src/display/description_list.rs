//! Labels with their values, in columns.

use yew::prelude::*;

/// One label with its value.
#[derive(Clone, PartialEq)]
pub struct Description {
    /// What the value is.
    pub label: AttrValue,
    /// The value; nothing shows as a dash.
    pub value: Option<Html>,
    /// Takes the whole width.
    pub wide: bool,
}

impl Description {
    /// A value under its label.
    pub fn new(label: impl Into<AttrValue>, value: Html) -> Self {
        Self { label: label.into(), value: Some(value), wide: false }
    }

    /// A label without a value.
    pub fn absent(label: impl Into<AttrValue>) -> Self {
        Self { label: label.into(), value: None, wide: false }
    }

    /// Over the whole width.
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }
}

/// Properties of [`DescriptionList`].
#[derive(Properties, PartialEq)]
pub struct DescriptionListProps {
    /// The pairs.
    pub items: Vec<Description>,
    /// How many columns where there is room.
    #[prop_or(2)]
    pub columns: u8,
}

/// Labels with their values.
#[component]
pub fn DescriptionList(props: &DescriptionListProps) -> Html {
    let item = |item: &Description| {
        html! {
            <div class="c-descriptions__item" data-wide={item.wide.then_some("")}>
                <dt>{ &item.label }</dt>
                <dd>
                    if let Some(value) = item.value.clone() {
                        { value }
                    } else {
                        <span class="c-descriptions__none">{ "–" }</span>
                    }
                </dd>
            </div>
        }
    };
    html! {
        <dl class="c-descriptions" style={format!("--columns:{}", props.columns)}>{ for props.items.iter().map(item) }</dl>
    }
}
