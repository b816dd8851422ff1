//! Roles: `/admin/roles`, and one role's rights.

mod dialog;
mod fields;
mod matrix;
mod model;
mod parts;
mod preview;
mod role;

use trellis_model::wire::RoleInfo;
use trellis_ui_client::{Tag, roles, use_query};
use trellis_ui_kit::{Button, ButtonKind, Confirm, Icon, MenuButton, MenuItem, Pill, Size, Skeleton, t};
use trellis_ui_renderers::{Failure, Link, use_go, use_scope};
use yew::prelude::*;

use crate::workspace::{Saved, holds, use_crumbs, use_me, use_save};
use dialog::{RoleDialog, RoleTask};
pub use model::VERBS;
pub use role::RolePage;

/// Every role as a line.
#[component]
pub fn RolesPage() -> Html {
    let scope = use_scope();
    let go = use_go();
    let me = use_me();
    let title = t!(scope.i18n, "roles-title");
    use_crumbs(vec![(title.clone(), None)]);
    let found = use_query(roles::roles_key(), roles::roles);
    let task = use_state_eq(|| None::<RoleTask>);
    let deleting = use_state_eq(|| None::<RoleInfo>);
    let may = |action: &str| me.as_deref().is_some_and(|me| holds(me, "roles", action));
    let (creates, edits, deletes) = (may("create"), may("edit"), may("delete"));
    let close_question = {
        let deleting = deleting.setter();
        Callback::from(move |()| deleting.set(None))
    };
    let delete = use_save(
        &scope.i18n,
        |name: String| async move { roles::delete(&name).await },
        Saved { said: t!(scope.i18n, "roles-deleted"), tags: vec![Tag::Roles], then: close_question.clone(), tells: true },
    );
    let line = |role: &RoleInfo| {
        let mut items = Vec::new();
        if creates {
            items.push(MenuItem::new("copy", t!(scope.i18n, "roles-copy")).with_icon("copy"));
        }
        if edits && !role.shipped {
            items.push(MenuItem::new("rename", t!(scope.i18n, "roles-rename")).with_icon("pencil"));
        }
        if deletes && !role.shipped {
            items.push(MenuItem::new("delete", t!(scope.i18n, "roles-delete")).with_icon("trash-2").danger());
        }
        let onpick = {
            let (task, deleting, role) = (task.setter(), deleting.setter(), role.clone());
            Callback::from(move |step: AttrValue| match step.as_str() {
                "copy" => task.set(Some(RoleTask::Copy(role.clone()))),
                "rename" => task.set(Some(RoleTask::Rename(role.clone()))),
                _ => deleting.set(Some(role.clone())),
            })
        };
        html! {
            <li key={role.name.clone()} class="p-role">
                <Link href={format!("/admin/roles/{}", role.name)} class="p-role__link">
                    <span class="r-tile" data-color={if role.shipped { "blue" } else { "teal" }}><Icon name="shield-check" size={20} /></span>
                    <span class="p-role__text">
                        <strong class="u-ellipsis">{ scope.label(&role.label) }</strong>
                        <span class="u-muted u-ellipsis">{ scope.label(&role.description) }</span>
                    </span>
                    <span class="p-role__users u-muted">{ t!(scope.i18n, "roles-users", count = role.users) }</span>
                    <Pill label={t!(scope.i18n, if role.shipped { "roles-shipped" } else { "roles-own" })} color={if role.shipped { "gray" } else { "teal" }} dot={false} />
                </Link>
                if !items.is_empty() {
                    <MenuButton label={t!(scope.i18n, "roles-more", name = scope.label(&role.label))} icon="ellipsis" size={Size::Small} {items} {onpick} />
                }
            </li>
        }
    };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <Skeleton lines={6} /> },
        (Some(roles), _) => html! { <ul class="p-roles">{ for roles.iter().map(line) }</ul> },
    };
    let add = {
        let task = task.setter();
        Callback::from(move |_: MouseEvent| task.set(Some(RoleTask::New)))
    };
    let asked = (*deleting).clone();
    let name = asked.as_ref().map(|role| role.name.clone()).unwrap_or_default();
    html! {
        <div class="p-page">
            <header class="p-head">
                <h1 class="p-head__title">{ title }</h1>
                <div class="p-head__actions">
                    if creates {
                        <Button label={t!(scope.i18n, "roles-new")} icon="plus" kind={ButtonKind::Primary} onclick={add} />
                    }
                </div>
            </header>
            <p class="u-muted">{ t!(scope.i18n, "roles-lead") }</p>
            { body }
            if let Some(now) = (*task).clone() {
                <RoleDialog
                    task={now}
                    onclose={{
                        let task = task.setter();
                        Callback::from(move |()| task.set(None))
                    }}
                    oncreated={Callback::from(move |name: String| go.to(format!("/admin/roles/{name}")))}
                />
            }
            <Confirm
                open={asked.is_some()}
                title={t!(scope.i18n, "roles-delete-title", name = asked.map(|role| scope.label(&role.label)).unwrap_or_default())}
                text={t!(scope.i18n, "roles-delete-text")}
                action={t!(scope.i18n, "roles-delete")}
                danger={true}
                busy={delete.busy}
                onconfirm={delete.run.reform(move |()| name.clone())}
                onclose={close_question}
            />
        </div>
    }
}
