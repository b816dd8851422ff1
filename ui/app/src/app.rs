//! The root: language, theme, news, addresses, and who is signed in.

use trellis_ui_kit::{ThemeProvider, ToastHost};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    i18n::LanguageProvider,
    pages::{
        access::AccessPage,
        audit::AuditPage,
        company::CompanyPage,
        dashboard::DashboardPage,
        designer::{DesignObjectPage, DesignerPage, PackagesPage, RetiredPage, VersionsPage},
        dictionary::DictionaryPage,
        forgot::ForgotPage,
        form::EditPage,
        gallery::GalleryPage,
        home::HomePage,
        import::ImportPage,
        list::ListPage,
        not_found::NotFoundPage,
        people::PeoplePage,
        record::RecordPage,
        register::RegisterPage,
        roles::{RolePage, RolesPage},
        settings::SettingsPage,
        sign_in::{CompaniesPage, SignInPage},
    },
    route::Route,
    workspace::Workspace,
};

/// The whole interface.
#[component]
pub fn App() -> Html {
    html! {
        <LanguageProvider>
            <ThemeProvider>
                <ToastHost>
                    <BrowserRouter>
                        <Switch<Route> render={page} />
                    </BrowserRouter>
                </ToastHost>
            </ThemeProvider>
        </LanguageProvider>
    }
}

fn page(route: Route) -> Html {
    let inside = |page: Html| html! { <Workspace>{ page }</Workspace> };
    match route {
        Route::Home => inside(html! { <HomePage /> }),
        Route::List { object } => inside(html! { <ListPage {object} /> }),
        Route::Record { object, id } => inside(html! { <RecordPage {object} {id} /> }),
        Route::Edit { object, id } => inside(html! { <EditPage {object} {id} /> }),
        Route::Import { object } => inside(html! { <ImportPage {object} /> }),
        Route::ImportStep { object, id } => inside(html! { <ImportPage {object} {id} /> }),
        Route::Dashboard { name } => inside(html! { <DashboardPage {name} /> }),
        Route::Designer => inside(html! { <DesignerPage /> }),
        Route::Versions => inside(html! { <VersionsPage /> }),
        Route::Retired => inside(html! { <RetiredPage /> }),
        Route::Packages => inside(html! { <PackagesPage /> }),
        Route::DesignObject { object } => inside(html! { <DesignObjectPage {object} part="form" /> }),
        Route::DesignPart { object, part } => inside(html! { <DesignObjectPage {object} {part} /> }),
        Route::Dictionaries => inside(html! { <DictionaryPage /> }),
        Route::Dictionary { name } => inside(html! { <DictionaryPage {name} /> }),
        Route::Settings => inside(html! { <SettingsPage /> }),
        Route::SettingsTab { tab } => inside(html! { <SettingsPage {tab} /> }),
        Route::People => inside(html! { <PeoplePage /> }),
        Route::Roles => inside(html! { <RolesPage /> }),
        Route::Role { name } => inside(html! { <RolePage {name} /> }),
        Route::Access => inside(html! { <AccessPage /> }),
        Route::Audit => inside(html! { <AuditPage /> }),
        Route::Company => inside(html! { <CompanyPage /> }),
        Route::SignIn => html! { <SignInPage /> },
        Route::Companies => html! { <CompaniesPage /> },
        Route::Register => html! { <RegisterPage /> },
        Route::Forgot => html! { <ForgotPage /> },
        // The components on show are for whoever builds the interface: no visitor loads them.
        Route::Gallery if cfg!(debug_assertions) => html! { <GalleryPage chapter="actions" /> },
        Route::GalleryChapter { chapter } if cfg!(debug_assertions) => html! { <GalleryPage {chapter} /> },
        Route::Gallery | Route::GalleryChapter { .. } | Route::NotFound => html! { <NotFoundPage /> },
    }
}
