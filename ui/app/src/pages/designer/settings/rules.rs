//! What holds for a field of any kind: when it is needed, shown and locked, what it begins with, what must not come twice.

use trellis_model::{Field, FieldKind, expression::Type, field::Setting};
use trellis_ui_kit::{Choice, Combobox, Field as Shell, Segment, SegmentedControl, Switch, t};
use trellis_ui_renderers::{
    Scope,
    fields::{Edit, FieldInput},
};
use yew::prelude::*;

use super::{expression::ExpressionInput, group, with};
use crate::pages::designer::design::Design;

/// When the field is needed, shown and locked.
pub fn conditions(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let say = |id: &str| t!(scope.i18n, id);
    let required = field.is_writable().then(|| {
        let value = match (&field.required_when, field.required) {
            (Some(_), _) => "when",
            (None, true) => "always",
            (None, false) => "never",
        };
        let set = with(field, onchange, |field, mode: AttrValue| {
            field.required = mode == "always";
            field.required_when = (mode == "when").then(|| field.required_when.take().unwrap_or_default());
        });
        let segments = ["never", "always", "when"].map(|mode| Segment::new(mode, say(&format!("setting-required-{mode}"))));
        html! {
            <>
                <div class="p-setting">
                    <span class="c-field__label">{ say("designer-required") }</span>
                    <SegmentedControl label={say("designer-required")} segments={segments.to_vec()} {value} onchange={set} />
                </div>
                { condition(scope, "setting-required-condition", field.required_when.as_ref(), with(field, onchange, |field, text| field.required_when = Some(text))) }
            </>
        }
    });
    let switched = |message: &str, condition_message: &'static str, value: &Option<String>, get: fn(&mut Field) -> &mut Option<String>| {
        let on = with(field, onchange, move |field, on: bool| *get(field) = on.then(String::new));
        let text = with(field, onchange, move |field, text: String| *get(field) = Some(text));
        html! {
            <>
                <Switch on={value.is_some()} label={say(message)} onchange={on} />
                { condition(scope, condition_message, value.as_ref(), text) }
            </>
        }
    };
    html! {
        <>
            { required }
            { switched("setting-visible", "setting-visible-condition", &field.visible_when, |field| &mut field.visible_when) }
            if field.is_writable() {
                { switched("setting-locked", "setting-locked-condition", &field.read_only_when, |field| &mut field.read_only_when) }
            }
        </>
    }
}

fn condition(scope: &Scope, message: &str, value: Option<&String>, onchange: Callback<String>) -> Html {
    match value {
        Some(value) => html! {
            <ExpressionInput label={t!(scope.i18n, message)} value={value.clone()} expect={Some(Type::Bool)} {onchange} />
        },
        None => Html::default(),
    }
}

