//! What the designer lets one set for each kind of field: one control for each [`Setting`], and what every kind has.

mod computed;
mod expression;
mod files;
mod lines;
mod rules;

pub use expression::ExpressionInput;
pub use rules::{conditions, default, keeping};

use trellis_model::{
    Decimal, Field, FieldKind, Picklist,
    field::{Mask, OnDelete, Reset, Sequence, Setting},
};
use trellis_ui_kit::{Button, Choice, Combobox, Dialog, DialogSize, Field as Shell, Icon, NumberInput, Select, Size, TextInput, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::design::Design;
use crate::pages::dictionary::DictionaryEditor;

/// The controls for everything that the field's kind lets one set.
pub fn settings(scope: &Scope, design: Option<&Design>, field: &Field, is_new: bool, onchange: &Callback<Field>) -> Html {
    let control = |setting: &Setting| setting_control(scope, design, field, *setting, is_new, onchange);
    html! { <>{ for field.kind.rules().settings().iter().map(control) }</> }
}

fn setting_control(
    scope: &Scope,
    design: Option<&Design>,
    field: &Field,
    setting: Setting,
    is_new: bool,
    onchange: &Callback<Field>,
) -> Html {
    match setting {
        Setting::Length => length(scope, field, onchange),
        Setting::Range => range(scope, field, onchange),
        Setting::Scale => scale(scope, field, is_new, onchange),
        Setting::Picklist => html! { <PicklistSetting field={field.clone()} {is_new} onchange={onchange.clone()} /> },
        Setting::Object | Setting::Objects => target(scope, design, field, is_new, onchange),
        Setting::OnDelete => on_delete(scope, field, onchange),
        Setting::Sequence => sequence(scope, field, onchange),
        Setting::Stars => files::stars(scope, field, onchange),
        Setting::Files => files::files(scope, field, onchange),
        Setting::Lines => html! { <lines::LinesSetting field={field.clone()} onchange={onchange.clone()} /> },
        Setting::Formula => computed::formula(scope, design, field, onchange),
        Setting::Rollup => html! { <computed::RollupSetting field={field.clone()} onchange={onchange.clone()} /> },
        Setting::Mirror => computed::mirror(scope, design, field, onchange),
        // These stand in the groups that every kind has.
        Setting::Unique | Setting::Default | Setting::Mask => Html::default(),
    }
}

/// A group of settings that can be closed.
pub fn group(title: AttrValue, open: bool, children: Html) -> Html {
    html! {
        <details class="p-group" {open}>
            <summary>{ title }</summary>
            <div class="p-group__body">{ children }</div>
        </details>
    }
}

/// A callback that changes one thing of the field.
pub fn with<T: 'static>(field: &Field, onchange: &Callback<Field>, alter: impl Fn(&mut Field, T) + 'static) -> Callback<T> {
    let field = field.clone();
    onchange.reform(move |value: T| {
        let mut field = field.clone();
        alter(&mut field, value);
        field
    })
}

fn pair(first: Html, second: Html) -> Html {
    html! { <div class="p-properties__pair">{ first }{ second }</div> }
}

fn length(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let shown = |value: Option<usize>| value.map(|value| value.to_string()).unwrap_or_default();
    pair(
        html! {
            <Shell label={t!(scope.i18n, "setting-min-length")}>
                <NumberInput value={shown(field.min_length)} oninput={with(field, onchange, |field, typed: String| field.min_length = typed.parse().ok())} />
            </Shell>
        },
        html! {
            <Shell label={t!(scope.i18n, "setting-max-length")}>
                <NumberInput value={shown(field.max_length)} oninput={with(field, onchange, |field, typed: String| field.max_length = typed.parse().ok())} />
            </Shell>
        },
    )
}

fn range(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let shown = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    pair(
        html! {
            <Shell label={t!(scope.i18n, "setting-minimum")}>
                <NumberInput value={shown(field.minimum)} scale={4} oninput={with(field, onchange, |field, typed: String| field.minimum = typed.parse().ok())} />
            </Shell>
        },
        html! {
            <Shell label={t!(scope.i18n, "setting-maximum")}>
                <NumberInput value={shown(field.maximum)} scale={4} oninput={with(field, onchange, |field, typed: String| field.maximum = typed.parse().ok())} />
            </Shell>
        },
    )
}

