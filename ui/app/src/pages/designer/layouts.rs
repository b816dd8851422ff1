//! Which layout is edited: everybody's, or one for some roles; making one, choosing its roles, taking it out.

use trellis_model::{Json, Layout, wire::RoleInfo};
use trellis_ui_client::{
    Tag,
    designer::{DraftObject, Part},
    http::{Over, Reply},
    roles, use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, Confirm, Dialog, Field as Shell, IconButton, Select, Size, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::{
    conflict,
    model::fresh_name,
    save_layout::{self, Named},
};
use crate::workspace::{Conflict, Saved, reason, use_base, use_save_over};

/// The layout of everybody who has no other.
pub const DEFAULT: &str = "default";

/// Properties of [`LayoutBar`].
#[derive(Properties, PartialEq)]
pub struct LayoutBarProps {
    /// The object.
    pub object: DraftObject,
    /// The layout that is edited.
    pub chosen: AttrValue,
    /// Hears another choice.
    pub onchoose: Callback<AttrValue>,
}

/// What is open over the bar.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    /// A new layout, as a copy of the one that is edited.
    New,
    /// The roles of the one that is edited.
    Roles,
    /// The question whether to take it out.
    Remove,
}

/// Chooses a layout; adds one for some roles, changes whose it is, takes it out.
#[component]
pub fn LayoutBar(props: &LayoutBarProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| None::<Open>);
    let known = use_query(roles::roles_key(), roles::roles);
    let known: Vec<RoleInfo> = known.data.as_deref().cloned().unwrap_or_default();
    let object = &props.object;
    let show = |what: Option<Open>| {
        let open = open.setter();
        Callback::from(move |()| open.set(what.clone()))
    };
    let done = {
        let (open, onchoose) = (open.setter(), props.onchoose.clone());
        Callback::from(move |name: AttrValue| {
            open.set(None);
            onchoose.emit(name);
        })
    };
    let part = Part::Layout(props.chosen.to_string());
    let base = use_base(&part.address(), object.tags.of(&part), open.is_some());
    let onload = show(None).reform(|_: Conflict| ());
    let (save, met) = {
        let object = object.name.clone();
        let call = move |(name, layout): Named, over: Over| {
            let object = object.clone();
            async move { save_layout::save(&object, &name, &layout, &over).await }
        };
        let then = done.reform(|((name, _), _): (Named, Reply<Json>)| AttrValue::from(name));
        let saved = Saved { said: t!(scope.i18n, "tailor-layout-saved"), tags: vec![Tag::Draft], then, tells: false };
        use_save_over(&scope.i18n, call, saved, onload.clone())
    };
    let (remove, met_removing) = {
        let object = object.name.clone();
        let call = move |part: Part, over: Over| {
            let object = object.clone();
            async move { conflict::write(&object, &part, None, &over).await }
        };
        let then = done.reform(|_: (Part, Reply<Json>)| AttrValue::from(DEFAULT));
        let saved = Saved { said: t!(scope.i18n, "tailor-layout-removed"), tags: vec![Tag::Draft], then, tells: true };
        use_save_over(&scope.i18n, call, saved, onload)
    };
    let mut options: Vec<Choice> =
        object.layouts.iter().map(|it| Choice::new(it.name.clone(), title(&scope, &known, &it.name, &it.layout))).collect();
    // While there is one layout, nobody is somebody else.
    if let [only] = options.as_mut_slice() {
        only.label = t!(scope.i18n, "tailor-everyone");
    }
    let onchange = props.onchoose.reform(|name: Option<AttrValue>| name.unwrap_or_else(|| DEFAULT.into()));
    let now = object.layout(&props.chosen).cloned().unwrap_or_default();
    let (own, free) = (now.roles.clone(), free(object, &props.chosen, &known));
    let dialog = match (*open).clone() {
        Some(what @ (Open::New | Open::Roles)) => {
            let is_new = what == Open::New;
            let mine: &[String] = if is_new { &[] } else { &own };
            let options = known.iter().filter(|role| free.contains(&role.name) || mine.contains(&role.name));
            let options: Vec<Choice> = options.map(|role| Choice::new(role.name.clone(), scope.label(&role.label))).collect();
            let onsave = {
                let (run, object, chosen, now) = (save.run.clone(), object.clone(), props.chosen.to_string(), now.clone());
                let base = base.clone();
                Callback::from(move |roles: Vec<String>| {
                    let taken: Vec<&str> = object.layouts.iter().map(|it| it.name.as_str()).collect();
                    let first = roles.first().map(String::as_str).unwrap_or_default();
                    let name = if is_new { fresh_name(first, "layout", &taken) } else { chosen.clone() };
                    let over = if is_new { Over::Nothing } else { base.over() };
                    run.emit(((name, Layout { roles, ..now.clone() }), over));
                })
            };
            let error = save.error.as_ref().map(|error| reason(&scope.i18n, error));
            html! { <RolesDialog {is_new} {options} roles={mine.to_vec()} {error} busy={save.busy} {onsave} onclose={show(None)} /> }
        }
        _ => Html::default(),
    };
    let click = |what: Open| show(Some(what)).reform(|_: MouseEvent| ());
    html! {
        <div class="p-layouts" role="group" aria-label={t!(scope.i18n, "tailor-layouts")}>
            <span class="u-muted" aria-hidden="true">{ t!(scope.i18n, "tailor-layouts") }</span>
            <Select label={t!(scope.i18n, "tailor-layout-for")} {options} value={props.chosen.clone()} {onchange} size={Size::Small} />
            if props.chosen != DEFAULT {
                <IconButton label={t!(scope.i18n, "tailor-layout-roles")} icon="users" size={Size::Small} onclick={click(Open::Roles)} />
                <IconButton label={t!(scope.i18n, "tailor-layout-remove")} icon="trash-2" size={Size::Small} onclick={click(Open::Remove)} />
            }
            <Button label={t!(scope.i18n, "tailor-layout-add")} icon="plus" kind={ButtonKind::Ghost} size={Size::Small} onclick={click(Open::New)} />
            { dialog }
            <Confirm
                open={*open == Some(Open::Remove)}
                title={t!(scope.i18n, "tailor-layout-remove-title", layout = title(&scope, &known, &props.chosen, &now))}
                text={t!(scope.i18n, "tailor-layout-remove-text")}
                action={t!(scope.i18n, "tailor-layout-remove")}
                danger={true}
                busy={remove.busy}
                onconfirm={remove.run.reform(move |()| (part.clone(), base.over()))}
                onclose={show(None)}
            />
            { met }
            { met_removing }
        </div>
    }
}

