//! The addresses of the interface.

use yew_router::prelude::*;

/// A page and its address.
#[derive(Clone, PartialEq, Eq, Debug, Routable)]
pub enum Route {
    /// What is on today.
    #[at("/")]
    Home,
    /// Signing in, and choosing a company.
    #[at("/sign-in")]
    SignIn,
    /// The components.
    #[at("/ui-kit")]
    Gallery,
    /// One chapter of the components.
    #[at("/ui-kit/:chapter")]
    GalleryChapter {
        /// The chapter's name.
        chapter: String,
    },
    /// No such page.
    #[not_found]
    #[at("/404")]
    NotFound,
}
