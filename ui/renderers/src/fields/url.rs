//! A web address.

use trellis_ui_kit::Icon;
use yew::prelude::*;

use super::{FieldInputProps, Renderer, Shown, email::stay, format, text::line};
use crate::Scope;

/// A web address, opened in another tab.
pub(super) struct Url;

impl Renderer for Url {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        line(props, "url", Some("globe"))
    }

    fn text(&self, shown: Shown<'_>) -> String {
        shown.value.as_str().unwrap_or_default().to_owned()
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let address = self.text(shown);
        if !format::is_web(&address) {
            return html! { <span class="u-ellipsis">{ address }</span> };
        }
        let shown_address = format::url(&address).to_owned();
        html! {
            <a class="u-link r-external" href={address.clone()} title={address} target="_blank" rel="noreferrer noopener" onclick={stay()}>
                <span class="u-ellipsis">{ shown_address }</span>
                <Icon name="external-link" size={12} />
            </a>
        }
    }

    fn width(&self) -> f64 {
        200.0
    }
}
