//! Personal access tokens, for programs.

use trellis_ui_client::{
    Tag,
    account::{self, Token},
    use_query,
};
use trellis_ui_kit::{
    Button, ButtonKind, Card, Choice, Confirm, Dialog, EmptyState, Field, Icon, Pill, Select, Size, Skeleton, Switch, TextInput, t,
};
use trellis_ui_renderers::{Failure, use_scope};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::workspace::{Saved, reason, use_save};

/// For how many days a token can be made; 0 for ever.
const DAYS: [&str; 4] = ["30", "90", "365", "0"];

/// One's tokens, with a button for a new one.
#[component]
pub fn Tokens() -> Html {
    let scope = use_scope();
    let found = use_query(account::tokens_key(), account::tokens);
    let making = use_state_eq(|| false);
    let ending = use_state_eq(|| None::<Token>);
    let close_question = {
        let ending = ending.setter();
        Callback::from(move |()| ending.set(None))
    };
    let end = use_save(
        &scope.i18n,
        |id: String| async move { account::delete_token(&id).await },
        Saved { said: t!(scope.i18n, "tokens-ended"), tags: vec![Tag::Session], then: close_question.clone(), tells: true },
    );
    let line = |token: &Token| {
        let ask = {
            let (ending, token) = (ending.setter(), token.clone());
            Callback::from(move |_: MouseEvent| ending.set(Some(token.clone())))
        };
        let until = match &token.expires_at {
            Some(end) => t!(scope.i18n, "tokens-until", date = scope.i18n.date_time(end)),
            None => t!(scope.i18n, "tokens-forever"),
        };
        html! {
            <li key={token.id.clone()} class="p-lines__line">
                <Icon name="key" size={20} />
                <span class="p-lines__text">
                    <strong class="u-ellipsis">{ &token.name }</strong>
                    <span class="u-muted u-ellipsis">{ format!("{} · {until}", t!(scope.i18n, "tokens-made", date = scope.i18n.date_time(&token.created_at))) }</span>
                </span>
                if token.read_only {
                    <Pill label={t!(scope.i18n, "tokens-read-only")} color="gray" />
                }
                <Button label={t!(scope.i18n, "tokens-end")} size={Size::Small} onclick={ask} />
            </li>
        }
    };
    let set_making = |on: bool| {
        let making = making.setter();
        Callback::from(move |()| making.set(on))
    };
    let make = html! { <Button label={t!(scope.i18n, "tokens-new")} icon="plus" size={Size::Small} onclick={set_making(true).reform(|_: MouseEvent| ())} /> };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => html! { <div class="p-lines__wait"><Skeleton lines={3} /></div> },
        (Some(tokens), _) if tokens.is_empty() => {
            html! { <EmptyState icon="key" title={t!(scope.i18n, "tokens-empty")} text={t!(scope.i18n, "tokens-lead")} small={true} /> }
        }
        (Some(tokens), _) => html! { <ul class="p-lines">{ for tokens.iter().map(line) }</ul> },
    };
    let asked = (*ending).clone();
    let id = asked.as_ref().map(|token| token.id.clone()).unwrap_or_default();
    html! {
        <>
            <Card title={t!(scope.i18n, "settings-tokens")} actions={make} flush={true}>{ body }</Card>
            if *making {
                <NewToken onclose={set_making(false)} />
            }
            <Confirm
                open={asked.is_some()}
                title={t!(scope.i18n, "tokens-end-title", name = asked.map(|token| token.name).unwrap_or_default())}
                text={t!(scope.i18n, "tokens-end-text")}
                action={t!(scope.i18n, "tokens-end")}
                danger={true}
                busy={end.busy}
                onconfirm={end.run.reform(move |()| id.clone())}
                onclose={close_question}
            />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct NewTokenProps {
    onclose: Callback<()>,
}

/// Asks what a token is for; then shows it, this once.
#[component]
fn NewToken(props: &NewTokenProps) -> Html {
    let scope = use_scope();
    let name = use_state_eq(String::new);
    let days = use_state_eq(|| AttrValue::from(DAYS[1]));
    let read_only = use_state_eq(|| false);
    let (made, copied) = (use_state_eq(|| None::<String>), use_state_eq(|| false));
    let then = {
        let made = made.setter();
        Callback::from(move |token: String| made.set(Some(token)))
    };
    let save = use_save(
        &scope.i18n,
        |(name, end, read_only): (String, Option<String>, bool)| async move { account::create_token(&name, end.as_deref(), read_only).await },
        Saved { said: AttrValue::default(), tags: vec![Tag::Session], then, tells: false },
    );
    let onsubmit = {
        let (name, days, read_only, run) = ((*name).clone(), (*days).clone(), *read_only, save.run.clone());
        Callback::from(move |()| {
            if !name.trim().is_empty() {
                run.emit((name.clone(), end_after(&days), read_only));
            }
        })
    };
    let options = DAYS.iter().map(|days| match *days {
        "0" => Choice::new(*days, t!(scope.i18n, "tokens-forever")),
        number => Choice::new(*days, t!(scope.i18n, "tokens-days", count = number.parse::<u32>().unwrap_or_default())),
    });
    let (footer, body) = match (*made).clone() {
        None => (
            html! {
                <>
                    <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
                    <Button label={t!(scope.i18n, "tokens-make")} kind={ButtonKind::Primary} disabled={name.trim().is_empty()} busy={save.busy} onclick={onsubmit.reform(|_: MouseEvent| ())} />
                </>
            },
            html! {
                <form class="u-stack" onsubmit={onsubmit.reform(|event: SubmitEvent| event.prevent_default())}>
                    if let Some(error) = &save.error {
                        <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                    }
                    <Field label={t!(scope.i18n, "tokens-name")} required={true} help={t!(scope.i18n, "tokens-name-help")}>
                        <TextInput value={(*name).clone()} oninput={{
                            let name = name.setter();
                            Callback::from(move |typed: String| name.set(typed))
                        }} autofocus={true} />
                    </Field>
                    <Field label={t!(scope.i18n, "tokens-expiry")}>
                        <Select options={options.collect::<Vec<_>>()} value={(*days).clone()} onchange={{
                            let days = days.setter();
                            Callback::from(move |chosen: Option<AttrValue>| days.set(chosen.unwrap_or_else(|| DAYS[1].into())))
                        }} />
                    </Field>
                    <Switch label={t!(scope.i18n, "tokens-read-only-label")} on={*read_only} onchange={{
                        let read_only = read_only.setter();
                        Callback::from(move |on: bool| read_only.set(on))
                    }} />
                </form>
            },
        ),
        Some(token) => {
            let copy = {
                let (copied, token) = (copied.setter(), token.clone());
                Callback::from(move |_: MouseEvent| {
                    let (copied, token) = (copied.clone(), token.clone());
                    spawn_local(async move {
                        let written = web_sys::window().map(|window| window.navigator().clipboard().write_text(&token));
                        if let Some(written) = written {
                            copied.set(JsFuture::from(written).await.is_ok());
                        }
                    });
                })
            };
            let says = if *copied { t!(scope.i18n, "tokens-copied") } else { t!(scope.i18n, "tokens-copy") };
            (
                html! { <Button label={t!(scope.i18n, "kit-close")} onclick={props.onclose.reform(|_: MouseEvent| ())} /> },
                html! {
                    <div class="u-stack">
                        <p>{ t!(scope.i18n, "tokens-once") }</p>
                        <div class="p-code">
                            <TextInput value={token} oninput={Callback::noop()} readonly={true} label={t!(scope.i18n, "tokens-token")} />
                            <Button label={says} icon={if *copied { "check" } else { "copy" }} kind={ButtonKind::Primary} onclick={copy} />
                        </div>
                    </div>
                },
            )
        }
    };
    html! { <Dialog open={true} title={t!(scope.i18n, "tokens-new")} onclose={props.onclose.clone()} {footer}>{ body }</Dialog> }
}

/// The moment after some days, as RFC 3339; none for 0.
fn end_after(days: &str) -> Option<String> {
    let days: f64 = days.parse().ok().filter(|days| *days > 0.0)?;
    let at = js_sys::Date::new(&(js_sys::Date::now() + days * 86_400_000.0).into());
    at.to_iso_string().as_string()
}
