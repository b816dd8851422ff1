//! Every component in every state, for developers and for the tests that look at pictures.

mod actions;
mod charts;
mod dates;
mod display;
mod forms;
mod kinds;
mod list;
mod navigation;
mod order;
mod overlays;
mod record;
mod rights;
mod samples;
mod states;

use trellis_ui_kit::{Card, Crumb, I18n, t, use_i18n};
use yew::prelude::*;

use crate::{
    pages::not_found::NotFoundPage,
    shell::{Command, NavGroup, NavItem, Shell, Who, use_go},
};

/// The chapters: name and icon.
const CHAPTERS: [(&str, &str); 11] = [
    ("actions", "zap"),
    ("display", "tag"),
    ("forms", "text-cursor-input"),
    ("kinds", "star"),
    ("dates", "calendar"),
    ("overlays", "layers"),
    ("navigation", "map"),
    ("states", "loader"),
    ("charts", "chart-column"),
    ("order", "grip-vertical"),
    ("rights", "shield-check"),
];
/// Whole screens with made-up data.
const SAMPLES: [(&str, &str); 3] = [("list", "table-2"), ("record", "building-2"), ("sign-in", "key-round")];

/// Properties of [`GalleryPage`].
#[derive(Properties, PartialEq)]
pub struct GalleryPageProps {
    /// Which chapter is open.
    pub chapter: AttrValue,
}

/// One chapter of the components, inside the shell.
#[component]
pub fn GalleryPage(props: &GalleryPageProps) -> Html {
    let i18n = use_i18n();
    let go = use_go();
    let content = match props.chapter.as_str() {
        "actions" => html! { <actions::Actions /> },
        "display" => html! { <display::Display /> },
        "forms" => html! { <forms::Forms /> },
        "kinds" => html! { <kinds::Kinds /> },
        "dates" => html! { <dates::Dates /> },
        "overlays" => html! { <overlays::Overlays /> },
        "navigation" => html! { <navigation::Navigation /> },
        "states" => html! { <states::States /> },
        "charts" => html! { <charts::Charts /> },
        "order" => html! { <order::Order /> },
        "rights" => html! { <rights::Rights /> },
        "list" => html! { <list::List /> },
        "record" => html! { <record::Record /> },
        "sign-in" => return html! { <crate::pages::sign_in::SignInPage /> },
        _ => return html! { <NotFoundPage /> },
    };
    let title = t!(i18n, &format!("gallery-{}", props.chapter));
    let crumbs = vec![Crumb { label: t!(i18n, "gallery-title"), href: Some("/ui-kit".into()) }, Crumb { label: title.clone(), href: None }];
    // A record's page has a heading of its own.
    let heading = (props.chapter != "record").then(|| html! { <h1 class="u-hidden">{ title }</h1> });
    let who = Who { name: samples::PEOPLE[0].into(), company: i18n.pick("示例科技", "Demo Tech").to_owned().into() };
    html! {
        <Shell
            groups={groups(&i18n)}
            {crumbs}
            {who}
            unread={3}
            creatable={creatable(&i18n)}
            onsignout={go.reform(|()| "/ui-kit/sign-in".into())}
        >
            { heading }
            { content }
        </Shell>
    }
}

fn groups(i18n: &I18n) -> Vec<NavGroup> {
    let items = |names: &[(&'static str, &'static str)]| {
        names.iter().map(|(name, icon)| NavItem::new(format!("/ui-kit/{name}"), t!(i18n, &format!("gallery-{name}")), *icon)).collect()
    };
    vec![
        NavGroup { label: Some(t!(i18n, "gallery-components")), items: items(&CHAPTERS) },
        NavGroup { label: Some(t!(i18n, "gallery-samples")), items: items(&SAMPLES) },
    ]
}

fn creatable(i18n: &I18n) -> Vec<Command> {
    [("lead", "线索", "Lead", "magnet"), ("customer", "客户", "Customer", "building-2"), ("opportunity", "商机", "Opportunity", "target")]
        .map(|(value, chinese, english, icon)| Command {
            value: value.into(),
            label: i18n.pick(chinese, english).to_owned().into(),
            icon: icon.into(),
            note: None,
            detail: None,
        })
        .to_vec()
}

/// Properties of [`Part`].
#[derive(Properties, PartialEq)]
struct PartProps {
    /// The component's name, as in the code.
    name: AttrValue,
    /// It in its states.
    children: Html,
}

/// A component with its name above.
#[component]
fn Part(props: &PartProps) -> Html {
    html! { <Card title={props.name.clone()}><div class="s-part">{ props.children.clone() }</div></Card> }
}
