//! Choosing a picture of oneself.

use js_sys::{Promise, Reflect};
use trellis_ui_client::ApiError;
use trellis_ui_kit::{Button, Size, island, t, use_i18n};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The side of the picture that is kept, in pixels.
const SIDE: u32 = 160;

/// Properties of [`PictureButton`].
#[derive(Properties, PartialEq)]
pub struct PictureButtonProps {
    /// Hears the picture as a data URL, small and square.
    pub onpick: Callback<Result<String, ApiError>>,
}

/// A button that opens the browser's file dialog.
#[component]
pub fn PictureButton(props: &PictureButtonProps) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let onclick = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let (onpick, unreadable) = (props.onpick.clone(), t!(i18n, "settings-picture-unreadable"));
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let (onpick, unreadable) = (onpick.clone(), unreadable.clone());
            spawn_local(async move {
                let picture = shrunk(&input).await;
                // The same file can be chosen again.
                input.set_value("");
                let refusal = || ApiError { status: 422, code: "picture".into(), detail: unreadable.to_string(), ..ApiError::default() };
                onpick.emit(picture.ok_or_else(refusal));
            });
        })
    };
    html! {
        <>
            <Button label={t!(i18n, "settings-picture")} icon="upload" size={Size::Small} {onclick} />
            <input ref={node} type="file" accept="image/png,image/jpeg,image/webp" hidden=true aria-label={t!(i18n, "settings-picture")} {onchange} />
        </>
    }
}

/// The chosen picture, small and square.
async fn shrunk(input: &HtmlInputElement) -> Option<String> {
    let files = Reflect::get(input, &"files".into()).ok()?;
    let file = Reflect::get_u32(&files, 0).ok().filter(|file| !file.is_undefined())?;
    let island = island::load("picture").await.ok()?;
    let promise: Promise = island::call(&island, "shrink", &[file, SIDE.into()]).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}