/// What a layout is called: everybody's, or by its roles.
pub fn title(scope: &Scope, known: &[RoleInfo], name: &str, layout: &Layout) -> AttrValue {
    if name == DEFAULT {
        return t!(scope.i18n, "tailor-everybody");
    }
    let label = |role: &String| {
        known.iter().find(|info| info.name == *role).map_or_else(|| role.clone(), |info| scope.label(&info.label).to_string())
    };
    let names: Vec<String> = layout.roles.iter().map(label).collect();
    if names.is_empty() { name.to_owned().into() } else { names.join(scope.i18n.pick("、", ", ")).into() }
}

/// The roles that no other layout is for: the first layout of a person's roles is theirs, so a second would be nobody's.
fn free(object: &DraftObject, chosen: &str, known: &[RoleInfo]) -> Vec<String> {
    let taken = |role: &&RoleInfo| object.layouts.iter().any(|it| it.name != chosen && it.layout.roles.contains(&role.name));
    let own = object.layout(chosen).map(|layout| layout.roles.clone()).unwrap_or_default();
    known.iter().filter(|role| !taken(role) && !own.contains(&role.name)).map(|role| role.name.clone()).collect()
}

#[derive(Properties, PartialEq)]
struct RolesDialogProps {
    is_new: bool,
    options: Vec<Choice>,
    roles: Vec<String>,
    error: Option<AttrValue>,
    busy: bool,
    onsave: Callback<Vec<String>>,
    onclose: Callback<()>,
}

/// The roles of a layout; one at least.
#[component]
fn RolesDialog(props: &RolesDialogProps) -> Html {
    let scope = use_scope();
    let roles = use_state_eq(|| props.roles.clone());
    let value: Vec<Choice> = roles
        .iter()
        .map(|role| {
            let known = props.options.iter().find(|choice| choice.value == role.as_str()).cloned();
            known.unwrap_or_else(|| Choice::new(role.clone(), role.clone()))
        })
        .collect();
    let onchange = {
        let roles = roles.setter();
        Callback::from(move |picked: Vec<Choice>| roles.set(picked.iter().map(|choice| choice.value.to_string()).collect()))
    };
    let save = {
        let (onsave, roles) = (props.onsave.clone(), roles.clone());
        Callback::from(move |_: MouseEvent| onsave.emit((*roles).clone()))
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "designer-save-field")} kind={ButtonKind::Primary} disabled={roles.is_empty()} busy={props.busy} onclick={save} />
        </>
    };
    let (title, text) = match props.is_new {
        true => ("tailor-layout-add", "tailor-layout-add-text"),
        false => ("tailor-layout-roles", "tailor-layout-roles-text"),
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, title)} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <p class="u-muted">{ t!(scope.i18n, text) }</p>
                <Shell label={t!(scope.i18n, "tailor-roles")} required={true} error={props.error.clone()} help={props.options.is_empty().then(|| t!(scope.i18n, "tailor-roles-none"))}>
                    <Combobox multiple={true} {value} options={props.options.clone()} {onchange} />
                </Shell>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_role_has_one_layout() {
        let role = |name: &str| json!({ "name": name, "label": { "zh-CN": name, "en": name }, "description": { "zh-CN": "", "en": "" }, "shipped": true, "users": 0 });
        let known: Vec<RoleInfo> = ["sales", "manager", "support"].map(|name| serde_json::from_value(role(name)).unwrap()).to_vec();
        let layout = |name: &str, roles: &[&str]| json!({ "name": name, "layout": { "roles": roles } });
        let object: DraftObject = serde_json::from_value(json!({ "name": "customer", "label": { "zh-CN": "客户", "en": "Customer" },
            "options": { "name_field": "name" }, "fields": [], "layouts": [layout("default", &[]), layout("c_sales", &["sales"])] }))
        .unwrap();
        assert_eq!(free(&object, "default", &known), ["manager", "support"]);
        assert_eq!(free(&object, "c_sales", &known), ["manager", "support"]);
    }
}
