//! Short news that go away by themselves, with an undo where there is one.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    action::{IconButton, LinkButton, Size},
    display::Icon,
    dom::Timer,
    i18n::use_i18n,
    t,
};

/// How long a toast stays, in milliseconds: longer with something to press.
const STAYS: i32 = 5_000;
const STAYS_WITH_ACTION: i32 = 9_000;
/// How many are shown at once; older ones go.
const MOST: usize = 3;

/// What a toast tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// It worked.
    Ok,
    /// Something to know.
    Info,
    /// It did not work.
    Error,
}

#[derive(Clone, PartialEq)]
struct Toast {
    id: u32,
    kind: ToastKind,
    text: AttrValue,
    action: Option<(AttrValue, Callback<()>)>,
}

enum Change {
    Add(Toast),
    Remove(u32),
}

#[derive(Default, PartialEq)]
struct Shown(Vec<Toast>, u32);

impl Reducible for Shown {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut toasts = self.0.clone();
        match change {
            Change::Add(toast) => {
                toasts.push(Toast { id: self.1, ..toast });
                let surplus = toasts.len().saturating_sub(MOST);
                toasts.drain(..surplus);
                Rc::new(Self(toasts, self.1 + 1))
            }
            Change::Remove(id) => {
                toasts.retain(|toast| toast.id != id);
                Rc::new(Self(toasts, self.1))
            }
        }
    }
}

/// What was handed in: its kind, its text, and a button with what that does.
type News = (ToastKind, AttrValue, Option<(AttrValue, Callback<()>)>);

/// Where news are handed in; every component inside a [`ToastHost`] can.
#[derive(Clone, PartialEq)]
pub struct Toasts(Callback<News>);

impl Toasts {
    /// It worked.
    pub fn ok(&self, text: impl Into<AttrValue>) {
        self.0.emit((ToastKind::Ok, text.into(), None));
    }

    /// It worked, and can be taken back.
    pub fn ok_with(&self, text: impl Into<AttrValue>, action: impl Into<AttrValue>, pressed: Callback<()>) {
        self.0.emit((ToastKind::Ok, text.into(), Some((action.into(), pressed))));
    }

    /// Something to know.
    pub fn info(&self, text: impl Into<AttrValue>) {
        self.0.emit((ToastKind::Info, text.into(), None));
    }

    /// It did not work.
    pub fn error(&self, text: impl Into<AttrValue>) {
        self.0.emit((ToastKind::Error, text.into(), None));
    }
}

/// The place to hand in news.
#[hook]
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(|| Toasts(Callback::noop()))
}

/// Properties of [`ToastHost`].
#[derive(Properties, PartialEq)]
pub struct ToastHostProps {
    /// The page.
    pub children: Html,
}

/// Shows the news of everything inside.
#[component]
pub fn ToastHost(props: &ToastHostProps) -> Html {
    let shown = use_reducer_eq(Shown::default);
    let toasts = {
        let shown = shown.dispatcher();
        use_memo((), move |()| {
            Toasts(Callback::from(move |(kind, text, action)| {
                shown.dispatch(Change::Add(Toast { id: 0, kind, text, action }));
            }))
        })
    };
    let node = use_node_ref();
    use_effect_with(shown.0.clone(), {
        let node = node.clone();
        move |toasts| {
            // Shown anew each time, so that it lies above a dialog opened in between.
            if let Some(host) = node.cast::<HtmlElement>() {
                let _ = host.hide_popover();
                if !toasts.is_empty() {
                    let _ = host.show_popover();
                }
            }
        }
    });
    let remove = {
        let shown = shown.dispatcher();
        use_callback((), move |id: u32, ()| shown.dispatch(Change::Remove(id)))
    };
    html! {
        <ContextProvider<Toasts> context={(*toasts).clone()}>
            { props.children.clone() }
            <div ref={node} class="c-toasts" popover="manual" role="status" aria-live="polite">
                { for shown.0.iter().map(|toast| html! { <ToastLine key={toast.id} toast={toast.clone()} onremove={remove.clone()} /> }) }
            </div>
        </ContextProvider<Toasts>>
    }
}

#[derive(Properties, PartialEq)]
struct ToastLineProps {
    toast: Toast,
    onremove: Callback<u32>,
}

#[component]
fn ToastLine(props: &ToastLineProps) -> Html {
    let i18n = use_i18n();
    let held = use_state_eq(|| false);
    let id = props.toast.id;
    use_effect_with(*held, {
        let onremove = props.onremove.clone();
        let stays = if props.toast.action.is_some() { STAYS_WITH_ACTION } else { STAYS };
        move |held| {
            let timer = (!*held).then(|| Timer::after(stays, move || onremove.emit(id)));
            move || drop(timer)
        }
    });
    let hold = |hold: bool| {
        let held = held.setter();
        move || held.set(hold)
    };
    let onpointerenter = Callback::from({
        let hold = hold(true);
        move |_: PointerEvent| hold()
    });
    let onpointerleave = Callback::from({
        let hold = hold(false);
        move |_: PointerEvent| hold()
    });
    let (kind, icon) = match props.toast.kind {
        ToastKind::Ok => ("ok", "circle-check"),
        ToastKind::Info => ("info", "info"),
        ToastKind::Error => ("error", "circle-alert"),
    };
    let action = props.toast.action.clone().map(|(label, pressed)| {
        let onremove = props.onremove.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            onremove.emit(id);
            pressed.emit(());
        });
        html! { <LinkButton {label} {onclick} /> }
    });
    html! {
        <div class="c-toast" data-kind={kind} {onpointerenter} {onpointerleave}>
            <span class="c-toast__icon"><Icon name={icon} /></span>
            <span class="u-grow">{ &props.toast.text }</span>
            { action }
            <IconButton label={t!(i18n, "kit-close")} icon="x" size={Size::Small} onclick={props.onremove.reform(move |_: MouseEvent| id)} />
        </div>
    }
}
