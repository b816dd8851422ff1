//! The first page after signing in.

use trellis_ui_kit::{Crumb, ErrorState, Skeleton, t, use_i18n};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    api::{ApiError, ApiHandle, Me},
    route::Route,
    shell::{NavGroup, NavItem, Shell, Who},
};

/// Shows the frame to who is signed in, and the way to sign in to others.
#[component]
pub fn HomePage() -> Html {
    let i18n = use_i18n();
    let api = use_context::<ApiHandle>();
    let navigator = use_navigator();
    let me = use_state(|| None::<Result<Me, ApiError>>);
    use_effect_with(api.clone(), {
        let me = me.setter();
        move |api| {
            if let Some(api) = api.clone() {
                spawn_local(async move { me.set(Some(api.me().await)) });
            }
        }
    });
    let onsignout = {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            let (api, navigator) = (api.clone(), navigator.clone());
            spawn_local(async move {
                if let Some(api) = api {
                    let _ = api.logout().await;
                }
                if let Some(navigator) = navigator {
                    navigator.push(&Route::SignIn);
                }
            });
        })
    };
    match &*me {
        None => html! { <div class="s-alone"><Skeleton lines={6} /></div> },
        Some(Err(error)) if error.status() == Some(401) => html! { <Redirect<Route> to={Route::SignIn} /> },
        Some(Err(_)) => html! { <main class="s-alone"><ErrorState title={t!(i18n, "auth-offline")} /></main> },
        Some(Ok(me)) => {
            let home = NavItem::new("/", t!(i18n, "shell-home"), "house");
            let groups = vec![NavGroup { label: None, items: vec![home] }];
            let crumbs = vec![Crumb { label: t!(i18n, "shell-home"), href: None }];
            let who = Who { name: me.user.name.clone().into(), company: me.company.name.clone().into() };
            html! { <Shell {groups} {crumbs} {who} {onsignout}>{ Html::default() }</Shell> }
        }
    }
}
