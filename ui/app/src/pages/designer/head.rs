//! The head of the designer's pages: objects, versions, retired fields, packages.

use trellis_ui_client::{packages, use_query};
use trellis_ui_kit::{Tab, Tabs, t};
use trellis_ui_renderers::{use_go, use_scope};
use yew::prelude::*;

/// A page of the designer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The objects.
    Objects,
    /// What was published.
    Versions,
    /// What was retired.
    Retired,
    /// The company's changes as files.
    Packages,
}

impl Part {
    const ALL: [Self; 4] = [Self::Objects, Self::Versions, Self::Retired, Self::Packages];

    fn path(self) -> &'static str {
        match self {
            Self::Objects => "/designer",
            Self::Versions => "/designer/versions",
            Self::Retired => "/designer/retired",
            Self::Packages => "/designer/packages",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Objects => "designer-objects",
            Self::Versions => "designer-versions",
            Self::Retired => "designer-retired",
            Self::Packages => "designer-packages",
        }
    }
}

/// Properties of [`Head`].
#[derive(Properties, PartialEq)]
pub struct HeadProps {
    /// Which page it is.
    pub part: Part,
    /// Steps at the right.
    #[prop_or_default]
    pub children: Html,
}

/// The title, and the way between the pages.
#[component]
pub fn Head(props: &HeadProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    // What an upgrade left behind is seen from every page of the designer.
    let problems = use_query(packages::problems_key(), packages::problems).data.map_or(0, |found| found.items.len());
    let tab = |part: &Part| {
        let tab = Tab::new(part.path(), t!(scope.i18n, part.message()));
        if *part == Part::Packages && problems > 0 { tab.with_count(problems.to_string()) } else { tab }
    };
    let tabs: Vec<Tab> = Part::ALL.iter().map(tab).collect();
    let onchange = Callback::from(move |path: AttrValue| go.to(path));
    html! {
        <>
            <header class="p-head">
                <h1 class="p-head__title">{ t!(scope.i18n, "designer-title") }</h1>
                <div class="p-head__actions">{ props.children.clone() }</div>
            </header>
            <Tabs label={t!(scope.i18n, "designer-title")} {tabs} value={props.part.path()} {onchange} />
        </>
    }
}
