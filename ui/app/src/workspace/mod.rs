//! What every page of a signed-in person stands in: session, metadata, shell, and the name of the page.

mod conflict;
mod differences;
mod nav;
mod person_picker;
mod preferences;
mod save;

use std::rc::Rc;

use trellis_model::{
    Json,
    wire::{Me, SearchHit},
};
use trellis_ui_client::{
    ApiError, MetadataProvider, dashboards, forget_all, http::SIGNED_OUT, path, search, session, use_live, use_metadata, use_query,
};
use trellis_ui_kit::{Crumb, Skeleton, dom, t, use_i18n};
use trellis_ui_renderers::{Failure, Go, forms::CreateDrawer, record_path, use_go, use_scope};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::{
    history::{BrowserHistory, History},
    prelude::*,
};

use crate::{
    route::Route,
    shell::{Command, Shell, Who},
};
pub use conflict::{Base, Conflict, Outcome, asked, outcome, use_base, use_save_over};
pub use person_picker::PersonPicker;
use preferences::use_preferences;
pub use save::{Saved, reason, use_save};

/// Properties of [`Workspace`].
#[derive(Properties, PartialEq)]
pub struct WorkspaceProps {
    /// The page.
    pub children: Html,
}

/// The frame of every page behind the sign-in. Who is not signed in is sent there.
#[component]
pub fn Workspace(props: &WorkspaceProps) -> Html {
    let me = use_query(session::me_key(), session::me);
    let navigator = use_navigator();
    use_window_event(SIGNED_OUT, {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&Route::SignIn);
            }
        })
    });
    let go = use_memo((), |()| Go::new(Callback::from(|address: AttrValue| BrowserHistory::new().push(address.to_string()))));
    let failed = Callback::from(|(error, retry): (ApiError, Callback<()>)| {
        html! { <main class="s-alone"><Failure {error} onretry={retry} /></main> }
    });
    let pending = html! { <div class="s-alone"><Skeleton lines={6} /></div> };
    match (&me.data, me.error) {
        (_, Some(error)) if error.status == 401 => html! { <Redirect<Route> to={Route::SignIn} /> },
        (_, Some(error)) if error.code == "no_company" => html! { <Redirect<Route> to={Route::Companies} /> },
        (None, Some(error)) => failed.emit((error, me.refetch)),
        (None, None) => pending,
        (Some(me), _) => html! {
            <ContextProvider<Go> context={(*go).clone()}>
                <MetadataProvider {pending} {failed}><Frame me={(**me).clone()}>{ props.children.clone() }</Frame></MetadataProvider>
            </ContextProvider<Go>>
        },
    }
}

/// Says where the page is; its last step is the page's title.
#[derive(Clone, PartialEq)]
struct Where(Callback<Vec<Crumb>>);

/// Names the page: the steps that lead to it, and its own name last.
#[hook]
pub fn use_crumbs(crumbs: Vec<(AttrValue, Option<AttrValue>)>) {
    let place = use_context::<Where>();
    use_effect_with(crumbs, move |crumbs| {
        if let Some(Where(set)) = place {
            set.emit(crumbs.iter().map(|(label, href)| Crumb { label: label.clone(), href: href.clone() }).collect());
        }
    });
}

#[derive(Properties, PartialEq)]
struct FrameProps {
    me: Me,
    children: Html,
}

