//! Name, mobile, title, picture.

use trellis_model::{Json, JsonMap};
use trellis_ui_client::{ApiError, Tag, account, session, use_query};
use trellis_ui_kit::{Avatar, Button, ButtonKind, Card, Field, Skeleton, TextInput, t, use_toasts};
use trellis_ui_renderers::{Failure, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use crate::workspace::{Saved, reason, use_save};

/// The fields that a person changes themselves, each with the message that names it.
const FIELDS: [(&str, &str); 3] = [("name", "settings-name"), ("phone", "settings-phone"), ("title", "settings-job-title")];

/// What is shown of oneself, and may be changed.
#[component]
pub fn Profile() -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let found = use_query(session::me_key(), session::me);
    let changes = use_state_eq(JsonMap::new);
    let saved = {
        let changes = changes.setter();
        Callback::from(move |()| changes.set(JsonMap::new()))
    };
    let save = use_save(
        &scope.i18n,
        |changes: JsonMap| async move { account::save_profile(changes).await },
        Saved {
            said: t!(scope.i18n, "form-saved"),
            tags: vec![Tag::Session, Tag::Organization, Tag::Records("user".into())],
            then: saved,
            tells: false,
        },
    );
    use_unsaved_guard(!changes.is_empty());
    let me = match (&found.data, found.error.clone()) {
        (Some(me), _) => me.clone(),
        (None, Some(error)) => return html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => return html! { <Skeleton lines={5} /> },
    };
    let text = |name: &str| {
        let value = changes.get(name).or_else(|| me.user.get(name)).and_then(Json::as_str);
        AttrValue::from(value.unwrap_or_default().to_owned())
    };
    let set = |name: &'static str| {
        let (changes, kept, reset) = (changes.clone(), me.user.get(name).cloned().unwrap_or(Json::Null), save.reset.clone());
        Callback::from(move |typed: String| {
            let mut next = (*changes).clone();
            let value = if typed.is_empty() { Json::Null } else { Json::String(typed) };
            if value == kept {
                next.remove(name);
            } else {
                next.insert(name.to_owned(), value);
            }
            changes.set(next);
            reset.emit(());
        })
    };
    let pick = {
        let (run, i18n) = (save.run.clone(), scope.i18n.clone());
        Callback::from(move |picked: Result<String, ApiError>| match picked {
            Ok(picture) => run.emit(JsonMap::from_iter([("avatar".to_owned(), Json::String(picture))])),
            Err(error) => toasts.error(reason(&i18n, &error)),
        })
    };
    let remove = save.run.reform(|_: MouseEvent| JsonMap::from_iter([("avatar".to_owned(), Json::Null)]));
    let picture = me.user.get("avatar").and_then(Json::as_str).map(|picture| AttrValue::from(picture.to_owned()));
    let department = me.user.get("department.name").and_then(Json::as_str).unwrap_or_default().to_owned();
    let onsubmit = {
        let (changes, run) = (changes.clone(), save.run.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !changes.is_empty() {
                run.emit((*changes).clone());
            }
        })
    };
    let error_at = |name: &str| {
        let empty = name == "name" && text("name").trim().is_empty();
        let own = empty.then(|| t!(scope.i18n, "register-name-missing"));
        own.or_else(|| save.error.as_ref().and_then(|error| error.at(&format!("/{name}"))).map(|text| AttrValue::from(text.to_owned())))
    };
    let refused = save.error.as_ref().filter(|error| !FIELDS.iter().any(|(name, _)| error.at(&format!("/{name}")).is_some()));
    html! {
        <Card title={t!(scope.i18n, "settings-profile")}>
            <form class="p-settings__form" {onsubmit}>
                <div class="p-picture">
                    <Avatar name={text("name")} size={64} picture={picture.clone()} decorative={true} />
                    <div class="p-picture__text">
                        <strong>{ text("name") }</strong>
                        <span class="u-muted">{ if department.is_empty() { me.company.name.clone() } else { format!("{} · {department}", me.company.name) } }</span>
                        <div class="u-row">
                            <super::picture::PictureButton onpick={pick} />
                            if picture.is_some() {
                                <Button label={t!(scope.i18n, "settings-picture-remove")} kind={ButtonKind::Ghost} size={trellis_ui_kit::Size::Small} onclick={remove} />
                            }
                        </div>
                    </div>
                </div>
                if let Some(error) = refused {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                { for FIELDS.iter().map(|(name, label)| html! {
                    <Field
                        key={*name}
                        label={t!(scope.i18n, label)}
                        required={*name == "name"}
                        help={(*name == "phone").then(|| t!(scope.i18n, "settings-phone-help"))}
                        error={error_at(name)}
                    >
                        <TextInput value={text(name)} oninput={set(name)} autocomplete={if *name == "phone" { "tel" } else { "off" }} />
                    </Field>
                }) }
                <div class="p-settings__foot">
                    <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} button_type="submit" disabled={changes.is_empty() || error_at("name").is_some()} busy={save.busy} />
                </div>
            </form>
        </Card>
    }
}
