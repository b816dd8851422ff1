//! The interface: shell, pages and routes. Components come from `trellis-ui-kit`, screens of records from
//! `trellis-ui-renderers`, data from `trellis-ui-client`.

mod app;
mod i18n;
mod pages;
mod route;
mod shell;
mod workspace;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
