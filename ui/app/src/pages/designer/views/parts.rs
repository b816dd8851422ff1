//! Single settings of a list view.

use trellis_model::{FieldKind, ListView, Schema, view::ViewKind};
use trellis_ui_client::{roles, use_query};
use trellis_ui_kit::{Choice, Combobox, Field as Shell, Icon, Select, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::editor::Step;

/// A titled part of the settings, with something at the right of the title.
pub fn part(title: AttrValue, aside: Html, error: Option<AttrValue>, children: Html) -> Html {
    html! {
        <div class="p-setting">
            <div class="p-views__part"><span class="c-field__label">{ title }</span>{ aside }</div>
            { children }
            if let Some(error) = error {
                <p class="c-field__error" role="alert"><Icon name="circle-alert" size={14} />{ error }</p>
            }
        </div>
    }
}

/// A callback that changes one thing of the view.
pub fn with<T: 'static>(view: &ListView, onstep: &Callback<Step>, alter: impl Fn(&mut ListView, T) + 'static) -> Callback<T> {
    let view = view.clone();
    onstep.reform(move |value: T| {
        let mut view = view.clone();
        alter(&mut view, value);
        Step::View(Box::new(view))
    })
}

/// Properties of [`GroupSetting`].
#[derive(Properties, PartialEq)]
pub struct GroupSettingProps {
    /// The object.
    pub object: AttrValue,
    /// The view.
    pub view: ListView,
    /// What is wrong with it.
    pub error: Option<AttrValue>,
    /// Hears the changed view.
    pub onstep: Callback<Step>,
}

/// A message about the field that a board or a calendar is made by.
pub fn group_message(kind: ViewKind, what: &str) -> String {
    format!("views-{}-{what}", if kind == ViewKind::Calendar { "day" } else { "group" })
}

/// The field whose options are the columns of a board, or whose day a record of a calendar stands on.
#[component]
pub fn GroupSetting(props: &GroupSettingProps) -> Html {
    let scope = use_scope();
    let fields = scope.meta.object(&props.object).map(|object| object.declared().collect::<Vec<_>>()).unwrap_or_default();
    let mut options: Vec<Choice> = fields
        .iter()
        .filter(|field| match props.view.kind {
            ViewKind::Calendar => matches!(field.kind, FieldKind::Date | FieldKind::DateTime),
            _ => field.kind == FieldKind::Picklist,
        })
        .map(|field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon()))
        .collect();
    let group = props.view.group.clone();
    // One that is gone is shown, so that another can be chosen.
    let gone = group.clone().filter(|group| options.iter().all(|choice| choice.value != group.as_str()));
    options.extend(
        gone.iter().map(|group| Choice { disabled: true, ..Choice::new(group.clone(), group.clone()).with_icon("triangle-alert") }),
    );
    let said = |message: &str| t!(scope.i18n, &group_message(props.view.kind, message));
    let help = said(if options.is_empty() { "none" } else { "help" });
    let error = props.error.clone().or_else(|| gone.map(|_| t!(scope.i18n, "views-gone")));
    let onchange = with(&props.view, &props.onstep, |view, name: Option<AttrValue>| view.group = name.map(|name| name.to_string()));
    html! {
        <Shell label={said("field")} required={true} {help} {error}>
            <Select {options} value={group.map(AttrValue::from)} {onchange} />
        </Shell>
    }
}

/// Properties of [`RolesSetting`].
#[derive(Properties, PartialEq)]
pub struct RolesSettingProps {
    /// The view.
    pub view: ListView,
    /// What is wrong with it.
    pub error: Option<AttrValue>,
    /// Hears the changed view.
    pub onstep: Callback<Step>,
}

/// The roles whose people are offered the view. A role that is gone is shown by its name, to be taken out.
#[component]
pub fn RolesSetting(props: &RolesSettingProps) -> Html {
    let scope = use_scope();
    let found = use_query(roles::roles_key(), roles::roles);
    let options: Vec<Choice> =
        found.data.iter().flat_map(|roles| roles.iter()).map(|role| Choice::new(role.name.clone(), scope.label(&role.label))).collect();
    let named = |name: &String| {
        let known = options.iter().find(|choice| choice.value == name.as_str()).cloned();
        known.unwrap_or_else(|| {
            let choice = Choice::new(name.clone(), name.clone());
            if found.data.is_some() { choice.with_icon("triangle-alert") } else { choice }
        })
    };
    let value: Vec<Choice> = props.view.roles.iter().map(named).collect();
    let onchange = with(&props.view, &props.onstep, |view, picked: Vec<Choice>| {
        view.roles = picked.iter().map(|choice| choice.value.to_string()).collect();
    });
    html! {
        <Shell label={t!(scope.i18n, "views-roles")} help={t!(scope.i18n, "views-roles-help")} error={props.error.clone()}>
            <Combobox multiple={true} {options} {value} {onchange} placeholder={t!(scope.i18n, "views-roles-all")} />
        </Shell>
    }
}
