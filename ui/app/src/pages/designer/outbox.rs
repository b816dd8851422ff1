//! Layouts on their way into the draft. Keys and drags come faster than replies: what is newest is sent, one at a time.

use trellis_model::Layout;
use trellis_ui_client::{ApiError, designer};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What waits, and whether something is under way.
#[derive(Default)]
struct Outbox {
    waiting: Option<(String, Layout)>,
    busy: bool,
}

/// Writes a layout of an object into the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save(object: &str, name: &str, layout: &Layout) -> Result<(), ApiError> {
    let json = serde_json::to_value(layout).map_err(|error| ApiError::unreadable(error.to_string()))?;
    designer::save_layout(object, name, &json).await
}

/// Hears layouts with their names, and sends them; `done` hears how it ended once nothing waits any more.
#[hook]
pub fn use_outbox(object: &str, done: Callback<Result<(), ApiError>>) -> Callback<(String, Layout)> {
    let outbox = use_mut_ref(Outbox::default);
    let object = object.to_owned();
    Callback::from(move |next: (String, Layout)| {
        outbox.borrow_mut().waiting = Some(next);
        if std::mem::replace(&mut outbox.borrow_mut().busy, true) {
            return;
        }
        let (outbox, object, done) = (outbox.clone(), object.clone(), done.clone());
        spawn_local(async move {
            let mut result = Ok(());
            while result.is_ok() {
                let next = outbox.borrow_mut().waiting.take();
                let Some((name, layout)) = next else { break };
                result = save(&object, &name, &layout).await;
            }
            *outbox.borrow_mut() = Outbox::default();
            done.emit(result);
        });
    })
}
