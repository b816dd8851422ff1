//! The frame around every page: rail, top bar, palette, and on a phone a bar at the foot.

mod bottom_bar;
mod logo;
mod model;
mod palette;
mod person_menu;
mod rail;
mod top_bar;

use trellis_ui_kit::{Crumb, dom, t, theme, use_i18n};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;
use yew_router::prelude::*;

pub use logo::Logo;
pub use model::{Command, NavGroup, NavItem, Who};

use bottom_bar::BottomBar;
use palette::Palette;
use rail::Rail;
use top_bar::TopBar;

pub use person_menu::Appearance;
pub use rail::use_go;

/// Properties of [`Shell`].
#[derive(Properties, PartialEq)]
pub struct ShellProps {
    /// Where one can go, in groups.
    pub groups: Vec<NavGroup>,
    /// The way to this page; its last step is the page's title.
    pub crumbs: Vec<Crumb>,
    /// Who is signed in.
    pub who: Who,
    /// What can be created from anywhere.
    #[prop_or_default]
    pub creatable: Vec<Command>,
    /// Hears the value of what is to be created.
    #[prop_or_default]
    pub oncreate: Callback<AttrValue>,
    /// What the palette found for the words typed; it shows pages and what can be created by itself.
    #[prop_or_default]
    pub found: Vec<Command>,
    /// Places that only the palette leads to.
    #[prop_or_default]
    pub steps: Vec<NavItem>,
    /// Whether the palette still looks.
    #[prop_or_default]
    pub searching: bool,
    /// Hears the words typed into the palette.
    #[prop_or_default]
    pub onsearch: Callback<String>,
    /// Hears which of the things found was chosen.
    #[prop_or_default]
    pub onfound: Callback<AttrValue>,
    /// How many notifications are unread.
    #[prop_or_default]
    pub unread: u32,
    /// Shows the notifications.
    #[prop_or_default]
    pub onnotifications: Callback<()>,
    /// Opens one's settings; without, there are none.
    #[prop_or_default]
    pub onsettings: Option<Callback<()>>,
    /// Signs out.
    pub onsignout: Callback<()>,
    /// Goes to another company; without, there is only this one.
    #[prop_or_default]
    pub onswitch: Option<Callback<()>>,
    /// The page.
    pub children: Html,
}

/// The frame around a page.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let i18n = use_i18n();
    let location = use_location();
    let path = location.as_ref().map(|location| location.path().to_owned()).unwrap_or_default();
    let searching = use_state_eq(|| false);
    let title = props.crumbs.last().map(|crumb| crumb.label.clone()).unwrap_or_default();
    use_page_title(title, path.clone());
    let open_palette = {
        let searching = searching.setter();
        Callback::from(move |()| searching.set(true))
    };
    let close_palette = {
        let searching = searching.setter();
        Callback::from(move |()| searching.set(false))
    };
    let shortcut = {
        let open = open_palette.clone();
        Callback::from(move |event: Event| {
            let pressed = event.dyn_ref::<KeyboardEvent>().is_some_and(|key| (key.ctrl_key() || key.meta_key()) && key.key() == "k");
            if pressed {
                event.prevent_default();
                open.emit(());
            }
        })
    };
    dom::use_page_event("keydown", true, shortcut);
    let narrow = use_state_eq(|| theme::kept("rail").as_deref() == Some("narrow"));
    let toggle_rail = {
        let narrow = narrow.clone();
        Callback::from(move |()| {
            let next = !*narrow;
            theme::keep("rail", if next { "narrow" } else { "open" });
            narrow.set(next);
        })
    };
    html! {
        <div class="s-shell" data-rail={if *narrow { "narrow" } else { "open" }}>
            <a class="s-skip" href="#main">{ t!(i18n, "shell-skip") }</a>
            <Rail groups={props.groups.clone()} path={path.clone()} narrow={*narrow} company={props.who.company.clone()} ontoggle={toggle_rail} />
            <TopBar
                crumbs={props.crumbs.clone()}
                creatable={props.creatable.clone()}
                oncreate={props.oncreate.clone()}
                onsearch={open_palette.clone()}
                unread={props.unread}
                onnotifications={props.onnotifications.clone()}
                who={props.who.clone()}
                onsettings={props.onsettings.clone()}
                onsignout={props.onsignout.clone()}
                onswitch={props.onswitch.clone()}
            />
            <main class="s-main" id="main" tabindex="-1">{ props.children.clone() }</main>
            <BottomBar groups={props.groups.clone()} {path} />
            <Palette
                open={*searching}
                onclose={close_palette}
                groups={props.groups.clone()}
                creatable={props.creatable.clone()}
                oncreate={props.oncreate.clone()}
                steps={props.steps.clone()}
                found={props.found.clone()}
                searching={props.searching}
                onsearch={props.onsearch.clone()}
                onfound={props.onfound.clone()}
            />
        </div>
    }
}

/// Names the page in the browser's title; after a change of page, reading begins at its top.
#[hook]
fn use_page_title(title: AttrValue, path: String) {
    let first = use_mut_ref(|| true);
    use_effect_with(title, |title| {
        if let Some(document) = dom::document() {
            document.set_title(&format!("{title} · Trellis"));
        }
    });
    use_effect_with(path, move |_| {
        if !first.replace(false) {
            dom::focus_id("main");
        }
    });
}
