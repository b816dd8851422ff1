//! A panel beside what opened it, in the browser's top layer so that nothing cuts it off.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};
use yew::prelude::*;

pub use super::place::Placement;
use super::place::{Rect, place};
use crate::dom::{self, use_page_event, use_size};

/// Properties of [`Popover`].
#[derive(Properties, PartialEq)]
pub struct PopoverProps {
    /// Whether it is shown.
    pub open: bool,
    /// What it stands beside.
    pub anchor: NodeRef,
    /// Hears Escape and clicks elsewhere.
    pub onclose: Callback<()>,
    /// Which edges are in line.
    #[prop_or_default]
    pub placement: Placement,
    /// At least as wide as the anchor.
    #[prop_or_default]
    pub match_width: bool,
    /// The role, when it has one: `dialog`, `menu`.
    #[prop_or_default]
    pub role: Option<AttrValue>,
    /// Its name, for assistive technology.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The panel's id.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// The content, drawn only while open. What carries `data-autofocus` takes the focus.
    pub children: Html,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// A panel beside its anchor.
#[component]
pub fn Popover(props: &PopoverProps) -> Html {
    if props.open {
        html! { <Panel ..props.clone_open() /> }
    } else {
        Html::default()
    }
}

impl PopoverProps {
    fn clone_open(&self) -> Self {
        Self {
            open: true,
            anchor: self.anchor.clone(),
            onclose: self.onclose.clone(),
            placement: self.placement,
            match_width: self.match_width,
            role: self.role.clone(),
            label: self.label.clone(),
            id: self.id.clone(),
            children: self.children.clone(),
            class: self.class.clone(),
        }
    }
}

#[component]
fn Panel(props: &PopoverProps) -> Html {
    let node = use_node_ref();
    let size = use_size(&node);
    let moved = use_state(|| 0_u32);
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(panel) = node.cast::<HtmlElement>() {
                let _ = panel.show_popover();
                // Effects of what is inside ran before this one, while the panel was still hidden.
                if let Ok(Some(first)) = panel.query_selector("[data-autofocus]") {
                    dom::focus(&first);
                }
            }
        }
    });
    use_effect_with((size, *moved), {
        let (node, anchor, placement, match_width) = (node.clone(), props.anchor.clone(), props.placement, props.match_width);
        move |_| settle(&node, &anchor, placement, match_width)
    });
    let follow = {
        let (moved, node) = (moved.clone(), node.clone());
        Callback::from(move |event: Event| {
            // Scrolling inside the panel moves nothing.
            if !dom::contains(&node, &event) {
                moved.set(moved.wrapping_add(1));
            }
        })
    };
    use_page_event("scroll", true, follow);
    let outside = {
        let (node, anchor, onclose) = (node.clone(), props.anchor.clone(), props.onclose.clone());
        Callback::from(move |event: Event| {
            if !dom::contains(&node, &event) && !dom::contains(&anchor, &event) {
                onclose.emit(());
            }
        })
    };
    use_page_event("pointerdown", true, outside.clone());
    // The Tab key, too, can lead elsewhere.
    use_page_event("focusin", true, outside);
    let escape = {
        let (onclose, anchor, node) = (props.onclose.clone(), props.anchor.clone(), node.clone());
        Callback::from(move |event: Event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            // A panel inside this one closes first.
            if key.as_deref() == Some("Escape") && !event.default_prevented() && !holds_open_panel(&node) {
                event.prevent_default();
                onclose.emit(());
                if let Some(anchor) = anchor.cast::<Element>() {
                    refocus(&anchor);
                }
            }
        })
    };
    use_page_event("keydown", true, escape);
    html! {
        <div
            ref={node}
            popover="manual"
            class={classes!("c-popover", props.class.clone())}
            id={props.id.clone()}
            role={props.role.clone()}
            aria-label={props.label.clone()}
        >
            { props.children.clone() }
        </div>
    }
}

fn holds_open_panel(node: &NodeRef) -> bool {
    node.cast::<Element>().is_some_and(|panel| panel.query_selector("[popover]").is_ok_and(|inner| inner.is_some()))
}

/// Gives the focus back to the anchor, or to the first control inside it.
fn refocus(anchor: &Element) {
    let inner = anchor.query_selector("button,input,[tabindex]").ok().flatten();
    dom::focus(if anchor.matches("button,input,[tabindex]").unwrap_or(false) { anchor } else { inner.as_ref().unwrap_or(anchor) });
}

fn settle(node: &NodeRef, anchor: &NodeRef, placement: Placement, match_width: bool) {
    let (Some(panel), Some(anchor)) = (node.cast::<HtmlElement>(), anchor.cast::<Element>()) else { return };
    let beside = anchor.get_bounding_client_rect();
    let rect = Rect { left: beside.left(), top: beside.top(), width: beside.width(), height: beside.height() };
    let style = panel.style();
    if match_width {
        let _ = style.set_property("min-width", &format!("{}px", rect.width));
    }
    let size = (f64::from(panel.offset_width()), f64::from(panel.scroll_height().max(panel.offset_height())));
    let at = place(rect, size, dom::viewport(), placement);
    for (name, value) in [("left", at.left), ("top", at.top), ("max-height", at.max_height)] {
        let _ = style.set_property(name, &format!("{value}px"));
    }
}
