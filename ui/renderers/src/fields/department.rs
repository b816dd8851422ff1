//! A department of the company.

use yew::prelude::*;

use super::{
    FieldInputProps, Renderer, Shown,
    lookup::{picker, said},
};
use crate::Scope;

/// A department of the company.
pub(super) struct Department;

impl Renderer for Department {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        picker(props)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        said(shown)
    }

    fn width(&self) -> f64 {
        140.0
    }
}
