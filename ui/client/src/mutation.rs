//! Writing, with what a button must know meanwhile.

use std::{future::Future, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::ApiError;

/// A write that a page can start.
pub struct Mutation<I> {
    /// Whether it is under way; a second start is ignored meanwhile.
    pub busy: bool,
    /// Why the last one failed.
    pub error: Option<ApiError>,
    /// Starts it.
    pub run: Callback<I>,
    /// Forgets the last failure.
    pub reset: Callback<()>,
}

impl<I> Clone for Mutation<I> {
    fn clone(&self) -> Self {
        Self { busy: self.busy, error: self.error.clone(), run: self.run.clone(), reset: self.reset.clone() }
    }
}

/// A write: `call` sends it, `done` hears how it ended.
#[hook]
pub fn use_mutation<I, T, F, Sent>(call: F, done: Callback<Result<T, ApiError>>) -> Mutation<I>
where
    I: 'static,
    T: 'static,
    F: Fn(I) -> Sent + 'static,
    Sent: Future<Output = Result<T, ApiError>> + 'static,
{
    let busy = use_state_eq(|| false);
    let error = use_state_eq(|| None::<ApiError>);
    // A second click may come before the page is drawn again; the cell knows at once.
    let running = use_mut_ref(|| false);
    let call = Rc::new(call);
    let run = {
        let (busy, error) = (busy.setter(), error.setter());
        Callback::from(move |input: I| {
            if std::mem::replace(&mut *running.borrow_mut(), true) {
                return;
            }
            busy.set(true);
            error.set(None);
            let (busy, error, running, done, sent) = (busy.clone(), error.clone(), running.clone(), done.clone(), call(input));
            spawn_local(async move {
                let result = sent.await;
                *running.borrow_mut() = false;
                busy.set(false);
                error.set(result.as_ref().err().cloned());
                done.emit(result);
            });
        })
    };
    let reset = {
        let error = error.setter();
        Callback::from(move |()| error.set(None))
    };
    Mutation { busy: *busy, error: (*error).clone(), run, reset }
}
