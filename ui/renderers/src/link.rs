//! Links that stay in the application, and the guard of unsaved work.

use std::cell::Cell;

use trellis_ui_client::path;
use yew::prelude::*;

/// Goes to another page; the application hands in how.
#[derive(Clone, PartialEq)]
pub struct Go(Callback<AttrValue>);

impl Go {
    /// Wraps the application's router.
    pub fn new(push: Callback<AttrValue>) -> Self {
        Self(push)
    }

    /// Goes to an address, unless the person would rather keep unsaved work.
    pub fn to(&self, address: impl Into<AttrValue>) {
        if may_leave() {
            self.0.emit(address.into());
        }
    }
}

/// How to go to another page. Outside the application it loads the page as a browser would.
#[hook]
pub fn use_go() -> Go {
    use_context::<Go>().unwrap_or_else(|| {
        Go(Callback::from(|address: AttrValue| {
            if let Some(window) = web_sys::window() {
                // Fails only where there is no page to leave.
                let _ = window.location().set_href(&address);
            }
        }))
    })
}

thread_local! {
    /// How many forms hold unsaved work, and the question to ask before leaving.
    static UNSAVED: Cell<usize> = const { Cell::new(0) };
    static QUESTION: Cell<Option<String>> = const { Cell::new(None) };
}

/// Says that a form holds unsaved work from now on, or no longer does; `question` is asked before leaving.
pub fn set_unsaved(unsaved: bool, question: &str) {
    UNSAVED.with(|count| count.set(if unsaved { count.get() + 1 } else { count.get().saturating_sub(1) }));
    QUESTION.with(|kept| kept.set(Some(question.to_owned())));
}

fn may_leave() -> bool {
    if UNSAVED.with(Cell::get) == 0 {
        return true;
    }
    let question = QUESTION.with(|kept| {
        let question = kept.take();
        kept.set(question.clone());
        question.unwrap_or_default()
    });
    let leaves = web_sys::window().and_then(|window| window.confirm_with_message(&question).ok()).unwrap_or(true);
    if leaves {
        UNSAVED.with(|count| count.set(0));
    }
    leaves
}

/// Where a record's page is.
pub fn record_path(object: &str, id: &str) -> String {
    format!("/o/{}/{}", path::encode(object), path::encode(id))
}

/// Whether a click means "go there", not "open in another tab".
pub fn is_plain_click(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// Properties of [`Link`].
#[derive(Properties, PartialEq)]
pub struct LinkProps {
    /// Where it leads.
    pub href: AttrValue,
    /// Classes.
    #[prop_or(classes!("u-link"))]
    pub class: Classes,
    /// A longer text on hover.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// What it says.
    pub children: Html,
}

/// A link inside the application.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let go = use_go();
    let onclick = {
        let href = props.href.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            if is_plain_click(&event) {
                event.prevent_default();
                go.to(href.clone());
            }
        })
    };
    html! {
        <a href={props.href.clone()} class={props.class.clone()} title={props.title.clone()} {onclick}>{ props.children.clone() }</a>
    }
}

/// Properties of [`RecordLink`].
#[derive(Properties, PartialEq)]
pub struct RecordLinkProps {
    /// The object.
    pub object: AttrValue,
    /// The record's id.
    pub id: AttrValue,
    /// The record's name; the id is shown when it is not known.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// A link to a record's page.
#[component]
pub fn RecordLink(props: &RecordLinkProps) -> Html {
    let label = props.label.clone().unwrap_or_else(|| short_id(&props.id).into());
    html! { <Link href={record_path(&props.object, &props.id)} class="u-link u-ellipsis" title={label.clone()}>{ label }</Link> }
}

/// The start of an id, for the rare place where no name came with it.
fn short_id(id: &str) -> String {
    let start: String = id.chars().take(8).collect();
    if start.len() < id.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_its_own_address() {
        assert_eq!(record_path("customer", "a/b"), "/o/customer/a%2Fb");
        assert_eq!(short_id("0191aaaa-bbbb"), "0191aaaa…");
        assert_eq!(short_id("abc"), "abc");
    }
}
