//! What the editors of lists and rules share: one thing is open, others are picked, and work is not lost by that.

use trellis_ui_kit::{Confirm, dom, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

/// Follows what is declared elsewhere meanwhile, unless there is work on it here; `kept` is what is open as `known` has it.
#[hook]
pub fn use_following<O, K>(open: &UseStateHandle<O>, known: K, kept: impl Fn(&O, &K) -> O + 'static)
where
    O: PartialEq + 'static,
    K: Clone + PartialEq + 'static,
{
    let last = use_mut_ref(|| known.clone());
    use_effect_with(known, {
        let open = open.clone();
        move |known| {
            let before = last.replace(known.clone());
            if kept(&open, &before) == *open {
                open.set(kept(&open, known));
            }
        }
    });
}

/// Goes where is picked, and asks first while there is work that was not saved. The second is the question.
#[hook]
pub fn use_leaving<T: Clone + PartialEq + 'static>(dirty: bool, go: &Callback<T>) -> (Callback<T>, Html) {
    let scope = use_scope();
    let leaving = use_state_eq(|| None::<T>);
    let onpick = {
        let (go, leaving) = (go.clone(), leaving.setter());
        Callback::from(move |pick: T| if dirty { leaving.set(Some(pick)) } else { go.emit(pick) })
    };
    let stay = {
        let leaving = leaving.setter();
        Callback::from(move |()| leaving.set(None))
    };
    let leave = {
        let (leaving, go, stay) = (leaving.clone(), go.clone(), stay.clone());
        Callback::from(move |()| {
            if let Some(pick) = (*leaving).clone() {
                go.emit(pick);
            }
            stay.emit(());
        })
    };
    let question = html! {
        <Confirm
            open={leaving.is_some()}
            title={t!(scope.i18n, "form-unsaved-title")}
            text={t!(scope.i18n, "form-unsaved-text")}
            action={t!(scope.i18n, "form-discard")}
            danger={true}
            onconfirm={leave}
            onclose={stay}
        />
    };
    (onpick, question)
}

/// Properties of [`RemoveQuestion`].
#[derive(Properties, PartialEq)]
pub struct RemoveQuestionProps {
    /// Whether it is asked.
    pub asking: UseStateHandle<bool>,
    /// What is asked.
    pub title: AttrValue,
    /// What follows from it.
    pub text: AttrValue,
    /// What the button says.
    pub action: AttrValue,
    /// Whether something is being written.
    pub busy: bool,
    /// Takes it out.
    pub onremove: Callback<()>,
}

/// Asks before something is taken out of the draft.
#[component]
pub fn RemoveQuestion(props: &RemoveQuestionProps) -> Html {
    let close = {
        let asking = props.asking.setter();
        Callback::from(move |()| asking.set(false))
    };
    let remove = {
        let (close, onremove) = (close.clone(), props.onremove.clone());
        Callback::from(move |()| {
            close.emit(());
            onremove.emit(());
        })
    };
    html! {
        <Confirm
            open={*props.asking}
            title={props.title.clone()}
            text={props.text.clone()}
            action={props.action.clone()}
            danger={true}
            busy={props.busy}
            onconfirm={remove}
            onclose={close}
        />
    }
}

/// Brings the focus to a heading, once what stands below it is drawn.
pub fn focus_heading(id: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        dom::next_frame().await;
        dom::focus_id(id);
    });
}
