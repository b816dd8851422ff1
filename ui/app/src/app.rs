//! The root: language, theme, news, addresses, and who is signed in.

use trellis_ui_kit::{ThemeProvider, ToastHost};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    api::{ApiHandle, Server},
    i18n::LanguageProvider,
    pages::{gallery::GalleryPage, home::HomePage, not_found::NotFoundPage, sign_in::SignInPage},
    route::Route,
};

/// The whole interface.
#[component]
pub fn App() -> Html {
    let api = use_memo((), |()| ApiHandle::new(Server));
    html! {
        <LanguageProvider>
            <ThemeProvider>
                <ContextProvider<ApiHandle> context={(*api).clone()}>
                    <ToastHost>
                        <BrowserRouter>
                            <Switch<Route> render={page} />
                        </BrowserRouter>
                    </ToastHost>
                </ContextProvider<ApiHandle>>
            </ThemeProvider>
        </LanguageProvider>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <HomePage /> },
        Route::SignIn => html! { <SignInPage /> },
        Route::Gallery => html! { <GalleryPage chapter="actions" /> },
        Route::GalleryChapter { chapter } => html! { <GalleryPage {chapter} /> },
        Route::NotFound => html! { <NotFoundPage /> },
    }
}
