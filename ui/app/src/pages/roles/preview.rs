//! What saving would change, person by person; and saving.

use trellis_model::wire::{Permissions, Preview, PreviewField, PreviewObject, PreviewUser, RolePermissions};
use trellis_ui_client::{Key, Tag, roles, use_query};
use trellis_ui_kit::{Avatar, Button, ButtonKind, Drawer, EmptyState, Skeleton, t};
use trellis_ui_renderers::{Failure, Scope, use_scope};
use yew::prelude::*;

use super::model::LEVELS;
use crate::workspace::{Saved, reason, use_save};

/// Beyond this many records nobody counts on.
const MOST: u64 = 10_000;

/// Properties of [`PreviewDrawer`].
#[derive(Properties, PartialEq)]
pub struct PreviewDrawerProps {
    /// The role.
    pub name: AttrValue,
    /// The rights that it is to have.
    pub permissions: Permissions,
    /// What it has now, with every label.
    pub all: RolePermissions,
    /// The drawer is to go away.
    pub onclose: Callback<()>,
}

/// Asks what would change; nothing changes for anybody before *Save* is pressed.
#[component]
pub fn PreviewDrawer(props: &PreviewDrawerProps) -> Html {
    let scope = use_scope();
    let key = Key::new(format!("preview {} {}", props.name, serde_json::to_string(&props.permissions).unwrap_or_default()), [Tag::Roles]);
    let found = {
        let (name, permissions) = (props.name.clone(), props.permissions.clone());
        use_query(key, move || {
            let (name, permissions) = (name.clone(), permissions.clone());
            async move { roles::preview(&name, &permissions).await }
        })
    };
    let save = {
        let (name, permissions) = (props.name.clone(), props.permissions.clone());
        use_save(
            &scope.i18n,
            move |()| {
                let (name, permissions) = (name.clone(), permissions.clone());
                async move { roles::save_permissions(&name, &permissions).await }
            },
            // One's own rights may be among those that changed.
            Saved {
                said: t!(scope.i18n, "roles-saved"),
                tags: vec![Tag::Roles, Tag::Session, Tag::Metadata, Tag::Charts],
                then: props.onclose.clone(),
                tells: false,
            },
        )
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} disabled={found.data.is_none()} busy={save.busy} onclick={save.run.reform(|_: MouseEvent| ())} />
        </>
    };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) if !error.errors.is_empty() => {
            html! { <p class="r-form__error" role="alert">{ reason(&scope.i18n, &error) }</p> }
        }
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(preview), _) => people(&scope, props, preview),
    };
    html! {
        <Drawer open={true} title={t!(scope.i18n, "roles-preview-title")} width={560} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                if let Some(error) = &save.error {
                    <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
                }
                { body }
            </div>
        </Drawer>
    }
}

fn people(scope: &Scope, props: &PreviewDrawerProps, preview: &Preview) -> Html {
    if preview.users_total == 0 {
        return html! { <EmptyState icon="users" title={t!(scope.i18n, "roles-preview-nobody")} text={t!(scope.i18n, "roles-preview-nobody-text")} small={true} /> };
    }
    let shown: Vec<&PreviewUser> = preview.users.iter().filter(|user| !user.objects.is_empty() || !user.fields.is_empty()).collect();
    let person = |user: &&PreviewUser| {
        html! {
            <li key={user.id.clone()} class="p-preview-user">
                <div class="u-row"><Avatar name={user.name.clone()} decorative={true} /><strong>{ &user.name }</strong></div>
                <ul>
                    { for user.objects.iter().map(|change| object_line(scope, props, change)) }
                    { for user.fields.iter().map(|change| field_line(scope, change)) }
                </ul>
            </li>
        }
    };
    let rest = preview.users_total.saturating_sub(preview.users.len());
    html! {
        <>
            <p>{ t!(scope.i18n, "roles-preview-people", count = preview.users_total) }</p>
            if shown.is_empty() {
                <p class="p-note">{ t!(scope.i18n, "roles-preview-same") }</p>
            }
            <ul class="p-preview-users">{ for shown.iter().map(person) }</ul>
            if rest > 0 {
                <p class="u-muted">{ t!(scope.i18n, "roles-preview-rest", count = rest) }</p>
            }
        </>
    }
}

fn object_line(scope: &Scope, props: &PreviewDrawerProps, change: &PreviewObject) -> Html {
    let object = props.all.labels.get(&change.object).map_or_else(|| change.object.clone().into(), |label| scope.label(label));
    let actions = props.all.actions.get(&change.object);
    let action = actions.and_then(|actions| actions.iter().find(|action| action.name == change.action));
    let action = action.map_or_else(|| change.action.clone().into(), |action| scope.label(&action.label));
    let named = |name: &str| t!(scope.i18n, &format!("scope-{name}"));
    let count = |records: u64| if records >= MOST { format!("{}+", scope.i18n.number(10_000.0, 0)) } else { records.to_string() };
    html! {
        <li class="p-preview-line">
            <span class="u-grow">{ format!("{object} · {action}") }</span>
            <span class="u-muted">{ named(&change.from) }{ " → " }{ named(&change.to) }</span>
            if change.gained > 0 {
                <span class="p-preview-line__more">{ t!(scope.i18n, "roles-gained", count = count(change.gained)) }</span>
            }
            if change.lost > 0 {
                <span class="p-preview-line__less">{ t!(scope.i18n, "roles-lost", count = count(change.lost)) }</span>
            }
        </li>
    }
}

fn field_line(scope: &Scope, change: &PreviewField) -> Html {
    let (object, field) = change.field.split_once('.').unwrap_or_default();
    let label = scope.meta.field(object, field).map_or_else(|| field.to_owned().into(), |field| scope.label(&field.label));
    let object = scope.meta.info(object).map_or_else(|| object.to_owned().into(), |info| scope.label(&info.label));
    let named = |level: trellis_model::wire::FieldLevel| t!(scope.i18n, &format!("level-{}", LEVELS[level as usize].1));
    html! {
        <li class="p-preview-line">
            <span class="u-grow">{ format!("{object} · {label}") }</span>
            <span class="u-muted">{ named(change.from) }{ " → " }{ named(change.to) }</span>
        </li>
    }
}
