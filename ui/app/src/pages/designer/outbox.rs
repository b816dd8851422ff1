//! Layouts on their way into the draft. Keys and drags come faster than replies: what is newest is sent, one at a time.

use trellis_model::Layout;
use trellis_ui_client::{ApiError, designer::Part, http::Over};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::conflict;
use crate::workspace::{Base, Outcome};

/// A layout with its name.
pub type Named = (String, Layout);

/// What waits with what was read of it, and whether something is under way.
#[derive(Default)]
struct Outbox {
    waiting: Option<(Named, Over)>,
    busy: bool,
}

/// Writes a layout of an object into the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save(object: &str, name: &str, layout: &Layout, over: &Over) -> Result<Outcome, ApiError> {
    let json = serde_json::to_value(layout).map_err(|error| ApiError::unreadable(error.to_string()))?;
    conflict::write(object, &Part::Layout(name.to_owned()), Some(json), over).await
}

/// Hears layouts with their names, and sends each over what `base` holds; `done` hears how the last one ended once nothing
/// waits any more.
#[hook]
pub fn use_outbox(object: &str, base: Base, done: Callback<Result<(Named, Outcome), ApiError>>) -> Callback<Named> {
    let outbox = use_mut_ref(Outbox::default);
    let object = object.to_owned();
    Callback::from(move |next: Named| {
        outbox.borrow_mut().waiting = Some((next, base.over()));
        if std::mem::replace(&mut outbox.borrow_mut().busy, true) {
            return;
        }
        let (outbox, object, base, done) = (outbox.clone(), object.clone(), base.clone(), done.clone());
        spawn_local(async move {
            let mut written = None::<(String, Over)>;
            loop {
                let next = outbox.borrow_mut().waiting.take();
                let Some(((name, layout), read)) = next else { break };
                // What was written a moment ago was not read yet when the next change was made.
                let over = written.take().filter(|(last, _)| *last == name).map_or(read, |(_, over)| over);
                let result = save(&object, &name, &layout, &over).await;
                if let Ok(Outcome::Kept(reply)) = &result {
                    base.wrote(&Part::Layout(name.clone()).address(), reply.etag.clone());
                    written = Some((name.clone(), reply.etag.clone().into()));
                    if outbox.borrow().waiting.is_some() {
                        continue;
                    }
                }
                *outbox.borrow_mut() = Outbox::default();
                done.emit(result.map(|outcome| ((name, layout), outcome)));
                break;
            }
        });
    })
}
