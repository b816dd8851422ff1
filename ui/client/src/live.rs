//! Changes as they happen: one stream of events a page, which outdates what the page shows. A page that is not looked at
//! listens to nothing, since browsers open only few connections to one server; it hears what it missed when it is looked
//! at again.

use std::{cell::RefCell, collections::HashSet, rc::Rc};

use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, EventSource, MessageEvent};
use yew::prelude::*;

use crate::{
    Tag, invalidate,
    path::{path, with_query},
};

/// How long changes are gathered before anything is asked again, in milliseconds.
const GATHER: i32 = 250;

/// What a record's event says.
#[derive(Deserialize)]
struct Changed {
    object: String,
    id: String,
}

/// The events that are listened to.
const EVENTS: [&str; 6] = ["ready", "record", "metadata", "rights", "resync", "end"];

#[derive(Default)]
struct Stream {
    source: Option<EventSource>,
    /// What the page knows already, by the number that the last event had.
    known: Option<String>,
    /// What is outdated and not asked again yet.
    outdated: HashSet<Tag>,
    waiting: bool,
    over: bool,
}

/// Listens for as long as the component is there.
#[hook]
pub fn use_live() {
    use_effect_with((), |()| {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Box::new(|| ()) as Box<dyn FnOnce()> };
        let stream = Rc::new(RefCell::new(Stream::default()));
        let heard = {
            let stream = Rc::clone(&stream);
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(&stream, &event))
        };
        let looked_at = {
            let (stream, document, heard) = (Rc::clone(&stream), document.clone(), heard.as_ref().clone());
            Closure::<dyn Fn()>::new(move || attend(&stream, &document, &heard))
        };
        attend(&stream, &document, heard.as_ref());
        let _ = document.add_event_listener_with_callback("visibilitychange", looked_at.as_ref().unchecked_ref());
        Box::new(move || {
            let _ = document.remove_event_listener_with_callback("visibilitychange", looked_at.as_ref().unchecked_ref());
            stream.borrow_mut().over = true;
            close(&stream);
            drop((heard, looked_at));
        })
    });
}

/// Opens the stream when the page is looked at, closes it when it is not.
fn attend(stream: &Rc<RefCell<Stream>>, document: &Document, heard: &JsValue) {
    if document.hidden() {
        return close(stream);
    }
    let mut stream = stream.borrow_mut();
    if stream.source.is_some() || stream.over {
        return;
    }
    let address = with_query(path(&["events"]), &[("after", stream.known.as_deref())]);
    let Ok(source) = EventSource::new(&address) else { return };
    for name in EVENTS {
        let _ = source.add_event_listener_with_callback(name, heard.unchecked_ref());
    }
    stream.source = Some(source);
}

fn close(stream: &Rc<RefCell<Stream>>) {
    if let Some(source) = stream.borrow_mut().source.take() {
        source.close();
    }
}

/// Notes what an event outdates, and asks again a moment later.
fn hear(stream: &Rc<RefCell<Stream>>, event: &MessageEvent) {
    let data = event.data().as_string().unwrap_or_default();
    let tags = match event.type_().as_str() {
        "record" => match serde_json::from_str::<Changed>(&data) {
            Ok(changed) => {
                let organization = matches!(changed.object.as_str(), "user" | "department").then_some(Tag::Organization);
                let record = [Tag::Records(changed.object.clone()), Tag::Record(changed.object, changed.id), Tag::Charts];
                record.into_iter().chain(organization).collect()
            }
            Err(_) => Vec::new(),
        },
        "metadata" => vec![Tag::Metadata, Tag::Draft],
        "rights" => vec![Tag::Metadata, Tag::Session, Tag::Roles, Tag::Organization],
        "resync" => vec![Tag::Metadata, Tag::Everything],
        // The session is over: asking who one is leads to the sign-in page.
        "end" => {
            stream.borrow_mut().over = true;
            close(stream);
            vec![Tag::Session]
        }
        _ => Vec::new(),
    };
    let mut now = stream.borrow_mut();
    let id = event.last_event_id();
    if !id.is_empty() {
        now.known = Some(id);
    }
    now.outdated.extend(tags);
    if now.outdated.is_empty() || std::mem::replace(&mut now.waiting, true) {
        return;
    }
    drop(now);
    let stream = Rc::clone(stream);
    let settle = Closure::once_into_js(move || {
        let outdated = {
            let mut stream = stream.borrow_mut();
            stream.waiting = false;
            std::mem::take(&mut stream.outdated)
        };
        invalidate(&outdated.into_iter().collect::<Vec<_>>());
    });
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(settle.unchecked_ref(), GATHER);
    }
}
