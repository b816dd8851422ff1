//! What the pages before signing in share: the frame with the picture, codes with their wait, passwords to choose.

mod art;
mod code_field;
mod password_field;

use trellis_ui_client::ApiError;
use trellis_ui_kit::{I18n, Icon, t};
use trellis_ui_renderers::explain;
use yew::prelude::*;

use crate::shell::{Appearance, Logo};
use art::Art;
pub use code_field::{CodeField, is_address};
pub use password_field::{PasswordField, is_long_enough};

/// Properties of [`Entrance`].
#[derive(Properties, PartialEq)]
pub struct EntranceProps {
    /// The page's name, for the browser's title.
    pub title: AttrValue,
    /// The form.
    pub children: Html,
}

/// The frame: the picture, the form, and colours and language below.
#[component]
pub fn Entrance(props: &EntranceProps) -> Html {
    let i18n = trellis_ui_kit::use_i18n();
    use_effect_with(props.title.clone(), |title| {
        if let Some(document) = trellis_ui_kit::dom::document() {
            document.set_title(title);
        }
    });
    html! {
        <div class="s-sign-in">
            <aside class="s-sign-in__brand">
                <Art />
                <div class="s-sign-in__words">
                    <p class="s-sign-in__claim">{ t!(i18n, "auth-brand") }</p>
                    <p class="s-sign-in__text">{ t!(i18n, "auth-brand-text") }</p>
                </div>
            </aside>
            <main class="s-sign-in__main" id="main">
                <div class="s-sign-in__box">
                    <div class="s-sign-in__logo"><Logo size={40} /></div>
                    { props.children.clone() }
                </div>
                <footer class="s-sign-in__foot"><Appearance density={false} /></footer>
            </main>
        </div>
    }
}

/// Why an attempt failed, above the form; nothing where the places of the form say it themselves.
pub fn refusal(i18n: &I18n, error: Option<&ApiError>, places: &[&str]) -> Html {
    let Some(error) = error else { return Html::default() };
    if !error.errors.is_empty() && error.errors.iter().all(|fault| places.contains(&fault.pointer.as_str())) {
        return Html::default();
    }
    let text = error.errors.first().map_or_else(|| explain(i18n, error), |fault| fault.message.clone().into());
    html! { <p class="s-sign-in__failed" role="alert"><Icon name="circle-alert" />{ text }</p> }
}
