//! Writing from a page: a word when it has worked, and what it outdates fetched again.

use std::future::Future;

use trellis_ui_client::{ApiError, Mutation, Tag, invalidate, use_mutation};
use trellis_ui_kit::{I18n, use_toasts};
use trellis_ui_renderers::explain;
use yew::prelude::*;

/// What follows a write.
pub struct Saved<T> {
    /// What is said when it has worked; nothing when empty.
    pub said: AttrValue,
    /// What it outdates.
    pub tags: Vec<Tag>,
    /// Hears that it has worked.
    pub then: Callback<T>,
    /// Whether a refusal is told as a toast, for steps that have no form to show it in.
    pub tells: bool,
}

/// A write from a page.
#[hook]
pub fn use_save<I, T, F, Sent>(i18n: &I18n, call: F, saved: Saved<T>) -> Mutation<I>
where
    I: 'static,
    T: 'static,
    F: Fn(I) -> Sent + 'static,
    Sent: Future<Output = Result<T, ApiError>> + 'static,
{
    let toasts = use_toasts();
    let i18n = i18n.clone();
    let Saved { said, tags, then, tells } = saved;
    use_mutation(
        call,
        Callback::from(move |result: Result<T, ApiError>| match result {
            Ok(done) => {
                if !said.is_empty() {
                    toasts.ok(said.clone());
                }
                invalidate(&tags);
                then.emit(done);
            }
            Err(error) if tells => {
                toasts.error(reason(&i18n, &error));
                // What is shown may be outdated: somebody else changed it.
                invalidate(&tags);
            }
            Err(_) => {}
        }),
    )
}

/// Why something was refused: what is wrong with the first place, else in general.
pub fn reason(i18n: &I18n, error: &ApiError) -> AttrValue {
    error.errors.first().map_or_else(|| explain(i18n, error), |fault| fault.message.clone().into())
}