/// How values are kept cannot change once there are values.
fn scale(scope: &Scope, field: &Field, is_new: bool, onchange: &Callback<Field>) -> Html {
    let options: Vec<Choice> = (0..=6).map(|digits| Choice::new(digits.to_string(), digits.to_string())).collect();
    let now = trellis_ui_renderers::fields::format::scale(field);
    let set = with(field, onchange, |field, digits: Option<AttrValue>| field.scale = digits.and_then(|digits| digits.parse().ok()));
    html! {
        <Shell label={t!(scope.i18n, "setting-scale")}>
            <Select {options} value={AttrValue::from(now.to_string())} onchange={set} disabled={!is_new} />
        </Shell>
    }
}

fn target(scope: &Scope, design: Option<&Design>, field: &Field, is_new: bool, onchange: &Callback<Field>) -> Html {
    let choice =
        |name: &str, label: &trellis_model::Label, icon: &str| Choice::new(name.to_owned(), scope.label(label)).with_icon(icon.to_owned());
    // Objects of the draft can be looked up before they are published.
    let options: Vec<Choice> = match design {
        Some(design) => design.objects().into_iter().map(|object| choice(&object.name, &object.label, &object.options.icon)).collect(),
        None => scope.meta.infos().iter().map(|info| choice(&info.name, &info.label, &info.options.icon)).collect(),
    };
    let chosen = field.lookup.as_ref().map(|lookup| lookup.objects.clone()).unwrap_or_default();
    let value: Vec<Choice> = options.iter().filter(|choice| chosen.iter().any(|name| choice.value == name.as_str())).cloned().collect();
    let set = with(field, onchange, |field, picked: Vec<Choice>| {
        if let Some(lookup) = &mut field.lookup {
            lookup.objects = picked.iter().map(|choice| choice.value.to_string()).collect();
        }
    });
    html! {
        <Shell label={t!(scope.i18n, "setting-object")} required={true}>
            <Combobox {options} {value} multiple={field.kind == FieldKind::AnyLookup} onchange={set} disabled={!is_new} />
        </Shell>
    }
}

fn on_delete(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let rules = [("set_null", OnDelete::SetNull), ("restrict", OnDelete::Restrict), ("cascade", OnDelete::Cascade)];
    let options: Vec<Choice> = rules
        .iter()
        .map(|(name, _)| Choice::new(*name, t!(scope.i18n, &format!("setting-on-delete-{}", name.replace('_', "-")))))
        .collect();
    let now = field.lookup.as_ref().map(|lookup| lookup.on_delete).unwrap_or_default();
    let value = rules.iter().find(|(_, rule)| *rule == now).map(|(name, _)| AttrValue::from(*name));
    let set = with(field, onchange, move |field, name: Option<AttrValue>| {
        let rule = rules.iter().find(|(known, _)| name.as_deref() == Some(known)).map(|(_, rule)| *rule);
        if let (Some(lookup), Some(rule)) = (&mut field.lookup, rule) {
            lookup.on_delete = rule;
        }
    });
    html! { <Shell label={t!(scope.i18n, "setting-on-delete")}><Select {options} {value} onchange={set} /></Shell> }
}

fn sequence(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let now = field.sequence.clone().unwrap_or(Sequence { pattern: String::new(), reset: Reset::Never });
    let resets = [("never", Reset::Never), ("year", Reset::Year), ("month", Reset::Month)];
    let options: Vec<Choice> =
        resets.iter().map(|(name, _)| Choice::new(*name, t!(scope.i18n, &format!("setting-reset-{name}")))).collect();
    let value = resets.iter().find(|(_, reset)| *reset == now.reset).map(|(name, _)| AttrValue::from(*name));
    let set_pattern = {
        let reset = now.reset;
        with(field, onchange, move |field, pattern: String| field.sequence = Some(Sequence { pattern, reset }))
    };
    let set_reset = {
        let pattern = now.pattern.clone();
        with(field, onchange, move |field, name: Option<AttrValue>| {
            let reset = resets.iter().find(|(known, _)| name.as_deref() == Some(known)).map(|(_, reset)| *reset);
            field.sequence = Some(Sequence { pattern: pattern.clone(), reset: reset.unwrap_or_default() });
        })
    };
    html! {
        <>
            <Shell label={t!(scope.i18n, "setting-pattern")} required={true} help={t!(scope.i18n, "setting-pattern-help")}>
                <TextInput value={now.pattern} oninput={set_pattern} />
            </Shell>
            <Shell label={t!(scope.i18n, "setting-reset")}><Select {options} {value} onchange={set_reset} /></Shell>
        </>
    }
}

