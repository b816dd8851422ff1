//! The addresses of the interface.

use yew_router::prelude::*;

/// A page and its address.
#[derive(Clone, PartialEq, Eq, Debug, Routable)]
pub enum Route {
    /// What is on today.
    #[at("/")]
    Home,
    /// Signing in.
    #[at("/sign-in")]
    SignIn,
    /// Choosing or switching the company, of who is signed in.
    #[at("/companies")]
    Companies,
    /// Registering a company.
    #[at("/register")]
    Register,
    /// A new password for a forgotten one.
    #[at("/forgot")]
    Forgot,
    /// The records of an object.
    #[at("/o/:object")]
    List {
        /// The object's name.
        object: String,
    },
    /// One record.
    #[at("/o/:object/:id")]
    Record {
        /// The object's name.
        object: String,
        /// The record's id.
        id: String,
    },
    /// Changing one record.
    #[at("/o/:object/:id/edit")]
    Edit {
        /// The object's name.
        object: String,
        /// The record's id.
        id: String,
    },
    /// A file of records of an object comes in.
    #[at("/import/:object")]
    Import {
        /// The object's name.
        object: String,
    },
    /// From the file to the records.
    #[at("/import/:object/:id")]
    ImportStep {
        /// The object's name.
        object: String,
        /// The import's id.
        id: String,
    },
    /// A dashboard.
    #[at("/dashboards/:name")]
    Dashboard {
        /// Its name.
        name: String,
    },
    /// The objects, to be shaped.
    #[at("/designer")]
    Designer,
    /// What was published, and the way back.
    #[at("/designer/versions")]
    Versions,
    /// Fields that were retired.
    #[at("/designer/retired")]
    Retired,
    /// The company's changes as files.
    #[at("/designer/packages")]
    Packages,
    /// One object, to be shaped.
    #[at("/designer/:object")]
    DesignObject {
        /// The object's name.
        object: String,
    },
    /// A part of it: list views, rules, actions, settings.
    #[at("/designer/:object/:part")]
    DesignPart {
        /// The object's name.
        object: String,
        /// The part.
        part: String,
    },
    /// The dictionaries.
    #[at("/dictionaries")]
    Dictionaries,
    /// One dictionary.
    #[at("/dictionaries/:name")]
    Dictionary {
        /// Its name.
        name: String,
    },
    /// One's own settings.
    #[at("/settings")]
    Settings,
    /// One tab of one's own settings.
    #[at("/settings/:tab")]
    SettingsTab {
        /// The tab.
        tab: String,
    },
    /// Departments and people.
    #[at("/admin/people")]
    People,
    /// The roles.
    #[at("/admin/roles")]
    Roles,
    /// What a role allows.
    #[at("/admin/roles/:name")]
    Role {
        /// The role's name.
        name: String,
    },
    /// Why somebody may or may not.
    #[at("/admin/access")]
    Access,
    /// The audit log.
    #[at("/admin/audit")]
    Audit,
    /// The company.
    #[at("/admin/company")]
    Company,
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
