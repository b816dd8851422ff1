//! Where one is signed in.

use trellis_model::wire::SessionInfo;
use trellis_ui_client::{Tag, account, use_query};
use trellis_ui_kit::{Button, Card, Icon, Pill, Size, Skeleton, t};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use crate::workspace::{Saved, use_save};

/// The sessions; one, or all but this, can be ended.
#[component]
pub fn Sessions() -> Html {
    let scope = use_scope();
    let found = use_query(account::sessions_key(), account::sessions);
    let end = use_save(
        &scope.i18n,
        |id: Option<String>| async move { account::end_session(id.as_deref()).await },
        Saved { said: t!(scope.i18n, "security-session-ended"), tags: vec![Tag::Session], then: Callback::noop(), tells: true },
    );
    let line = |session: &SessionInfo| {
        let (browser, system, icon) = browser_of(&session.agent);
        let name = if browser.is_empty() {
            t!(scope.i18n, "security-unknown-browser")
        } else {
            format!("{browser} · {system}").trim_end_matches(" · ").to_owned().into()
        };
        let seen = &session.seen_at;
        let mut note = t!(scope.i18n, "security-seen", when = scope.i18n.relative(seen)).to_string();
        if !session.address.is_empty() {
            note = format!("{} · {note}", session.address);
        }
        let onclick = {
            let id = session.id.clone();
            end.run.reform(move |_: MouseEvent| Some(id.clone()))
        };
        html! {
            <li key={session.id.clone()} class="p-lines__line">
                <Icon name={icon} size={20} />
                <span class="p-lines__text">
                    <strong class="u-row u-ellipsis">{ name }</strong>
                    <span class="u-muted u-ellipsis" title={scope.i18n.date_time(seen)}>{ note }</span>
                </span>
                if session.current {
                    <Pill label={t!(scope.i18n, "security-this")} color="green" />
                } else {
                    <Button label={t!(scope.i18n, "security-end")} size={Size::Small} disabled={end.busy} {onclick} />
                }
            </li>
        }
    };
    let others = found.data.as_ref().is_some_and(|sessions| sessions.iter().any(|session| !session.current));
    let actions = html! {
        if others {
            <Button label={t!(scope.i18n, "security-end-others")} size={Size::Small} busy={end.busy} onclick={end.run.reform(|_: MouseEvent| None)} />
        }
    };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => html! { <div class="p-lines__wait"><Skeleton lines={3} /></div> },
        (Some(sessions), _) => html! { <ul class="p-lines">{ for sessions.iter().map(line) }</ul> },
    };
    html! { <Card title={t!(scope.i18n, "security-sessions")} {actions} flush={true}>{ body }</Card> }
}

/// Browser, system and an icon, from what a browser says of itself.
fn browser_of(agent: &str) -> (&'static str, &'static str, &'static str) {
    // Each says it is the ones after it, too.
    const BROWSERS: [(&str, &str); 7] = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("QQBrowser", "QQ Browser"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str, &str); 6] = [
        ("iPhone", "iPhone", "smartphone"),
        ("iPad", "iPad", "smartphone"),
        ("Android", "Android", "smartphone"),
        ("Windows", "Windows", "monitor"),
        ("Mac OS", "macOS", "monitor"),
        ("Linux", "Linux", "monitor"),
    ];
    let browser = BROWSERS.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| name);
    let (system, icon) = SYSTEMS.iter().find(|(mark, ..)| agent.contains(mark)).map_or(("", "globe"), |(_, name, icon)| (name, icon));
    (browser, system, icon)
}

#[cfg(test)]
mod tests {
    use super::browser_of;

    #[test]
    fn a_browser_is_named_by_what_it_says() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0";
        assert_eq!(browser_of(edge), ("Edge", "Windows", "monitor"));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1";
        assert_eq!(browser_of(phone), ("Safari", "iPhone", "smartphone"));
        assert_eq!(browser_of("curl/8"), ("", "", "globe"));
    }
}
