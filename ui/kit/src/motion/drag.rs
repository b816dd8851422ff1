//! What can be dragged and where it can be dropped, for lists, boards and designers. The island `dnd` watches the pointer;
//! nothing moves in the page until the program draws the new order.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use yew::prelude::*;

use crate::island;

/// At which edge of a target something was dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edge {
    /// Before it.
    Before,
    /// After it.
    After,
    /// On it.
    On,
}

impl Edge {
    fn from_code(code: &str) -> Self {
        match code {
            "top" | "left" => Self::Before,
            "bottom" | "right" => Self::After,
            _ => Self::On,
        }
    }
}

/// Something was dropped.
#[derive(Clone, PartialEq, Debug)]
pub struct Dropped {
    /// What was dragged.
    pub id: AttrValue,
    /// Where it was dropped.
    pub target: AttrValue,
    /// At which edge of it.
    pub edge: Edge,
}

/// Which edges of a target count.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Edges {
    /// Top and bottom, in a column.
    #[default]
    Vertical,
    /// Left and right, in a row.
    Horizontal,
    /// None: things are dropped on it.
    None,
}

impl Edges {
    fn code(self) -> &'static str {
        match self {
            Self::Vertical => "vertical",
            Self::Horizontal => "horizontal",
            Self::None => "none",
        }
    }
}

/// Something the island watches; dropped, it stops.
struct Watch {
    stop: Function,
    _heard: Box<dyn std::any::Any>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.stop.call0(&JsValue::NULL);
    }
}

/// The island, once it is there.
#[hook]
fn use_drag_island() -> Option<JsValue> {
    let module = use_state(|| None::<JsValue>);
    use_effect_with((), {
        let module = module.setter();
        move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                if let Ok(loaded) = island::load("dnd").await {
                    module.set(Some(loaded));
                }
            });
        }
    });
    (*module).clone()
}

fn watch(result: Result<JsValue, JsValue>, heard: impl std::any::Any) -> Option<Watch> {
    Some(Watch { stop: result.ok()?.dyn_into().ok()?, _heard: Box::new(heard) })
}

/// Properties of [`DragItem`].
#[derive(Properties, PartialEq)]
pub struct DragItemProps {
    /// Which things belong together; only targets of the same kind take it.
    pub kind: AttrValue,
    /// What is dragged.
    pub id: AttrValue,
    /// Whether other things can be dropped at its edges.
    #[prop_or_default]
    pub edges: Option<Edges>,
    /// A selector of the part to take it by; without, the whole.
    #[prop_or_default]
    pub handle: Option<&'static str>,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
    /// The content.
    pub children: Html,
}

/// A thing that can be dragged.
#[component]
pub fn DragItem(props: &DragItemProps) -> Html {
    let island = use_drag_island();
    let node = use_node_ref();
    let state = use_state_eq(String::new);
    let edge = use_state_eq(String::new);
    let dependencies = (island, props.kind.clone(), props.id.clone(), props.edges, props.handle);
    use_effect_with(dependencies, {
        let (node, state, edge) = (node.clone(), state.setter(), edge.setter());
        move |(island, kind, id, edges, handle)| {
            let mut watches = Vec::new();
            if let (Some(island), Some(element)) = (island, node.cast::<web_sys::Element>()) {
                let heard = Closure::<dyn FnMut(String)>::new(move |now| state.set(now));
                let handle = handle.and_then(|selector| element.query_selector(selector).ok().flatten());
                let arguments = [element.clone().into(), handle.into(), kind.as_str().into(), id.as_str().into(), heard.as_ref().clone()];
                watches.extend(watch(island::call(island, "drag", &arguments), heard));
                if let Some(edges) = edges {
                    watches.extend(watch_drop(island, &element, kind, id, *edges, move |now| edge.set(now)));
                }
            }
            move || drop(watches)
        }
    });
    html! {
        <div
            ref={node}
            class={classes!("c-drag", props.class.clone())}
            data-state={(!state.is_empty()).then(|| (*state).clone())}
            data-edge={(!edge.is_empty()).then(|| (*edge).clone())}
        >
            { props.children.clone() }
        </div>
    }
}

fn watch_drop(
    island: &JsValue,
    element: &web_sys::Element,
    kind: &str,
    id: &str,
    edges: Edges,
    changed: impl FnMut(String) + 'static,
) -> Option<Watch> {
    let heard = Closure::<dyn FnMut(String)>::new(changed);
    let arguments = [element.clone().into(), kind.into(), id.into(), edges.code().into(), heard.as_ref().clone()];
    watch(island::call(island, "drop", &arguments), heard)
}

/// Properties of [`DropZone`].
#[derive(Properties, PartialEq)]
pub struct DropZoneProps {
    /// Which things it takes.
    pub kind: AttrValue,
    /// Its name, reported with what was dropped on it; without, only the items inside are targets.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Hears every drop of this kind, also on the items inside. One zone of a kind should listen.
    #[prop_or_default]
    pub ondrop: Option<Callback<Dropped>>,
    /// Scrolls while something is dragged near its edge.
    #[prop_or_default]
    pub scrolls: bool,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
    /// The content.
    pub children: Html,
}

/// A place that takes what is dragged.
#[component]
pub fn DropZone(props: &DropZoneProps) -> Html {
    let island = use_drag_island();
    let node = use_node_ref();
    let edge = use_state_eq(String::new);
    let latest = use_mut_ref(|| props.ondrop.clone());
    latest.borrow_mut().clone_from(&props.ondrop);
    let dependencies = (island, props.kind.clone(), props.id.clone(), props.ondrop.is_some(), props.scrolls);
    use_effect_with(dependencies, {
        let (node, edge, latest) = (node.clone(), edge.setter(), Rc::clone(&latest));
        move |(island, kind, id, listens, scrolls)| {
            let mut watches = Vec::new();
            if let (Some(island), Some(element)) = (island, node.cast::<web_sys::Element>()) {
                if let Some(id) = id {
                    watches.extend(watch_drop(island, &element, kind, id, Edges::None, move |now| edge.set(now)));
                }
                if *scrolls {
                    watches.extend(watch(island::call(island, "scroll", &[element.into()]), ()));
                }
                if *listens {
                    let heard = Closure::<dyn FnMut(String, String, String)>::new(move |id: String, target: String, edge: String| {
                        let ondrop = latest.borrow().clone();
                        if let Some(ondrop) = ondrop {
                            ondrop.emit(Dropped { id: id.into(), target: target.into(), edge: Edge::from_code(&edge) });
                        }
                    });
                    let arguments = [kind.as_str().into(), heard.as_ref().clone()];
                    watches.extend(watch(island::call(island, "monitor", &arguments), heard));
                }
            }
            move || drop(watches)
        }
    });
    html! {
        <div ref={node} class={classes!("c-drop", props.class.clone())} data-edge={(!edge.is_empty()).then(|| (*edge).clone())}>
            { props.children.clone() }
        </div>
    }
}