fn mask(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let masks = [("phone", Mask::Phone), ("email", Mask::Email), ("text", Mask::Text)];
    let options: Vec<Choice> = masks.iter().map(|(name, _)| Choice::new(*name, t!(scope.i18n, &format!("setting-mask-{name}")))).collect();
    let value = masks.iter().find(|(_, mask)| Some(*mask) == field.mask).map(|(name, _)| AttrValue::from(*name));
    let set = with(field, onchange, move |field, name: Option<AttrValue>| {
        field.mask = masks.iter().find(|(known, _)| name.as_deref() == Some(known)).map(|(_, mask)| *mask);
    });
    html! {
        <Shell label={t!(scope.i18n, "setting-mask")} help={t!(scope.i18n, "setting-mask-help")}>
            <Select {options} {value} onchange={set} clearable={true} placeholder={t!(scope.i18n, "setting-mask-none")} />
        </Shell>
    }
}

#[derive(Properties, PartialEq)]
struct PicklistSettingProps {
    field: Field,
    is_new: bool,
    onchange: Callback<Field>,
}

/// The dictionary, to be chosen, changed in a dialog, or made anew.
#[component]
fn PicklistSetting(props: &PicklistSettingProps) -> Html {
    let scope = use_scope();
    let editing = use_state_eq(|| None::<Picklist>);
    let field = &props.field;
    let options: Vec<Choice> =
        scope.meta.picklists().iter().map(|it| Choice::new(it.name.clone(), scope.label(&it.label)).with_note(it.name.clone())).collect();
    let value: Vec<Choice> = options.iter().filter(|choice| field.picklist.as_deref() == Some(choice.value.as_str())).cloned().collect();
    let set = with(field, &props.onchange, |field, picked: Vec<Choice>| {
        field.picklist = picked.first().map(|choice| choice.value.to_string());
        field.default = None;
    });
    let known = scope.meta.picklists().iter().find(|it| Some(it.name.as_str()) == field.picklist.as_deref()).cloned();
    let edit = known.clone().map(|picklist| {
        let editing = editing.setter();
        Callback::from(move |_: MouseEvent| editing.set(Some(picklist.clone())))
    });
    let add = {
        let editing = editing.setter();
        let taken: Vec<String> = scope.meta.picklists().iter().map(|it| it.name.clone()).collect();
        let label = field.label.clone();
        Callback::from(move |_: MouseEvent| {
            let name = super::model::fresh_name(&label.en, "options", &taken.iter().map(String::as_str).collect::<Vec<_>>());
            editing.set(Some(Picklist { name, label: label.clone(), options: Vec::new(), depends_on: None, partial: false }));
        })
    };
    let close = {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(None))
    };
    let is_known = editing.as_ref().is_some_and(|editing| scope.meta.picklists().iter().any(|it| it.name == editing.name));
    let saved = {
        let (close, name) = (close.clone(), editing.as_ref().map(|picklist| picklist.name.clone()));
        let set = with(field, &props.onchange, |field, name: Option<String>| field.picklist = name);
        let is_other = name.is_some() && name != field.picklist;
        Callback::from(move |()| {
            if is_other {
                set.emit(name.clone());
            }
            close.emit(());
        })
    };
    html! {
        <>
            <Shell label={t!(scope.i18n, "setting-picklist")} required={true}>
                <Combobox {options} {value} onchange={set} />
            </Shell>
            <div class="u-row">
                if let Some(edit) = edit {
                    <Button label={t!(scope.i18n, "setting-picklist-edit")} icon="pencil" size={Size::Small} onclick={edit} />
                }
                <Button label={t!(scope.i18n, "setting-picklist-new")} icon="plus" size={Size::Small} onclick={add} />
            </div>
            if let Some(picklist) = (*editing).clone() {
                <Dialog open={true} size={DialogSize::Large} title={t!(scope.i18n, if is_known { "setting-picklist-edit" } else { "setting-picklist-new" })} onclose={close}>
                    <p class="p-note"><Icon name="info" size={14} />{ t!(scope.i18n, "object-options-now") }</p>
                    <DictionaryEditor {picklist} onsaved={saved} />
                </Dialog>
            }
        </>
    }
}
