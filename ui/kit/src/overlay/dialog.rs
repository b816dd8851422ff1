//! What must be answered before going on, and what slides in from the side. Both are native `<dialog>` elements:
//! the browser keeps the focus inside and gives it back afterwards.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::{
    action::{Button, ButtonKind, IconButton},
    dom::{self, use_id},
    i18n::use_i18n,
    t,
};

/// How wide a dialog is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// A question.
    Small,
    /// A short form.
    #[default]
    Medium,
    /// A table or a long form.
    Large,
}

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Whether it is shown.
    pub open: bool,
    /// The heading.
    pub title: AttrValue,
    /// Hears Escape, the cross and a click beside it.
    pub onclose: Callback<()>,
    /// How wide it is.
    #[prop_or_default]
    pub size: DialogSize,
    /// The buttons at its foot.
    #[prop_or_default]
    pub footer: Html,
    /// The content; drawn only while open.
    pub children: Html,
}

/// A window over the page.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let size = match props.size {
        DialogSize::Small => "small",
        DialogSize::Medium => "medium",
        DialogSize::Large => "large",
    };
    html! {
        <Modal open={props.open} class="c-dialog" {size} title={props.title.clone()} onclose={props.onclose.clone()} footer={props.footer.clone()}>
            { props.children.clone() }
        </Modal>
    }
}

/// Properties of [`Drawer`].
#[derive(Properties, PartialEq)]
pub struct DrawerProps {
    /// Whether it is shown.
    pub open: bool,
    /// The heading.
    pub title: AttrValue,
    /// Hears Escape, the cross and a click beside it.
    pub onclose: Callback<()>,
    /// The width in pixels where the window is wide enough: 720 for forms, 480 for a look.
    #[prop_or(720)]
    pub width: u32,
    /// The buttons at its foot, which stays in view.
    #[prop_or_default]
    pub footer: Html,
    /// The content; drawn only while open.
    pub children: Html,
}

/// A panel from the right.
#[component]
pub fn Drawer(props: &DrawerProps) -> Html {
    html! {
        <Modal open={props.open} class="c-drawer" size="drawer" width={props.width} title={props.title.clone()} onclose={props.onclose.clone()} footer={props.footer.clone()}>
            { props.children.clone() }
        </Modal>
    }
}

/// Properties of [`Confirm`].
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// Whether it is shown.
    pub open: bool,
    /// The question.
    pub title: AttrValue,
    /// What will happen.
    pub text: AttrValue,
    /// What the button that goes on says: the verb of the question.
    pub action: AttrValue,
    /// Whether going on takes something away.
    #[prop_or_default]
    pub danger: bool,
    /// Whether it is at work.
    #[prop_or_default]
    pub busy: bool,
    /// Goes on.
    pub onconfirm: Callback<()>,
    /// Does not.
    pub onclose: Callback<()>,
}

/// A question before a step that cannot be taken back.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let i18n = use_i18n();
    let footer = html! {
        <>
            <Button label={t!(i18n, "kit-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button
                label={props.action.clone()}
                kind={if props.danger { ButtonKind::Danger } else { ButtonKind::Primary }}
                busy={props.busy}
                onclick={props.onconfirm.reform(|_: MouseEvent| ())}
            />
        </>
    };
    html! {
        <Dialog open={props.open} title={props.title.clone()} onclose={props.onclose.clone()} size={DialogSize::Small} {footer}>
            <p>{ &props.text }</p>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct ModalProps {
    open: bool,
    class: &'static str,
    size: &'static str,
    #[prop_or_default]
    width: Option<u32>,
    title: AttrValue,
    onclose: Callback<()>,
    footer: Html,
    children: Html,
}

#[component]
fn Modal(props: &ModalProps) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let title_id = use_id("dialog");
    use_effect_with(props.open, {
        let node = node.clone();
        move |open| {
            let Some(dialog) = node.cast::<HtmlDialogElement>() else { return };
            if *open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        }
    });
    let oncancel = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: Event| {
            // Whether it closes is for the page to say.
            event.prevent_default();
            onclose.emit(());
        })
    };
    let onpointerdown = {
        let (onclose, node) = (props.onclose.clone(), node.clone());
        Callback::from(move |event: PointerEvent| {
            // The dialog itself is hit only where its content does not reach: on the scrim.
            if event.target().is_some_and(|target| node.get().is_some_and(|node| target == node.into())) {
                event.prevent_default();
                onclose.emit(());
            }
        })
    };
    html! {
        <dialog
            ref={node}
            class={props.class}
            data-size={props.size}
            style={props.width.map(|width| format!("--width:{width}px"))}
            aria-labelledby={title_id.clone()}
            data-goes-on=""
            onkeydown={dom::enter_goes_on()}
            {oncancel}
            {onpointerdown}
        >
            if props.open {
                <div class="c-modal">
                    <header class="c-modal__head">
                        <h2 class="c-modal__title u-ellipsis" id={title_id}>{ &props.title }</h2>
                        <IconButton label={t!(i18n, "kit-close")} icon="x" onclick={props.onclose.reform(|_: MouseEvent| ())} />
                    </header>
                    <div class="c-modal__body" tabindex="-1">{ props.children.clone() }</div>
                    if props.footer != Html::default() {
                        <footer class="c-modal__foot">{ props.footer.clone() }</footer>
                    }
                </div>
            }
        </dialog>
    }
}
