//! A person of the company.

use trellis_ui_kit::Avatar;
use yew::prelude::*;

use super::{
    FieldInputProps, Renderer, Shown,
    lookup::{picker, said},
};
use crate::Scope;

/// A person of the company, with initials.
pub(super) struct User;

impl Renderer for User {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        picker(props)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        said(shown)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let name = said(shown);
        html! {
            <span class="r-person">
                <Avatar name={name.clone()} size={20} decorative={true} />
                <span class="u-ellipsis">{ name }</span>
            </span>
        }
    }

    fn width(&self) -> f64 {
        130.0
    }
}
