//! Whose records each action of each object reaches.

use trellis_model::wire::{ActionInfo, Permissions, RolePermissions};
use trellis_ui_kit::{Level, Matrix, MatrixCell, MatrixColumn, MatrixRow, SearchInput, Size, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::model::{RightChange, VERBS, scope_of, scopes_for, strength};

/// Properties of [`ObjectMatrix`].
#[derive(Properties, PartialEq)]
pub struct ObjectMatrixProps {
    /// What is kept, with every action that there is.
    pub all: RolePermissions,
    /// The rights as they are being changed.
    pub now: Permissions,
    /// The role, as people call it.
    pub label: AttrValue,
    /// Whether they may be changed.
    pub editable: bool,
    /// Hears a change.
    pub onchange: Callback<RightChange>,
}

/// Objects by actions.
#[component]
pub fn ObjectMatrix(props: &ObjectMatrixProps) -> Html {
    let scope = use_scope();
    let words = use_state_eq(String::new);
    let objects = objects(&scope, &props.all, words.trim());
    // Beyond the verbs, each object has actions of its own: they share the columns at the right.
    let extra = objects.iter().map(|object| own_actions(&props.all, object).len()).max().unwrap_or_default();
    let verb = |name: &&str| {
        let known = props.all.actions.values().flatten().find(|action| action.name == **name);
        MatrixColumn { label: known.map_or_else(|| AttrValue::from((*name).to_owned()), |action| scope.label(&action.label)), span: 1 }
    };
    let mut columns: Vec<MatrixColumn> = VERBS.iter().map(verb).collect();
    if extra > 0 {
        columns.push(MatrixColumn { label: t!(scope.i18n, "roles-own-actions"), span: extra });
    }
    let row = |object: &String| {
        let label = props.all.labels.get(object).map_or_else(|| object.clone().into(), |label| scope.label(label));
        let cell = |action: &ActionInfo, own: bool| cell(&scope, props, object, &label, action, own);
        let verbs = VERBS
            .iter()
            .map(|verb| props.all.actions.get(object)?.iter().find(|action| action.name == *verb).map(|action| cell(action, false)));
        let own = own_actions(&props.all, object);
        let own = (0..extra).map(|at| own.get(at).map(|action| cell(action, true)));
        let icon = scope.meta.info(object).map(|info| AttrValue::from(info.options.icon.clone()));
        MatrixRow { key: object.clone().into(), label: label.clone(), icon, cells: verbs.chain(own).collect() }
    };
    let rows: Vec<MatrixRow> = objects.iter().map(row).collect();
    let onchange = {
        let (objects, all, onchange) = (objects.clone(), props.all.clone(), props.onchange.clone());
        Callback::from(move |(row, at, scope): (usize, usize, AttrValue)| {
            let Some(object) = objects.get(row) else { return };
            let own = at.checked_sub(VERBS.len()).and_then(|at| own_actions(&all, object).get(at).map(|action| action.name.clone()));
            if let Some(action) = own.or_else(|| VERBS.get(at).map(|verb| (*verb).to_owned())) {
                onchange.emit(RightChange::Scope(object.clone(), action, scope.to_string()));
            }
        })
    };
    html! {
        <>
            <div class="p-rights__tools">
                <SearchInput label={t!(scope.i18n, "roles-find-object")} size={Size::Small} value={(*words).clone()} oninput={{
                    let words = words.setter();
                    Callback::from(move |typed: String| words.set(typed))
                }} />
                <span class="u-muted">{ t!(scope.i18n, "roles-matrix-hint") }</span>
            </div>
            <Matrix label={t!(scope.i18n, "roles-matrix", name = &props.label)} corner={t!(scope.i18n, "roles-object")} {columns} {rows} {onchange} readonly={!props.editable} />
        </>
    }
}

/// The objects in the order of the rail, then those that are in no app; only those that the words are in.
fn objects(scope: &Scope, all: &RolePermissions, words: &str) -> Vec<String> {
    let railed = scope.meta.apps().iter().flat_map(|app| app.objects.iter());
    let mut objects: Vec<String> = railed.filter(|name| all.objects.contains_key(*name)).cloned().collect();
    let others: Vec<String> = all.objects.keys().filter(|name| !objects.contains(*name)).cloned().collect();
    objects.extend(others);
    let words = words.to_lowercase();
    objects.retain(|name| {
        let label = all.labels.get(name);
        words.is_empty() || name.contains(&words) || label.is_some_and(|label| scope.label(label).to_lowercase().contains(&words))
    });
    objects
}

/// What can be done with an object beyond the verbs.
fn own_actions<'a>(all: &'a RolePermissions, object: &str) -> Vec<&'a ActionInfo> {
    all.actions.get(object).into_iter().flatten().filter(|action| !VERBS.contains(&action.name.as_str())).collect()
}

fn cell(scope: &Scope, props: &ObjectMatrixProps, object: &str, label: &str, action: &ActionInfo, own: bool) -> MatrixCell {
    let now = scope_of(&props.now.objects, object, &action.name);
    let says = |name: &String| match name.as_str() {
        own if action.name == "create" && own != super::model::NONE => t!(scope.i18n, "scope-allowed"),
        name => t!(scope.i18n, &format!("scope-{name}")),
    };
    let level = |name: &String| Level {
        label: says(name),
        strength: if action.name == "create" && name != super::model::NONE { 5 } else { strength(name) },
        value: name.clone().into(),
    };
    let named = scope.label(&action.label);
    MatrixCell {
        value: now.to_owned().into(),
        name: format!("{label} {named}").into(),
        label: own.then(|| named.clone()),
        levels: scopes_for(action, now).iter().map(level).collect(),
        changed: now != scope_of(&props.all.objects, object, &action.name),
    }
}
