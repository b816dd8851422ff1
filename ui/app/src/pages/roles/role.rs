//! One role: whose records it reaches, which fields it shows, what it administers.

use trellis_model::wire::{Permissions, RoleInfo, RolePermissions};
use trellis_ui_client::{roles, use_query};
use trellis_ui_kit::{Button, ButtonKind, Skeleton, Tab, Tabs, t};
use trellis_ui_renderers::{Failure, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use super::{
    fields::FieldLevels,
    matrix::ObjectMatrix,
    model::{RightChange, changed, differences},
    parts::Parts,
    preview::PreviewDrawer,
};
use crate::workspace::{holds, use_crumbs, use_me};

/// Properties of [`RolePage`].
#[derive(Properties, PartialEq)]
pub struct RolePageProps {
    /// The role's name.
    pub name: AttrValue,
}

/// Fetches the role, then shows what it allows.
#[component]
pub fn RolePage(props: &RolePageProps) -> Html {
    let scope = use_scope();
    let me = use_me();
    let known = use_query(roles::roles_key(), roles::roles);
    let found = {
        let name = props.name.clone();
        use_query(roles::permissions_key(&props.name), move || {
            let name = name.clone();
            async move { roles::permissions(&name).await }
        })
    };
    let role = known.data.as_ref().and_then(|roles| roles.iter().find(|role| role.name == props.name.as_str()).cloned());
    let label = role.as_ref().map_or_else(|| props.name.clone(), |role| scope.label(&role.label));
    use_crumbs(vec![(t!(scope.i18n, "roles-title"), Some("/admin/roles".into())), (label.clone(), None)]);
    let editable = me.as_deref().is_some_and(|me| holds(me, "roles", "edit"));
    match (found.data, found.error) {
        (None, Some(error)) => html! { <div class="p-page"><Failure {error} onretry={found.refetch} /></div> },
        (None, None) => html! { <div class="p-page"><Skeleton lines={10} /></div> },
        (Some(kept), _) => {
            html! { <Rights key={props.name.to_string()} name={props.name.clone()} {label} {role} kept={(*kept).clone()} {editable} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct RightsProps {
    name: AttrValue,
    label: AttrValue,
    role: Option<RoleInfo>,
    kept: RolePermissions,
    editable: bool,
}

/// The rights in three tabs, and at the foot what was changed.
#[component]
fn Rights(props: &RightsProps) -> Html {
    let scope = use_scope();
    let kept = props.kept.permissions();
    let draft = use_state_eq(|| kept.clone());
    let tab = use_state_eq(|| AttrValue::from("objects"));
    let previewing = use_state_eq(|| false);
    use_effect_with(props.kept.clone(), {
        let draft = draft.setter();
        move |kept| draft.set(kept.permissions())
    });
    let changes = differences(&kept, &draft);
    use_unsaved_guard(changes > 0);
    let onchange = {
        let draft = draft.clone();
        Callback::from(move |change: RightChange| draft.set(changed((*draft).clone(), change)))
    };
    let reset = {
        let (draft, kept) = (draft.setter(), kept.clone());
        Callback::from(move |_: MouseEvent| draft.set(kept.clone()))
    };
    let set_previewing = |on: bool| {
        let previewing = previewing.setter();
        Callback::from(move |()| previewing.set(on))
    };
    let tabs = ["objects", "fields", "administration"].map(|name| Tab::new(name, t!(scope.i18n, &format!("roles-tab-{name}"))));
    let now: Permissions = (*draft).clone();
    let body = match tab.as_str() {
        "fields" => html! { <FieldLevels {kept} {now} editable={props.editable} {onchange} /> },
        "administration" => html! { <Parts all={props.kept.clone()} {now} editable={props.editable} {onchange} /> },
        _ => html! { <ObjectMatrix all={props.kept.clone()} {now} label={props.label.clone()} editable={props.editable} {onchange} /> },
    };
    let ontab = {
        let tab = tab.setter();
        Callback::from(move |chosen: AttrValue| tab.set(chosen))
    };
    html! {
        <div class="p-rights">
            <header class="p-head">
                <h1 class="p-head__title">{ &props.label }</h1>
                if let Some(role) = &props.role {
                    <span class="u-muted">{ t!(scope.i18n, "roles-users", count = role.users) }</span>
                }
            </header>
            <Tabs label={props.label.clone()} tabs={tabs.to_vec()} value={(*tab).clone()} onchange={ontab}><div class="p-rights__body">{ body }</div></Tabs>
            if changes > 0 {
                <footer class="p-rights__foot">
                    <span class="u-grow" role="status">{ t!(scope.i18n, "roles-changes", count = changes) }</span>
                    <Button label={t!(scope.i18n, "roles-reset")} onclick={reset} />
                    <Button label={t!(scope.i18n, "roles-preview")} kind={ButtonKind::Primary} onclick={set_previewing(true).reform(|_: MouseEvent| ())} />
                </footer>
            }
            if *previewing {
                <PreviewDrawer name={props.name.clone()} permissions={(*draft).clone()} all={props.kept.clone()} onclose={set_previewing(false)} />
            }
        </div>
    }
}