/// The shell, filled from metadata and rights.
#[component]
fn Frame(props: &FrameProps) -> Html {
    let scope = use_scope();
    use_preferences(&props.me);
    let meta = use_metadata();
    let go = use_go();
    let navigator = use_navigator();
    let crumbs = use_state_eq(Vec::<Crumb>::new);
    let place = use_memo((), {
        let crumbs = crumbs.setter();
        move |()| Where(Callback::from(move |steps| crumbs.set(steps)))
    });
    let boards = use_query(dashboards::list_key(), dashboards::list);
    let creating = use_state_eq(|| None::<AttrValue>);
    let words = use_state_eq(String::new);
    let (found, searching) = use_found(&words);
    use_live();
    let onsignout = Callback::from(move |()| {
        let navigator = navigator.clone();
        spawn_local(async move {
            // Whatever the server says, this page forgets who was here.
            let _ = session::sign_out().await;
            forget_all();
            if let Some(navigator) = navigator {
                navigator.push(&Route::SignIn);
            }
        });
    });
    let onswitch = (props.me.companies.len() > 1).then(|| {
        let go = go.clone();
        Callback::from(move |()| go.to("/companies"))
    });
    let name = props.me.user.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
    let who = Who { name: name.into(), company: props.me.company.name.clone().into() };
    let oncreate = {
        let creating = creating.setter();
        Callback::from(move |object: AttrValue| creating.set(Some(object)))
    };
    let onfound = {
        let go = go.clone();
        Callback::from(move |address: AttrValue| go.to(address))
    };
    let close = {
        let creating = creating.setter();
        Callback::from(move |()| creating.set(None))
    };
    let created = |object: AttrValue| {
        let go = go.clone();
        Callback::from(move |row: trellis_ui_client::Row| go.to(record_path(&object, row.id())))
    };
    html! {
        <ContextProvider<Where> context={(*place).clone()}>
            <Shell
                groups={nav::groups(&scope, boards.data.as_deref().map(Vec::as_slice).unwrap_or_default(), &props.me)}
                crumbs={(*crumbs).clone()}
                {who}
                creatable={nav::creatable(&scope, &meta)}
                {oncreate}
                steps={nav::steps(&scope)}
                {found}
                {searching}
                onsearch={Callback::from({
                    let words = words.setter();
                    move |typed: String| words.set(typed)
                })}
                {onfound}
                onsettings={Callback::from({
                    let go = go.clone();
                    move |()| go.to("/settings")
                })}
                {onsignout}
                {onswitch}
            >
                { props.children.clone() }
            </Shell>
            if let Some(object) = (*creating).clone() {
                <CreateDrawer object={object.clone()} onclose={close} oncreated={created(object)} />
            }
        </ContextProvider<Where>>
    }
}

/// What the palette finds: records of every object, the best of each; and whether it still looks.
#[hook]
fn use_found(words: &str) -> (Vec<Command>, bool) {
    let scope = use_scope();
    let words = words.trim().to_owned();
    let key = search::key(&words).keeping().when(!words.is_empty());
    let found = use_query(key, move || {
        let words = words.clone();
        async move { search::search(&words).await }
    });
    let command = |hit: &SearchHit| {
        // People and departments have no page of their own.
        let info = scope.meta.info(&hit.object).filter(|info| !info.options.system)?;
        let label = |field: &String| scope.meta.field(&hit.object, field).map(|field| scope.label(&field.label));
        let at = hit.field.as_ref().and_then(label).zip(hit.text.as_ref());
        Some(Command {
            value: record_path(&hit.object, &hit.id).into(),
            label: hit.name.clone().into(),
            icon: info.options.icon.clone().into(),
            note: Some(scope.label(&info.label)),
            detail: at.map(|(label, text)| format!("{label}: {text}").into()),
        })
    };
    (found.data.iter().flat_map(|found| found.iter().filter_map(command)).collect(), found.loading)
}

/// Hears an event of the window.
#[hook]
fn use_window_event(event: &'static str, heard: Callback<()>) {
    let latest = use_mut_ref(|| heard.clone());
    *latest.borrow_mut() = heard;
    use_effect_with(event, move |event| {
        let listener = web_sys::window().map(|window| {
            dom::Listener::new(&window, event, move |_| {
                let heard = latest.borrow().clone();
                heard.emit(());
            })
        });
        move || drop(listener)
    });
}

/// The address of an object's list.
pub fn list_path(object: &str) -> String {
    format!("/o/{}", path::encode(object))
}

/// The address where files of an object's records come in.
pub fn import_path(object: &str) -> String {
    format!("/import/{}", path::encode(object))
}

/// Who is signed in; inside a [`Workspace`] always somebody.
#[hook]
pub fn use_me() -> Option<Rc<Me>> {
    use_query(session::me_key(), session::me).data
}

/// Whether somebody holds a right of the administration.
pub fn holds(me: &Me, part: &str, action: &str) -> bool {
    me.super_admin || me.permissions.get(part).is_some_and(|rights| rights.get(action).is_some_and(|scope| scope.as_str() != Some("none")))
}

/// A page that is not there for this person.
#[component]
pub fn Absent() -> Html {
    let i18n = use_i18n();
    use_crumbs(vec![(t!(i18n, "fail-missing"), None)]);
    let error = ApiError { status: 404, code: "not_found".into(), ..ApiError::default() };
    html! { <Failure {error} /> }
}
