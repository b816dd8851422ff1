//! One's own settings: `/settings`.

mod appearance;
mod logins;
mod password;
mod picture;
mod profile;
mod sessions;
mod tokens;

use trellis_ui_kit::{Tab, Tabs, t};
use trellis_ui_renderers::{use_go, use_scope};
use yew::prelude::*;

use crate::workspace::{Absent, use_crumbs};

/// The tabs, by the last part of the address.
const TABS: [&str; 4] = ["profile", "security", "tokens", "appearance"];

/// Properties of [`SettingsPage`].
#[derive(Properties, PartialEq)]
pub struct SettingsPageProps {
    /// The open tab.
    #[prop_or(AttrValue::Static(TABS[0]))]
    pub tab: AttrValue,
}

/// Profile, security, tokens, appearance.
#[component]
pub fn SettingsPage(props: &SettingsPageProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let title = t!(scope.i18n, "settings-title");
    use_crumbs(vec![(title.clone(), None)]);
    let tabs: Vec<Tab> = TABS.iter().map(|tab| Tab::new(*tab, t!(scope.i18n, &format!("settings-{tab}")))).collect();
    let onchange = Callback::from(move |tab: AttrValue| go.to(format!("/settings/{tab}")));
    let body = match props.tab.as_str() {
        "profile" => html! { <profile::Profile /> },
        "security" => html! { <><password::Password /><logins::Logins /><sessions::Sessions /></> },
        "tokens" => html! { <tokens::Tokens /> },
        "appearance" => html! { <appearance::AppearanceTab /> },
        _ => return html! { <Absent /> },
    };
    html! {
        <div class="p-settings">
            <h1 class="p-head__title">{ title.clone() }</h1>
            <Tabs label={title} {tabs} value={props.tab.clone()} {onchange}><div class="p-settings__body">{ body }</div></Tabs>
        </div>
    }
}
