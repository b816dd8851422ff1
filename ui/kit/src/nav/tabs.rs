//! Views of one thing, one at a time.

use yew::prelude::*;

use super::roving;
use crate::dom::use_id;

/// One tab.
#[derive(Clone, PartialEq)]
pub struct Tab {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// How many things are behind it.
    pub count: Option<AttrValue>,
}

impl Tab {
    /// A tab without a count.
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { value: value.into(), label: label.into(), count: None }
    }

    /// The same with a count.
    pub fn with_count(self, count: impl Into<AttrValue>) -> Self {
        Self { count: Some(count.into()), ..self }
    }
}

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// What the tabs choose from.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// The open one's value.
    pub value: AttrValue,
    /// Hears a new choice.
    pub onchange: Callback<AttrValue>,
    /// Something at the right end of the row, such as a button.
    #[prop_or_default]
    pub trailing: Html,
    /// The open tab's content; without, the tabs only choose what stands elsewhere.
    #[prop_or_default]
    pub children: Option<Html>,
}

/// A row of tabs: arrows move, Enter or Space opens.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let id = use_id("tabs");
    let onkeydown = roving("[role=tab]");
    let panel = format!("{id}-panel");
    let has_panel = props.children.is_some();
    let tab = |tab: &Tab| {
        let open = tab.value == props.value;
        let onclick = {
            let (onchange, value) = (props.onchange.clone(), tab.value.clone());
            Callback::from(move |_: MouseEvent| onchange.emit(value.clone()))
        };
        html! {
            <button
                type="button"
                role="tab"
                id={format!("{id}-{}", tab.value)}
                class="c-tabs__tab"
                aria-selected={open.to_string()}
                aria-controls={(has_panel && open).then(|| panel.clone())}
                tabindex={if open { "0" } else { "-1" }}
                {onclick}
            >
                { &tab.label }
                if let Some(count) = &tab.count {
                    <span class="c-tabs__count">{ count }</span>
                }
            </button>
        }
    };
    html! {
        <>
            <div class="c-tabs">
                <div class="c-tabs__list" role="tablist" aria-label={props.label.clone()} {onkeydown}>
                    { for props.tabs.iter().map(tab) }
                </div>
                <div class="c-tabs__trailing">{ props.trailing.clone() }</div>
            </div>
            if let Some(children) = props.children.clone() {
                <div id={panel} class="c-tabs__panel" role="tabpanel" aria-labelledby={format!("{id}-{}", props.value)} tabindex="-1">
                    { children }
                </div>
            }
        </>
    }
}
