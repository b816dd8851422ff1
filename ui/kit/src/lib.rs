//! The components of the interface: light DOM, plain CSS on design tokens, every one usable by keyboard.
//!
//! The kit knows nothing of the API. What a component says comes in through its properties; the few words
//! that every screen shares ("Close", "Previous month") come from the [`i18n::I18n`] context.
//! `README.md` lists the components with an example each.

pub mod action;
pub mod calendar;
pub mod data;
pub mod display;
pub mod dom;
pub mod form;
pub mod i18n;
mod intl;
pub mod island;
pub mod motion;
pub mod nav;
pub mod overlay;
pub mod theme;

pub use action::*;
pub use data::*;
pub use display::*;
pub use form::*;
pub use i18n::{I18n, use_i18n};
pub use motion::*;
pub use nav::*;
pub use overlay::*;
pub use theme::{Density, Mode, Skin, Theme, ThemeProvider, use_theme};