/// What a new record begins with: a value, or an expression.
pub fn default(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let can_value = field.kind.rules().settings().contains(&Setting::Default);
    let can_expression = !matches!(
        field.kind,
        FieldKind::Lines
            | FieldKind::File
            | FieldKind::Image
            | FieldKind::Richtext
            | FieldKind::Json
            | FieldKind::Secret
            | FieldKind::AutoNumber
            | FieldKind::Address
    ) && !field.kind.is_computed();
    if !can_value && !can_expression {
        return Html::default();
    }
    let mode = match (&field.default_when, &field.default) {
        (Some(_), _) => "expression",
        (None, Some(_)) => "value",
        (None, None) if can_value => "value",
        (None, None) => "none",
    };
    let segments: Vec<Segment> = [("none", !can_value), ("value", can_value), ("expression", can_expression)]
        .iter()
        .filter(|(_, can)| *can)
        .map(|(mode, _)| Segment::new(*mode, t!(scope.i18n, &format!("setting-default-{mode}"))))
        .collect();
    let set_mode = with(field, onchange, |field, mode: AttrValue| {
        field.default_when = (mode == "expression").then(|| field.default_when.take().unwrap_or_default());
        if mode != "value" {
            field.default = None;
        }
    });
    let set = with(field, onchange, |field, edit: Edit| {
        field.default = Some(edit.value).filter(|value| !value.is_null() && *value != trellis_model::Json::Bool(false))
    });
    let expect = Type::of(field.kind).filter(|kind| *kind != Type::Any);
    html! {
        <>
            <div class="p-setting">
                <span class="c-field__label">{ t!(scope.i18n, "setting-default") }</span>
                if segments.len() > 1 {
                    <SegmentedControl label={t!(scope.i18n, "setting-default")} {segments} value={mode} onchange={set_mode} />
                }
            </div>
            if let Some(source) = &field.default_when {
                <ExpressionInput label={t!(scope.i18n, "setting-default-expression")} help={Some(t!(scope.i18n, "setting-default-help"))} value={source.clone()} {expect} onchange={with(field, onchange, |field, text| field.default_when = Some(text))} />
            } else if mode == "value" {
                <Shell label={t!(scope.i18n, "setting-default-value")}>
                    <FieldInput field={Field { required: false, ..field.clone() }} value={field.default.clone().unwrap_or_default()} onchange={set} />
                </Shell>
            }
        </>
    }
}

/// What must not come twice, what lists look for, what is masked, and whether changes are told.
pub fn keeping(scope: &Scope, design: Option<&Design>, field: &Field, onchange: &Callback<Field>) -> Html {
    let rules = field.kind.rules();
    let can_unique = rules.settings().contains(&Setting::Unique);
    let others: Vec<Choice> = design
        .iter()
        .flat_map(|design| design.current().declared())
        .filter(|other| other.name != field.name && other.kind.rules().settings().contains(&Setting::Unique) || is_reference(other.kind))
        .filter(|other| other.name != field.name)
        .map(|other| Choice::new(other.name.clone(), scope.label(&other.label)).with_note(other.name.clone()))
        .collect();
    let chosen: Vec<Choice> =
        others.iter().filter(|choice| field.unique_with.iter().any(|name| choice.value == name.as_str())).cloned().collect();
    let unique = with(field, onchange, |field, on: bool| {
        field.unique = on;
        if !on {
            field.unique_with.clear();
        }
    });
    let unique_with = with(field, onchange, |field, picked: Vec<Choice>| {
        field.unique_with = picked.iter().map(|choice| choice.value.to_string()).collect()
    });
    let in_lines = design.is_some_and(|design| design.in_lines());
    let can_index = rules.is_sortable() && field.is_stored() && !in_lines;
    let parts = [
        can_unique.then(|| {
            html! {
                <>
                    <Switch on={field.unique} label={t!(scope.i18n, "setting-unique")} onchange={unique} />
                    if field.unique && !in_lines {
                        <Shell label={t!(scope.i18n, "setting-unique-with")} help={t!(scope.i18n, "setting-unique-with-help")}>
                            <Combobox multiple={true} options={others} value={chosen} onchange={unique_with} placeholder={t!(scope.i18n, "setting-unique-alone")} />
                        </Shell>
                    }
                </>
            }
        }),
        can_index.then(|| html! { <Switch on={field.indexed} label={t!(scope.i18n, "setting-indexed")} onchange={with(field, onchange, |field, on: bool| field.indexed = on)} /> }),
        rules.settings().contains(&Setting::Mask).then(|| super::mask(scope, field, onchange)),
        (!in_lines).then(|| html! { <Switch on={!field.untracked} label={t!(scope.i18n, "setting-tracked")} onchange={with(field, onchange, |field, on: bool| field.untracked = !on)} /> }),
    ];
    group(t!(scope.i18n, "setting-group-keeping"), false, parts.into_iter().flatten().collect())
}

fn is_reference(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Lookup | FieldKind::User | FieldKind::Department | FieldKind::Picklist)
}
