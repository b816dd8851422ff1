//! What components share of the browser: ids, focus, timers, listeners.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Document, Element, Event, EventTarget, HtmlElement, Node};
use yew::prelude::*;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// An id that no other element of the page has, the same at every render.
#[hook]
pub fn use_id(prefix: &'static str) -> AttrValue {
    let id = use_memo((), |()| {
        let number = NEXT_ID.get();
        NEXT_ID.set(number + 1);
        AttrValue::from(format!("{prefix}-{number}"))
    });
    (*id).clone()
}

/// The page.
pub fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

/// Width and height of the window.
pub fn viewport() -> (f64, f64) {
    let side = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    web_sys::window().map_or((0.0, 0.0), |window| (side(window.inner_width()), side(window.inner_height())))
}

/// Focuses the element of this id, if it is there.
pub fn focus_id(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        focus(&element);
    }
}

/// Focuses the first element that a selector finds.
pub fn focus_selector(selector: &str) {
    if let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        focus(&element);
    }
}

/// Waits until the page was drawn again.
pub async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Two turns of the loop: the first may be the one that draws.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 16);
        }
    });
    // A timer cannot fail.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Focuses an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// A line of text; what offers choices has its own way with Enter.
const LINE: &str = "input:not([role]):not([type=checkbox]):not([type=radio]):not([type=file])";

/// Enter in a line of text presses the button that goes on at the foot of the dialog or panel around it
/// (`data-goes-on`), as it does in a form. Lines of a form are left to their form.
pub fn enter_goes_on() -> Callback<KeyboardEvent> {
    Callback::from(|event: KeyboardEvent| {
        // Enter that ends a Chinese composition is not a step.
        if event.key() != "Enter" || event.is_composing() || event.default_prevented() {
            return;
        }
        let line = event.target().and_then(|target| target.dyn_into::<Element>().ok()).filter(|line| line.matches(LINE) == Ok(true));
        let around = line.filter(|line| line.closest("form") == Ok(None)).and_then(|line| line.closest("[data-goes-on]").ok().flatten());
        let button = around.and_then(|around| around.query_selector("footer [data-kind=primary]:not(:disabled)").ok().flatten());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            button.click();
        }
    })
}

/// Whether an event came from inside the element.
pub fn contains(node: &NodeRef, event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    node.get().is_some_and(|node| node.contains(target.as_ref()))
}

/// A listener that ends when it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Hears `event` before anything else does.
    pub fn new(target: &EventTarget, event: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(heard);
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        let function = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(event, function, &options);
        Self { target: target.clone(), event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.event, function, true);
    }
}

/// Something to do later; dropped, it never happens.
pub struct Timer {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `then` once after some milliseconds.
    pub fn after(milliseconds: i32, then: impl FnOnce() + 'static) -> Self {
        let closure = Closure::once(then);
        let function = closure.as_ref().unchecked_ref();
        let id = web_sys::window()
            .and_then(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok())
            .unwrap_or_default();
        Self { id, _closure: closure }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// A function that waits until it has not been called for some milliseconds.
#[hook]
pub fn use_debounced<T: 'static>(milliseconds: i32, then: Callback<T>) -> Callback<T> {
    let timer = use_mut_ref(|| None::<Timer>);
    use_callback((milliseconds, then), move |value: T, (milliseconds, then)| {
        let then = then.clone();
        *timer.borrow_mut() = Some(Timer::after(*milliseconds, move || then.emit(value)));
    })
}

/// Seconds that go down to nothing by themselves, and the way to start them.
#[hook]
pub fn use_countdown() -> (u32, Callback<u32>) {
    let left = use_state_eq(|| 0_u32);
    let until = use_mut_ref(|| 0.0_f64);
    use_effect_with(*left, {
        let (left, until) = (left.setter(), until.clone());
        move |now| {
            let now = *now;
            let timer = (now > 0).then(|| {
                // By the clock: a page in the background is woken seldom.
                Timer::after(1_000, move || left.set(seconds_until(*until.borrow()).min(now - 1)))
            });
            move || drop(timer)
        }
    });
    let start = {
        let left = left.setter();
        Callback::from(move |seconds: u32| {
            *until.borrow_mut() = js_sys::Date::now() + f64::from(seconds) * 1_000.0;
            left.set(seconds);
        })
    };
    (*left, start)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few minutes, never negative")]
fn seconds_until(moment: f64) -> u32 {
    ((moment - js_sys::Date::now()) / 1_000.0).ceil().max(0.0) as u32
}

/// Hears an event on the whole page while `active`.
#[hook]
pub fn use_page_event(event: &'static str, active: bool, heard: Callback<Event>) {
    let latest = use_mut_ref(|| heard.clone());
    *latest.borrow_mut() = heard;
    use_effect_with((event, active), move |(event, active)| {
        let listener = active.then(document).flatten().map(|document| {
            let latest = Rc::clone(&latest);
            Listener::new(&document, event, move |happened| {
                // Released before the call, which may render and come back here.
                let heard = latest.borrow().clone();
                heard.emit(happened);
            })
        });
        move || drop(listener)
    });
}

/// The size of an element, followed while it changes.
#[hook]
pub fn use_size(node: &NodeRef) -> (f64, f64) {
    let size = use_state_eq(|| (0.0, 0.0));
    let setter = size.setter();
    use_effect_with(node.clone(), move |node| {
        let element = node.cast::<HtmlElement>();
        let followed = element.and_then(|element| {
            let measured = element.clone();
            let measure = move || setter.set((f64::from(measured.client_width()), f64::from(measured.client_height())));
            measure();
            let closure = Closure::<dyn FnMut()>::new(measure);
            let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, closure))
        });
        move || {
            if let Some((observer, _closure)) = followed {
                observer.disconnect();
            }
        }
    });
    *size
}
